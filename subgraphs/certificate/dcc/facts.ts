import type { LocalDate } from '../../../schema/scalars/local-date.ts'

/** The person a certificate is about, as the population register writes the name. */
export type Holder = {
  readonly familyName: string
  /** Given and middle names, in order. */
  readonly givenName: string
  readonly birthDate: LocalDate
}

type Certified = {
  readonly holder: Holder
  /** The registry's own id of the event, stable for its life: the UVCI follows it over every re-issue. */
  readonly event: string
  /** ISO 3166-1 alpha-2: where the dose was given, the sample taken, the case found. */
  readonly country: string
}

export type VaccinationFacts = Certified & {
  readonly kind: 'vaccination'
  /** EU value-set codes: vaccines-covid-19-names, -auth-holders, sct-vaccines-covid-19. */
  readonly product: string
  readonly manufacturer: string
  readonly prophylaxis: string
  /** `dn` and `sd`: the dose, and the doses of the series; the first may be the larger (booster). */
  readonly doseNumber: number
  readonly doses: number
  readonly givenOn: LocalDate
}

export type TestFacts = Certified & {
  readonly kind: 'test'
  readonly method: 'NAAT' | 'RAT'
  /** NAAT only. */
  readonly testName?: string
  /** RAT only: device id of value set covid-19-lab-test-manufacturer-and-name. */
  readonly deviceId?: string
  readonly sampledAt: Date
  readonly isDetected: boolean
  readonly testingCentre?: string
}

export type RecoveryFacts = Certified & {
  readonly kind: 'recovery'
  readonly firstPositiveOn: LocalDate
  readonly validFrom: LocalDate
  readonly validUntil: LocalDate
}

/** What a certificate states. Rules have been applied; nothing here is looked up or decided again. */
export type Facts = VaccinationFacts | TestFacts | RecoveryFacts
export type CertificateKind = Facts['kind']
