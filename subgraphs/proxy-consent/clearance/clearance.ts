import { Arg, Ctx, Directive, ID, Query, Resolver, registerEnumType } from 'type-graphql'
import { type Area, areas, openGrant, type SealKeys } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import type { Context } from '../../kernel/context.ts'
import type { PersonnelAccess } from '../privacy/personnel-access.ts'
import type { RepresentationStore } from '../representation/store/representation-store.ts'

/** Why a caller may not see an area; the first three are NILAR's words (facts B4). */
const ClearanceOutcome = {
  CLEAR: 'CLEAR',
  SPECIFIC: 'RESTRICTED_FOR_CALLER',
  GENERAL: 'RESTRICTED_FOR_ALL',
  RESERVATION: 'RESERVED',
  NO_CONSENT: 'NO_CONSENT',
} as const
type Outcome = (typeof ClearanceOutcome)[keyof typeof ClearanceOutcome]
registerEnumType(ClearanceOutcome, {
  name: 'ClearanceOutcome',
  description: 'What a person’s own settings say of a caller and an area. For registries; never for clients.',
  directives: [{ directive: '@inaccessible' }],
} as Parameters<typeof registerEnumType>[1])

type ClearanceContext = Context<{
  readonly keys: { readonly privacy: { readonly grantKeys: SealKeys } }
  readonly representation: RepresentationStore
  readonly privacy: { readonly personnelAccess: PersonnelAccess }
}>

@Resolver()
export class Clearance {
  /**
   * Asked by a registry with the caller's own token and the grant it was given: it tells nobody more than opening that
   * grant would. Nothing is given here, so the access log has no line of it; the registry writes its own.
   */
  @Directive('@inaccessible')
  @Query(() => ClearanceOutcome, {
    nullable: true,
    description: 'Whether a person’s settings let the caller see an area. For registries; never for clients.',
  })
  async clearance(
    @Arg('grant', () => ID, { description: 'The grant that the registry was given.' }) text: string,
    @Arg('area', () => String, { description: 'The area it is about to open.' }) area: string,
    @Ctx() { caller, now, services, correlationId }: ClearanceContext,
  ): Promise<Outcome> {
    if (!isArea(area)) throw new PublicError('FORBIDDEN')
    const grant = openGrant(services.keys.privacy.grantKeys, text, { caller, area, now })
    const { personnelAccess } = services.privacy
    const settings = await personnelAccess.findEffectiveSettings(grant.identifiers)
    const judgement = personnelAccess.judge(settings, { area, caller, now })
    if (judgement.isAllowed) return 'CLEAR'
    if (grant.basis !== 'emergency') return judgement.refusal
    // What the patient had closed is opened: kept apart, before it is, for those who review each of them.
    const restriction = judgement.refusal
    const override = { at: now, subject: grant.subject, area, restriction, caller: caller.id, correlationId }
    await services.representation.recordOverride(override)
    return 'CLEAR'
  }
}

function isArea(text: string): text is Area {
  return areas.some(area => area === text)
}
