import { createHash } from 'node:crypto'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { osloDay, parseLocalDate, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { Database } from '../../kernel/database.ts'
import { type Fiks, FiksFailed } from '../../kernel/fiks.ts'
import { extractColumns } from '../ingest/extract-columns.ts'
import type { IngestTables } from '../ingest/ingest-tables.ts'
import type { EntrySource } from '../store/tables.ts'

export type FetchPlan = {
  readonly fiks: Fiks
  readonly database: Database
  readonly source: EntrySource
  readonly kommuner: readonly string[]
  /** Where extracts are dropped: what is fetched comes in by the same door as what is sent. */
  readonly folder: string
  readonly now: Date
}

/** The service of Fiks innreise that answers for each register. */
const services = { IRRS: 'INNREISE', PREPAREDNESS: 'INNREISEOPPFOLGING' } as const
const pageSize = 1_000
/** Two million entries: beyond it a page is being repeated. */
const mostPages = 2_000
/** Fiks imports at night; what changed while it did is asked for once more. */
const overlapMs = 86_400_000

/**
 * Asks Fiks innreise for what has changed and drops it as an extract. Fiks imports in the night, so the copy is of the
 * beginning of this day, whenever it is asked. A kommune that has not come in before is asked for all it has.
 * @returns how many entries were written
 * @throws FiksFailed; then no extract is dropped
 */
export async function fetchEntries(plan: FetchPlan): Promise<number> {
  const { source, folder, now } = plan
  const extractedAt = startOfOsloDay(osloDay(now))
  const name = `fiks-${source.toLowerCase()}-${now.toISOString().replace(/[:.]/g, '')}`
  const part = join(folder, `${name}.part`)
  const hash = createHash('sha256')
  const file = await open(part, 'w', 0o600)
  let rows = 0
  try {
    const write = async (text: string) => {
      hash.update(text)
      await file.write(text)
    }
    await write(`${extractColumns.join(';')}\n`)
    for (const [since, kommuner] of await askedSince(plan)) {
      for await (const page of pages(plan, kommuner, since)) {
        await write(stringify(page.map(toFields), { delimiter: ';' }))
        rows += page.length
      }
    }
  } catch (error) {
    await rm(part)
    throw error
  } finally {
    await file.close()
  }
  await rename(part, join(folder, `${name}.csv`))
  const { kommuner } = plan
  const manifest = { source, file: `${name}.csv`, rows, sha256: hash.digest('hex'), extractedAt, kommuner }
  await writeFile(join(folder, `${name}.manifest.json`), JSON.stringify(manifest))
  return rows
}

type Item = Readonly<Record<string, unknown>>

async function* pages(
  { fiks, source }: FetchPlan,
  kommuner: readonly string[],
  since: string | undefined,
): AsyncGenerator<readonly Item[]> {
  for (let page = 0; page < mostPages; page++) {
    const answer = await fiks.post(`innreise/api/v1/hentInnreiser?tjeneste=${services[source]}`, {
      kommunenr: kommuner,
      ...(since && { oppdatertEtter: since }),
      limit: pageSize,
      offset: page * pageSize,
    })
    if (!Array.isArray(answer) || answer.some(one => typeof one !== 'object' || one === null))
      throw new FiksFailed('unreadable answer')
    if (answer.length > 0) yield answer
    if (answer.length < pageSize) return
  }
  throw new FiksFailed('capped')
}

type Since = string | undefined

/** Kommuner by the moment from which they are asked: since what has come in of each, not what was only fetched. */
async function askedSince({ database, source, kommuner }: FetchPlan): Promise<ReadonlyMap<Since, readonly string[]>> {
  const found = await database
    .as<IngestTables>()
    .selectFrom('entry_registry.kommune_freshness')
    .select(['kommune', 'updated_at'])
    .where('source', '=', source)
    .execute()
  const since = new Map(
    found.map(({ kommune, updated_at }) => [kommune, new Date(updated_at.getTime() - overlapMs).toISOString()]),
  )
  return Map.groupBy(kommuner, kommune => since.get(kommune))
}

/** Their names for the same things: what Fiks calls otherwise than the extract does. */
const otherNames: Readonly<Partial<Record<(typeof extractColumns)[number], string>>> = {
  a_q_zip_code: 'a_q_hotel_zip_code',
  hotel_arrival: 'a_q_hotel_arrival_date',
  hotel_departure: 'a_q_hotel_departure_date',
  hotel_name: 'a_q_hotel_name',
}

/** Line breaks within a field would be lines of the file. */
const plain = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : String(value)
        .replace(/[\r\n]+/g, ' ')
        .replaceAll('"', '”')

function toFields(item: Item): string[] {
  const filled = { ...item, a_created: item.a_created ?? registeredAt(item) }
  return extractColumns.map(column => plain((filled as Item)[column] ?? item[otherNames[column] ?? '']))
}

/** Fiks does not say when an entry was registered: no later than its day and its last change, so nothing is kept too long. */
function registeredAt({ a_date: travelled, a_updated: updated }: Item): string | null {
  const day = parseLocalDate(String(travelled ?? ''))
  const changed = new Date(String(updated ?? ''))
  if (!day) return null
  const midnight = startOfOsloDay(day)
  return (changed < midnight ? changed : midnight).toISOString()
}
