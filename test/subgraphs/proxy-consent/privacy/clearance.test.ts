import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../../schema/access.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Restriction } from '../../../../subgraphs/proxy-consent/privacy/domain/setting.ts'
import { changeSetting } from '../../../../subgraphs/proxy-consent/privacy/store/settings.ts'
import type { PrivacyTables } from '../../../../subgraphs/proxy-consent/privacy/store/tables.ts'
import { aDNummer, aFodselsnummer } from '../../../builders/identifier.ts'
import { aGrant, now, type RunningSubgraph } from '../../../subgraph.ts'
import { guidOf } from '../a-machine.ts'
import { startProxyConsent } from '../a-proxy-consent.ts'

let pvk: RunningSubgraph
beforeAll(async () => {
  pvk = await startProxyConsent()
})
afterAll(() => pvk[Symbol.asyncDispose]())

const doctor: Caller = {
  kind: 'health-personnel',
  id: 'doctor',
  client: 'epj',
  organisation: { number: '312700107', parent: '312700115' },
  hprNumber: '1234567',
}

async function restrict(identifier: PersonIdentifier, restrictions: readonly Restriction[], isActive = true) {
  const order = {
    definition: guidOf('INNSYN_HELSEPERSONELL'),
    identifiers: [identifier],
    isActive,
    restrictions,
    now,
    madeBy: 'CITIZEN' as const,
    caller: 'citizen',
  }
  await pvk.database
    .as<PrivacyTables>()
    .transaction()
    .execute(trx => changeSetting(trx, order))
}

async function clearance(identifiers: readonly PersonIdentifier[], area = 'tests', caller = doctor) {
  const grant = aGrant(identifiers, { caller: doctor, basis: 'helsehjelp', purpose: 'treatment' })
  const { data, errors } = await pvk.ask(
    'query ($grant: ID!, $area: String!) { clearance(grant: $grant, area: $area) }',
    {
      caller,
      variables: { grant, area },
    },
  )
  return errors ? errors[0]?.extensions?.code : data?.clearance
}

test.each<[string, readonly Restriction[], string, string]>([
  ['nothing', [{ areas: ['vaccinations'] }], 'tests', 'CLEAR'],
  ['the area to all', [{ areas: ['tests'] }], 'tests', 'General'],
  ['the area to this doctor', [{ areas: ['tests'], hprNumber: '1234567' }], 'tests', 'Specific'],
  ['the area to another doctor', [{ areas: ['tests'], hprNumber: '7654321' }], 'tests', 'CLEAR'],
  ['one fact a certificate rests on', [{ areas: ['recoveries'] }], 'certificates', 'General'],
])('closed: %s', async (_, restrictions, area, expected) => {
  const citizen = aFodselsnummer()
  await restrict(citizen, restrictions)
  expect(await clearance([citizen], area)).toBe(expected)
})

test('holds from the next question on, and so does lifting it', async () => {
  const citizen = aFodselsnummer()
  expect(await clearance([citizen])).toBe('CLEAR')
  await restrict(citizen, [{}])
  expect(await clearance([citizen])).toBe('General')
  await restrict(citizen, [], false)
  expect(await clearance([citizen])).toBe('CLEAR')
})

test('what was closed under an old number is closed under the new one', async () => {
  const [dnr, fnr] = [aDNummer(), aFodselsnummer()]
  await restrict(dnr, [{}])
  expect(await clearance([fnr, dnr])).toBe('General')
})

test('somebody else’s grant and an area that is none are refused', async () => {
  const citizen = aFodselsnummer()
  expect(await clearance([citizen], 'tests', { ...doctor, id: 'another' })).toBe('FORBIDDEN')
  expect(await clearance([citizen], 'dreams')).toBe('FORBIDDEN')
})
