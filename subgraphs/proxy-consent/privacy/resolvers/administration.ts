import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import { PublicError } from '../../../../schema/errors.ts'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar, osloDay } from '../../../../schema/scalars/local-date.ts'
import {
  isAllowed,
  type PersonIdentifier,
  parsePersonIdentifier,
} from '../../../../schema/scalars/person-identifier.ts'
import { readRegistry } from '../../../kernel/read-registry.ts'
import { actorOf } from '../actor/right.ts'
import type { Definition, Party } from '../catalogue/definition.ts'
import type { Use } from '../domain/judge-use.ts'
import { stateOf } from '../domain/setting.ts'
import { pseudonymFor, toCloudEvent } from '../outbox/cloud-event.ts'
import { followFeed } from '../outbox/follow-feed.ts'
import { AddressRefused, checkAddress } from '../outbox/public-address.ts'
import {
  addSubscriber,
  type Cursor,
  findCursors,
  findSubscribers,
  replay,
  type Subscriber,
  stopSubscriber,
} from '../outbox/subscribers.ts'
import {
  CitizenPage,
  CitizenSettingInput,
  ConsentRequestInput,
  forOwners,
  InclusionInput,
  NewPrivacySubscriber,
  OwnedSetting,
  PrivacyChangeEvent,
  PrivacyCursor,
  PrivacyOwner,
  PrivacySubscriber,
  RegistrationInput,
  SentRequest,
  SubscriberInput,
  UseInput,
  UseJudgement,
} from '../schema/administration.ts'
import { PrivacyDefinition } from '../schema/definition.ts'
import { RequestState, SettingState } from '../schema/privacy.ts'
import type { PrivacyContext } from '../services.ts'
import { feedEnds, type StoredChange } from '../store/settings.ts'

const partKodeArgument = { description: 'The party’s code in PVK.' }
const citizenArgument = { description: 'The citizen’s identity number; only ever in a variable.' }
const largestPage = 500

/** A store that fails is told as such, and within the deadline. */
function asking<Answer>(context: PrivacyContext, ask: () => Promise<Answer>): Promise<Answer> {
  return readRegistry(context, 'proxy-consent', async () => ({
    rows: await ask(),
    isEmpty: false,
    updatedAt: context.now,
  }))
}

/** @throws PublicError IDENTIFIER_INVALID */
function citizenOf({ services: { privacy } }: PrivacyContext, text: string): PersonIdentifier {
  const parsed = parsePersonIdentifier(text)
  if (!parsed || !isAllowed(parsed, privacy.identifierProfile)) throw new PublicError('IDENTIFIER_INVALID')
  return parsed.value
}

function about(context: PrivacyContext, { partKode, citizen }: { partKode: string; citizen: string }) {
  const { caller, now, correlationId } = context
  return { actor: actorOf(caller), partKode, citizen: citizenOf(context, citizen), now, correlationId }
}

@Resolver(() => PrivacyOwner)
export class PrivacyAdministration {
  @forOwners()
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

  @forOwners()
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

  @forOwners()
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

  @forOwners()
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

  @forOwners()
  @Mutation(() => SentRequest, { nullable: true, description: 'Asks a citizen for a consent.' })
  async sendConsentRequest(
    @Arg('input', () => ConsentRequestInput, { description: 'Whom, and for what.' }) input: ConsentRequestInput,
    @Ctx() context: PrivacyContext,
  ): Promise<SentRequest> {
    const { definition, expiresAt } = input
    const order = { ...about(context, input), definition, expiresAt }
    return { request: await asking(context, () => context.services.privacy.desk.sendRequest(order)) }
  }

  @forOwners()
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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What is no UUID is nobody’s, and no question to the database. */
function uuidOf(text: string): string {
  return uuid.test(text) ? text : '00000000-0000-0000-0000-000000000000'
}

/** The definitions of a party that a subscriber names; all of them where it names none. */
function named({ services: { privacy } }: PrivacyContext, party: Party, guids: readonly string[] | null | undefined) {
  if (!guids) return privacy.catalogue.definitions.filter(definition => definition.party === party)
  return [...new Set(guids)].map(guid => privacy.desk.definitionOf(party, guid))
}

@Resolver(() => PrivacySubscriber)
export class PrivacySubscriptions {
  @FieldResolver(() => [PrivacyCursor], { nullable: true, description: 'How far it has come.' })
  cursors(@Root() { id }: PrivacySubscriber, @Ctx() context: PrivacyContext): Promise<readonly Cursor[]> {
    return asking(context, () => findCursors(context.services.privacy.kysely, id))
  }

  @forOwners()
  @Mutation(() => NewPrivacySubscriber, { nullable: true, description: 'Asks to be told of every change.' })
  async subscribeToPrivacyChanges(
    @Arg('input', () => SubscriberInput, { description: 'Of what, where and how.' }) input: SubscriberInput,
    @Ctx() context: PrivacyContext,
  ): Promise<NewPrivacySubscriber> {
    const { privacy } = context.services
    const party = privacy.desk.partyFor(actorOf(context.caller), input.partKode, 'read')
    const definitions = named(context, party, input.definitions)
    const address = await addressFor(context, input)
    return asking(context, async () => {
      const ends = await feedEnds(privacy.kysely)
      const added = await addSubscriber(privacy.kysely, privacy.keys, {
        party: party.partKode,
        kind: input.kind,
        address,
        definitions: definitions.map(({ guid }) => ({ guid, after: input.after ?? ends.get(guid) ?? 0 })),
        now: context.now,
      })
      privacy.bell.ring()
      return added
    })
  }

  @forOwners()
  @Mutation(() => Boolean, { nullable: true, description: 'Ends a subscription. True where it was under way.' })
  endPrivacySubscription(
    @Arg('partKode', () => ID, partKodeArgument) partKode: string,
    @Arg('subscriber', () => ID, { description: 'The subscriber.' }) id: string,
    @Ctx() context: PrivacyContext,
  ): Promise<boolean> {
    const { privacy } = context.services
    const party = privacy.desk.partyFor(actorOf(context.caller), partKode, 'read').partKode
    return asking(context, () => stopSubscriber(privacy.kysely, { id: uuidOf(id), party, now: context.now }))
  }

  @forOwners()
  @Mutation(() => Boolean, {
    nullable: true,
    description: 'Tells a subscriber everything after a position again. True where it has such a subscription.',
  })
  replayPrivacyChanges(
    @Arg('partKode', () => ID, partKodeArgument) partKode: string,
    @Arg('subscriber', () => ID, { description: 'The subscriber.' }) id: string,
    @Arg('definition', () => ID, { description: 'The definition.' }) definition: string,
    @Arg('after', () => Int, { description: 'The position; 0 tells everything again.' }) after: number,
    @Ctx() context: PrivacyContext,
  ): Promise<boolean> {
    const { privacy } = context.services
    const party = privacy.desk.partyFor(actorOf(context.caller), partKode, 'read')
    const { guid } = privacy.desk.definitionOf(party, definition)
    const order = {
      id: uuidOf(id),
      party: party.partKode,
      definition: guid,
      after: Math.max(0, after),
      now: context.now,
    }
    return asking(context, async () => {
      const isMoved = await replay(privacy.kysely, order)
      privacy.bell.ring()
      return isMoved
    })
  }

  @forOwners()
  @Subscription(() => PrivacyChangeEvent, {
    description: 'Every change of one definition’s settings after a position, in order, and then each as it comes.',
    subscribe: ({ args, context }) => {
      const { partKode, definition, after } = args as { partKode: string; definition: string; after?: number }
      return openFeed(context as PrivacyContext, { partKode, definition, after: after ?? 0 })
    },
  })
  privacyChanges(
    @Arg('partKode', () => ID, partKodeArgument) _partKode: string,
    @Arg('definition', () => ID, { description: 'The definition.' }) _definition: string,
    @Arg('after', () => Int, { defaultValue: 0, description: 'The last position that was seen; 0 tells everything.' })
    _after: number,
    @Root() change: StoredChange,
    @Ctx() { services: { privacy } }: PrivacyContext,
  ): PrivacyChangeEvent {
    const definition = privacy.catalogue.find(change.definition)
    if (!definition) throw new PublicError('PRIVACY_DEFINITION_UNKNOWN')
    return { change, definition }
  }
}

function openFeed(
  { caller, signal, services: { privacy } }: PrivacyContext,
  { partKode, definition, after }: { partKode: string; definition: string; after: number },
): AsyncGenerator<StoredChange, void> {
  const party = privacy.desk.partyFor(actorOf(caller), partKode, 'read')
  const { guid } = privacy.desk.definitionOf(party, definition)
  const { kysely, bell } = privacy
  return followFeed({ kysely, bell, definition: guid, after, signal })
}

async function addressFor(
  { services: { privacy } }: PrivacyContext,
  { kind, address }: SubscriberInput,
): Promise<string | null> {
  const refuse = (reason: string, cause?: unknown) =>
    new PublicError('SUBSCRIBER_ADDRESS_REFUSED', { details: { reason }, cause })
  if (kind === 'AMQP') {
    if (address != null) throw refuse('not-an-address')
    if (!privacy.hasBroker) throw refuse('no-broker')
    return null
  }
  if (address == null) throw refuse('not-an-address')
  try {
    return (await checkAddress(address, privacy.addresses)).href
  } catch (cause) {
    throw refuse(cause instanceof AddressRefused ? cause.fault : 'unknown-host', cause)
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

@Resolver(() => PrivacyChangeEvent)
export class PrivacyChangeEventFields {
  @FieldResolver(() => ID, { description: 'The same however often it is told.' })
  id(@Root() { change, definition }: PrivacyChangeEvent): string {
    return `${definition.guid}:${change.position}`
  }

  @FieldResolver(() => Int, { description: 'Counts without a gap within a definition; what to go on after.' })
  position(@Root() { change }: PrivacyChangeEvent): number {
    return change.position
  }

  @FieldResolver(() => Int, { description: 'PVK’s sekvensnummer: counts within one citizen’s setting.' })
  sequenceNumber(@Root() { change }: PrivacyChangeEvent): number {
    return change.sequence
  }

  @FieldResolver(() => String, { description: 'The citizen, under a pseudonym for this party.' })
  pseudonym(@Root() { change, definition }: PrivacyChangeEvent, @Ctx() { services }: PrivacyContext): string {
    return toCloudEvent(change, definition, services.privacy.pseudonymKey).subject
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is in force after the change.' })
  isActive(@Root() { change }: PrivacyChangeEvent): boolean {
    return change.isActive
  }

  @FieldResolver(() => Boolean, { description: 'Whether a withdrawal waits for the party to confirm that it is done.' })
  awaitsConfirmation(@Root() { change }: PrivacyChangeEvent): boolean {
    return change.awaitsConfirmation
  }

  @FieldResolver(() => InstantScalar, { description: 'When it was registered here.' })
  time(@Root() { change }: PrivacyChangeEvent): Date {
    return change.changedAt
  }
}
