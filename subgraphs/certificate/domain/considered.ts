import { type LocalDate, osloDay } from '../../../schema/scalars/local-date.ts'
import type { FactNote } from './fact-notes.ts'
import type { CountedCase, CountedVaccination, RegisteredCase, RegisteredTest, SampledTest } from './registered.ts'

/** What was registered, as far as an explanation speaks of it. */
export type FactContent =
  | { readonly kind: 'vaccination'; readonly product: string | null }
  | (Pick<RegisteredTest, 'method' | 'outcome' | 'state'> & { readonly kind: 'test' })
  | { readonly kind: 'case'; readonly confirmedBy: RegisteredCase['confirmedBy'] }
  /** The register could not be reached, and nothing it might have said would change the decision. */
  | { readonly kind: 'unreachable' }

/** A registered fact as a decision saw it. */
export type ConsideredFact = {
  readonly register: 'vaccine' | 'test' | 'recovery'
  /** The registry's id of the event; null for a register that could not be reached. */
  readonly event: string | null
  /** The day of the event in Norway, where it is known. */
  readonly on: LocalDate | null
  readonly content: FactContent
  /** The decision rests on it: without it, it might be another. */
  readonly counted: boolean
  readonly note: FactNote
}

type Standing = { readonly counted: boolean; readonly note: FactNote }

export const counted = (note: FactNote): Standing => ({ counted: true, note })
export const notCounted = (note: FactNote): Standing => ({ counted: false, note })

export function consideredVaccination(
  { id, givenOn, vaccine }: CountedVaccination,
  standing: Standing,
): ConsideredFact {
  const content = { kind: 'vaccination', product: vaccine?.euProduct ?? null } as const
  return { register: 'vaccine', event: id, on: givenOn, content, ...standing }
}

export function consideredTest(
  { id, sampledAt, method, outcome, state }: SampledTest,
  standing: Standing,
): ConsideredFact {
  const content = { kind: 'test', method, outcome, state } as const
  return { register: 'test', event: id, on: sampledAt && osloDay(sampledAt), content, ...standing }
}

export function consideredCase({ id, firstPositiveOn, confirmedBy }: CountedCase, standing: Standing): ConsideredFact {
  const content = { kind: 'case', confirmedBy } as const
  return { register: 'recovery', event: id, on: firstPositiveOn, content, ...standing }
}

/** The register was asked in vain, and it makes no difference. */
export function withoutEffect(register: ConsideredFact['register']): ConsideredFact {
  return { register, event: null, on: null, content: { kind: 'unreachable' }, ...notCounted('UNREACHABLE') }
}

/** By register, day and event: however the registries order their answers, an explanation reads the same. */
export function inOrder(facts: readonly ConsideredFact[]): readonly ConsideredFact[] {
  const place = ({ register, on, event }: ConsideredFact) => `${registers.indexOf(register)} ${on ?? ''} ${event ?? ''}`
  return facts.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
}

const registers: readonly ConsideredFact['register'][] = ['vaccine', 'test', 'recovery']
