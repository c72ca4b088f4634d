import { Arg, Ctx, Directive, FieldResolver, Query, Resolver } from 'type-graphql'
import { findKommune } from '../../../schema/code-lists/kommuner.ts'
import { PublicError } from '../../../schema/errors.ts'
import { authorisationsInForce } from '../domain/law.ts'
import { kronerPerMonth, shareOf, told } from '../domain/report.ts'
import { retentionAt } from '../domain/retention.ts'
import type { ListContext } from '../lists/open-list.ts'
import { FollowUpReports, IdentitySourceShare, JoinableShare, ServiceActivation } from '../schema/reports.ts'

const monthPattern = /^20\d{2}-(0[1-9]|1[0-2])$/
const place = (number: string | null) => (number === null ? null : { number, name: findKommune(number)?.name ?? null })

@Resolver(() => FollowUpReports)
export class Reports {
  /** @throws PublicError AUTHORISATION_MISSING */
  @Query(() => FollowUpReports, { nullable: true, description: 'Reports for service managers.' })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async followUpReports(@Ctx() { loaders, now }: ListContext): Promise<FollowUpReports> {
    const held = authorisationsInForce(await loaders.register.load('mine'), now)
    if (!held.some(({ role }) => role === 'SERVICE_MANAGER')) throw new PublicError('AUTHORISATION_MISSING')
    return { leavesOutFew: true }
  }

  @FieldResolver(() => [JoinableShare], {
    nullable: true,
    description: 'How many entries can be joined, by municipality and day, for as long as entries are kept.',
  })
  async joinable(@Ctx() { services, now }: ListContext): Promise<JoinableShare[]> {
    const counts = await services.reports.countByDay(retentionAt(now))
    return counts.map(({ kommune, day, entries, joinable }) => ({
      municipality: place(kommune),
      day,
      entries: told(entries),
      percent: shareOf(joinable, entries),
    }))
  }

  @FieldResolver(() => [IdentitySourceShare], {
    nullable: true,
    description: 'How identity numbers came in, by municipality, for as long as entries are kept.',
  })
  async identitySources(@Ctx() { services, now }: ListContext): Promise<IdentitySourceShare[]> {
    const counts = await services.reports.countByIdentitySource(retentionAt(now))
    return counts.map(({ kommune, identity_source, entries, joinable }) => ({
      municipality: place(kommune),
      identitySource: identity_source,
      entries: told(entries),
      percent: shareOf(joinable, entries),
    }))
  }

  @FieldResolver(() => [ServiceActivation], {
    nullable: true,
    description: 'Which municipalities used which services in a month.',
  })
  async activations(
    @Arg('month', () => String, { description: 'Year and month, as in 2021-05.' }) month: string,
    @Ctx() { services }: ListContext,
  ): Promise<ServiceActivation[]> {
    if (!monthPattern.test(month)) throw new PublicError('BAD_REQUEST', { details: { reason: 'month' } })
    const found = await services.reports.findActivations(month)
    return found.map(({ kommune, service, first_used_at, is_subscribed }) => ({
      municipality: { number: kommune, name: findKommune(kommune)?.name ?? null },
      service,
      firstUsedAt: first_used_at,
      isSubscribed: is_subscribed,
      kroner: kronerPerMonth,
    }))
  }
}
