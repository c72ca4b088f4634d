import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql'
import { type Area, areas, openGrant } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { readRegistry } from '../../../kernel/read-registry.ts'
import type { Refusal } from '../domain/judge-use.ts'
import type { PrivacyContext } from '../services.ts'

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

@Resolver()
export class ClearanceQuery {
  /** @throws PublicError FORBIDDEN for a grant that is not this caller’s, or does not open the area */
  @Directive('@inaccessible')
  @Query(() => String, {
    nullable: true,
    description:
      'For registries: whether the person lets this caller see an area, CLEAR or why not. No client sees it.',
  })
  async clearance(
    @Arg('grant', () => ID, { description: 'The grant that is to be opened.' }) text: string,
    @Arg('area', () => String, { description: 'The area.' }) name: string,
    @Ctx() context: PrivacyContext,
  ): Promise<string> {
    const { caller, now, services } = context
    const area = areas.find(known => known === name)
    if (!area) throw new PublicError('FORBIDDEN')
    const { identifiers } = openGrant(services.privacy.grantKeys, text, { caller, area, now })
    const { findEffectiveSettings, judge } = services.privacy.personnelAccess
    const settings = await readRegistry(context, 'proxy-consent', async () => ({
      rows: await findEffectiveSettings(identifiers),
      isEmpty: false,
      updatedAt: now,
    }))
    for (const fact of restingOn[area] ?? [area]) {
      const judged = judge(settings, { area: fact, caller, now })
      if (!judged.isAllowed) return outcomes[judged.refusal]
    }
    return 'CLEAR'
  }
}
