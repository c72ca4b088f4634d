import type { Facts, Holder, RecoveryFacts, TestFacts, VaccinationFacts } from './facts.ts'
import type { Dcc, PersonName, RecoveryEntry, TestEntry, VaccinationEntry } from './payload.ts'
import { transliterate } from './transliterate.ts'

/** SNOMED CT: COVID-19, the one disease of the value set. */
const covid19 = '840539006'
const testTypes = { NAAT: 'LP6464-4', RAT: 'LP217198-3' } as const
const results = { detected: '260373001', notDetected: '260415000' } as const
/** Norway's wire version. 1.3.1–1.3.3 changed descriptions, and made one of the two names enough. */
const schemaVersion = '1.3.0'
const longestText = 80

/** What an entry says beside the facts. */
export type Issuance = { readonly uvci: string; readonly issuerName: string }

/** Keys in the order Norway writes them: the entry's alphabetically, then dob, nam, ver. */
export function toDcc(facts: Facts, issuance: Issuance): Dcc {
  const { holder } = facts
  const person = {
    dob: holder.birthDate,
    nam: toName(holder),
    ver: schemaVersion,
  }
  switch (facts.kind) {
    case 'vaccination':
      return { v: [vaccinationEntry(facts, issuance)], ...person }
    case 'test':
      return { t: [testEntry(facts, issuance)], ...person }
    case 'recovery':
      return { r: [recoveryEntry(facts, issuance)], ...person }
    default:
      return facts satisfies never
  }
}

/** A name that cannot be divided stands as the family name (ICAO 9303-3 §4.6); many verifiers demand that one. */
export function toName({ familyName, givenName }: Holder): PersonName {
  const family = clip(familyName)
  const given = clip(givenName)
  if (family === '' || given === '') {
    const only = family || given
    return { fn: only, fnt: transliterate(only) }
  }
  const gnt = transliterate(given)
  return {
    fn: family,
    gn: given,
    fnt: transliterate(family),
    ...(gnt && { gnt }),
  }
}

/** At most 80 characters, composed, without blanks around it; whole characters, never half a pair. */
function clip(text: string): string {
  const composed = text.normalize('NFC').trim()
  return composed.length <= longestText ? composed : Array.from(composed).slice(0, longestText).join('').trimEnd()
}

function vaccinationEntry(facts: VaccinationFacts, { uvci, issuerName }: Issuance): VaccinationEntry {
  return {
    ci: uvci,
    co: facts.country,
    dn: facts.doseNumber,
    dt: facts.givenOn,
    is: issuerName,
    ma: facts.manufacturer,
    mp: facts.product,
    sd: facts.doses,
    tg: covid19,
    vp: facts.prophylaxis,
  }
}

function testEntry(facts: TestFacts, { uvci, issuerName }: Issuance): TestEntry {
  const testName = clip(facts.testName ?? '')
  const testingCentre = clip(facts.testingCentre ?? '')
  return {
    ci: uvci,
    co: facts.country,
    is: issuerName,
    ...(facts.deviceId !== undefined && { ma: facts.deviceId }),
    // A rapid test is named by its device; a name beside it should not be used.
    ...(facts.method === 'NAAT' && testName && { nm: testName }),
    // Without milliseconds: four forms of a date-time are allowed, and none of them has them.
    sc: `${facts.sampledAt.toISOString().slice(0, 19)}Z`,
    ...(testingCentre && { tc: testingCentre }),
    tg: covid19,
    tr: facts.isDetected ? results.detected : results.notDetected,
    tt: testTypes[facts.method],
  }
}

function recoveryEntry(facts: RecoveryFacts, { uvci, issuerName }: Issuance): RecoveryEntry {
  return {
    ci: uvci,
    co: facts.country,
    df: facts.validFrom,
    du: facts.validUntil,
    fr: facts.firstPositiveOn,
    is: issuerName,
    tg: covid19,
  }
}
