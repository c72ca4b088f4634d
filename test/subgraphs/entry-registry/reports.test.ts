import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { shareOf, told } from '../../../subgraphs/entry-registry/domain/report.ts'
import { bergen, doctor, type Office, openOffice, operator, oslo } from './an-office.ts'

const manager = { ...operator, id: 'pseudonym-of-a-manager' }
let office: Office
beforeAll(async () => {
  office = await openOffice()
  await office.authorise(manager, 'SERVICE_MANAGER', { kommune: null, purposes: [] })
  const unmatched = { fodselsnummer: null, unmatched_reason: 'ID_INVALID', identity_source: 'FREE_TEXT' } as const
  for (let one = 0; one < 12; one++) await office.arrive({ in: one < 6 ? 'both' : 'IRRS' })
  for (let one = 0; one < 8; one++) await office.arrive({ isUnknown: true, entry: unmatched })
  await office.arrive({ entry: { travelled_on: localDate('2021-11-19') } })
  await office.arrive({ entry: { travelled_on: localDate('2021-11-01'), entry_kommune: oslo } })
})
afterAll(() => office[Symbol.asyncDispose]())

test('how many can be joined by municipality and day: an entry in both registers is one, few are not told, what is past its day is not counted', async () => {
  const { data, errors } = await office.ask(
    '{ followUpReports { joinable { municipality { number } day entries percent } identitySources { identitySource entries percent } } }',
    manager,
  )
  expect(errors).toEqual([])
  expect(data.followUpReports).toEqual({
    joinable: [
      { municipality: { number: bergen }, day: '2021-11-19', entries: null, percent: null },
      { municipality: { number: bergen }, day: '2021-11-20', entries: 20, percent: 60 },
    ],
    identitySources: [
      { identitySource: 'FREE_TEXT', entries: 8, percent: 0 },
      { identitySource: 'ID_PORTEN', entries: 13, percent: 100 },
    ],
  })
})

test('a municipality that asked for a list in a month has activated its services, once; another has not', async () => {
  const list = (field: string) =>
    `{ municipality(number: "${bergen}") { ${field}(purpose: QUARANTINE) { totalCount } } }`
  await office.ask(list('travellers'), doctor)
  await office.ask(list('travellers'), doctor)
  const ask = (month: string) =>
    office.ask(
      `{ followUpReports { activations(month: "${month}") { municipality { number } service isSubscribed kroner firstUsedAt } } }`,
      manager,
    )
  const { data } = await ask('2021-11')
  const row = {
    municipality: { number: bergen },
    isSubscribed: true,
    kroner: 1_000,
    firstUsedAt: '2021-11-22T09:30:00.000Z',
  }
  expect(data.followUpReports.activations).toEqual([
    { ...row, service: 'IRRS' },
    { ...row, service: 'MSIS_LAB' },
    { ...row, service: 'PREPAREDNESS' },
  ])
  expect((await ask('2021-12')).data.followUpReports.activations).toEqual([])
  expect((await ask("2021-11-01'")).errors[0]?.extensions.code).toBe('BAD_REQUEST')
  const { rows } = await sql<object>`select * from entry_registry.activation`.execute(office.database.as<unknown>())
  expect(rows).toHaveLength(3)
})

test('nobody else reads them', async () => {
  const { errors } = await office.ask('{ followUpReports { leavesOutFew } }', doctor)
  expect(errors[0]?.extensions.code).toBe('AUTHORISATION_MISSING')
})

test.each([
  [0, 0],
  [1, null],
  [4, null],
  [5, 5],
])('%s is told as %s', (count, expected) => expect(told(count)).toBe(expected))

test.each<[number, number, number | null]>([
  [50, 100, 50],
  [98, 100, null],
  [3, 100, null],
  [0, 8, 0],
  [0, 3, null],
  [0, 0, null],
])('%s of %s is %s in a hundred', (part, whole, expected) => expect(shareOf(part, whole)).toBe(expected))
