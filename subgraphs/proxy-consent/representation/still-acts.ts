import type { Area, Grant } from '../../../schema/access.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { representedBy } from './domain/represented.ts'
import { openSelf } from './open-self.ts'
import type { RepresentationContext } from './services.ts'

/**
 * Whether the caller may act for a person now as well, by the same right: asked where something that was made under a
 * representation is used later than it was made. A fullmakt may have been withdrawn, a child have turned sixteen.
 * @throws PublicError as `openSelf`
 */
export async function stillActs(
  context: RepresentationContext,
  { identifiers, basis }: Pick<Grant, 'identifiers' | 'basis'>,
  area: Area,
): Promise<boolean> {
  const { kin, grant } = await openSelf(context)
  const received = await context.loaders.fullmaktReceived.load(grant.identifiers)
  return representedBy(kin, received, osloDay(context.now)).some(
    represented =>
      represented.basis === basis && represented.areas.includes(area) && identifiers.includes(represented.identifier),
  )
}
