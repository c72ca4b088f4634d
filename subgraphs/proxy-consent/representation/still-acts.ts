import type { Area, Grant } from '../../../schema/access.ts'
import { actsFor } from './acts-for.ts'
import { openSelf } from './open-self.ts'
import type { RepresentationContext } from './services.ts'

/**
 * Whether the caller may act for a person now as well, by the same right: asked where something that was made under a
 * representation is used later than it was made. A fullmakt may have been withdrawn, a child have turned sixteen, and
 * either of them have got a protected address.
 * @throws PublicError as `openSelf` and `actsFor`
 */
export async function stillActs(
  context: RepresentationContext,
  { identifiers, basis }: Pick<Grant, 'identifiers' | 'basis'>,
  area: Area,
): Promise<boolean> {
  const represented = await actsFor(await openSelf(context), context)
  return represented.some(
    one => one.basis === basis && one.areas.includes(area) && identifiers.includes(one.identifier),
  )
}
