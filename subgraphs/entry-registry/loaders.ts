import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { readRegistry } from '../kernel/read-registry.ts'
import type { Breach, Contact, Entry } from './domain/entry.ts'
import type { Register } from './domain/law.ts'
import { retentionAt } from './domain/retention.ts'
import type { EntryServices } from './services.ts'

type Identifiers = readonly PersonIdentifier[]

export type EntryLoaders = {
  /** By all numbers of one person, from both registers, the newest first. */
  readonly entries: DataLoader<Identifiers, readonly Entry[], string>
  /** By an entry's reference, the newest first. */
  readonly contacts: DataLoader<string, readonly Contact[]>
  readonly breaches: DataLoader<string, readonly Breach[]>
  /** What decides what the caller may see, as it is now: read once a request. */
  readonly register: DataLoader<'mine', Register>
}

/** Everything a request asks about goes in one question to the store. */
export function createLoaders({ store, authorisations }: EntryServices, scope: LoaderScope): EntryLoaders {
  return {
    entries: new DataLoader(
      async (people: readonly Identifiers[]) => {
        const entries = await readRegistry(scope, 'entry-registry', async () => {
          const { rows, updatedAt } = await store.findByIdentifiers([...new Set(people.flat())], retentionAt(scope.now))
          return { rows, isEmpty: rows.length === 0, updatedAt }
        })
        return people.map(numbers => entries.filter(({ identifier }) => identifier && numbers.includes(identifier)))
      },
      { cacheKeyFn: numbers => numbers.join() },
    ),
    contacts: byReference(scope, references => store.findContacts(references)),
    breaches: byReference(scope, references => store.findBreaches(references)),
    register: new DataLoader(async asked => {
      const register = await readRegistry(scope, 'entry-registry', async () => ({
        rows: await authorisations.readRegister(scope.caller, scope.now),
        isEmpty: false,
        updatedAt: undefined,
      }))
      return asked.map(() => register)
    }),
  }
}

function byReference<Row extends { readonly reference: string }>(
  scope: LoaderScope,
  find: (references: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async references => {
    const rows = await readRegistry(scope, 'entry-registry', async () => {
      const found = await find(references)
      return { rows: found, isEmpty: found.length === 0, updatedAt: undefined }
    })
    const byEntry = Map.groupBy(rows, ({ reference }) => reference)
    return references.map(reference => byEntry.get(reference) ?? [])
  })
}
