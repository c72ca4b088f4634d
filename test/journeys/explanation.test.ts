import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../world.ts'

const explanation = `explanation { outcome text language isFallback
  facts { register registerName on what counted why } rule { id validFrom validTo sources { document date } } }`
const all = `{ me {
  vaccinationCertificate { __typename ... on Certificate { help { text url language } fetchedAt ${explanation} } ... on CertificateRefusal { text ${explanation} } }
  testCertificates { __typename ... on Certificate { ${explanation} } ... on CertificateRefusal { text ${explanation} } }
  recoveryCertificate { __typename ... on Certificate { ${explanation} } ... on CertificateRefusal { text ${explanation} } }
  domesticCertificate { __typename ... on DomesticCertificate { ${explanation} } ... on DomesticCertificateRefusal { text ${explanation} } }
} }`

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

test('a single dose after COVID-19 is explained to its holder by both', async () => {
  const { data, errors } = await world.ask(all, { as: 'ingrid', language: 'nb' })
  expect(errors).toEqual([])
  const { explanation: why } = data.me.vaccinationCertificate
  expect(why).toMatchObject({ outcome: 'GIVEN', language: 'nb', isFallback: false })
  expect(why.facts).toContainEqual(
    expect.objectContaining({
      register: 'recovery',
      registerName: 'Meldingssystem for smittsomme sykdommer (MSIS)',
      counted: true,
      why: expect.stringContaining('én dose som fullvaksinert'),
    }),
  )
  expect(why.rule).toMatchObject({ id: 'NO-VACCINATION-2021-12-21', validFrom: '2021-12-21', validTo: null })
  expect(why.rule.sources[0].document).toContain('2021/2301')
})

test('every certificate and every refusal of every persona can be explained, and the explanation agrees', async () => {
  for (const as of ['kari', 'silje', 'amina', 'even', 'thea', 'henrik', 'lars', 'nora', 'tor', 'vidar', 'margrethe']) {
    const { data, errors } = await world.ask(all, { as, language: 'en' })
    expect(errors, as).toEqual([])
    const { vaccinationCertificate, testCertificates, recoveryCertificate, domesticCertificate } = data.me
    for (const one of [vaccinationCertificate, ...testCertificates, recoveryCertificate, domesticCertificate]) {
      const isRefusal = one.__typename.endsWith('Refusal')
      expect(one.explanation.outcome, as).toBe(isRefusal ? 'REFUSED' : 'GIVEN')
      if (isRefusal) expect(one.explanation.text).toBe(one.text)
      else expect(one.explanation.facts.some((fact: { counted: boolean }) => fact.counted)).toBe(true)
      expect(one.explanation.rule.sources.length).toBeGreaterThan(0)
      expect(JSON.stringify(one.explanation)).not.toMatch(/\b\d{11}\b/)
    }
  }
})

test('in Northern Sámi it is in bokmål, and says that it is', async () => {
  const { data } = await world.ask(all, { as: 'aile', language: 'se' })
  expect(data.me.vaccinationCertificate.explanation).toMatchObject({ language: 'nb', isFallback: true })
})

test('a certificate says where to get help and when it was fetched', async () => {
  const { data } = await world.ask(all, { as: 'kari', language: 'nn' })
  const { help, fetchedAt } = data.me.vaccinationCertificate
  expect(help).toMatchObject({ language: 'nn', url: expect.stringMatching(/^https:\/\/www\.helsenorge\.no\//) })
  expect(Math.abs(Date.now() - Date.parse(fetchedAt))).toBeLessThan(60_000)
})
