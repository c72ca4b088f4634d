import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../../kernel/define-subgraph.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import type { Fullmakt } from './domain/fullmakt.ts'
import type { RepresentationServices } from './services.ts'
import type { Side } from './store/representation-store.ts'

type Identifiers = readonly PersonIdentifier[]
type FullmaktLoader = DataLoader<Identifiers, readonly Fullmakt[], string>

type Services = Pick<RepresentationServices, 'representation' | 'askPerson'>

export type RepresentationLoaders = {
  /** By all numbers of one person: what she has given. */
  readonly fullmaktGiven: FullmaktLoader
  /** By all numbers of one person: what she has received. */
  readonly fullmaktReceived: FullmaktLoader
  /** By a sealed mandate: whether `person` would let it be acted on. All of a request go in one question. */
  readonly canBeRepresented: DataLoader<string, boolean>
}

const representable = `query ($mandates: [_Any!]!) {
  _entities(representations: $mandates) { ... on Representation { person { __typename } } } }`
type Representable = { readonly _entities: readonly ({ readonly person: object | null } | null)[] }

export function createRepresentationLoaders(
  { representation: store, askPerson }: Services,
  scope: LoaderScope,
): RepresentationLoaders {
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
  const canBeRepresented = new DataLoader<string, boolean>(async sealed => {
    const mandates = sealed.map(mandate => ({ __typename: 'Representation', mandate }))
    const { _entities: found } = await askPerson<Representable>(
      { query: representable, variables: { mandates } },
      scope,
    )
    return sealed.map((_, at) => found[at]?.person != null)
  })
  return { fullmaktGiven: by('giver'), fullmaktReceived: by('receiver'), canBeRepresented }
}
