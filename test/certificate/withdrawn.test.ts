import { expect, test } from 'vitest'
import { createRevocationRequests, type RevocationTarget } from '../../subgraphs/certificate/revocation/index.ts'
import { createEpochs } from '../../subgraphs/certificate/store/epochs.ts'
import type { CertificateTables } from '../../subgraphs/certificate/store/tables.ts'
import { certificateSubgraph } from '../../subgraphs/certificate/subgraph.ts'
import { aFodselsnummer } from '../builders/identifier.ts'
import { aGrant, entitiesOf, now, type RunningSubgraph, startSubgraph } from '../subgraph.ts'
import { aSigner } from './dcc/issuing.ts'
import { until } from './lists.ts'

/*
 * What was withdrawn gives no certificate of any kind, whether or not anybody had asked for one before: as the gateway
 * asks, with the facts of the registries.
 */
const signer = aSigner()
const issueKeySecret = new Uint8Array(32).fill(2)
const organisation = '999999999'

const start = () =>
  startSubgraph(certificateSubgraph, {
    signerFor: () => signer,
    uvciKey: new Uint8Array(32).fill(1),
    issueKeySecret,
    redis: undefined,
    trust: () => [],
  })

const aDose = {
  id: 'dose',
  givenOn: '2021-08-17',
  code: 'JAN03',
  doseNumber: 1,
  country: 'NO',
  vaccine: {
    euProduct: 'EU/1/20/1525',
    euManufacturer: 'ORG-100001417',
    euProphylaxis: '29061000087103',
    dosesInSeries: 1,
  },
  batchNumber: 'EW4109',
  performer: { organisationNumber: organisation },
}
const aSample = {
  id: 'sample',
  method: 'NAAT',
  outcome: 'NEGATIVE',
  state: 'FINAL',
  sampledAt: '2021-11-22T06:30:00Z',
  deviceId: null,
  testName: null,
  performer: { organisationNumber: organisation, name: 'Ullevål teststasjon' },
}

type Registered = { readonly vaccinations?: readonly object[]; readonly testResults?: readonly object[] }

const fields = {
  domestic: 'domesticCertificate { ... on DomesticCertificate { no1 } ... on DomesticCertificateRefusal { reason } }',
  vaccination: 'vaccinationCertificate { ... on Certificate { hc1 } ... on CertificateRefusal { reason } }',
  test: `testCertificates {
    ... on Certificate { hc1 content { ... on TestContent { testingCentre } } } ... on CertificateRefusal { reason } }`,
}

async function ask(certificate: RunningSubgraph, field: keyof typeof fields, registered: Registered) {
  const person = {
    __typename: 'Person',
    grant: aGrant([aFodselsnummer()]),
    name: { given: 'Liv', middle: null, family: 'Ås' },
    birthDate: '1961-05-17',
    vaccinations: [],
    testResults: [],
    recoveries: [],
    ...registered,
  }
  const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { ${fields[field]} } } }`
  const answer = await certificate.ask(query, { variables: { people: [person] } })
  expect(answer.errors).toBeUndefined()
  const [found] = entitiesOf(answer)
  return Object.values(found ?? {})[0]
}

async function revoke({ database }: RunningSubgraph, target: RevocationTarget): Promise<void> {
  const kysely = database.as<CertificateTables>()
  const epochs = await createEpochs(kysely)
  const requests = createRevocationRequests({ kysely, epochs, markSecret: issueKeySecret, clock: () => now })
  await requests.approve(await requests.request(target, { reason: 'LOT_WITHDRAWN', by: 'a' }), 'b')
  await epochs.close()
}

test.each<[string, RevocationTarget]>([
  ['whose lot', { kind: 'lot', lot: 'EW4109' }],
  ['whose organisation', { kind: 'organisation', organisation }],
])('a dose %s was withdrawn makes nobody green, though its EU certificate was never asked for', async (_, target) => {
  await using certificate = await start()
  const dose = { vaccinations: [aDose] }
  const another = { vaccinations: [{ ...aDose, id: 'another', batchNumber: 'EX0001', performer: null }] }
  expect(await ask(certificate, 'domestic', dose)).toEqual({ no1: expect.stringMatching(/^NO1:/) })
  await revoke(certificate, target)
  const isRed = async () => 'reason' in ((await ask(certificate, 'domestic', dose)) as object)
  await until(isRed, 10_000)
  expect(await ask(certificate, 'vaccination', dose)).toEqual({ reason: 'REVOKED' })
  expect(await ask(certificate, 'domestic', another)).toEqual({ no1: expect.stringMatching(/^NO1:/) })
})

test('a test whose organisation was withdrawn gives no certificate, and makes nobody green', async () => {
  await using certificate = await start()
  const sample = { testResults: [aSample] }
  const another = { testResults: [{ ...aSample, id: 'another', performer: null }] }
  expect(await ask(certificate, 'domestic', sample)).toEqual({ no1: expect.stringMatching(/^NO1:/) })
  expect(await ask(certificate, 'test', sample)).toMatchObject([{ hc1: expect.stringMatching(/^HC1:/) }])
  await revoke(certificate, { kind: 'organisation', organisation })
  await until(async () => 'reason' in ((await ask(certificate, 'domestic', sample)) as object), 10_000)
  expect(await ask(certificate, 'test', sample)).toEqual([{ reason: 'REVOKED' }])
  expect(await ask(certificate, 'test', another)).toMatchObject([{ hc1: expect.stringMatching(/^HC1:/) }])
})

test.each<[string, object | null, string | null]>([
  ['its name', aSample.performer, 'Ullevål teststasjon'],
  ['at most 80 characters of it', { organisationNumber: null, name: ` ${'Å'.repeat(90)}` }, 'Å'.repeat(80)],
  ['nothing, where it is not registered', null, null],
])('a test certificate says of the testing centre %s', async (_, performer, testingCentre) => {
  await using certificate = await start()
  const given = await ask(certificate, 'test', { testResults: [{ ...aSample, performer }] })
  expect(given).toMatchObject([{ content: { testingCentre } }])
})
