import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver } from 'type-graphql'
import { PublicError } from '../../../schema/errors.ts'
import { type Actor, authorisationsInForce, resultsForControlCentre } from '../domain/law.ts'
import { askList } from '../lists/ask-list.ts'
import type { ListContext } from '../lists/open-list.ts'
import { ControlCentre, LabourInspection, PageArgs } from '../schema/desks.ts'
import { TravellerList } from '../schema/traveller-list.ts'
import { toListRequest } from './list-requests.ts'

const listSize = '@listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)'

/** @throws PublicError AUTHORISATION_MISSING */
async function refuseUnless(role: Actor, context: ListContext): Promise<void> {
  const register = await context.loaders.register.load('mine')
  const held = authorisationsInForce(register, context.now)
  if (!held.some(one => one.role === role)) throw new PublicError('AUTHORISATION_MISSING')
}

@Resolver(() => ControlCentre)
export class ControlCentreLists {
  @Query(() => ControlCentre, { nullable: true, description: 'The national control centre’s lists.' })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async controlCentre(@Ctx() context: ListContext): Promise<ControlCentre> {
    await refuseUnless('CONTROL_CENTRE', context)
    const { features } = await context.loaders.register.load('mine')
    return { hasResults: features.has(resultsForControlCentre) }
  }

  @FieldResolver(() => TravellerList, {
    nullable: true,
    description:
      'Travellers in all of Norway. With a filter of `testStatuses: [NEGATIVE]` the washed list; with `ids` how one stands who is about to be called.',
  })
  @Directive(listSize)
  travellers(@Args(() => PageArgs) args: PageArgs, @Ctx() context: ListContext): Promise<TravellerList> {
    return askList(toListRequest(args, { ...national, scope: 'everywhere', withResults: true }), context)
  }

  @FieldResolver(() => TravellerList, {
    nullable: true,
    description: 'Entries that no kommune sees, because nobody knows the postal code.',
  })
  @Directive(listSize)
  unknownMunicipality(@Args(() => PageArgs) args: PageArgs, @Ctx() context: ListContext): Promise<TravellerList> {
    return askList(toListRequest(args, { ...national, scope: 'unknown-kommune', withResults: true }), context)
  }
}

const national = { purpose: 'control-centre', roles: ['CONTROL_CENTRE'], reason: null } as const

@Resolver(() => LabourInspection)
export class LabourInspectionLists {
  @Query(() => LabourInspection, { nullable: true, description: 'Arbeidstilsynet’s list.' })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async labourInspection(@Ctx() context: ListContext): Promise<LabourInspection> {
    await refuseUnless('LABOUR_INSPECTION', context)
    return { hasResults: false }
  }

  @FieldResolver(() => TravellerList, {
    nullable: true,
    description: 'Travellers, their employers and suspected breaches.',
  })
  @Directive(listSize)
  travellers(@Args(() => PageArgs) args: PageArgs, @Ctx() context: ListContext): Promise<TravellerList> {
    const request = toListRequest(args, {
      purpose: 'labour-inspection',
      roles: ['LABOUR_INSPECTION'],
      scope: 'everywhere',
      reason: null,
      withResults: false,
    })
    return askList(request, context)
  }
}

@Resolver()
export class NationalSearches {
  /** @throws PublicError DEMAND_REASON_REQUIRED */
  @Query(() => TravellerList, {
    nullable: true,
    description: 'A search in all kommuner, for those who have that as their task. The reason is kept.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  @Directive(listSize)
  travellerSearch(
    @Arg('reason', () => String, { description: 'Why the search has to be outside one’s own kommune.' }) reason: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: ListContext,
  ): Promise<TravellerList> {
    const request = toListRequest(args, {
      purpose: 'quarantine',
      roles: ['CROSS_MUNICIPALITY_SEARCH'],
      scope: 'everywhere',
      reason,
      withResults: false,
    })
    return askList(request, context)
  }

  @Query(() => TravellerList, {
    nullable: true,
    description: 'FHI’s view of Innreiseregisteret, where it has been switched on.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  @Directive(listSize)
  infectionControlEntries(@Args(() => PageArgs) args: PageArgs, @Ctx() context: ListContext): Promise<TravellerList> {
    const request = toListRequest(args, {
      purpose: 'contact-tracing',
      roles: ['INFECTION_CONTROL'],
      scope: 'everywhere',
      reason: null,
      withResults: false,
    })
    return askList(request, context)
  }
}
