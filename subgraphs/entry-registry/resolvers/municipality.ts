import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import { findKommune } from '../../../schema/code-lists/kommuner.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { Actor } from '../domain/law.ts'
import { askList } from '../lists/ask-list.ts'
import type { ListContext } from '../lists/open-list.ts'
import { FollowUpMunicipality, TravellerArgs } from '../schema/desks.ts'
import type { FollowUpPurpose } from '../schema/list-codes.ts'
import { TravellerList } from '../schema/traveller-list.ts'
import { toListRequest } from './list-requests.ts'

/** The strongest role first: of several, who may see more sees more. */
const rolesFor: Readonly<Record<FollowUpPurpose, readonly Actor[]>> = {
  quarantine: ['MUNICIPAL_DOCTOR', 'QUARANTINE_TEAM'],
  'contact-tracing': ['MUNICIPAL_DOCTOR', 'CONTACT_TRACER'],
}

const listSize = '@listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)'

@Resolver(() => FollowUpMunicipality)
export class MunicipalityLists {
  /** @throws PublicError WRONG_MUNICIPALITY unless the organisation signed in for is the kommune's */
  @Query(() => FollowUpMunicipality, {
    nullable: true,
    description: 'A municipality, for those who follow up travellers in it. Only one’s own.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async municipality(
    @Arg('number', () => String, { description: 'Kommunenummer, four digits.' }) number: string,
    @Ctx() context: ListContext,
  ): Promise<FollowUpMunicipality> {
    const { ownKommuner } = await context.loaders.register.load('mine')
    if (!ownKommuner.includes(number)) throw new PublicError('WRONG_MUNICIPALITY')
    return { number, name: findKommune(number)?.name ?? null }
  }

  @FieldResolver(() => TravellerList, {
    nullable: true,
    description:
      'Travellers and how they stand by their tests, put together when asked and kept nowhere. Quarantine has those without a positive answer, tracing those with one.',
  })
  @Directive(listSize)
  travellers(
    @Root() { number: kommune }: FollowUpMunicipality,
    @Args(() => TravellerArgs) args: TravellerArgs,
    @Ctx() context: ListContext,
  ): Promise<TravellerList> {
    const reason = args.demand?.reason ?? null
    const scope = { kommune }
    const { purpose } = args
    return askList(
      toListRequest(args, { purpose, roles: rolesFor[purpose], scope, reason, withResults: true }),
      context,
    )
  }

  @FieldResolver(() => TravellerList, {
    nullable: true,
    description:
      'Entries alone, for a tool that has results from elsewhere: nothing is looked up in the laboratories’.',
  })
  @Directive(listSize)
  entries(
    @Root() { number: kommune }: FollowUpMunicipality,
    @Args(() => TravellerArgs) args: TravellerArgs,
    @Ctx() context: ListContext,
  ): Promise<TravellerList> {
    const reason = args.demand?.reason ?? null
    const scope = { kommune }
    const { purpose } = args
    return askList(
      toListRequest(args, { purpose, roles: rolesFor[purpose], scope, reason, withResults: false }),
      context,
    )
  }
}
