import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import { type Caller, pseudonymOf } from '../../../../schema/access.ts'
import { PersonStub } from '../../schema/person.ts'
import { actsFor, sealedMandate } from '../acts-for.ts'
import type { Represented } from '../domain/represented.ts'
import { openOwn } from '../open-own.ts'
import { Representation } from '../schema/representation.ts'
import type { RepresentationContext } from '../services.ts'

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
    const { caller, now, services } = context
    const { keys, privacy } = services
    const all = await actsFor(await openOwn(person, context), context)
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
  represented: Represented & { readonly id: string },
  seal: Parameters<typeof sealedMandate>[1],
): Representation {
  const { id, areas, basis, validUntil } = represented
  return { id, mandate: sealedMandate(represented, seal), basis, areas: [...areas], validUntil }
}
