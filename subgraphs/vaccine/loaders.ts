import DataLoader from 'dataloader'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { readRegistry } from '../kernel/read-registry.ts'
import { newestFirst, type VaccinationEvent } from './domain/vaccination-event.ts'
import type { VaccinationStore } from './store/vaccination-store.ts'

type Identifiers = readonly PersonIdentifier[]

export type VaccineLoaders = {
  /** By all numbers of one person: doses on an old number are found under the new one. Newest first. */
  readonly vaccinations: DataLoader<Identifiers, readonly VaccinationEvent[], string>
}

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(store: VaccinationStore, scope: LoaderScope): VaccineLoaders {
  return {
    vaccinations: new DataLoader(
      async (people: readonly Identifiers[]) => {
        const events = await readRegistry(scope, 'vaccine', async () => {
          const { events, updatedAt } = await store.findByIdentifiers([...new Set(people.flat())])
          return { rows: events, isEmpty: events.length === 0, updatedAt }
        })
        const byNumber = Map.groupBy(events, event => event.person)
        return people.map(numbers => newestFirst(numbers.flatMap(number => byNumber.get(number) ?? [])))
      },
      { cacheKeyFn: numbers => numbers.join() },
    ),
  }
}
