import { expect, test } from 'vitest'
import { federate, type Interfere } from '../kit.ts'
import { certificateSubgraphs } from './subgraphs.ts'

const three = `{ me {
  vaccinationCertificate { ...text } testCertificate { ...text } recoveryCertificate { ...text }
} } fragment text on CertificateAnswer { ... on Certificate { text } ... on NotEligible { reason } }`

class RegistryDown extends Error {
  readonly extensions = { code: 'REGISTRY_UNAVAILABLE', register: 'somewhere' }
}

/** One subgraph that cannot be reached. */
const without =
  (name: string): Interfere =>
  (call, answer) => {
    if (call.subgraph === name) throw new RegistryDown('the register is not answering')
    return answer()
  }

test('three certificates take five fetches: the person, three registries at once, one issuing', async () => {
  const { ask, calls, asked } = federate(certificateSubgraphs)
  const { data, errors } = await ask(three)
  expect(errors).toBeUndefined()
  expect(data).toEqual({
    me: {
      vaccinationCertificate: { text: 'Kari: C19+C19' },
      testCertificate: { text: 'Kari: NAAT' },
      recoveryCertificate: { text: 'Kari: 2021-02-03' },
    },
  })
  expect(asked()).toEqual({ person: 1, vaccine: 1, test: 1, recovery: 1, certificate: 1 })
  expect(calls[0]?.subgraph).toBe('person')
  expect(calls[4]?.variables().representations).toEqual([
    {
      __typename: 'Person',
      grant: 'g1',
      name: 'Kari',
      vaccinations: [
        { product: 'C19', dose: 1 },
        { product: 'C19', dose: 2 },
      ],
      testResults: [{ kind: 'NAAT' }],
      recoveries: [{ on: '2021-02-03' }],
    },
  ])
})

test('the registries are asked at the same time', async () => {
  let waiting = 0
  let most = 0
  const { ask } = federate(certificateSubgraphs, {
    async interfere(_, answer) {
      most = Math.max(most, ++waiting)
      await new Promise(resolve => setTimeout(resolve, 5))
      waiting--
      return answer()
    },
  })
  await ask(three)
  expect(most).toBe(3)
})

test('one kind of certificate asks only the registry whose facts it needs', async () => {
  const { ask, asked } = federate(certificateSubgraphs)
  await ask('{ me { testCertificate { ... on Certificate { text } } } }')
  expect(asked()).toEqual({ person: 1, test: 1, certificate: 1 })
})

test('a field that could not be fetched carries its error, the rest is there', async () => {
  const { ask } = federate(certificateSubgraphs, { interfere: without('test') })
  const { data, errors, fetches } = await ask('{ me { name testResults { kind } vaccinations { dose } } }')
  expect(data).toEqual({ me: { name: 'Kari', testResults: null, vaccinations: [{ dose: 1 }, { dose: 2 }] } })
  expect(errors).toEqual([
    {
      message: 'the register is not answering',
      path: ['me', 'testResults'],
      extensions: { code: 'REGISTRY_UNAVAILABLE', register: 'somewhere' },
    },
  ])
  expect(fetches.map(({ subgraph, outcome, code }) => [subgraph, outcome, code]).sort()).toEqual([
    ['person', 'ok', undefined],
    ['test', 'failed', 'REGISTRY_UNAVAILABLE'],
    ['vaccine', 'ok', undefined],
  ])
})

test('the issuer is asked though an input could not be fetched, and is told null', async () => {
  const { ask, calls } = federate(certificateSubgraphs, { interfere: without('vaccine') })
  const { data, errors } = await ask('{ me { vaccinationCertificate { ... on Certificate { text } } } }')
  expect(calls.at(-1)?.variables().representations).toEqual([
    { __typename: 'Person', grant: 'g1', name: 'Kari', vaccinations: null },
  ])
  expect(data).toEqual({ me: { vaccinationCertificate: { text: 'Kari: unknown' } } })
  expect(errors).toBeUndefined()
})

test('an issuer that says itself what is missing is not contradicted by the error of its input', async () => {
  const { ask } = federate(certificateSubgraphs, { interfere: without('test') })
  const { data, errors } = await ask('{ me { testCertificate { __typename } recoveryCertificate { __typename } } }')
  expect(data).toEqual({ me: { testCertificate: null, recoveryCertificate: { __typename: 'Certificate' } } })
  expect(errors).toEqual([
    { message: 'no facts', path: ['me', 'testCertificate'], extensions: { code: 'FACTS_MISSING' } },
  ])
})

test('a null that nobody explained carries the error of the input that failed', async () => {
  const { ask } = federate(certificateSubgraphs, { interfere: without('recovery') })
  const { data, errors } = await ask(
    '{ me { recoveryCertificate { __typename } vaccinationCertificate { __typename } } }',
  )
  expect(data).toEqual({ me: { recoveryCertificate: null, vaccinationCertificate: { __typename: 'Certificate' } } })
  expect(errors).toMatchObject([{ path: ['me', 'recoveryCertificate'], extensions: { code: 'REGISTRY_UNAVAILABLE' } }])
})

test('a null that has nothing to do with the input that failed carries no error', async () => {
  const { ask } = federate(certificateSubgraphs, { interfere: without('vaccine') })
  const { data, errors } = await ask('{ me { vaccinationCertificate { __typename } issued } }')
  expect(data).toEqual({ me: { vaccinationCertificate: { __typename: 'Certificate' }, issued: null } })
  expect(errors).toBeUndefined()
})

test('an error inside an input explains a null as a failed fetch does', async () => {
  const { ask } = federate(certificateSubgraphs, {
    interfere: async (call, answer) =>
      call.subgraph === 'recovery'
        ? {
            data: { _entities: [{ recoveries: null }] },
            errors: [
              { message: 'slow', path: ['_entities', 0, 'recoveries'], extensions: { code: 'REGISTRY_TIMEOUT' } },
            ],
          }
        : answer(),
  })
  const { data, errors } = await ask('{ me { recoveryCertificate { __typename } } }')
  expect(data).toEqual({ me: { recoveryCertificate: null } })
  expect(errors).toEqual([
    { message: 'slow', path: ['me', 'recoveryCertificate'], extensions: { code: 'REGISTRY_TIMEOUT' } },
  ])
})

test('an issuer that fails while its inputs came leaves only its own error', async () => {
  const { ask } = federate(certificateSubgraphs, { interfere: without('certificate') })
  const { data, errors } = await ask('{ me { c: vaccinationCertificate { __typename } vaccinations { dose } } }')
  expect(data).toEqual({ me: { c: null, vaccinations: [{ dose: 1 }, { dose: 2 }] } })
  expect(errors).toMatchObject([{ path: ['me', 'c'], extensions: { code: 'REGISTRY_UNAVAILABLE' } }])
})

test('nobody is asked about a person who could not be found out', async () => {
  const { ask, asked } = federate(certificateSubgraphs, { interfere: without('person') })
  const { data, errors } = await ask(three)
  expect(data).toEqual({ me: null })
  expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'REGISTRY_UNAVAILABLE' } }])
  expect(asked()).toEqual({ person: 1 })
})

test('the same certificate for a parent and for children is one request to the issuer', async () => {
  const { ask, asked, calls } = federate(certificateSubgraphs)
  const { data } = await ask(`{ me {
    vaccinationCertificate { ... on Certificate { text } }
    children { vaccinationCertificate { ... on NotEligible { reason } } testResults { kind } }
  } }`)
  expect(data).toEqual({
    me: {
      vaccinationCertificate: { text: 'Kari: C19+C19' },
      children: [{ vaccinationCertificate: { reason: 'no doses' }, testResults: [{ kind: 'NAAT' }, { kind: 'RAT' }] }],
    },
  })
  expect(asked()).toMatchObject({ person: 1, certificate: 1, test: 1 })
  expect(calls.at(-1)?.query).toContain('_e0:_entities')
})
