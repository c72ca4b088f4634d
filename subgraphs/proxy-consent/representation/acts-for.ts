import { type Caller, sealMandate } from '../../../schema/access.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { SealKeys } from '../../../schema/seal.ts'
import { type Represented, representedBy } from './domain/represented.ts'
import type { Self } from './open-own.ts'
import type { RepresentationContext } from './services.ts'

const mandateSeconds = 5 * 60
/** Within one of these a mandate is the same, so that it is sealed once. */
const stepSeconds = 30

export function sealedMandate(
  { identifier, areas, basis }: Represented,
  { keys, caller, now }: { readonly keys: SealKeys; readonly caller: Caller; readonly now: Date },
): string {
  const expires = Math.floor(now.getTime() / 1000 / stepSeconds) * stepSeconds + mandateSeconds
  return sealMandate(keys, { identifier, areas, basis, purpose: 'own-insight', expires }, caller)
}

/**
 * For whom somebody may act now. Of her children all that counts came with her own record; whether somebody who gave a
 * fullmakt has died since, or lives at a protected address, `person` alone knows, and is asked. Such a giver is left out as
 * one who has withdrawn it is: nothing tells them apart (facts B3).
 * @throws PublicError REGISTRY_UNAVAILABLE, REGISTRY_TIMEOUT where `person` cannot be asked
 */
export async function actsFor({ kin, grant }: Self, context: RepresentationContext): Promise<readonly Represented[]> {
  const { caller, loaders, now, services } = context
  const received = await loaders.fullmaktReceived.load(grant.identifiers)
  const all = representedBy(kin, received, osloDay(now))
  const seal = { keys: services.keys.mandateKeys, caller, now }
  const isOpen = await Promise.all(
    all.map(
      represented => represented.basis === 'parent' || loaders.canBeRepresented.load(sealedMandate(represented, seal)),
    ),
  )
  return all.filter((_, at) => isOpen[at])
}
