import { sql } from 'kysely'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Database } from '../../kernel/database.ts'
import type { CountedService } from '../domain/report.ts'
import type { Retention } from '../domain/retention.ts'
import type { ActivationTables } from './activation-table.ts'
import type { IdentitySource } from './tables.ts'

export type DayCount = {
  readonly kommune: string | null
  readonly day: LocalDate
  readonly entries: number
  readonly joinable: number
}
export type SourceCount = {
  readonly kommune: string | null
  readonly identity_source: IdentitySource
  readonly entries: number
  readonly joinable: number
}
export type Activation = ActivationTables['entry_registry.activation'] & { readonly is_subscribed: boolean }

/** Numbers over entries, and no entry. */
export type ReportStore = {
  countByDay(retention: Retention): Promise<readonly DayCount[]>
  countByIdentitySource(retention: Retention): Promise<readonly SourceCount[]>
  findActivations(month: string): Promise<readonly Activation[]>
  recordUse(use: { kommune: string; services: readonly CountedService[]; month: string; at: Date }): Promise<void>
}

/** An entry that stands in both registers is one. */
const kept = ({ travelledFrom, registeredFrom }: Retention) => sql`
  select reference, coalesce(quarantine_kommune, entry_kommune) as kommune, travelled_on, identity_source,
    identifier is not null as is_joinable
  from entry_registry.irrs_entry where travelled_on >= ${travelledFrom}
  union
  select reference, coalesce(quarantine_kommune, entry_kommune), travelled_on, identity_source, identifier is not null
  from entry_registry.preparedness_entry p
  where registered_at >= ${registeredFrom} and not exists (
    select from entry_registry.irrs_entry i where i.reference = p.reference and i.travelled_on >= ${travelledFrom})`

export function createReportStore(database: Database): ReportStore {
  const kysely = database.as<ActivationTables>()
  // What this process has written down this month need not be written at every list; another process knows nothing of it.
  const recorded = new Set<string>()
  let recordedIn = ''
  return {
    async countByDay(retention) {
      const { rows } = await sql<DayCount>`
        select kommune, travelled_on as day, count(*)::int as entries, (count(*) filter (where is_joinable))::int as joinable
        from (${kept(retention)}) kept group by 1, 2 order by 1 nulls last, 2`.execute(kysely)
      return rows
    },

    async countByIdentitySource(retention) {
      const { rows } = await sql<SourceCount>`
        select kommune, identity_source, count(*)::int as entries, (count(*) filter (where is_joinable))::int as joinable
        from (${kept(retention)}) kept group by 1, 2 order by 1 nulls last, 2`.execute(kysely)
      return rows
    },

    async findActivations(month) {
      const { rows } = await sql<Activation>`
        select a.*, exists (
          select from entry_registry.subscription s
          where s.kommune = a.kommune and s.source = a.service and s.valid_from < (date ${sql.lit(`${month}-01`)} + interval '1 month')
            and (s.valid_to is null or s.valid_to >= date ${sql.lit(`${month}-01`)})) as is_subscribed
        from entry_registry.activation a where month = ${month} order by kommune, service`.execute(kysely)
      return rows
    },

    async recordUse({ kommune, services, month, at }) {
      if (month !== recordedIn) recorded.clear()
      recordedIn = month
      const fresh = services.filter(service => !recorded.has(`${kommune} ${service}`))
      if (fresh.length === 0) return
      await sql`
        insert into entry_registry.activation
        select ${kommune}, service, ${month}, ${at} from unnest(${fresh}::text[]) service
        on conflict do nothing`.execute(kysely)
      for (const service of fresh) recorded.add(`${kommune} ${service}`)
    },
  }
}
