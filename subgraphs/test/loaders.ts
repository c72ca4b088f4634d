import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { readRegistry } from '../kernel/read-registry.ts'
import { foldVersions, type SampleResult } from './domain/test-result.ts'
import type { ResultStore } from './store/result-store.ts'

type Identifiers = readonly PersonIdentifier[]

export type TestLoaders = {
  /** By all numbers of one person: answers on an old number are found under the new one. One a sample, newest first. */
  readonly results: DataLoader<Identifiers, readonly SampleResult[], string>
}

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(store: ResultStore, scope: LoaderScope): TestLoaders {
  return {
    results: new DataLoader(
      async (people: readonly Identifiers[]) => {
        const versions = await readRegistry(scope, 'test', async () => {
          const { versions, updatedAt } = await store.findByIdentifiers([...new Set(people.flat())])
          return { rows: versions, isEmpty: versions.length === 0, updatedAt }
        })
        const byNumber = Map.groupBy(versions, version => version.person)
        return people.map(numbers => foldVersions(numbers.flatMap(number => byNumber.get(number) ?? [])))
      },
      { cacheKeyFn: numbers => numbers.join() },
    ),
  }
}
