import { PublicError } from '../../../schema/errors.ts'
import type { Policies } from './meet.ts'

/**
 * What fields of the graph may ask of a caller, by the names they have in `@policy`, and what who does not meet it is told:
 * the same as by the subgraph, which asks it too.
 */
export const policies: Policies = {
  citizen: {
    isMet: ({ kind }) => kind === 'citizen',
    refusal: new PublicError('POLICY_NOT_MET', { details: { policy: 'citizen', claim: 'iss' } }),
  },
  'health-personnel': {
    isMet: ({ kind, hprNumber }) => kind === 'health-personnel' && hprNumber !== undefined,
    refusal: new PublicError('HEALTH_PERSONNEL_REQUIRED', { details: { claim: 'hpr_number' } }),
  },
  /** Somebody or something at work: whoever asks about others, and not as a citizen. */
  work: {
    isMet: ({ kind }) => kind !== 'citizen',
    refusal: new PublicError('POLICY_NOT_MET', { details: { policy: 'work', claim: 'iss' } }),
  },
  machine: {
    isMet: ({ kind, organisation }) => kind === 'machine' && organisation !== undefined,
    refusal: new PublicError('POLICY_NOT_MET', { details: { policy: 'machine', claim: 'iss' } }),
  },
}
