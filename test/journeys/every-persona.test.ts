import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import schema from '../../schema/code-lists/eu/dcc-schema-1.3.3.json' with { type: 'json' }
import { verifyElsewhere } from '../certificate/dcc/elsewhere.ts'
import { startWorld, type World } from '../world.ts'
import { MyCertificatesDocument, type MyCertificatesQuery } from './generated/graphql.ts'

type Person = NonNullable<MyCertificatesQuery['me']>
type Answer = NonNullable<Person['vaccinationCertificate']>
type Certificate = Extract<Answer, { __typename: 'Certificate' }>

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
/** The EU's schema 1.3.3, with no property that it does not name (`additionalProperties: false` on every object). */
const isDcc = ajv.compile(
  JSON.parse(JSON.stringify(schema), (_, node) => (node?.properties ? { ...node, additionalProperties: false } : node)),
)

async function meOf(name: string): Promise<Person> {
  const { data, errors } = await world.ask(MyCertificatesDocument.toString(), { as: name })
  expect(errors).toEqual([])
  return data.me
}

const certificatesOf = ({ vaccinationCertificate, testCertificates, recoveryCertificate }: Person): Certificate[] =>
  [vaccinationCertificate, ...(testCertificates ?? []), recoveryCertificate].filter(
    (answer): answer is Certificate => answer?.__typename === 'Certificate',
  )

const whoSignIn = personas.filter(({ name }) => name !== 'sofia')

test.each(whoSignIn)(
  'what $name gets verifies with implementations of others and keeps to the EU’s schema',
  async ({ name }) => {
    const me = await meOf(name)
    for (const certificate of certificatesOf(me)) {
      const read = await verifyElsewhere(certificate.hc1, world.signer.certificate)
      expect(read).toMatchObject({ familyName: certificate.holder.familyName, id: certificate.uvci })
      expect(isDcc(read.dcc), JSON.stringify(isDcc.errors)).toBe(true)
      expect(certificate.uvci).toMatch(/^URN:UVCI:01:NO:[A-Z0-9]+\/[A-Z0-9]+$/)
    }
  },
)

/** What each persona is there to show: dose status, or the reason why there is no certificate. */
const shows = (answer: Answer | null | undefined): string => {
  if (answer?.__typename !== 'Certificate') return answer?.reason ?? 'nothing'
  const { content } = answer
  switch (content.__typename) {
    case 'VaccinationContent':
      return `${content.dose}/${content.doses}`
    case 'TestContent':
      return content.result.display
    default:
      return 'recovered'
  }
}

describe('each persona shows its situation', () => {
  test.each([
    ['kari', '3/3', 'Not detected', 'recovered'],
    ['ola', '2/2', 'NO_TEST', 'NO_CASE'],
    ['ingrid', '1/1', 'NO_TEST', 'TOO_OLD'],
    ['jonas', '2/1', 'NO_TEST', 'NO_CASE'],
    ['bjorn', '3/3', 'NO_TEST', 'NO_CASE'],
    ['marte', '2/2', 'NO_TEST', 'NO_CASE'],
    ['piotr', '2/2', 'NO_TEST', 'NO_CASE'],
    ['silje', '1/2', 'NO_TEST', 'NO_CASE'],
    ['amina', 'NO_DOSE', 'Not detected', 'NO_CASE'],
    ['even', 'NO_DOSE', 'Not detected', 'NO_CASE'],
    ['thea', 'NO_DOSE', 'PRELIMINARY', 'NO_CASE'],
    ['henrik', 'NO_DOSE', 'Not detected', 'NO_CASE'],
    ['lars', 'NO_DOSE', 'NO_TEST', 'recovered'],
    ['nora', 'NO_DOSE', 'NO_TEST', 'TOO_EARLY'],
    ['emil', 'NO_DOSE', 'Not detected', 'NO_CASE'],
    ['oksana', '2/2', 'NO_TEST', 'NO_CASE'],
    ['yonas', '3/3', 'NO_TEST', 'NO_CASE'],
    ['solveig', '2/2', 'NO_TEST', 'NO_CASE'],
    ['tor', 'NO_DOSE', 'NO_TEST', 'NO_CASE'],
    ['aile', '2/2', 'NO_TEST', 'NO_CASE'],
    ['margrethe', '2/2', 'NO_TEST', 'NO_CASE'],
    ['vidar', 'VACCINE_UNKNOWN', 'NO_TEST', 'NO_CASE'],
  ])('%s: %s · %s · %s', async (name, vaccination, sample, recovery) => {
    const me = await meOf(name)
    expect([shows(me.vaccinationCertificate), shows(me.testCertificates?.[0]), shows(me.recoveryCertificate)]).toEqual([
      vaccination,
      sample,
      recovery,
    ])
  })
})

test('names keep their letters in the certificate and lose them in the passport form', async () => {
  const me = await meOf('aile')
  const [certificate] = certificatesOf(me)
  expect(certificate?.holder).toMatchObject({
    familyName: 'Šuđđovárri',
    familyNameTransliterated: 'SUDDOVARRI',
    givenName: 'Áile Biŋŋá',
    givenNameTransliterated: 'AILE<BINNA',
  })
})

test('a vaccine code that nobody knows is shown as it is', async () => {
  const { data } = await world.ask('{ me { vaccinations { code isUnknownCode vaccine { name } } } }', { as: 'vidar' })
  expect(data.me.vaccinations).toContainEqual({ code: expect.any(String), isUnknownCode: true, vaccine: null })
})

test('every kind of identity number a person has had is shown, never a number', async () => {
  const { data } = await world.ask('{ me { identities { kind } vaccinations { id } } }', { as: 'yonas' })
  expect(data.me.identities.map(({ kind }: { kind: string }) => kind)).toEqual([
    'FODSELSNUMMER',
    'D_NUMMER',
    'FELLES_HJELPENUMMER',
  ])
  expect(data.me.vaccinations).toHaveLength(3)
  expect(JSON.stringify(data)).not.toMatch(/\b\d{11}\b/)
})
