import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import { type Caller, pseudonymOf, sealMandate } from '../../../../schema/access.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import type { SealKeys } from '../../../../schema/seal.ts'
import { PersonStub } from '../../schema/person.ts'
import { type Represented, representedBy } from '../domain/represented.ts'
import { openOwn } from '../open-own.ts'
import { Representation } from '../schema/representation.ts'
import type { RepresentationContext } from '../services.ts'

const mandateSeconds = 5 * 60
/** Within one of these a mandate is the same, so that it is sealed once. */
const stepSeconds = 30

@Resolver(() => PersonStub)
export class PersonRepresentations {
  @Directive('@requires(fields: "kin")')
  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @FieldResolver(() => [Representation], {
    nullable: true,
    description: 'Those whom the person who is signed in may act for today: her children, and who gave her a fullmakt.',
  })
  async representations(
    @Arg('id', () => ID, { nullable: true, description: 'One alone; empty where there is no such right today.' })
    id: string | null | undefined,
    @Root() person: PersonStub,
    @Ctx() context: RepresentationContext,
  ): Promise<Representation[]> {
    const { caller, loaders, now, services } = context
    const { keys, privacy } = services
    const { grant, kin } = await openOwn(person, context)
    const received = await loaders.fullmaktReceived.load(grant.identifiers)
    const all = representedBy(kin, received, osloDay(now))
    // Children are no rows here, but this register is who says that they may be acted for.
    context.source.found ||= all.length > 0
    return all
      .map(represented => ({ ...represented, id: idOf(represented, caller, privacy.pseudonymKey) }))
      .filter(represented => id == null || represented.id === id)
      .map(represented => toRepresentation(represented, { keys: keys.mandateKeys, caller, now }))
  }
}

/** The same for as long as the right is, for this caller in this client; nobody can tell from it whom it is about. */
function idOf({ basis, right }: Represented, { kind, id, client }: Caller, key: Uint8Array): string {
  return pseudonymOf(key, 'representation', JSON.stringify([kind, id, client, basis, right]))
}

function toRepresentation(
  { id, identifier, areas, basis, validUntil }: Represented & { readonly id: string },
  { keys, caller, now }: { readonly keys: SealKeys; readonly caller: Caller; readonly now: Date },
): Representation {
  const expires = Math.floor(now.getTime() / 1000 / stepSeconds) * stepSeconds + mandateSeconds
  const mandate = { identifier, areas, basis, purpose: 'own-insight', expires } as const
  return { id, mandate: sealMandate(keys, mandate, caller), basis, areas: [...areas], validUntil }
}
