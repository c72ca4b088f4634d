import { localDate } from '../../../schema/scalars/local-date.ts'
import type { Holder, RecoveryFacts, TestFacts, VaccinationFacts } from '../../../subgraphs/certificate/dcc/facts.ts'

/** A synthetic person whose name every transliteration has something to do with. */
export const holder: Holder = {
  familyName: 'Sørby-Ås',
  givenName: 'Kåre Eidnes',
  birthDate: localDate('1971-07-08'),
}

/** The second dose of Comirnaty, in June 2021. */
export function aVaccination(but: Partial<VaccinationFacts> = {}): VaccinationFacts {
  return {
    kind: 'vaccination',
    holder,
    event: '5b3a9f64-2f0e-4a55-9a86-1d5a3ad6f001',
    country: 'NO',
    product: 'EU/1/20/1528',
    manufacturer: 'ORG-100030215',
    prophylaxis: '1119349007',
    doseNumber: 2,
    doses: 2,
    givenOn: localDate('2021-06-17'),
    ...but,
  }
}

/** A negative PCR test of the day before. */
export function aTest(but: Partial<TestFacts> = {}): TestFacts {
  return {
    kind: 'test',
    holder,
    event: '5b3a9f64-2f0e-4a55-9a86-1d5a3ad6f002',
    country: 'NO',
    method: 'NAAT',
    sampledAt: new Date('2021-11-21T08:00:00Z'),
    isDetected: false,
    testingCentre: 'Sykehuset Østfold HF',
    ...but,
  }
}

/** Infected in September 2021. */
export function aRecovery(but: Partial<RecoveryFacts> = {}): RecoveryFacts {
  return {
    kind: 'recovery',
    holder,
    event: '5b3a9f64-2f0e-4a55-9a86-1d5a3ad6f003',
    country: 'NO',
    firstPositiveOn: localDate('2021-09-01'),
    validFrom: localDate('2021-09-12'),
    validUntil: localDate('2022-02-28'),
    ...but,
  }
}
