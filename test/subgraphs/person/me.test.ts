import { expect, test } from 'vitest'
import { areas, openGrant, pseudonymOf, sealIdentity } from '../../../schema/access.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import { currentFirst } from '../../../subgraphs/person/domain/person-record.ts'
import { selfGrant } from '../../../subgraphs/person/domain/self-grant.ts'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../../builders/identifier.ts'
import { aPerson } from '../../builders/person.ts'
import { aCitizen, grantKeys, now } from '../../subgraph.ts'
import { identityKeys, pseudonymKey, startPerson } from '../registries.ts'
import { insertPersons } from './insert.ts'

const signedInAs = (identifier: PersonIdentifier, but: Parameters<typeof aCitizen>[0] = {}) => {
  const caller = aCitizen(but)
  return { ...caller, sealedIdentity: sealIdentity(identityKeys, identifier, caller.id) }
}

const [fnr, dnr, fhn] = [aFodselsnummer(), aDNummer(), aFellesHjelpenummer()] as const
/** Came with a felles hjelpenummer, got a D-nummer, then a fødselsnummer. */
const anna = () =>
  aPerson({
    given_name: 'Anna',
    identifiers: [
      {
        identifier: fhn,
        kind: 'FELLES_HJELPENUMMER',
        issued_on: localDate('2020-02-01'),
        superseded_on: localDate('2020-06-01'),
      },
      { identifier: fnr, kind: 'FODSELSNUMMER', issued_on: localDate('2021-03-01') },
      { identifier: dnr, kind: 'D_NUMMER', issued_on: localDate('2020-06-01'), superseded_on: localDate('2021-03-01') },
    ],
  })

test.each([
  ['fødselsnummer', fnr],
  ['superseded D-nummer', dnr],
  ['superseded felles hjelpenummer', fhn],
])('somebody who signs in with her %s is found, with her current data', async (_, identifier) => {
  await using person = await startPerson()
  await insertPersons(person.database, [anna(), aPerson()])
  const answer = await person.ask('{ me { name { given } identities { kind issuedOn supersededOn } } }', {
    caller: signedInAs(identifier),
  })
  expect(answer.errors).toBeUndefined()
  expect(answer.data).toEqual({
    me: {
      name: { given: 'Anna' },
      identities: [
        { kind: 'FODSELSNUMMER', issuedOn: '2021-03-01', supersededOn: null },
        { kind: 'D_NUMMER', issuedOn: '2020-06-01', supersededOn: '2021-03-01' },
        { kind: 'FELLES_HJELPENUMMER', issuedOn: '2020-02-01', supersededOn: '2020-06-01' },
      ],
    },
  })
})

test('her grant has all her numbers, the current first, and opens for five minutes, for her alone', async () => {
  await using person = await startPerson()
  const row = anna()
  await insertPersons(person.database, [row])
  const caller = signedInAs(dnr)
  const answer = await person.ask('{ me { grant } }', { caller })
  const text = String(Object(answer.data?.me).grant)
  const grant = openGrant(grantKeys, text, { caller, area: 'vaccinations', now })
  expect(grant).toEqual({
    subject: pseudonymOf(pseudonymKey, 'subject', String(row.person.person_id)),
    identifiers: [fnr, dnr, fhn],
    areas: ['identity', 'vaccinations', 'tests', 'recoveries', 'certificates', 'entries', 'consents', 'insight'],
    basis: 'self',
    purpose: 'own-insight',
    expires: now.getTime() / 1000 + 300,
  })
  expect(areas.filter(area => !grant.areas.includes(area))).toEqual([])
  const inFiveMinutes = new Date(now.getTime() + 300_000)
  expect(() => openGrant(grantKeys, text, { caller, area: 'tests', now: inFiveMinutes })).toThrow()
  expect(() => openGrant(grantKeys, text, { caller: aCitizen({ id: 'ola' }), area: 'tests', now })).toThrow()
})

test('nothing a client can read of her has a number in it', async () => {
  await using person = await startPerson()
  await insertPersons(person.database, [anna()])
  const answer = await person.ask('{ me { grant name { full } identities { kind } municipality { number } } }', {
    caller: signedInAs(fnr),
  })
  const text = JSON.stringify(answer)
  for (const number of [fnr, dnr, fhn]) expect(text).not.toContain(number)
})

test('all her fields cost one question to the store and one line in the access log', async () => {
  await using person = await startPerson()
  await insertPersons(person.database, [anna()])
  const before = person.statements()
  await person.ask('{ me { name { full } birthDate sex addressProtected municipality { name } language diedOn } }', {
    caller: signedInAs(dnr),
  })
  expect(person.statements() - before).toBe(1)
  expect(await person.accessLines()).toHaveLength(1)
})

test.each([
  ['nobody has had the number', signedInAs(aFodselsnummer()), 'PERSON_UNKNOWN'],
  ['the caller carries no identity', aCitizen(), 'FORBIDDEN'],
  ['the identity was sealed for another caller', { ...signedInAs(fnr), id: 'ola' }, 'FORBIDDEN'],
  ['the identity is a bare number', aCitizen({ sealedIdentity: fnr }), 'FORBIDDEN'],
  ['a clerk asks with a sign-in for work', signedInAs(fnr, { kind: 'clerk' }), 'POLICY_NOT_MET'],
  ['a doctor asks with a sign-in for work', signedInAs(fnr, { kind: 'health-personnel' }), 'POLICY_NOT_MET'],
  ['a machine asks', signedInAs(fnr, { kind: 'machine' }), 'POLICY_NOT_MET'],
])('there is nobody signed in where %s', async (_, caller, code) => {
  await using person = await startPerson()
  await insertPersons(person.database, [anna()])
  const answer = await person.ask('{ me { name { full } } }', { caller })
  expect(answer).toMatchObject({ data: { me: null }, errors: [{ path: ['me'], extensions: { code } }] })
  expect(await person.accessLines()).toEqual([])
})

test('numbers are in order: current, then as they were superseded; never by what they look like', () => {
  const identity = (identifier: PersonIdentifier, issuedOn: string, supersededOn: string | null) => ({
    identifier,
    kind: 'FODSELSNUMMER' as const,
    issuedOn: localDate(issuedOn),
    supersededOn: supersededOn === null ? null : localDate(supersededOn),
  })
  const [first, second, third] = [aFodselsnummer(), aFodselsnummer(), aFodselsnummer()]
  const shuffled = [
    identity(first, '2001-01-01', '2010-01-01'),
    identity(third, '2015-01-01', null),
    identity(second, '2010-01-01', '2015-01-01'),
  ]
  expect(currentFirst(shuffled).map(({ identifier }) => identifier)).toEqual([third, second, first])
})

test('a grant is for the purpose its caller came with', () => {
  const record = { identities: [] } as unknown as Parameters<typeof selfGrant>[0]
  const caller = aCitizen({ purpose: 'quarantine' })
  expect(selfGrant(record, { subject: 's', caller, now }).purpose).toBe('quarantine')
})
