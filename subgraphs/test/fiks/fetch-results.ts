import { sql } from 'kysely'
import type { IdentifierProfile } from '../../../schema/scalars/person-identifier.ts'
import type { Database } from '../../kernel/database.ts'
import { type Fiks, FiksFailed } from '../../kernel/fiks.ts'
import type { TestTables } from '../store/tables.ts'
import { parseInstant } from './parse-instant.ts'
import { type Aside, readMessage } from './read-message.ts'

export type FetchParts = {
  readonly fiks: Fiks
  readonly database: Database
  readonly profile: IdentifierProfile
  readonly now: Date
}
export type Fetched = { readonly results: number; readonly aside: number }

/** Where a kommune is asked for the first time: as far back as any list looks. */
const firstDays = 21
const dayMs = 86_400_000
const smallestWindowMs = 1_000

/**
 * What laboratories have sent about a kommune since it was asked last, window by window: what has been stored is not asked
 * for again, also after a failure. An answer that leaves rows out is asked for again in halves.
 * @throws FiksFailed; what came before it stays
 */
export async function fetchResults(kommune: string, parts: FetchParts): Promise<Fetched> {
  const { now } = parts
  const total = { results: 0, aside: 0 }
  const from = (await readCursor(parts.database, kommune)) ?? new Date(now.getTime() - firstDays * dayMs)
  const windows: { from: Date; to: Date }[] = [{ from, to: now }]
  for (let window = windows.pop(); window; window = windows.pop()) {
    const page = await ask(kommune, window, parts.fiks)
    if (page.isCapped) {
      const half = (window.to.getTime() - window.from.getTime()) / 2
      if (half < smallestWindowMs) throw new FiksFailed('capped')
      const middle = new Date(window.from.getTime() + Math.floor(half))
      windows.push({ from: middle, to: window.to }, { from: window.from, to: middle })
      continue
    }
    const read = page.messages.map(message => readMessage(message, parts.profile))
    const aside = read.filter(isAside)
    const rows = read.filter((one): one is TestTables['test.result'] => !isAside(one))
    await store(parts.database, { kommune, to: page.to ?? window.to, rows, aside })
    total.results += rows.length
    total.aside += aside.length
  }
  return total
}

/** How fresh the copy is: as far as the kommune that has been asked last the longest ago. */
export async function keepFreshness(database: Database, kommuner: readonly string[]): Promise<void> {
  await sql`
    insert into test.freshness
    select true, min(received_to) from test.fiks_cursor where kommune = any(${kommuner}) having count(*) = ${kommuner.length}
    on conflict ("only") do update set updated_at = greatest(freshness.updated_at, excluded.updated_at)`.execute(
    database.as<unknown>(),
  )
}

const isAside = (one: TestTables['test.result'] | Aside): one is Aside => 'reason' in one

type Page = {
  readonly messages: readonly Record<string, unknown>[]
  readonly to: Date | undefined
  readonly isCapped: boolean
}

async function ask(kommune: string, { from, to }: { from: Date; to: Date }, fiks: Fiks): Promise<Page> {
  const answer = (await fiks.post('provesvar/api/v1/sokForKommune', {
    kommunenr: kommune,
    fraMottattidspunkt: from.toISOString(),
    tilMottattidspunkt: to.toISOString(),
  })) as Record<string, unknown> | null
  const { provesvarliste, antallProvesvar, maksAntallProvesvar, tilMottattidspunkt } = answer ?? {}
  if (!Array.isArray(provesvarliste) || typeof antallProvesvar !== 'number' || typeof maksAntallProvesvar !== 'number')
    throw new FiksFailed('unreadable answer')
  return {
    messages: provesvarliste.filter(one => typeof one === 'object' && one !== null),
    to: typeof tilMottattidspunkt === 'string' ? parseInstant(tilMottattidspunkt) : undefined,
    isCapped: antallProvesvar > maksAntallProvesvar,
  }
}

async function readCursor(database: Database, kommune: string): Promise<Date | undefined> {
  const { rows } = await sql<{ received_to: Date }>`
    select received_to from test.fiks_cursor where kommune = ${kommune}`.execute(database.as<unknown>())
  return rows[0]?.received_to
}

type Storing = {
  readonly kommune: string
  readonly to: Date
  readonly rows: readonly TestTables['test.result'][]
  readonly aside: readonly Aside[]
}

/** Rows and cursor in one transaction. The same message again is the same row: in what it says now, if that is another. */
async function store(database: Database, { kommune, to, rows, aside }: Storing): Promise<void> {
  await database
    .as<TestTables>()
    .transaction()
    .execute(async transaction => {
      for (const row of rows) {
        await transaction
          .insertInto('test.result')
          .values(row)
          .onConflict(known =>
            known
              .column('result_id')
              .doUpdateSet({
                method: row.method,
                outcome: row.outcome,
                state: row.state,
                result_text: row.result_text,
                sampled_at: row.sampled_at,
                received_at: row.received_at,
                arrived_at: sql`now()`,
              })
              .where(
                sql<boolean>`
                (result.method, result.outcome, result.state, result.result_text, result.sampled_at, result.received_at)
                is distinct from (excluded.method, excluded.outcome, excluded.state, excluded.result_text,
                  excluded.sampled_at, excluded.received_at)`,
              ),
          )
          .execute()
      }
      for (const { id, reason } of aside) {
        await sql`
          insert into test.fiks_aside values (${id}, ${kommune}, ${reason}) on conflict (result_id) do nothing`.execute(
          transaction,
        )
      }
      await sql`
        insert into test.fiks_cursor values (${kommune}, ${to})
        on conflict (kommune) do update set received_to = greatest(fiks_cursor.received_to, excluded.received_to)`.execute(
        transaction,
      )
    })
}
