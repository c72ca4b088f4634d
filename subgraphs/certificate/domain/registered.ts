import type { LocalDate } from '../../../schema/scalars/local-date.ts'

/** A dose of any vaccine as SYSVAK has it. `vaccine` is null where the catalogue does not know the code. */
export type RegisteredVaccination = {
  readonly id: string
  readonly givenOn: LocalDate
  readonly code: string
  /** As registered: may be missing, or contradict the order of the days. */
  readonly doseNumber: number | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly vaccine: {
    readonly euProduct: string | null
    readonly euManufacturer: string | null
    readonly euProphylaxis: string | null
    readonly dosesInSeries: number | null
  } | null
}

/** What has to be known of a dose to count it; where it was given, and under which code, does not matter for that. */
export type CountedVaccination = Omit<RegisteredVaccination, 'country' | 'code'>

/** A laboratory result of the MSIS laboratory database: Norwegian laboratories and test stations only. */
export type RegisteredTest = {
  readonly id: string
  readonly method: 'NAAT' | 'RAT' | 'ANTIBODY'
  readonly outcome: 'POSITIVE' | 'NEGATIVE' | 'INCONCLUSIVE' | 'UNKNOWN'
  readonly state: 'PRELIMINARY' | 'FINAL' | 'CORRECTED'
  /** Null where the laboratory did not say. */
  readonly sampledAt: Date | null
  readonly deviceId: string | null
  readonly testName: string | null
  readonly testingCentre: string | null
}

/** What has to be known of a result to tell what the sample shows. */
export type SampledTest = Omit<RegisteredTest, 'testName' | 'testingCentre' | 'deviceId'> & {
  readonly deviceId?: string | null
}

/** A confirmed case as MSIS has it. */
export type RegisteredCase = {
  readonly id: string
  readonly firstPositiveOn: LocalDate
  readonly confirmedBy: 'NAAT' | 'RAT' | 'ANTIBODY'
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** A case without the place it was found in, which no rule asks for. */
export type CountedCase = Omit<RegisteredCase, 'country'>
