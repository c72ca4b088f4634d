import DataLoader from 'dataloader'
import type { Child } from '../../schema/kin.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { readRegistry } from '../kernel/read-registry.ts'
import type { PersonRecord, RelativeRecord } from './domain/person-record.ts'
import type { PersonStore, Relation } from './store/person-store.ts'

type Identifiers = readonly PersonIdentifier[]

export type PersonLoaders = {
  /** By any of a person's numbers, whether current or superseded. Undefined: nobody has had any of them. */
  readonly people: DataLoader<Identifiers, PersonRecord | undefined, string>
  /** By person id. */
  readonly parents: DataLoader<number, readonly RelativeRecord[]>
  readonly children: DataLoader<number, readonly RelativeRecord[]>
  /** By person id: her children with what decides whether she may act for them. */
  readonly kin: DataLoader<number, readonly Child[]>
}

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(store: PersonStore, scope: LoaderScope): PersonLoaders {
  return {
    people: new DataLoader(people => readPeople(store, scope, people), { cacheKeyFn: numbers => numbers.join() }),
    parents: new DataLoader(personIds => readRelatives(store, scope, 'parents', personIds)),
    children: new DataLoader(personIds => readRelatives(store, scope, 'children', personIds)),
    kin: new DataLoader(personIds => readChildren(store, scope, personIds)),
  }
}

async function readPeople(store: PersonStore, scope: LoaderScope, people: readonly Identifiers[]) {
  const found = await readRegistry(scope, 'person', async () => {
    const rows = await store.findByIdentifiers([...new Set(people.flat())])
    return { rows, isEmpty: rows.length === 0, updatedAt: earliest(rows) }
  })
  const byNumber = new Map(
    found.flatMap(person => person.identities.map(({ identifier }) => [identifier, person] as const)),
  )
  return people.map(numbers => numbers.map(number => byNumber.get(number)).find(person => person !== undefined))
}

async function readRelatives(store: PersonStore, scope: LoaderScope, relation: Relation, personIds: readonly number[]) {
  const relatives = await readRegistry(scope, 'person', async () => {
    const { relatives, updatedAt } = await store.findRelatives(relation, personIds)
    return { rows: relatives, isEmpty: relatives.size === 0, updatedAt }
  })
  return personIds.map(personId => relatives.get(personId) ?? [])
}

async function readChildren(store: PersonStore, scope: LoaderScope, personIds: readonly number[]) {
  const children = await readRegistry(scope, 'person', async () => {
    const rows = await store.findChildren(personIds)
    return { rows, isEmpty: rows.size === 0, updatedAt: undefined }
  })
  return personIds.map(personId => children.get(personId) ?? [])
}

/** The copy is as fresh as the oldest record of an answer. */
function earliest(people: readonly PersonRecord[]): Date | undefined {
  return people.map(({ updatedAt }) => updatedAt).sort((a, b) => a.getTime() - b.getTime())[0]
}
