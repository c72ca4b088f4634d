import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql'
import { sealMandate } from '../../../../schema/access.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import type { Context } from '../../../kernel/context.ts'
import type { ProxyConsentLoaders } from '../../loaders.ts'
import { PersonStub } from '../../schema/person.ts'
import type { ProxyConsentServices } from '../../services.ts'
import { isInForce } from '../domain/fullmakt.ts'
import { Representation } from '../schema/representation.ts'

const mandateSeconds = 5 * 60

@Resolver(() => PersonStub)
export class PersonRepresentations {
  @Directive('@tag(name: "citizen")')
  @FieldResolver(() => [Representation], { nullable: true, description: 'Those the person may act for.' })
  async representations(
    @Root() { grant }: PersonStub,
    @Ctx() context: Context<ProxyConsentServices, ProxyConsentLoaders>,
  ): Promise<Representation[]> {
    const { identifiers } = await context.open(grant, 'consents')
    const today = osloDay(context.now)
    const received = await context.loaders.fullmaktReceived.load(identifiers)
    return received
      .filter(fullmakt => isInForce(fullmakt, today))
      .map(({ giver, kind, areas, validUntil }) => {
        const basis = kind === 'assigned' ? 'tildelt-fullmakt' : 'fullmakt'
        const mandate = sealMandate(
          context.services.keys.mandateKeys,
          {
            identifier: giver.identifier,
            areas: ['identity', ...areas],
            basis,
            purpose: 'own-insight',
            expires: Math.floor(context.now.getTime() / 1000) + mandateSeconds,
          },
          context.caller,
        )
        return { mandate, basis, areas: ['identity', ...areas], validUntil }
      })
  }
}
