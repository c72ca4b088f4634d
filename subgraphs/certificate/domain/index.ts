/*
 * Who gets which certificate on which day, and why not: Norway's rules, dated.
 * Reads no clock and no registry, signs nothing, and does not judge whether a certificate is accepted anywhere.
 */
export type { ConsideredFact } from './considered.ts'
export type { Decision, Eligible, Refusal } from './decision.ts'
export { type DomesticDecision, type DomesticSituation, decideDomestic, type Green, type NotGreen } from './domestic.ts'
export { type DomesticRefusalReason, domesticRefusalReasons, domesticRefusals } from './domestic-refusals.ts'
export { type Decided, type Explanation, explain } from './explanation.ts'
export { decideRecovery } from './recovery.ts'
export { type RefusalReason, refusalReasons, refusals } from './refusals.ts'
export type {
  CountedCase,
  CountedVaccination,
  RegisteredCase,
  RegisteredTest,
  RegisteredVaccination,
  SampledTest,
} from './registered.ts'
export { domesticRulesVersionOn, rulesVersionOn } from './rules.ts'
export { decideTests } from './tests.ts'
export { decideVaccination } from './vaccination.ts'
