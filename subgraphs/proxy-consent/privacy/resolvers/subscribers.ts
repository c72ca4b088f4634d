import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root, Subscription } from 'type-graphql'
import { PublicError } from '../../../../schema/errors.ts'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { actorOf } from '../actor/right.ts'
import type { Party } from '../catalogue/definition.ts'
import { toCloudEvent } from '../outbox/cloud-event.ts'
import { followFeed } from '../outbox/follow-feed.ts'
import { AddressRefused, checkAddress } from '../outbox/public-address.ts'
import { addSubscriber, type Cursor, findCursors, replay, stopSubscriber } from '../outbox/subscribers.ts'
import {
  forOwners,
  NewPrivacySubscriber,
  PrivacyChangeEvent,
  PrivacyCursor,
  PrivacySubscriber,
  SubscriberInput,
} from '../schema/administration.ts'
import type { PrivacyContext } from '../services.ts'
import { feedEnds, type StoredChange } from '../store/settings.ts'
import { asking, partKodeArgument, uuidOf } from './actor-asking.ts'

/** The definitions of a party that a subscriber names; all of them where it names none. */
function named({ services: { privacy } }: PrivacyContext, party: Party, guids: readonly string[] | null | undefined) {
  if (!guids) return privacy.catalogue.definitions.filter(definition => definition.party === party)
  return [...new Set(guids)].map(guid => privacy.desk.definitionOf(party, guid))
}

/** Where changes are sent is the party’s to decide: whoever may only read asks for them, and directs them nowhere. */
@Resolver(() => PrivacySubscriber)
export class PrivacySubscriptions {
  @FieldResolver(() => [PrivacyCursor], { nullable: true, description: 'How far it has come.' })
  cursors(@Root() { id }: PrivacySubscriber, @Ctx() context: PrivacyContext): Promise<readonly Cursor[]> {
    return asking(context, () => findCursors(context.services.privacy.kysely, id))
  }

  @FieldResolver(() => String, { nullable: true, description: 'The client that asked for it.' })
  requestedByClient(@Root() { requestedBy }: PrivacySubscriber): string | undefined {
    return requestedBy?.client
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The organisation number of whoever asked for it: the party’s own, or that of its processor.',
  })
  requestedByOrganisation(@Root() { requestedBy }: PrivacySubscriber): string | undefined {
    return requestedBy?.organisation?.supplier ?? requestedBy?.organisation?.number
  }

  @forOwners('write')
  @Mutation(() => NewPrivacySubscriber, { nullable: true, description: 'Asks to be told of every change.' })
  async subscribeToPrivacyChanges(
    @Arg('input', () => SubscriberInput, { description: 'Of what, where and how.' }) input: SubscriberInput,
    @Ctx() context: PrivacyContext,
  ): Promise<NewPrivacySubscriber> {
    const { privacy } = context.services
    const actor = actorOf(context.caller)
    const party = privacy.desk.partyFor(actor, input.partKode, 'write')
    const { id, client, organisation } = actor
    const definitions = named(context, party, input.definitions)
    const address = await addressFor(context, input)
    return asking(context, async () => {
      const ends = await feedEnds(privacy.kysely)
      const added = await addSubscriber(privacy.kysely, privacy.keys, {
        party: party.partKode,
        kind: input.kind,
        address,
        requestedBy: { kind: 'machine', id, client, organisation },
        definitions: definitions.map(({ guid }) => ({ guid, after: input.after ?? ends.get(guid) ?? 0 })),
        now: context.now,
      })
      privacy.bell.ring()
      return added
    })
  }

  @forOwners('write')
  @Mutation(() => Boolean, { nullable: true, description: 'Ends a subscription. True where it was under way.' })
  endPrivacySubscription(
    @Arg('partKode', () => ID, partKodeArgument) partKode: string,
    @Arg('subscriber', () => ID, { description: 'The subscriber.' }) id: string,
    @Ctx() context: PrivacyContext,
  ): Promise<boolean> {
    const { privacy } = context.services
    const party = privacy.desk.partyFor(actorOf(context.caller), partKode, 'write').partKode
    return asking(context, () => stopSubscriber(privacy.kysely, { id: uuidOf(id), party, now: context.now }))
  }

  @forOwners('write')
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
    const party = privacy.desk.partyFor(actorOf(context.caller), partKode, 'write')
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

  @forOwners('read')
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
