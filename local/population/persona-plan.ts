import { localDate } from '../../schema/scalars/local-date.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'
import type { PersonaDose, PersonaFacts, PersonaSample } from './persona-facts.ts'

/** A persona and the facts about it. */
export type PersonaPlan = PersonaFacts & { readonly name: string; readonly shows: LocalText }

export const dose = (code: string, on: string, number?: number): PersonaDose => ({
  code,
  on: localDate(on),
  ...(number === undefined ? {} : { number }),
})
export const fodselsnummer = (identifier: string) => [{ identifier, kind: 'FODSELSNUMMER' }] as const

export const final = (outcome: 'POSITIVE' | 'NEGATIVE', text: string, hoursAgo: number) =>
  [{ state: 'FINAL', outcome, text, hoursAgo }] as const
export const negativeYesterday: PersonaSample = {
  method: 'NAAT',
  hoursAgo: 24,
  answers: final('NEGATIVE', 'Ikke påvist', 14),
}
export const positive = (daysAgo: number): PersonaSample => ({
  method: 'NAAT',
  hoursAgo: daysAgo * 24,
  answers: final('POSITIVE', 'Påvist', daysAgo * 24 - 12),
})
