import { PublicError } from '../../../schema/errors.ts'
import { type LocalDate, parseLocalDate } from '../../../schema/scalars/local-date.ts'
import type { CertificateKind, Holder } from '../dcc/facts.ts'
import type { RegisteredCase, RegisteredTest, RegisteredVaccination } from '../domain/index.ts'
import type { Traits } from '../revocation/index.ts'
import type { PersonStub } from '../schema/registered-facts.ts'

/*
 * From what the gateway gathered to what the rules judge. Null stays null: «could not be reached» must never turn into
 * «nothing found».
 */

/** @throws PublicError REGISTRY_UNAVAILABLE: without a name and a birth date there is nobody to certify */
export function readHolder({ name, birthDate }: PersonStub): Holder {
  const familyName = name?.family
  if (!familyName || !birthDate) throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'person' } })
  const givenName = [name.given, name.middle].filter(Boolean).join(' ')
  return { familyName, givenName, birthDate: readDay(birthDate, 'person') }
}

export function readVaccinations({ vaccinations }: PersonStub): readonly RegisteredVaccination[] | null {
  return (
    vaccinations?.map(({ id, givenOn, code, doseNumber, country, vaccine }) => ({
      id,
      givenOn: readDay(givenOn, 'vaccine'),
      code,
      doseNumber,
      country,
      vaccine,
    })) ?? null
  )
}

/** What the dose or the sample behind a certificate shares with others. MSIS does not say who notified a case. */
export function readTraits(
  { vaccinations, testResults }: PersonStub,
  kind: CertificateKind,
  event: string,
): Traits | undefined {
  switch (kind) {
    case 'vaccination': {
      const dose = vaccinations?.find(({ id }) => id === event)
      const organisation = dose?.performer?.organisationNumber
      return dose && { lot: dose.batchNumber ?? undefined, organisation: organisation ?? undefined }
    }
    case 'test': {
      const sample = testResults?.find(({ id }) => id === event)
      return sample && { organisation: sample.performer?.organisationNumber ?? undefined }
    }
    case 'recovery':
      return undefined
    default:
      return kind satisfies never
  }
}

export function readTests({ testResults }: PersonStub): readonly RegisteredTest[] | null {
  return (
    testResults?.map(({ id, method, outcome, state, sampledAt, deviceId, testName, performer }) => ({
      id,
      method,
      outcome,
      state,
      sampledAt: sampledAt === null ? null : readInstant(sampledAt, 'test'),
      deviceId,
      testName,
      testingCentre: performer?.name ?? null,
    })) ?? null
  )
}

export function readCases({ recoveries }: PersonStub): readonly RegisteredCase[] | null {
  return (
    recoveries?.map(({ id, firstPositiveOn, confirmedBy, country }) => ({
      id,
      firstPositiveOn: readDay(firstPositiveOn, 'recovery'),
      confirmedBy,
      country,
    })) ?? null
  )
}

function readDay(text: string, register: string): LocalDate {
  const day = parseLocalDate(text)
  if (!day) throw new PublicError('REGISTRY_ANSWER_INVALID', { details: { register } })
  return day
}

function readInstant(text: string, register: string): Date {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw new PublicError('REGISTRY_ANSWER_INVALID', { details: { register } })
  return instant
}
