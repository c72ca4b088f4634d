import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import { PublicError } from '../../../../schema/errors.ts'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar, osloDay } from '../../../../schema/scalars/local-date.ts'
import { actorOf } from '../actor/right.ts'
import type { Definition } from '../catalogue/definition.ts'
import type { Use } from '../domain/judge-use.ts'
import { stateOf } from '../domain/setting.ts'
import { pseudonymFor } from '../outbox/cloud-event.ts'
import { findSubscribers, type Subscriber } from '../outbox/subscribers.ts'
import {
  CitizenPage,
  CitizenSettingInput,
  ConsentRequestInput,
  forOwners,
  InclusionInput,
  OwnedSetting,
  PrivacyOwner,
  PrivacySubscriber,
  RegistrationInput,
  SentRequest,
  UseInput,
  UseJudgement,
} from '../schema/administration.ts'
import { PrivacyDefinition } from '../schema/definition.ts'
import { RequestState, SettingState } from '../schema/privacy.ts'
import type { PrivacyContext } from '../services.ts'
import { about, asking, citizenArgument, partKodeArgument, uuidOf } from './actor-asking.ts'

const largestPage = 500

@Resolver(() => PrivacyOwner)
export class PrivacyAdministration {
  @forOwners('read')
  @Query(() => PrivacyOwner, {
    nullable: true,
    description: 'A party’s own settings and what citizens have decided about them: for the party alone.',
  })
  privacyOwner(
    @Arg('partKode', () => ID, partKodeArgument) partKode: string,
    @Ctx() { caller, services: { privacy } }: PrivacyContext,
  ): PrivacyOwner {
    return { party: privacy.desk.partyFor(actorOf(caller), partKode, 'read') }
  }

  @FieldResolver(() => [PrivacyDefinition], { description: 'The party’s definitions.' })
  definitions(@Root() { party }: PrivacyOwner, @Ctx() { services }: PrivacyContext): readonly Definition[] {
    return services.privacy.catalogue.definitions.filter(definition => definition.party === party)
  }

  @FieldResolver(() => OwnedSetting, {
    nullable: true,
    description: 'What one citizen has decided about one definition; empty where nothing has been.',
  })
  async setting(
    @Arg('definition', () => ID, { description: 'The definition.' }) definition: string,
    @Arg('citizen', () => String, citizenArgument) citizen: string,
    @Root() { party }: PrivacyOwner,
    @Ctx() context: PrivacyContext,
  ): Promise<OwnedSetting | null> {
    const { desk } = context.services.privacy
    const asked = { ...about(context, { partKode: party.partKode, citizen }), definition }
    const setting = await asking(context, () => desk.setting(asked))
    return setting ? { setting, definition: desk.definitionOf(party, definition) } : null
  }

  @FieldResolver(() => [OwnedSetting], {
    nullable: true,
    description: 'All of the party’s settings that one citizen has in force.',
  })
  settings(
    @Arg('citizen', () => String, citizenArgument) citizen: string,
    @Root() { party }: PrivacyOwner,
    @Ctx() context: PrivacyContext,
  ): Promise<readonly OwnedSetting[]> {
    const asked = about(context, { partKode: party.partKode, citizen })
    return asking(context, () => context.services.privacy.desk.settings(asked))
  }

  @FieldResolver(() => CitizenPage, { nullable: true, description: 'The citizens who have a setting in force.' })
  async citizens(
    @Arg('definition', () => ID, { description: 'The definition.' }) definition: string,
    @Arg('after', () => Int, { defaultValue: 0, description: 'Where the page begins; `next` of the one before.' })
    after: number,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many, 500 at most.' }) first: number,
    @Root() { party }: PrivacyOwner,
    @Ctx() context: PrivacyContext,
  ): Promise<CitizenPage> {
    const { caller, now, correlationId, services } = context
    const { desk, pseudonymKey } = services.privacy
    const limit = Math.max(1, Math.min(first, largestPage))
    const asked = { actor: actorOf(caller), partKode: party.partKode, definition, after, limit, now, correlationId }
    const { settings, next } = await asking(context, () => desk.activePage(asked))
    return {
      citizens: settings.map(({ identifier, number, sequence, decidedAt }) => ({
        identifier,
        pseudonym: pseudonymFor(pseudonymKey, party.partKode, number),
        sequenceNumber: sequence,
        decidedAt,
      })),
      next: next ?? null,
    }
  }

  @FieldResolver(() => UseJudgement, {
    nullable: true,
    description: 'Whether the party may use a citizen’s data so, by what the citizen has decided.',
  })
  async judgement(
    @Arg('citizen', () => String, citizenArgument) citizen: string,
    @Arg('use', () => UseInput, { description: 'What is to be done.' }) use: UseInput,
    @Root() { party }: PrivacyOwner,
    @Ctx() context: PrivacyContext,
  ): Promise<UseJudgement> {
    const asked = { ...about(context, { partKode: party.partKode, citizen }), use: toUse(use) }
    const judged = await asking(context, () => context.services.privacy.desk.judge(asked))
    return judged.isAllowed
      ? { isAllowed: true, refusal: null, definition: null }
      : { isAllowed: false, refusal: judged.refusal, definition: judged.definition.guid }
  }

  @FieldResolver(() => [SentRequest], { nullable: true, description: 'The party’s consent requests to one citizen.' })
  async requests(
    @Arg('citizen', () => String, citizenArgument) citizen: string,
    @Root() { party }: PrivacyOwner,
    @Ctx() context: PrivacyContext,
  ): Promise<SentRequest[]> {
    const asked = about(context, { partKode: party.partKode, citizen })
    const found = await asking(context, () => context.services.privacy.desk.requests(asked))
    return found.map(request => ({ request }))
  }

  @FieldResolver(() => [PrivacySubscriber], { nullable: true, description: 'Who is told of changes.' })
  subscribers(@Root() { party }: PrivacyOwner, @Ctx() context: PrivacyContext): Promise<readonly Subscriber[]> {
    return asking(context, () => findSubscribers(context.services.privacy.kysely, party.partKode))
  }

  @forOwners('write')
  @Mutation(() => OwnedSetting, {
    nullable: true,
    description: 'Registers what a citizen has decided elsewhere. Evidence is registered by PVK’s own interface.',
  })
  async registerPrivacySetting(
    @Arg('input', () => RegistrationInput, { description: 'What was decided.' }) input: RegistrationInput,
    @Ctx() context: PrivacyContext,
  ): Promise<OwnedSetting | null> {
    const { definition, isActive, decidedAt } = input
    const { desk, catalogue } = context.services.privacy
    const order = { ...about(context, input), definition, isActive, decidedAt: decidedAt ?? undefined }
    const { outcome, setting } = await asking(context, () => desk.register(order))
    if (outcome === 'superseded') throw new PublicError('PRIVACY_SUPERSEDED')
    const found = catalogue.find(definition)
    return setting && found ? { setting, definition: found } : null
  }

  @forOwners('write')
  @Mutation(() => Boolean, {
    nullable: true,
    description: 'Confirms that a withdrawal has been carried out. False where none waited for it.',
  })
  confirmConsentWithdrawal(
    @Arg('input', () => CitizenSettingInput, { description: 'Whose, and of what.' }) input: CitizenSettingInput,
    @Ctx() context: PrivacyContext,
  ): Promise<boolean> {
    const order = { ...about(context, input), definition: input.definition }
    return asking(context, () => context.services.privacy.desk.confirmWithdrawal(order))
  }

  @forOwners('inclusion')
  @Mutation(() => Boolean, {
    nullable: true,
    description: 'Tells that a citizen is in a register. True where that is new.',
  })
  setInclusion(
    @Arg('input', () => InclusionInput, { description: 'Who, where and how.' }) input: InclusionInput,
    @Ctx() context: PrivacyContext,
  ): Promise<boolean> {
    const { kind, isActive } = input
    const order = { ...about(context, input), kind, isActive }
    return asking(context, () => context.services.privacy.desk.include(order))
  }

  @forOwners('write')
  @Mutation(() => SentRequest, { nullable: true, description: 'Asks a citizen for a consent.' })
  async sendConsentRequest(
    @Arg('input', () => ConsentRequestInput, { description: 'Whom, and for what.' }) input: ConsentRequestInput,
    @Ctx() context: PrivacyContext,
  ): Promise<SentRequest> {
    const { definition, expiresAt } = input
    const order = { ...about(context, input), definition, expiresAt }
    return { request: await asking(context, () => context.services.privacy.desk.sendRequest(order)) }
  }

  @forOwners('write')
  @Mutation(() => SentRequest, { nullable: true, description: 'Takes a consent request back.' })
  async withdrawConsentRequest(
    @Arg('partKode', () => ID, partKodeArgument) partKode: string,
    @Arg('request', () => ID, { description: 'The request.' }) id: string,
    @Ctx() context: PrivacyContext,
  ): Promise<SentRequest> {
    const order = { actor: actorOf(context.caller), partKode, id: uuidOf(id), now: context.now }
    return { request: await asking(context, () => context.services.privacy.desk.withdrawRequest(order)) }
  }
}

function toUse({ register, discloseFor, isIdentified, store, content, area, organisation, hprNumber }: UseInput): Use {
  if ([discloseFor, store, area].filter(asked => asked != null && asked !== false).length > 1) {
    throw new PublicError('PRIVACY_USE')
  }
  if (discloseFor) return { kind: 'disclosure', register, isIdentified: isIdentified ?? true, purpose: discloseFor }
  if (store) return { kind: 'storage', register, ...(content != null && { content }) }
  return {
    kind: 'personnel-access',
    register,
    ...(area && { area }),
    ...(organisation != null && { organisation: { number: organisation } }),
    ...(hprNumber != null && { hprNumber }),
  }
}

@Resolver(() => OwnedSetting)
export class OwnedSettingFields {
  @FieldResolver(() => PrivacyDefinition, { description: 'What it is about.' })
  definition(@Root() { definition }: OwnedSetting): Definition {
    return definition
  }

  @FieldResolver(() => SettingState, { description: 'What the citizen has decided.' })
  state(@Root() { setting }: OwnedSetting, @Ctx() { now }: PrivacyContext): keyof typeof SettingState {
    return stateOf(setting, osloDay(now))
  }

  @FieldResolver(() => Int, { description: 'PVK’s sekvensnummer: 1, and one more for each change.' })
  sequenceNumber(@Root() { setting }: OwnedSetting): number {
    return setting.sequence
  }

  @FieldResolver(() => InstantScalar, { description: 'When what holds now was decided.' })
  decidedAt(@Root() { setting }: OwnedSetting): Date {
    return setting.decidedAt
  }

  @FieldResolver(() => LocalDateScalar, {
    nullable: true,
    description: 'The last day, where the citizen has chosen one.',
  })
  until(@Root() { setting }: OwnedSetting): LocalDate | null {
    return setting.until
  }
}

@Resolver(() => SentRequest)
export class SentRequestFields {
  @FieldResolver(() => ID, { description: 'Its number.' })
  id(@Root() { request }: SentRequest): string {
    return request.id
  }

  @FieldResolver(() => RequestState, { description: 'How far it has come.' })
  state(@Root() { request }: SentRequest): keyof typeof RequestState {
    return request.state
  }

  @FieldResolver(() => InstantScalar, { description: 'When it was sent.' })
  sentAt(@Root() { request }: SentRequest): Date {
    return request.sentAt
  }

  @FieldResolver(() => InstantScalar, { description: 'It can be answered until then.' })
  expiresAt(@Root() { request }: SentRequest): Date {
    return request.expiresAt
  }

  @FieldResolver(() => InstantScalar, { nullable: true, description: 'When it was answered or taken back.' })
  closedAt(@Root() { request }: SentRequest): Date | null {
    return request.closedAt
  }
}
