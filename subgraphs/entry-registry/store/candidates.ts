import { type Kysely, type RawBuilder, sql } from 'kysely'
import { largestCohort } from '../../../schema/cohort.ts'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { Retention } from '../domain/retention.ts'
import { watermark } from './arrivals.ts'
import {
  type CopiedSource,
  type EntrySource,
  entryTables,
  type IdentitySource,
  type UnmatchedReason,
} from './tables.ts'

/** Whose entries: a kommune's, a bydel's of it, everybody's, or those that belong to no known kommune. */
export type Scope = { readonly kommune: string; readonly district: string | null } | 'everywhere' | 'unknown-kommune'

export const orders = ['NEWEST', 'OLDEST', 'NAME', 'UPDATED'] as const
export type Order = (typeof orders)[number]

/** What can be told of an entry without looking up anything else. */
export type EntryFilter = {
  readonly ids?: readonly string[]
  readonly travelledFrom?: LocalDate
  readonly travelledTo?: LocalDate
  readonly languages?: readonly string[]
  readonly identitySources?: readonly IdentitySource[]
  readonly municipalityRole?: 'ENTRY' | 'QUARANTINE'
  readonly district?: string
  /** Begins with, whatever the case. */
  readonly name?: string
  readonly birthDate?: LocalDate
  readonly hasSuspectedBreach?: boolean
}

export type CandidateQuestion = {
  readonly scope: Scope
  readonly sources: readonly EntrySource[]
  readonly filter: EntryFilter
  readonly orderBy: Order
  readonly retention: Retention
  readonly today: LocalDate
  /** Entries that came here after it, or changed here, are marked. */
  readonly changedSince: Date | null
}

/** Texts with one part a candidate, as `schema/cohort.ts` carries them. */
export type Candidates = {
  readonly entries: string
  readonly numbers: string
  readonly days: string
  readonly flags: string
  readonly unmatched: readonly { readonly reason: UnmatchedReason; readonly count: number }[]
  readonly isTruncated: boolean
  readonly copies: readonly { readonly source: CopiedSource; readonly updatedAt: Date }[]
  /** Up to when all that came here has been seen: see arrivals.ts. */
  readonly seenUntil: Date
}

/** Bits of a flag, which is the character that many after `0`. */
export const flagBits = { changed: 1, mustQuarantine: 2 } as const
/** Quarantine is ten days from the day of travel (covid-19-forskriften § 4). */
const quarantineDays = 10

type Row = {
  entries: string | null
  numbers: string | null
  days: string | null
  flags: string | null
  total: number
  unmatched: { reason: UnmatchedReason; count: number }[] | null
  copies: { source: CopiedSource; updated_at: string }[] | null
  seen_until: Date
}

/** One statement for both registers: who may be on a list, in its order, and who cannot be joined to anything. */
export async function readCandidates(kysely: Kysely<unknown>, question: CandidateQuestion): Promise<Candidates> {
  const { sources, orderBy } = question
  const rows = sources.map(source => selectSource(source, question))
  const { rows: found } = await sql<Row>`
    with mine as materialized (${sql.join(rows, sql` union all `)}),
    listed as (select * from mine where identifier is not null order by ${ordering[orderBy]} limit ${largestCohort})
    select string_agg(kind || entry_id, ',') as entries, string_agg(identifier, ',') as numbers,
      string_agg(day, '') as days, string_agg(flag, '') as flags,
      (select count(*) from mine where identifier is not null) as total,
      (select json_agg(u) from (
        select unmatched_reason as reason, count(*) as count from mine
        where unmatched_reason is not null group by unmatched_reason order by unmatched_reason) u) as unmatched,
      (select json_agg(f) from entry_registry.freshness f) as copies, ${watermark} as seen_until
    from listed`.execute(kysely)
  const [row] = found
  if (!row) throw new Error('an aggregate without a row')
  return {
    entries: row.entries ?? '',
    numbers: row.numbers ?? '',
    days: row.days ?? '',
    flags: row.flags ?? '',
    unmatched: row.unmatched ?? [],
    isTruncated: row.total > largestCohort,
    copies: (row.copies ?? []).map(({ source, updated_at }) => ({ source, updatedAt: new Date(updated_at) })),
    seenUntil: row.seen_until,
  }
}

const ordering: Readonly<Record<Order, RawBuilder<unknown>>> = {
  NEWEST: sql`travelled_on desc, entry_id desc`,
  OLDEST: sql`travelled_on, entry_id`,
  NAME: sql`family_name, given_name, entry_id`,
  UPDATED: sql`updated_at desc, entry_id desc`,
}

function selectSource(source: EntrySource, question: CandidateQuestion): RawBuilder<unknown> {
  const { retention, today, changedSince, sources } = question
  const conditions = [
    kept(source, retention),
    ...within(question.scope),
    ...ofRole(question),
    ...fitting(source, question.filter),
  ]
  if (source === 'IRRS' && sources.includes('PREPAREDNESS')) {
    // The same entry in both registers is one traveller: Beredskapsregisteret knows more of it.
    conditions.push(sql`not exists (select from entry_registry.preparedness_entry p
      where p.reference = e.reference and p.registered_at >= ${retention.registeredFrom})`)
  }
  const isChanged = changedSince === null ? sql`0` : sql`(arrived_at > ${changedSince})::int * ${flagBits.changed}`
  return sql`
    select ${source.charAt(0)}::text as kind, entry_id, identifier, unmatched_reason, travelled_on, updated_at,
      family_name, given_name,
      chr(48 + least(greatest(${today}::date - travelled_on, 0), 60)) as day,
      chr(48 + ${isChanged}::int + case when coalesce(quarantine_choice, 1001) = 1001
        and ${today}::date - travelled_on <= ${quarantineDays} then ${flagBits.mustQuarantine}::int else 0 end) as flag
    from ${sql.raw(`entry_registry.${entryTables[source]}`)} e
    where ${sql.join(conditions, sql` and `)}`
}

const kept = (source: EntrySource, { travelledFrom, registeredFrom }: Retention) =>
  source === 'IRRS' ? sql`travelled_on >= ${travelledFrom}` : sql`registered_at >= ${registeredFrom}`

function within(scope: Scope): RawBuilder<unknown>[] {
  if (scope === 'everywhere') return []
  if (scope === 'unknown-kommune') return [sql`entry_kommune is null and quarantine_kommune is null`]
  const { kommune, district } = scope
  const ofKommune = sql`(entry_kommune = ${kommune} or quarantine_kommune = ${kommune})`
  return district === null ? [ofKommune] : [ofKommune, sql`district = ${district}`]
}

function fitting(source: EntrySource, filter: EntryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  const { ids, travelledFrom, travelledTo, languages, identitySources, district, name, birthDate } = filter
  if (ids) conditions.push(sql`reference = any(${ids})`)
  if (travelledFrom) conditions.push(sql`travelled_on >= ${travelledFrom}`)
  if (travelledTo) conditions.push(sql`travelled_on <= ${travelledTo}`)
  if (languages) conditions.push(sql`language = any(${languages})`)
  if (identitySources) conditions.push(sql`identity_source = any(${identitySources})`)
  if (district) conditions.push(sql`district = ${district}`)
  if (name) conditions.push(sql`starts_with(lower(given_name || ' ' || family_name), lower(${name}))`)
  if (birthDate) conditions.push(sql`birth_date = ${birthDate}`)
  if (filter.hasSuspectedBreach) {
    const suspected = sql`exists (select from entry_registry.breach b where b.reference = e.reference)`
    conditions.push(source === 'IRRS' ? sql`false` : suspected)
  }
  return conditions
}

/** Where a role of the kommune is asked for, only that half of its entries. */
function ofRole({ scope, filter: { municipalityRole: role } }: CandidateQuestion): RawBuilder<unknown>[] {
  if (role === undefined || typeof scope === 'string') return []
  return [role === 'ENTRY' ? sql`entry_kommune = ${scope.kommune}` : sql`quarantine_kommune = ${scope.kommune}`]
}
