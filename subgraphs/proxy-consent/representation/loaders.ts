import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../../kernel/define-subgraph.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import type { Fullmakt } from './domain/fullmakt.ts'
import type { RepresentationStore, Side } from './store/representation-store.ts'

type Identifiers = readonly PersonIdentifier[]
type FullmaktLoader = DataLoader<Identifiers, readonly Fullmakt[], string>

export type RepresentationLoaders = {
  /** By all numbers of one person: what she has given. */
  readonly fullmaktGiven: FullmaktLoader
  /** By all numbers of one person: what she has received. */
  readonly fullmaktReceived: FullmaktLoader
}

export function createRepresentationLoaders(store: RepresentationStore, scope: LoaderScope): RepresentationLoaders {
  const by = (side: Side): FullmaktLoader =>
    new DataLoader(
      async (people: readonly Identifiers[]) => {
        const found = await readRegistry(scope, 'proxy-consent', async () => {
          const rows = await store.findBySide(side, [...new Set(people.flat())])
          // This is the place where they are kept, not a copy: what it says is of this moment.
          return { rows, isEmpty: rows.length === 0, updatedAt: scope.now }
        })
        return people.map(numbers => found.filter(fullmakt => numbers.includes(fullmakt[side].identifier)))
      },
      { cacheKeyFn: numbers => numbers.join() },
    )
  return { fullmaktGiven: by('giver'), fullmaktReceived: by('receiver') }
}
