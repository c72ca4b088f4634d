import { createHash } from 'node:crypto'
import { generatePopulation, type PopulationPlan } from '../../../local/population/generate.ts'
import { copyLine, type PersonRows, type Row, type Table, tables } from '../../../local/population/rows.ts'

export const novemberEvening = new Date('2026-11-22T18:30:00Z')

export function aPopulation(plan: Partial<PopulationPlan> = {}): PersonRows[] {
  return [...generatePopulation({ seed: 1, size: 500, on: novemberEvening, ...plan })]
}

export function rowsIn<T extends Table>(persons: readonly PersonRows[], table: T): Row<T>[] {
  // TypeScript does not see that PersonRows[T] is readonly Row<T>[] while T is open.
  return persons.flatMap(person => [...(person[table] as readonly Row<T>[])])
}

/** A digest of everything as text, to compare two populations to the letter. */
export function printOf(persons: readonly PersonRows[]): string {
  const print = createHash('sha256')
  for (const person of persons)
    for (const table of tables) for (const row of person[table]) print.update(copyLine(table, row))
  return print.digest('hex')
}

/** The instants and days in a person's rows that are later than an instant. */
export function laterThan(persons: readonly PersonRows[], on: Date): unknown[] {
  const until = on.toISOString()
  return persons.flatMap(person =>
    tables.flatMap(table =>
      person[table].flatMap(row =>
        Object.entries(row).filter(([, field]) => {
          if (field instanceof Date) return field > on
          return typeof field === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(field) && field > until.slice(0, 10)
        }),
      ),
    ),
  )
}
