import { displayOf, type ValueSetName } from '../../../schema/code-lists/eu-value-sets.ts'
import { type LocalDate, parseLocalDate } from '../../../schema/scalars/local-date.ts'
import type { Opened } from '../dcc/index.ts'
import {
  CertificateCode,
  CertificateHolder,
  RecoveryContent,
  TestContent,
  VaccinationContent,
} from '../schema/certificate.ts'

type Payload = Opened['payload']
type Content = VaccinationContent | TestContent | RecoveryContent

/*
 * What another country signed, in the fields of our own certificates. Other issuers leave fields out, write nulls, and
 * write a day as a moment; what does not fill every promised field is no content here, however valid its signature.
 */

/** The first entry, which is the one rules judge; certificates of 2021 may have more. */
export function receivedContent({ payload, kind }: Opened): Content | null {
  switch (kind) {
    case 'vaccination':
      return vaccination(payload.v?.[0])
    case 'test':
      return test(payload.t?.[0])
    case 'recovery':
      return recovery(payload.r?.[0])
    default:
      return kind satisfies never
  }
}

export function receivedHolder({ nam, dob }: Pick<Payload, 'nam' | 'dob'>): CertificateHolder {
  return Object.assign(new CertificateHolder(), {
    familyName: nam?.fn ?? '',
    givenName: nam?.gn ?? '',
    familyNameTransliterated: nam?.fnt ?? '',
    givenNameTransliterated: nam?.gnt ?? '',
    birthDate: dob ?? '',
  })
}

function vaccination(dose: NonNullable<Payload['v']>[number] | undefined): VaccinationContent | null {
  const { dn, sd, mp, ma, vp, dt, co } = dose ?? {}
  const givenOn = toDay(dt)
  if (!isCount(dn) || !isCount(sd) || !mp || !ma || !vp || !givenOn || !co) return null
  return Object.assign(new VaccinationContent(), {
    dose: dn,
    doses: sd,
    product: code('product', mp),
    manufacturer: code('manufacturer', ma),
    prophylaxis: code('prophylaxis', vp),
    givenOn,
    country: co,
  })
}

function test(sample: NonNullable<Payload['t']>[number] | undefined): TestContent | null {
  const { tt, tr, sc, ma, nm, tc, co } = sample ?? {}
  const sampledAt = toInstant(sc)
  if (!tt || !tr || !sampledAt || !co) return null
  return Object.assign(new TestContent(), {
    type: code('testType', tt),
    result: code('testResult', tr),
    sampledAt,
    device: ma ? code('testDevice', ma) : null,
    testName: nm ?? null,
    testingCentre: tc ?? null,
    country: co,
  })
}

function recovery(found: NonNullable<Payload['r']>[number] | undefined): RecoveryContent | null {
  const { fr, df, du, co } = found ?? {}
  const [firstPositiveOn, validFrom, validUntil] = [toDay(fr), toDay(df), toDay(du)]
  if (!firstPositiveOn || !validFrom || !validUntil || !co) return null
  return Object.assign(new RecoveryContent(), { firstPositiveOn, validFrom, validUntil, country: co })
}

/** GraphQL's Int ends at 2^31. */
const isCount = (value: number | null | undefined): value is number =>
  Number.isInteger(value) && Math.abs(value ?? 0) < 2 ** 31

/** Some issuers write a moment where a day belongs: its day, as they wrote it. */
function toDay(text: string | null | undefined): LocalDate | undefined {
  return parseLocalDate(/^(\d{4}-\d\d-\d\d)(T|$)/.exec(text ?? '')?.[1] ?? '')
}

/** `+02` and `+0200` are in use beside `+02:00`, which alone JavaScript reads. */
function toInstant(text: string | null | undefined): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d)?)?$/.exec(text ?? '')
  if (!parts) return undefined
  const [, moment, hours, minutes = '00'] = parts
  const instant = new Date(`${moment}${hours ? `${hours}:${minutes}` : 'Z'}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}

function code(set: ValueSetName, value: string): CertificateCode {
  return Object.assign(new CertificateCode(), { code: value, display: displayOf(set, value) ?? value })
}
