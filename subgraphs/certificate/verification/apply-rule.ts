import { evaluate } from 'certlogic-js'
import { codesOf } from '../../../schema/code-lists/eu-value-sets.ts'
import { type BusinessRule, compareVersions } from './business-rule.ts'

/** `open`: nobody can say. The rule failed to run, needs a newer interpreter, or answered neither yes nor no. */
export type RuleOutcome = 'pass' | 'fail' | 'open'

/** What a rule sees beside the payload (CertLogic specification, «external»): all of it text, all times in UTC. */
export type External = {
  readonly validationClock: string
  readonly valueSets: Readonly<Record<string, readonly string[]>>
  readonly countryCode: string
  readonly exp: string
  readonly iat: string
}

/** When a certificate was signed, and until when that holds. */
export type Timed = { readonly issuedAt: Date; readonly expiresAt: Date }

/** By the ids under which the value sets are published; retired codes too, for old certificates have them. */
const valueSets: External['valueSets'] = {
  'country-2-codes': codesOf('country'),
  'covid-19-lab-result': codesOf('testResult'),
  'covid-19-lab-test-manufacturer-and-name': codesOf('testDevice'),
  'covid-19-lab-test-type': codesOf('testType'),
  'disease-agent-targeted': codesOf('disease'),
  'sct-vaccines-covid-19': codesOf('prophylaxis'),
  'vaccines-covid-19-auth-holders': codesOf('manufacturer'),
  'vaccines-covid-19-names': codesOf('product'),
}

export function externalOf({ issuedAt, expiresAt }: Timed, countryCode: string, at: Date): External {
  return {
    validationClock: at.toISOString(),
    valueSets,
    countryCode,
    exp: expiresAt.toISOString(),
    iat: issuedAt.toISOString(),
  }
}

const engine = 'CERTLOGIC'
/** The last version of CertLogic that was published; the interpreter passes its tests. */
const engineVersion = [1, 3, 3]

/** Runs one rule over a payload. Never throws: a rule that does not run is not the holder's fault, nor a pass. */
export function applyRule(rule: BusinessRule, payload: unknown, external: External): RuleOutcome {
  if (rule.engine !== engine || compareVersions(rule.engineVersion, engineVersion) > 0) return 'open'
  try {
    const answer: unknown = evaluate(rule.logic, { payload, external })
    return answer === true ? 'pass' : answer === false ? 'fail' : 'open'
  } catch {
    return 'open'
  }
}
