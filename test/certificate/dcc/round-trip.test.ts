import fc from 'fast-check'
import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { codesOf, isActive, vaccineEncodingsOf } from '../../../schema/code-lists/eu-value-sets.ts'
import { addDays, localDate } from '../../../schema/scalars/local-date.ts'
import type { Facts } from '../../../subgraphs/certificate/dcc/index.ts'
import { openCertificate, toQrSvg, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { verifyElsewhere } from './elsewhere.ts'
import { anIssuer, aSigner, now, until } from './issuing.ts'
import { modulesOf, pixelsOf } from './picture.ts'

const scan = jsQR as unknown as typeof jsQR.default
const signer = aSigner()
const issuer = anIssuer(signer)
const trust = [trustSigner(signer.certificate)]

const day = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map(date => localDate(date.toISOString().slice(0, 10)))

const nameCharacter = fc.constantFrom(
  ...'abcdefghijklmnoprstuvyABCDEFGHIJKLMNOPRSTUVYæøåÆØÅäöüéèçñßŋđŧščžÞðł',
  ' ',
  '-',
  "'",
)
const name = fc
  .tuple(fc.constantFrom(...'AÅØÆLŠĐÞ'), fc.string({ unit: nameCharacter, maxLength: 45 }))
  .map(([first, rest]) => first + rest)
const holder = fc.record({ familyName: name, givenName: name, birthDate: day('1920-01-01', '2019-12-31') })
const event = fc.uuid()
const country = fc.constantFrom(...codesOf('country').filter(code => isActive('country', code)))

const vaccine = fc
  .constantFrom(...codesOf('product').filter(code => isActive('product', code)))
  .map(product => vaccineEncodingsOf(product))
  .filter(rows => rows.length > 0)
  .map(([row]) => row)
  .filter(row => row !== undefined)

const vaccination: fc.Arbitrary<Facts> = fc
  .record({
    kind: fc.constant('vaccination'),
    holder,
    event,
    country,
    vaccine,
    doseNumber: fc.integer({ min: 1, max: 9 }),
    doses: fc.integer({ min: 1, max: 9 }),
    givenOn: day('2020-12-27', '2021-11-21'),
  })
  .map(({ vaccine: { product, manufacturer, prophylaxes }, ...facts }) => ({
    ...facts,
    product,
    manufacturer,
    prophylaxis: prophylaxes[0] ?? '',
  }))

const sampledAt = fc.date({ min: new Date('2021-11-01'), max: new Date('2021-11-22'), noInvalidDate: true })
const naat: fc.Arbitrary<Facts> = fc.record(
  {
    kind: fc.constant('test'),
    method: fc.constant('NAAT'),
    holder,
    event,
    country,
    sampledAt,
    isDetected: fc.boolean(),
    testName: fc.string({ unit: nameCharacter, maxLength: 60 }),
    testingCentre: fc.string({ unit: nameCharacter, maxLength: 60 }),
  },
  { requiredKeys: ['kind', 'method', 'holder', 'event', 'country', 'sampledAt', 'isDetected'] },
)
const rat: fc.Arbitrary<Facts> = fc.record({
  kind: fc.constant('test'),
  method: fc.constant('RAT'),
  holder,
  event,
  country,
  sampledAt,
  isDetected: fc.boolean(),
  deviceId: fc.constantFrom(...codesOf('testDevice').filter(code => isActive('testDevice', code))),
})
const recovery: fc.Arbitrary<Facts> = fc
  .record({
    holder,
    event,
    country,
    firstPositiveOn: day('2021-05-01', '2021-11-01'),
    from: fc.integer({ min: 11, max: 60 }),
    to: fc.integer({ min: 60, max: 180 }),
  })
  .map(({ from, to, firstPositiveOn, ...facts }) => ({
    kind: 'recovery' as const,
    ...facts,
    firstPositiveOn,
    validFrom: addDays(firstPositiveOn, from),
    validUntil: addDays(firstPositiveOn, to),
  }))

test('500 certificates of random facts are issued, verified by two other implementations, and scanned', {
  timeout: 240_000,
}, async () => {
  let largest = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(vaccination, naat, rat, recovery), async facts => {
      const issued = await issuer.issue(facts, until)
      const opened = await openCertificate(issued.hc1, trust, () => now)
      expect(opened).toMatchObject({ kind: facts.kind, payload: issued.payload })
      expect(await verifyElsewhere(issued.hc1, signer.certificate)).toEqual({
        familyName: issued.payload.nam.fn,
        id: issued.uvci,
        dcc: issued.payload,
      })
      const { data, width } = pixelsOf(modulesOf(toQrSvg(issued.hc1)), 2)
      const code = scan(data, width, width, { inversionAttempts: 'dontInvert' })
      expect(code?.data).toBe(issued.hc1)
      largest = Math.max(largest, code?.version ?? 99)
    }),
    { numRuns: 500 },
  )
  expect(largest).toBeLessThanOrEqual(20)
})
