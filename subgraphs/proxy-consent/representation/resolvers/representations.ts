import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql'
import { type Caller, sealMandate } from '../../../../schema/access.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import type { SealKeys } from '../../../../schema/seal.ts'
import { PersonStub } from '../../schema/person.ts'
import { type Represented, representedBy } from '../domain/represented.ts'
import { openOwn } from '../open-own.ts'
import { Representation } from '../schema/representation.ts'
import type { RepresentationContext } from '../services.ts'

const mandateSeconds = 5 * 60

@Resolver(() => PersonStub)
export class PersonRepresentations {
  @Directive('@requires(fields: "kin")')
  @Directive('@tag(name: "citizen")')
  @FieldResolver(() => [Representation], {
    nullable: true,
    description: 'Those whom the person who is signed in may act for today: her children, and who gave her a fullmakt.',
  })
  async representations(@Root() person: PersonStub, @Ctx() context: RepresentationContext): Promise<Representation[]> {
    const { caller, loaders, now, services } = context
    const { grant, kin } = await openOwn(person, context)
    const received = await loaders.fullmaktReceived.load(grant.identifiers)
    return representedBy(kin, received, osloDay(now)).map(represented =>
      toRepresentation(represented, { keys: services.keys.mandateKeys, caller, now }),
    )
  }
}

function toRepresentation(
  { identifier, areas, basis, validUntil }: Represented,
  { keys, caller, now }: { readonly keys: SealKeys; readonly caller: Caller; readonly now: Date },
): Representation {
  const expires = Math.floor(now.getTime() / 1000) + mandateSeconds
  const mandate = { identifier, areas, basis, purpose: 'own-insight', expires } as const
  return { mandate: sealMandate(keys, mandate, caller), basis, areas: [...areas], validUntil }
}
