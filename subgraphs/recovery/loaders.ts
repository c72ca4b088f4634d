import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { readRegistry } from '../kernel/read-registry.ts'
import { type ConfirmedCase, newestFirst } from './domain/confirmed-case.ts'
import type { CaseStore } from './store/case-store.ts'

type Identifiers = readonly PersonIdentifier[]

export type RecoveryLoaders = {
  /** By all numbers of one person: cases on an old number are found under the new one. Newest first. */
  readonly cases: DataLoader<Identifiers, readonly ConfirmedCase[], string>
}

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(store: CaseStore, scope: LoaderScope): RecoveryLoaders {
  return {
    cases: new DataLoader(
      async (people: readonly Identifiers[]) => {
        const cases = await readRegistry(scope, 'recovery', async () => {
          const { cases, updatedAt } = await store.findByIdentifiers([...new Set(people.flat())])
          return { rows: cases, isEmpty: cases.length === 0, updatedAt }
        })
        const byNumber = Map.groupBy(cases, found => found.person)
        return people.map(numbers => newestFirst(numbers.flatMap(number => byNumber.get(number) ?? [])))
      },
      { cacheKeyFn: numbers => numbers.join() },
    ),
  }
}
