import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { policies } from '../../gateway/policy/authorization/policies.ts'
import { readRequirements } from '../../gateway/policy/authorization/requirements.ts'
import { personas } from '../../local/population/personas.ts'
import { inProject } from '../../local/project-folder.ts'
import { startWorld, type World } from '../world.ts'

/*
 * What a token alone decides is decided by the gateway: no register is asked, and the answer names what is missing. The
 * rest of the operation is answered.
 */
let world: World
beforeAll(async () => {
  world = await startWorld()
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

const identifier = personas.find(({ name }) => name === 'kari')?.identifier
const patient = `query ($identifier: PersonIdentifier!) {
  patient(identifier: $identifier, purpose: TREATMENT) { person { name { full } } } }`
const helpNumber = `mutation { findOrIssueHelpNumber(input: { givenName: "Eva", familyName: "Prøve", sex: FEMALE,
  birthDate: "1990-01-01", document: { country: "SE", number: "AB123456" } }) { isNew } }`
const owner = '{ privacyOwner(partKode: "HDIR_KPR") { definitions { id } } }'
const assign = 'mutation { endAssignedFullmakt(id: "00000000-0000-4000-8000-000000000000") { id } }'

const noDoctor = { code: 'HEALTH_PERSONNEL_REQUIRED', claim: 'hpr_number' }
const noMachine = { code: 'POLICY_NOT_MET', policy: 'machine' }
test.each<[who: string, asks: string, query: string, refusal: object]>([
  ['karantene-bergen', 'a patient', patient, noDoctor],
  ['sporingsverktoyet-maskin', 'a patient', patient, noDoctor],
  ['karantene-bergen', 'the end of a fullmakt', assign, noDoctor],
  ['lege-bergen', 'the same', assign, { code: 'SCOPE_MISSING', scope: 'helsegraf:tildelt-fullmakt' }],
  ['sykehuslege', 'a help number', helpNumber, { code: 'SCOPE_MISSING', scope: 'helsegraf:help-number' }],
  ['fhi-admin', 'what citizens have decided', owner, noMachine],
])('%s, who asks for %s, is refused before any register is asked', async (as, _, query, refusal) => {
  world.fetches()
  const { data, errors } = await world.ask(query, { as, variables: query === patient ? { identifier } : {} })
  const [field = ''] = Object.keys(data)
  expect(data).toEqual({ [field]: null })
  expect(errors).toMatchObject([{ path: [field], extensions: refusal }])
  expect(world.fetches()).toEqual([])
})

test('those whom it is for are answered, by the register', async () => {
  const { data, errors } = await world.ask(patient, { as: 'sykehuslege', variables: { identifier } })
  expect([data.patient.person.name.full, errors]).toEqual(['Kari Nordmann', []])
  expect((await world.ask(helpNumber, { as: 'teststasjon' })).data.findOrIssueHelpNumber).toEqual({ isNew: true })
  expect((await world.ask(owner, { as: 'kpr' })).data.privacyOwner.definitions.length).toBeGreaterThan(0)
})

test('the rest of an operation is answered', async () => {
  const query = patient.replace('{\n', '{ followUpAccess { pseudonym } ')
  world.fetches()
  const { data, errors } = await world.ask(query, { as: 'karantene-bergen', variables: { identifier } })
  expect(data).toEqual({ followUpAccess: { pseudonym: expect.any(String) }, patient: null })
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['HEALTH_PERSONNEL_REQUIRED'])
  expect(world.fetches()).toEqual(['entry-registry'])
})

describe('in the supergraph', () => {
  const sdl = readFileSync(inProject('schema/supergraph.graphql'), 'utf8')
  const requirements = readRequirements(sdl)

  test('every policy that a field names is one the gateway knows', () => {
    const named = [...requirements.values()].flatMap(({ policies: groups }) => groups.flat(2))
    expect(new Set(named).difference(new Set(Object.keys(policies)))).toEqual(new Set())
  })

  test('every way in says who it is for, but what is for all', () => {
    const forAll = ['verifyCertificate', 'privacyDefinitions', 'vaccines', 'clearance']
    const ways = parse(sdl).definitions.flatMap(definition =>
      definition.kind === 'ObjectTypeDefinition' && /^(Query|Mutation|Subscription)$/.test(definition.name.value)
        ? (definition.fields ?? []).map(({ name }) => [definition.name.value, name.value] as const)
        : [],
    )
    const open = ways.filter(([type, name]) => !requirements.has(`${type}.${name}`)).map(([, name]) => name)
    expect(open.toSorted()).toEqual(forAll.toSorted())
  })
})
