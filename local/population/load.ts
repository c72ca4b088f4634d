import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../../subgraphs/kernel/database.ts'
import { loadFullmakter } from './fullmakter.ts'
import { generatePopulation, type PopulationPlan } from './generate.ts'
import { dropIndexes, restoreIndexes } from './indexes.ts'
import { copiedAt } from './journey.ts'
import { personaRows } from './personas.ts'
import { loadPrivacyChoices } from './privacy-choices.ts'
import type { Progress } from './progress.ts'
import { columns, copyLine, freshnessTables, type PersonRows, type Table, tables } from './rows.ts'

export type LoadPlan = PopulationPlan & { readonly progress?: Progress }
/** Counts what was loaded, personas included. */
export type Loaded = { readonly persons: number; readonly rows: Readonly<Record<Table, number>> }

/** Persons held in memory at a time: some four million characters of rows. */
const batchSize = 4_000
/** From here on it pays to build the indexes when the rows are there. */
const bigSize = 50_000
/** Persons made before the connections get their turn: a few milliseconds of work. */
const sliceSize = 200

/**
 * Empties the registries and fills them with the personas and a synthetic population. The tables must be there:
 * each registry brings its own. Memory does not grow with the size.
 * @throws RangeError for a size that the number space cannot hold; the registries are untouched then
 */
export async function loadPopulation(database: Database, plan: LoadPlan): Promise<Loaded> {
  const persons = generatePopulation(plan)
  await sql`truncate ${everyTable()} restart identity`.execute(database.as<unknown>())
  // A load that died may have left the tables without.
  await restoreIndexes(database)
  if (plan.size >= bigSize) await dropIndexes(database, tables)
  const rows = await copyEverybody(database, plan, persons).finally(() => restoreIndexes(database))
  for (const table of freshnessTables) {
    await database.copyIn(table, ['updated_at'], [`${plan.on.toISOString()}\n`])
  }
  const copies = ['IRRS', 'PREPAREDNESS'].map(source => `${source}\t${copiedAt(plan.on).toISOString()}\n`)
  await database.copyIn(entryFreshness, ['source', 'updated_at'], copies)
  await loadFullmakter(database, plan.on)
  await loadPrivacyChoices(database, plan.on)
  await sql`analyze ${everyTable()}`.execute(database.as<unknown>())
  return { persons: rows['person.person'], rows }
}

const entryFreshness = 'entry_registry.freshness'
const everyTable = () => sql.join([...tables, ...freshnessTables, entryFreshness].map(table => sql.table(table)))

async function copyEverybody(
  database: Database,
  { on, size, progress }: LoadPlan,
  persons: Iterator<PersonRows>,
): Promise<Record<Table, number>> {
  const copied = countsByTable()
  let batch = new Batch()
  for (const persona of personaRows(on)) batch.add(persona)
  batch.seal()
  for (let done = 0; batch.persons > 0; ) {
    // The database takes one batch in while the next one is made.
    const [next] = await Promise.all([nextBatch(persons), copyBatch(database, batch)])
    for (const table of tables) copied[table] += batch.rows[table]
    batch = next
    done += next.persons
    if (next.persons > 0) progress?.(done, size)
  }
  return copied
}

/** Rows on their way to the tables, as COPY reads them. */
class Batch {
  persons = 0
  readonly rows = countsByTable()
  readonly pieces = arraysByTable()
  private lines = arraysByTable()

  add(person: PersonRows): void {
    this.persons++
    for (const table of tables) {
      const rows = person[table]
      for (const row of rows) this.lines[table].push(copyLine(table, row))
      this.rows[table] += rows.length
    }
  }

  /** Makes one flat text of the lines so far: while they are many small ones, the collector has half the work. */
  seal(): void {
    for (const table of tables) this.pieces[table].push(this.lines[table].join(''))
    this.lines = arraysByTable()
  }
}

function arraysByTable(): Record<Table, string[]> {
  return Object.fromEntries(tables.map(table => [table, []])) as unknown as Record<Table, string[]>
}

function countsByTable(): Record<Table, number> {
  return Object.fromEntries(tables.map(table => [table, 0])) as Record<Table, number>
}

async function nextBatch(persons: Iterator<PersonRows>): Promise<Batch> {
  const batch = new Batch()
  for (let isOver = false; !isOver && batch.persons < batchSize; ) {
    await setImmediate()
    isOver = addSlice(batch, persons)
  }
  return batch
}

/** True when there is nobody left. */
function addSlice(batch: Batch, persons: Iterator<PersonRows>): boolean {
  let left = sliceSize
  for (; left > 0; left--) {
    const next = persons.next()
    if (next.done) break
    batch.add(next.value)
  }
  batch.seal()
  return left > 0
}

/** Two connections at a time: vaccinations are more than half of all there is to copy. */
const lanes: readonly (readonly Table[])[] = [
  ['vaccine.vaccination'],
  tables.filter(table => table !== 'vaccine.vaccination'),
]

async function copyBatch(database: Database, batch: Batch): Promise<void> {
  await Promise.all(
    lanes.map(async lane => {
      for (const table of lane) {
        if (batch.rows[table] > 0) await database.copyIn(table, columns(table), batch.pieces[table])
      }
    }),
  )
}
