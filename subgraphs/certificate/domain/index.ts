/*
 * Who gets which certificate on which day, and why not: Norway's rules, dated.
 * Reads no clock and no registry, signs nothing, and does not judge whether a certificate is accepted anywhere.
 */
export type { Decision, Refusal } from './decision.ts'
export { decideRecovery } from './recovery.ts'
export { type RefusalReason, refusalReasons, refusals } from './refusals.ts'
export type { RegisteredCase, RegisteredTest, RegisteredVaccination } from './registered.ts'
export { rulesVersionOn } from './rules.ts'
export { decideTests } from './tests.ts'
export { decideVaccination } from './vaccination.ts'
