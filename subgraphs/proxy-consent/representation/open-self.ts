import { PublicError } from '../../../schema/errors.ts'
import { openOwn, type Self } from './open-own.ts'
import type { RepresentationContext } from './services.ts'

/**
 * The caller herself, before something is written in her name: a mutation has no person in front of it, so `person` is
 * asked who she is. The access log gets its line as for any other reading.
 * @throws PublicError FORBIDDEN for whoever is not a citizen, and as `openOwn`
 */
export async function openSelf(context: RepresentationContext): Promise<Self> {
  const { me } = await context.services.askPerson<{ me: { grant: string; kin: string } | null }>(
    { query: '{ me { grant kin } }' },
    context,
  )
  if (!me) throw new PublicError('PERSON_UNKNOWN')
  return openOwn(me, context)
}
