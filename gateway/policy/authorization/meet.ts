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
export type Policies = Readonly<Record<string, (caller: Caller) => boolean>>

/** The first thing that is missing, in words a client's developer can act on; undefined where nothing is. */
export function unmetBy({ caller, policies }: Asking, requirement: Requirement): PublicError | undefined {
  if (!caller) return new PublicError('UNAUTHENTICATED')
  const held = new Set(caller.scopes)
  const scopes = requirement.scopes.find(groups => !isMet(groups, scope => held.has(scope)))
  if (scopes) return new PublicError('SCOPE_MISSING', { details: { scope: inWords(scopes) } })
  const holds = (name: string) => Object.hasOwn(policies, name) && policies[name]?.(caller) === true
  const unmet = requirement.policies.find(groups => !isMet(groups, holds))
  if (unmet) return new PublicError('POLICY_NOT_MET', { details: { policy: inWords(unmet) } })
  return undefined
}

/** No group at all is met by nobody: whoever wrote it wanted to protect something. */
const isMet = (groups: Alternatives, holds: (name: string) => boolean): boolean =>
  groups.some(group => group.length > 0 && group.every(holds))

const inWords = (groups: Alternatives): string => groups.map(group => group.join(' + ')).join(' | ') || '–'
