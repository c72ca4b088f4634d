import { displayOf, type ValueSetName } from '../../../schema/code-lists/eu-value-sets.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { Dcc } from '../dcc/index.ts'
import {
  CertificateCode,
  CertificateHolder,
  RecoveryContent,
  TestContent,
  VaccinationContent,
} from '../schema/certificate.ts'

/** The structured fields of a certificate, read from the payload that was signed: they cannot say anything else. */
export function contentOf(payload: Dcc): VaccinationContent | TestContent | RecoveryContent {
  const { v, t, r } = payload
  if (v?.[0]) {
    const [dose] = v
    return Object.assign(new VaccinationContent(), {
      dose: dose.dn,
      doses: dose.sd,
      product: code('product', dose.mp),
      manufacturer: code('manufacturer', dose.ma),
      prophylaxis: code('prophylaxis', dose.vp),
      givenOn: localDate(dose.dt),
      country: dose.co,
    })
  }
  if (t?.[0]) {
    const [sample] = t
    return Object.assign(new TestContent(), {
      type: code('testType', sample.tt),
      result: code('testResult', sample.tr),
      sampledAt: new Date(sample.sc),
      device: sample.ma === undefined ? null : code('testDevice', sample.ma),
      testName: sample.nm ?? null,
      testingCentre: sample.tc ?? null,
      country: sample.co,
    })
  }
  const [found] = r ?? []
  if (!found) throw new Error('a certificate without content was issued')
  return Object.assign(new RecoveryContent(), {
    firstPositiveOn: localDate(found.fr),
    validFrom: localDate(found.df),
    validUntil: localDate(found.du),
    country: found.co,
  })
}

export function holderOf({ nam, dob }: Dcc): CertificateHolder {
  return Object.assign(new CertificateHolder(), {
    familyName: nam.fn ?? '',
    givenName: nam.gn ?? '',
    familyNameTransliterated: nam.fnt ?? '',
    givenNameTransliterated: nam.gnt ?? '',
    birthDate: dob,
  })
}

function code(set: ValueSetName, value: string): CertificateCode {
  return Object.assign(new CertificateCode(), { code: value, display: displayOf(set, value) ?? value })
}
