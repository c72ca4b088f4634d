import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql'
import { type Area, areas, type Grant, openGrant, representationBases } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { Context } from '../../kernel/context.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import type { ProxyConsentLoaders } from '../loaders.ts'
import type { Refusal } from '../privacy/domain/judge-use.ts'
import { stillActs } from '../representation/still-acts.ts'
import type { ProxyConsentServices } from '../services.ts'

/** NILAR’s names for what a caller is told (facts B4). */
const outcomes: Readonly<Record<Refusal, string>> = {
  RESERVED: 'Reservation',
  RESTRICTED_FOR_ALL: 'General',
  RESTRICTED_FOR_CALLER: 'Specific',
  NO_CONSENT: 'NoConsent',
}

/** What is made of facts about a person is closed with any of them. */
const restingOn: Readonly<Partial<Record<Area, readonly Area[]>>> = {
  certificates: ['vaccinations', 'tests', 'recoveries'],
}

/** Of somebody who acted for the person when the grant was made. */
const representationEnded = 'Ended'

type ClearanceContext = Context<ProxyConsentServices, ProxyConsentLoaders>

@Resolver()
export class Clearance {
  /**
   * Asked by a registry with the caller's own token and the grant it was given: it tells nobody more than opening that
   * grant would. Of who acts for the person it tells whether she still does: what was made earlier may be used later.
   * Nothing is given here, so the access log has no line of it; the registry writes its own.
   * @throws PublicError FORBIDDEN for a grant that is not this caller’s, or does not open the area
   */
  @Directive('@inaccessible')
  @Query(() => String, {
    nullable: true,
    description:
      'For registries: whether the person lets this caller see an area, CLEAR or why not. No client sees it.',
  })
  async clearance(
    @Arg('grant', () => ID, { description: 'The grant that is to be opened.' }) text: string,
    @Arg('area', () => String, { description: 'The area.' }) name: string,
    @Ctx() context: ClearanceContext,
  ): Promise<string> {
    const { caller, now, services } = context
    const area = areas.find(known => known === name)
    if (!area) throw new PublicError('FORBIDDEN')
    const grant = openGrant(services.keys.privacy.grantKeys, text, { caller, area, now })
    if (representationBases.includes(grant.basis)) {
      return (await stillActs(context, grant, area)) ? 'CLEAR' : representationEnded
    }
    const refusal = await refusalFor(grant, area, context)
    if (!refusal) return 'CLEAR'
    if (grant.basis !== 'emergency') return outcomes[refusal]
    // What the patient had closed is opened: written down apart, before it is, for those who review each of them.
    await services.representation.recordOverride({
      at: now,
      subject: grant.subject,
      area,
      restriction: outcomes[refusal],
      caller: caller.id,
      correlationId: context.correlationId,
    })
    return 'CLEAR'
  }
}

async function refusalFor({ identifiers }: Grant, area: Area, context: ClearanceContext): Promise<Refusal | undefined> {
  const { caller, now, services } = context
  const { findEffectiveSettings, judge } = services.privacy.personnelAccess
  const settings = await readRegistry(context, 'proxy-consent', async () => ({
    rows: await findEffectiveSettings(identifiers),
    isEmpty: false,
    updatedAt: now,
  }))
  for (const fact of restingOn[area] ?? [area]) {
    const judged = judge(settings, { area: fact, caller, now })
    if (!judged.isAllowed) return judged.refusal
  }
  return undefined
}
