import type { Grant } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { type Kin, openKin } from '../../../schema/kin.ts'
import type { RepresentationContext } from './services.ts'

/** Somebody as she is known here once her grant is open. */
export type Self = { readonly grant: Grant; readonly kin: Kin }

/**
 * Whom somebody acts for, and who acts for her, is shown to herself alone: a fullmakt is not handed on, and whoever acts
 * for a person does not learn for whom that person acts (facts B3).
 * @throws PublicError NOT_COVERED_BY_REPRESENTATION for whoever acts for another, and as `open`
 */
export async function openOwn(
  { grant: text, kin }: { readonly grant: unknown; readonly kin?: string | null | undefined },
  context: RepresentationContext,
): Promise<Self> {
  const grant = await context.open(text, 'consents')
  if (grant.basis !== 'self') throw new PublicError('NOT_COVERED_BY_REPRESENTATION')
  if (kin == null) throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'person' } })
  const { caller, services } = context
  return { grant, kin: openKin(services.keys.mandateKeys, kin, { caller, subject: grant.subject }) }
}
