/**
 * How does a verifier judge a certificate, with no server to ask? By the same rules, run in the same way, with the same
 * words for what is wrong. Imports nothing of Node.
 */
export { affectedFields } from './affected-fields.ts'
export { type BusinessRule, readBusinessRule } from './business-rule.ts'
export { type AppliedRule, type Business, domestic, isAccepted, judge } from './judge.ts'
export { reasonTexts, type VerificationReason } from './reasons.ts'
export { type BusinessRuleBook, createRuleBook } from './rule-book.ts'
export { ruleText } from './rule-text.ts'
