import { describe, expect, test } from 'vitest'
import { checkSigner } from '../../../subgraphs/certificate/dcc/compose.ts'
import { toDcc } from '../../../subgraphs/certificate/dcc/facts-to-dcc.ts'
import { GateFailure } from '../../../subgraphs/certificate/dcc/gate.ts'
import { checkPayload } from '../../../subgraphs/certificate/dcc/payload-gates.ts'
import { aSigner, now } from './issuing.ts'
import { aRecovery, aTest, aVaccination } from './some-facts.ts'

type Fields = Record<string, unknown>
type Document = { v?: Fields[]; t?: Fields[]; r?: Fields[]; nam: Fields; [key: string]: unknown }

/** What the facts would become, to be made wrong by hand. */
function documentOf(facts: Parameters<typeof toDcc>[0]): Document {
  const uvci = 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP'
  const issued = toDcc(facts, { uvci, issuerName: 'Norwegian Institute of Public Health' })
  return JSON.parse(JSON.stringify(issued))
}

const vaccination = () => documentOf(aVaccination())
const pcr = () => documentOf(aTest())
const rapid = () => documentOf(aTest({ method: 'RAT', deviceId: '1232' }))
const recovery = () => documentOf(aRecovery())

function withEntry(document: Document, but: Fields): Document {
  const group = document.v ? 'v' : document.t ? 't' : 'r'
  return { ...document, [group]: [{ ...document[group]?.[0], ...but }] }
}
const withName = (but: Fields): Document => ({ ...vaccination(), nam: { ...vaccination().nam, ...but } })

function failureOf(payload: unknown): GateFailure {
  try {
    checkPayload(payload, { now, country: 'NO' })
  } catch (error) {
    if (error instanceof GateFailure) return error
    throw error
  }
  throw new Error('passed every gate')
}

test.each([
  ['vaccination', vaccination()],
  ['PCR test', pcr()],
  ['rapid test', rapid()],
  ['recovery', recovery()],
  ['birth date of a year', { ...vaccination(), dob: '1971' }],
  ['birth date unknown', { ...vaccination(), dob: '' }],
  ['booster 3 of 2', withEntry(vaccination(), { dn: 3, sd: 2 })],
  ['booster 2 of 1', withEntry(vaccination(), { dn: 2, sd: 1 })],
  ['dose given abroad', withEntry(vaccination(), { co: 'SE' })],
  ['newer version of the schema', { ...vaccination(), ver: '1.3.3' }],
])('a correct %s passes', (_, payload) => {
  expect(() => checkPayload(payload, { now, country: 'NO' })).not.toThrow()
})

/** What Norway issued in its first three weeks of June 2021, and what stops it here. */
describe('each of the twelve early mistakes is refused by name', () => {
  const five = (document: Document) => ({ ...document, v: Array.from({ length: 5 }, () => document.v?.[0]) })
  test.each([
    ['five vaccinations in one certificate', 'schema', '/v maxItems', five(vaccination())],
    ['a UVCI without URN:UVCI', 'uvci', 'ci is', withEntry(vaccination(), { ci: '01:NO:VAK/DKHLWDKJJ0GYC72VW' })],
    ['a lower-case urn', 'uvci', 'ci is', withEntry(pcr(), { ci: 'urn:uvci:01:NO:FHI/81AAH16AZ' })],
    [
      'the manufacturer by name',
      'value-sets',
      'ma is',
      withEntry(vaccination(), { ma: 'Janssen-Cilag International NV' }),
    ],
    ['no disease (null)', 'schema', '/r/0/tg type', withEntry(recovery(), { tg: null })],
    ['the result’s code as the disease', 'value-sets', 'tg is', withEntry(recovery(), { tg: '260373001' })],
    ['the default date of .NET', 'meaning', 'the event has a date', withEntry(recovery(), { fr: '0001-01-01' })],
    [
      'a result time (dr), dropped in 1.3.0',
      'schema',
      '/t/0 additionalProperties dr',
      withEntry(pcr(), { dr: '2021-05-06T12:18:35Z' }),
    ],
    ['a test result inside a recovery', 'schema', '/r/0 additionalProperties tr', withEntry(recovery(), { tr: null })],
    ['a device on a PCR test', 'meaning', 'a NAAT has no device', withEntry(pcr(), { ma: '1232' })],
    ['ÄLMGREN as a machine-readable name', 'schema', '/nam/fnt pattern', withName({ fnt: 'ÄLMGREN' })],
    ['TOR-ERIK as a machine-readable name', 'schema', '/nam/gnt pattern', withName({ gnt: 'TOR-ERIK' })],
    ['milliseconds in the time of sampling', 'meaning', 'sc is', withEntry(pcr(), { sc: '2021-05-06T12:18:35.141Z' })],
  ])('%s: gate %s, %s', (_, gate, rule, payload) => {
    const failure = failureOf(payload)
    expect(failure.gate).toBe(gate)
    expect(failure.rule).toContain(rule)
  })

  test('expiry before issue: gate validity', () => {
    const issuedAt = Math.floor(now.getTime() / 1000)
    expect(() => checkSigner(aSigner(), 'test', { issuedAt, expiresAt: issuedAt - 86_400 })).toThrow(
      expect.objectContaining({ gate: 'validity', rule: 'exp is after iat' }),
    )
  })
})

describe('gate by gate', () => {
  test.each([
    ['nothing', 'schema', undefined],
    ['an unknown field at the top', 'schema', { ...vaccination(), extra: 1 }],
    ['an unknown field in the name', 'schema', withName({ middle: 'X' })],
    ['two kinds', 'schema', { ...vaccination(), r: recovery().r }],
    ['no kind', 'schema', { ...vaccination(), v: undefined }],
    ['no entry', 'schema', { ...vaccination(), v: [] }],
    ['a missing field', 'schema', withEntry(vaccination(), { dt: undefined })],
    ['a dose number that is not whole', 'schema', withEntry(vaccination(), { dn: 1.5 })],
    ['dose number 0', 'schema', withEntry(vaccination(), { dn: 0 })],
    ['30 February', 'schema', withEntry(vaccination(), { dt: '2021-02-30' })],
    ['a text of 81 characters', 'schema', withEntry(pcr(), { tc: 'x'.repeat(81) })],
    ['a birth in 1899', 'schema', { ...vaccination(), dob: '1899-12-31' }],

    ['an empty text', 'meaning', withEntry(pcr(), { tc: '' })],
    ['a blank before a name', 'meaning', withName({ fn: ' Sørby-Ås' })],
    ['a dose before birth', 'meaning', withEntry(vaccination(), { dt: '1971-07-07' })],
    ['a dose before the year of birth', 'meaning', { ...withEntry(vaccination(), { dt: '1970-12-31' }), dob: '1971' }],
    ['a dose tomorrow', 'meaning', withEntry(vaccination(), { dt: '2021-11-23' })],
    ['a sample in an hour', 'meaning', withEntry(pcr(), { sc: '2021-11-22T10:30:00Z' })],
    ['a time of sampling in another zone', 'meaning', withEntry(pcr(), { sc: '2021-11-21T09:00:00+01:00' })],
    ['a rapid test without its device', 'meaning', withEntry(rapid(), { ma: undefined })],
    ['a recovery from the tenth day', 'meaning', withEntry(recovery(), { df: '2021-09-11' })],
    ['a recovery to the 181st day', 'meaning', withEntry(recovery(), { du: '2022-03-01' })],
    ['a recovery that ends before it begins', 'meaning', withEntry(recovery(), { df: '2021-10-02', du: '2021-10-01' })],

    ['a disease that is not COVID-19', 'value-sets', withEntry(vaccination(), { tg: '6142004' })],
    [
      'a retired vaccine code',
      'value-sets',
      withEntry(vaccination(), { mp: 'VLA2001', ma: 'ORG-100036422', vp: '28531000087107' }),
    ],
    ['a retired prophylaxis', 'value-sets', withEntry(vaccination(), { vp: 'J07BX03' })],
    ['AstraZeneca’s product by BioNTech', 'value-sets', withEntry(vaccination(), { mp: 'EU/1/21/1529' })],
    ['Comirnaty as a vector vaccine', 'value-sets', withEntry(vaccination(), { vp: '29061000087103' })],
    ['an unknown test type', 'value-sets', withEntry(pcr(), { tt: 'LP0000-0' })],
    ['an inconclusive result', 'value-sets', withEntry(pcr(), { tr: '419984006' })],
    ['a device by name', 'value-sets', withEntry(rapid(), { ma: 'Panbio' })],
    ['a retired device', 'value-sets', withEntry(rapid(), { ma: '1065' })],
    ['a country that is none', 'value-sets', withEntry(recovery(), { co: 'ZZ' })],
    ['a lower-case country', 'schema', withEntry(vaccination(), { co: 'no' })],
    ['a property of every object', 'value-sets', withEntry(vaccination(), { mp: 'constructor' })],

    ['no machine-readable family name', 'names', withName({ fnt: undefined })],
    ['an empty one', 'meaning', withName({ fnt: '' })],
    ['one of another name', 'names', withName({ fnt: 'SORBY<AS' })],
    ['a given name without its own', 'names', withName({ gnt: undefined })],
    ['its own without a given name', 'names', withName({ gn: undefined })],

    ['a UVCI of another country', 'uvci', withEntry(vaccination(), { ci: 'URN:UVCI:01:SE:VAK/TR2JXQSG4KKSVWBGP' })],
    ['a UVCI with a checksum', 'uvci', withEntry(vaccination(), { ci: 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP#Z' })],
    ['a UVCI without an issuer', 'uvci', withEntry(vaccination(), { ci: 'URN:UVCI:01:NO:TR2JXQSG4KKSVWBGP' })],
    ['a UVCI with a line feed', 'uvci', withEntry(vaccination(), { ci: 'URN:UVCI:01:NO:VAK/TR2J\nX' })],
  ])('%s stops at gate %s', (_, gate, payload) => {
    const plain = payload && JSON.parse(JSON.stringify(payload))
    expect(failureOf(plain).gate).toBe(gate)
  })

  test('the day is Norway’s: a dose given after midnight in Oslo has happened', () => {
    const afterMidnight = new Date('2021-06-16T22:00:01Z')
    const before = new Date('2021-06-16T21:59:59Z')
    expect(() => checkPayload(vaccination(), { now: afterMidnight, country: 'NO' })).not.toThrow()
    expect(() => checkPayload(vaccination(), { now: before, country: 'NO' })).toThrow('the event has happened')
  })

  test('a failure tells the rule and the place, and no value', () => {
    const failure = failureOf(withName({ fnt: 'KOWALSKI', fn: `Kowalski${'x'.repeat(80)}` }))
    expect(`${failure.message} ${failure.rule} ${JSON.stringify(failure)}`).not.toMatch(/kowalski/i)
  })
})
