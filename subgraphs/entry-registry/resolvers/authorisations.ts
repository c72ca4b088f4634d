import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { PublicError } from '../../../schema/errors.ts'
import { type Actor, authorisationsInForce, isHealthPersonnel } from '../domain/law.ts'
import type { ListContext } from '../lists/open-list.ts'
import {
  DelegateFollowUpInput,
  FollowUpAccess,
  FollowUpAuthorisation,
  FollowUpPayload,
  RevokeFollowUpInput,
} from '../schema/authorisation.ts'
import { FollowUpMunicipality } from '../schema/desks.ts'
import type { FollowUpPurpose } from '../schema/list-codes.ts'
import type { GivenAuthorisation } from '../store/authorisation-store.ts'

/** Whom a municipal doctor can let in, and for what. */
const delegable: Readonly<Partial<Record<Actor, readonly FollowUpPurpose[]>>> = {
  CONTACT_TRACER: ['contact-tracing'],
  QUARANTINE_TEAM: ['quarantine'],
}
const longestDelegationMs = 180 * 86_400_000
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const wrong = (reason: string) => new PublicError('BAD_REQUEST', { details: { reason } })

/** @throws PublicError WRONG_MUNICIPALITY, AUTHORISATION_MISSING, HEALTH_ROLE_REQUIRED */
async function asMunicipalDoctor(kommune: string, { caller, loaders, now }: ListContext): Promise<string> {
  const register = await loaders.register.load('mine')
  if (!register.ownKommuner.includes(kommune)) throw new PublicError('WRONG_MUNICIPALITY')
  const held = authorisationsInForce(register, now)
  if (!held.some(one => one.role === 'MUNICIPAL_DOCTOR' && one.kommune === kommune))
    throw new PublicError('AUTHORISATION_MISSING')
  if (!isHealthPersonnel(caller)) throw new PublicError('HEALTH_ROLE_REQUIRED')
  return caller.organisation?.number ?? ''
}

@Resolver(() => FollowUpMunicipality)
export class Authorisations {
  @Query(() => FollowUpAccess, {
    nullable: true,
    description:
      'What the caller may do here. Answers before anything has been given: the pseudonym is what it is given to.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async followUpAccess(@Ctx() { caller, now, loaders }: ListContext): Promise<FollowUpAccess> {
    if (caller.kind === 'citizen')
      throw new PublicError('POLICY_NOT_MET', { details: { policy: 'work', claim: 'iss' } })
    const held = authorisationsInForce(await loaders.register.load('mine'), now)
    return {
      pseudonym: caller.id,
      authorisations: held.map(one => toPublished({ ...one, revokedAt: null, caller: null })),
    }
  }

  @FieldResolver(() => [FollowUpAuthorisation], {
    nullable: true,
    description: 'Whom the municipality has let in. For the municipal doctor.',
  })
  async authorisations(
    @Root() { number }: FollowUpMunicipality,
    @Ctx() context: ListContext,
  ): Promise<FollowUpAuthorisation[]> {
    await asMunicipalDoctor(number, context)
    return given(number, context)
  }

  @Mutation(() => FollowUpPayload, {
    nullable: true,
    description: 'Lets somebody follow up travellers on the municipal doctor’s behalf. Holds from the next request.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async delegateFollowUp(
    @Arg('input', () => DelegateFollowUpInput, { description: 'Whom, for what and how long.' })
    input: DelegateFollowUpInput,
    @Ctx() context: ListContext,
  ): Promise<FollowUpPayload> {
    const { now, services, caller } = context
    const organisation = await asMunicipalDoctor(input.municipality, context)
    const allowed = delegable[input.role]
    if (!allowed || input.purposes.length === 0 || !input.purposes.every(purpose => allowed.includes(purpose)))
      throw wrong('role and purposes')
    if (!uuid.test(input.id)) throw wrong('id')
    if (!/^[\w-]{8,64}$/.test(input.pseudonym)) throw wrong('pseudonym')
    const lasts = input.validTo.getTime() - now.getTime()
    if (lasts <= 0 || lasts > longestDelegationMs) throw wrong('validTo')
    await services.authorisations.add({
      id: input.id,
      kommune: input.municipality,
      caller: input.pseudonym,
      organisation,
      role: input.role,
      purposes: input.purposes,
      showsNegative: input.showsNegative,
      district: input.district ?? null,
      validTo: input.validTo,
      givenBy: caller.id,
      at: now,
    })
    return { authorisations: await given(input.municipality, context) }
  }

  @Mutation(() => FollowUpPayload, {
    nullable: true,
    description: 'Ends what somebody was let in for, from the next request.',
  })
  @Directive('@tag(name: "personnel")')
  @Directive('@policy(policies: [["work"]])')
  async revokeFollowUp(
    @Arg('input', () => RevokeFollowUpInput, { description: 'Which.' }) { id, municipality }: RevokeFollowUpInput,
    @Ctx() context: ListContext,
  ): Promise<FollowUpPayload> {
    await asMunicipalDoctor(municipality, context)
    if (!uuid.test(id)) throw wrong('id')
    const { authorisations } = context.services
    await authorisations.revoke({ id, kommune: municipality, by: context.caller.id, at: context.now })
    return { authorisations: await given(municipality, context) }
  }
}

async function given(kommune: string, { services, now }: ListContext): Promise<FollowUpAuthorisation[]> {
  return (await services.authorisations.findGiven(kommune, now)).map(toPublished)
}

function toPublished(one: Omit<GivenAuthorisation, 'caller'> & { caller: string | null }): FollowUpAuthorisation {
  const { caller, kommune, purposes, ...rest } = one
  return { ...rest, pseudonym: caller, municipality: kommune, purposes: [...purposes] }
}
