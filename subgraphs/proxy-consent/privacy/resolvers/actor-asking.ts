import { PublicError } from '../../../../schema/errors.ts'
import {
  isAllowed,
  type PersonIdentifier,
  parsePersonIdentifier,
} from '../../../../schema/scalars/person-identifier.ts'
import { readRegistry } from '../../../kernel/read-registry.ts'
import type { Asking } from '../actor/desk.ts'
import { actorOf } from '../actor/right.ts'
import type { PrivacyContext } from '../services.ts'

export const partKodeArgument = { description: 'The party’s code in PVK.' }
export const citizenArgument = { description: 'The citizen’s identity number; only ever in a variable.' }

/** A store that fails is told as such, and within the deadline. */
export function asking<Answer>(context: PrivacyContext, ask: () => Promise<Answer>): Promise<Answer> {
  return readRegistry(context, 'proxy-consent', async () => ({
    rows: await ask(),
    isEmpty: false,
    updatedAt: context.now,
  }))
}

/** @throws PublicError IDENTIFIER_INVALID */
function citizenOf({ services: { privacy } }: PrivacyContext, text: string): PersonIdentifier {
  const parsed = parsePersonIdentifier(text)
  if (!parsed || !isAllowed(parsed, privacy.identifierProfile)) throw new PublicError('IDENTIFIER_INVALID')
  return parsed.value
}

export function about(context: PrivacyContext, { partKode, citizen }: { partKode: string; citizen: string }): Asking {
  const { caller, now, correlationId } = context
  return { actor: actorOf(caller), partKode, citizen: citizenOf(context, citizen), now, correlationId }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What is no UUID is nobody’s, and no question to the database. */
export function uuidOf(text: string): string {
  return uuid.test(text) ? text : '00000000-0000-0000-0000-000000000000'
}
