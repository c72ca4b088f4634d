import { setTimeout } from 'node:timers/promises'
import { Arg, Ctx, Directive, Resolver, Root, Subscription } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import type { Actor } from '../domain/law.ts'
import { askList } from '../lists/ask-list.ts'
import type { ListContext } from '../lists/open-list.ts'
import { TravellersChanged } from '../schema/desks.ts'
import { FollowUpPurpose } from '../schema/list-codes.ts'

type Change = { readonly kommune: string; readonly purpose: FollowUpPurpose; readonly since: Date; readonly at: Date }

/** How often the copies are looked at, and how long a list may go without a look at results, which change elsewhere. */
const lookEveryMs = 2_000
const resultsEveryMs = 30_000

const roles: Readonly<Record<FollowUpPurpose, readonly Actor[]>> = {
  quarantine: ['MUNICIPAL_DOCTOR', 'QUARANTINE_TEAM'],
  'contact-tracing': ['MUNICIPAL_DOCTOR', 'CONTACT_TRACER'],
}

/**
 * A change of the kommune's entries at once; and now and then in any case, since results stand in another register. Each
 * event tells what has come since the watermark of the one before, read before its list is: what was under way then is in it.
 */
async function* changes(kommune: string, purpose: FollowUpPurpose, from: Date, context: ListContext) {
  const { services, signal } = context
  let since = from
  let told = context.now.getTime()
  let newest = await services.store.lastArrival(kommune)
  while (!signal.aborted) {
    const last = await services.store.lastArrival(kommune)
    const now = services.clock()
    const isChanged = last !== undefined && (newest === undefined || last > newest)
    if (isChanged || now.getTime() - told >= resultsEveryMs || since === from) {
      const at = await services.store.readWatermark()
      yield { kommune, purpose, since, at } satisfies Change
      newest = last
      told = now.getTime()
      since = at
    }
    await setTimeout(lookEveryMs, undefined, { signal }).catch(() => {})
  }
}

@Resolver()
export class TravellersChangedFeed {
  @Subscription(() => TravellersChanged, {
    nullable: true,
    description: 'Tells a tool of changes on a list as they come, so that nobody has to ask for them.',
    subscribe: ({ args, context }) =>
      changes(args.municipality, args.purpose, args.since ?? context.now, context as ListContext),
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async travellersChanged(
    @Root() change: Change,
    @Arg('municipality', () => String, { description: 'Kommunenummer.' }) kommune: string,
    @Arg('purpose', () => FollowUpPurpose, { description: 'What the list is for.' }) purpose: FollowUpPurpose,
    @Arg('since', () => InstantScalar, { nullable: true, description: 'From when; from now where it is not said.' })
    _since: Date | undefined,
    @Ctx() context: ListContext,
  ): Promise<TravellersChanged> {
    // Authorisation is looked up anew for each event: what has been revoked meanwhile is not told.
    const travellers = await askList(
      {
        purpose,
        roles: roles[purpose],
        scope: { kommune },
        filter: {},
        orderBy: 'UPDATED',
        first: 100,
        after: null,
        changedSince: change.since,
        sources: null,
        reason: null,
        withResults: true,
      },
      context,
    )
    return { at: change.at, travellers }
  }
}
