import type { Caller } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { Alternatives, Requirement } from './requirements.ts'

/** Who asks, as far as a requirement can see. */
export type Asking = {
  /** Undefined: nobody has signed in. */
  readonly caller: Caller | undefined
  readonly policies: Policies
}

/** What `@policy` may name. A name that is not here is met by nobody. */
export type Policies = Readonly<Record<string, Policy>>
export type Policy = {
  readonly isMet: (caller: Caller) => boolean
  /** What is told where it alone is missing: the code a client knows, with the claim or scope that is not there. */
  readonly refusal?: PublicError
}

/**
 * The first thing that is missing, in words a client's developer can act on; undefined where nothing is. Who asks comes
 * before what the token was asked for with: no scope makes a clerk a doctor.
 */
export function unmetBy({ caller, policies }: Asking, requirement: Requirement): PublicError | undefined {
  if (!caller) return new PublicError('UNAUTHENTICATED')
  const holds = (name: string) => Object.hasOwn(policies, name) && policies[name]?.isMet(caller) === true
  const unmet = requirement.policies.find(groups => !isMet(groups, holds))
  if (unmet) return refusalOf(unmet, holds, policies)
  const scopes = requirement.scopes.find(groups => !isMet(groups, scope => caller.scopes?.includes(scope) === true))
  return scopes && new PublicError('SCOPE_MISSING', { details: { scope: inWords(scopes) } })
}

function refusalOf(groups: Alternatives, holds: (name: string) => boolean, policies: Policies): PublicError {
  const [first] = groups.length === 1 ? (groups[0]?.filter(name => !holds(name)) ?? []) : []
  const known = first !== undefined && Object.hasOwn(policies, first) ? policies[first]?.refusal : undefined
  return known ?? new PublicError('POLICY_NOT_MET', { details: { policy: inWords(groups) } })
}

/** No group at all is met by nobody: whoever wrote it wanted to protect something. */
const isMet = (groups: Alternatives, holds: (name: string) => boolean): boolean =>
  groups.some(group => group.length > 0 && group.every(holds))

const inWords = (groups: Alternatives): string => groups.map(group => group.join(' + ')).join(' | ') || '–'
