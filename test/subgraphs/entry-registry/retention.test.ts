import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { retentionAt } from '../../../subgraphs/entry-registry/domain/retention.ts'
import { createPostgresEntryStore } from '../../../subgraphs/entry-registry/store/postgres.ts'
import { doctor, type Office, openOffice } from './an-office.ts'

test.each([
  ['on an ordinary day', '2021-11-22T09:30:00Z', '2021-11-02', '2021-11-11T23:00:00.000Z'],
  ['a second before midnight in Norway', '2021-11-22T22:59:59Z', '2021-11-02', '2021-11-11T23:00:00.000Z'],
  ['at midnight in Norway', '2021-11-22T23:00:00Z', '2021-11-03', '2021-11-12T23:00:00.000Z'],
  ['across the change to summer time', '2021-04-01T10:00:00Z', '2021-03-12', '2021-03-21T23:00:00.000Z'],
  ['across the change back to winter time', '2021-11-05T10:00:00Z', '2021-10-16', '2021-10-25T22:00:00.000Z'],
  ['ten days after the change to summer time', '2021-04-08T10:00:00Z', '2021-03-19', '2021-03-28T22:00:00.000Z'],
])('what may be kept is counted in days of Norway: %s', (_, now, travelledFrom, registeredFrom) => {
  expect(retentionAt(new Date(now))).toEqual({ travelledFrom, registeredFrom: new Date(registeredFrom) })
})

let office: Office
beforeAll(async () => {
  office = await openOffice()
  const registered_at = new Date('2021-03-20T22:30:00Z') // Still the 20th in Norway: winter time.
  await office.arrive({
    in: 'IRRS',
    entry: { given_name: 'Irrs', travelled_on: localDate('2021-03-20'), registered_at },
  })
  await office.arrive({
    in: 'PREPAREDNESS',
    entry: { given_name: 'Prep', travelled_on: localDate('2021-03-20'), registered_at },
  })
})
afterAll(() => office[Symbol.asyncDispose]())

const seenAt = async (now: string) => {
  office.setClock(new Date(now))
  const { data } = await office.ask(
    '{ municipality(number: "4601") { entries(purpose: QUARANTINE, orderBy: NAME) { edges { node { entry { name } } } } } }',
    doctor,
  )
  return data.municipality.entries.edges
    .map(({ node }: { node: { entry: { name: string } } }) => node.entry.name.slice(0, 4))
    .sort()
}

test.each([
  ['day 10 in Beredskapsregisteret, to its last second', '2021-03-30T21:59:59Z', ['Irrs', 'Prep']],
  ['day 11', '2021-03-30T22:00:00Z', ['Irrs']],
  ['day 20 in Innreiseregisteret, to its last second', '2021-04-09T21:59:59Z', ['Irrs']],
  ['day 21', '2021-04-09T22:00:00Z', []],
])('%s: across the change to summer time, whatever the copy still holds', async (_, now, seen) => {
  expect(await seenAt(now)).toEqual(seen)
})

test('a purge deletes what may be kept no longer, and nothing else', async () => {
  const store = createPostgresEntryStore(office.database)
  expect(await store.purge(retentionAt(new Date('2021-03-30T21:59:59Z')))).toEqual({ IRRS: 0, PREPAREDNESS: 0 })
  expect(await store.purge(retentionAt(new Date('2021-03-30T22:00:00Z')))).toEqual({ IRRS: 0, PREPAREDNESS: 1 })
  expect(await store.purge(retentionAt(new Date('2021-04-09T22:00:00Z')))).toEqual({ IRRS: 1, PREPAREDNESS: 0 })
  const { rows } = await sql`select from entry_registry.irrs_entry`.execute(office.database.as<unknown>())
  expect(rows).toEqual([])
})
