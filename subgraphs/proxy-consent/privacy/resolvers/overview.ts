import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import type { Grant } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar, osloDay } from '../../../../schema/scalars/local-date.ts'
import { readRegistry } from '../../../kernel/read-registry.ts'
import { PersonStub } from '../../schema/person.ts'
import type { Definition } from '../catalogue/definition.ts'
import { mayReadSettings } from '../domain/may-decide.ts'
import { stateOf } from '../domain/setting.ts'
import { rightOf, sealHandle } from '../handle.ts'
import { PrivacyDefinition, SettingGroup, SettingKind } from '../schema/definition.ts'
import {
  AccessRestriction,
  ConsentRequest,
  Inclusion,
  Privacy,
  PrivacyActor,
  PrivacyChange,
  PrivacyEvidence,
  PrivacySetting,
  RequestState,
  SettingState,
} from '../schema/privacy.ts'
import type { PrivacyContext } from '../services.ts'
import { learnNumbers } from '../store/persons.ts'
import type { ConsentRequest as StoredRequest } from '../store/requests.ts'
import { findEvidence, type Identifiers, type StoredChange, type StoredSetting } from '../store/settings.ts'

@Resolver(() => PersonStub)
export class PersonPrivacy {
  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @FieldResolver(() => Privacy, {
    nullable: true,
    description: 'Consents, reservations and access restrictions: what has been decided, and what can be.',
  })
  async privacy(@Root() person: PersonStub, @Ctx() context: PrivacyContext): Promise<Privacy> {
    const grant = await context.open(person.grant, 'consents')
    if (!mayReadSettings(grant.basis)) throw new PublicError('FORBIDDEN')
    const { subject, identifiers } = grant
    try {
      await learnNumbers(context.services.privacy.kysely, { subject, identifiers, now: context.now })
    } catch (cause) {
      throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'proxy-consent' }, cause })
    }
    return { grant }
  }
}

@Resolver(() => Privacy)
export class PrivacyOverview {
  @FieldResolver(() => [PrivacySetting], {
    nullable: true,
    description: 'Every setting a person can take a stand on, set or not, in the order of the groups.',
  })
  async settings(
    @Arg('group', () => SettingGroup, { nullable: true, description: 'Those of one group alone.' })
    group: Definition['group'] | null,
    @Arg('kind', () => SettingKind, { nullable: true, description: 'Those of one kind alone.' })
    kind: Definition['kind'] | null,
    @Root() { grant }: Privacy,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting[]> {
    const found = await context.loaders.privacy.settings.load(grant.identifiers)
    const byDefinition = new Map(found.map(setting => [setting.definition, setting]))
    const today = osloDay(context.now)
    return inGroups(context.services.privacy.catalogue.definitions)
      .filter(definition => (!group || definition.group === group) && (!kind || definition.kind === kind))
      .filter(({ guid, validTo }) => validTo === null || today <= validTo || byDefinition.has(guid))
      .map(definition => toSetting(context, grant, definition, byDefinition.get(definition.guid)))
  }

  @FieldResolver(() => [ConsentRequest], {
    nullable: true,
    description: 'What the person has been asked, the last first.',
  })
  async requests(@Root() { grant }: Privacy, @Ctx() context: PrivacyContext): Promise<ConsentRequest[]> {
    const found = await context.loaders.privacy.requests.load(grant.identifiers)
    return found.flatMap(request => toRequest(context, grant, request))
  }

  @FieldResolver(() => [PrivacyChange], { nullable: true, description: 'Every change of any setting, the last first.' })
  async history(@Root() { grant }: Privacy, @Ctx() context: PrivacyContext): Promise<PrivacyChange[]> {
    const { identifiers } = grant
    const found = await context.loaders.privacy.changes.load(identifiers)
    return found.map(change => ({ change, identifiers }))
  }

  @FieldResolver(() => PrivacyEvidence, {
    nullable: true,
    description: 'One signed paper of the history; empty where there is none such.',
  })
  async evidence(
    @Arg('id', () => ID, { description: 'As the history names it.' }) id: string,
    @Root() { grant: { identifiers } }: Privacy,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacyEvidence | null> {
    const changes = await context.loaders.privacy.changes.load(identifiers)
    return changes.map(change => toEvidence(change, identifiers)).find(evidence => evidence?.id === id) ?? null
  }

  @FieldResolver(() => [Inclusion], {
    nullable: true,
    description: 'Registers and programmes that have told that the person is in them.',
  })
  async inclusions(@Root() { grant }: Privacy, @Ctx() context: PrivacyContext): Promise<Inclusion[]> {
    const found = await context.loaders.privacy.inclusions.load(grant.identifiers)
    const nameOf = (partKode: string) => context.services.privacy.catalogue.party(partKode)?.name ?? partKode
    return found
      .filter(({ isActive }) => isActive)
      .map(({ party, kind, changedAt }) => ({ owner: nameOf(party), kind, since: changedAt }))
  }
}

const groupOrder = Object.keys(SettingGroup)
const inGroups = (definitions: readonly Definition[]) =>
  definitions.toSorted((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group))

export function toSetting(
  { services: { privacy }, caller, now }: PrivacyContext,
  grant: Pick<Grant, 'subject' | 'basis' | 'purpose' | 'identifiers'>,
  definition: Definition,
  setting: StoredSetting | undefined,
): PrivacySetting {
  const handle = { kind: 'setting', about: definition.guid, ...rightOf(grant) } as const
  return {
    id: sealHandle(privacy.keys, handle, { caller, now }),
    definition,
    identifiers: grant.identifiers,
    setting,
  }
}

export function toRequest(
  { services: { privacy }, caller, now }: PrivacyContext,
  grant: Pick<Grant, 'subject' | 'basis' | 'purpose'>,
  request: StoredRequest,
): ConsentRequest[] {
  const definition = privacy.catalogue.find(request.definition)
  if (!definition) return []
  const handle = { kind: 'request', about: request.id, ...rightOf(grant) } as const
  return [{ id: sealHandle(privacy.keys, handle, { caller, now }), definition, request }]
}

@Resolver(() => PrivacySetting)
export class PrivacySettingFields {
  @FieldResolver(() => PrivacyDefinition, { description: 'What it is about.' })
  definition(@Root() { definition }: PrivacySetting): Definition {
    return definition
  }

  @FieldResolver(() => SettingState, { description: 'What the person has decided.' })
  state(@Root() { setting }: PrivacySetting, @Ctx() { now }: PrivacyContext): keyof typeof SettingState {
    return stateOf(setting, osloDay(now))
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is in force now: consented, reserved or restricted.' })
  isSet(@Root() { setting }: PrivacySetting, @Ctx() { now }: PrivacyContext): boolean {
    return stateOf(setting, osloDay(now)) === 'ACTIVE'
  }

  @FieldResolver(() => InstantScalar, { nullable: true, description: 'When what holds now was decided.' })
  since(@Root() { setting }: PrivacySetting): Date | null {
    return setting?.decidedAt ?? null
  }

  @FieldResolver(() => LocalDateScalar, {
    nullable: true,
    description: 'The last day, where the person has chosen one.',
  })
  until(@Root() { setting }: PrivacySetting): LocalDate | null {
    return setting?.until ?? null
  }

  @FieldResolver(() => [AccessRestriction], { description: 'Of an access restriction: what is closed to whom.' })
  restrictions(@Root() { setting }: PrivacySetting): readonly AccessRestriction[] {
    return setting?.isActive ? setting.restrictions : []
  }

  @FieldResolver(() => [PrivacyChange], { nullable: true, description: 'Every change of it, the last first.' })
  async history(
    @Root() { definition, identifiers }: PrivacySetting,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacyChange[]> {
    const found = await context.loaders.privacy.changes.load(identifiers)
    return found.filter(change => change.definition === definition.guid).map(change => ({ change, identifiers }))
  }
}

@Resolver(() => PrivacyChange)
export class PrivacyChangeFields {
  @FieldResolver(() => PrivacyDefinition, { nullable: true, description: 'Which setting was changed.' })
  definition(@Root() { change }: PrivacyChange, @Ctx() context: PrivacyContext): Definition | undefined {
    return context.services.privacy.catalogue.find(change.definition)
  }

  @FieldResolver(() => Boolean, { description: 'Whether it was in force after the change.' })
  isActive(@Root() { change }: PrivacyChange): boolean {
    return change.isActive
  }

  @FieldResolver(() => InstantScalar, { description: 'When it was decided; of a paper, the time on it.' })
  decidedAt(@Root() { change }: PrivacyChange): Date {
    return change.decidedAt
  }

  @FieldResolver(() => InstantScalar, { description: 'When it was registered here.' })
  registeredAt(@Root() { change }: PrivacyChange): Date {
    return change.changedAt
  }

  @FieldResolver(() => PrivacyActor, { description: 'Who made the change.' })
  madeBy(@Root() { change }: PrivacyChange): keyof typeof PrivacyActor {
    return change.madeBy
  }

  @FieldResolver(() => String, { nullable: true, description: 'The organisation that registered it, where one did.' })
  registeredBy(@Root() { change }: PrivacyChange, @Ctx() context: PrivacyContext): string | null {
    if (change.party === null) return null
    return context.services.privacy.catalogue.party(change.party)?.name ?? change.party
  }

  @FieldResolver(() => PrivacyEvidence, { nullable: true, description: 'The signed paper, where one was registered.' })
  evidence(@Root() { change, identifiers }: PrivacyChange): PrivacyEvidence | null {
    return toEvidence(change, identifiers)
  }
}

const toEvidence = (change: StoredChange, identifiers: Identifiers): PrivacyEvidence | null =>
  change.evidence && { id: `${change.definition}:${change.position}`, ...change.evidence, change, identifiers }

@Resolver(() => PrivacyEvidence)
export class PrivacyEvidenceFields {
  /** @throws PublicError EVIDENCE_ONE_AT_A_TIME */
  @FieldResolver(() => String, {
    description:
      'The file itself, base64 (RFC 4648 §4). Of one proof in an operation, since each may be as large as an answer: list them without it, and ask `evidence` of `Privacy` for one.',
  })
  async content(
    @Root() { change: { definition, position }, identifiers }: PrivacyEvidence,
    @Ctx() context: PrivacyContext,
  ): Promise<string> {
    context.loaders.privacy.takeEvidence()
    const found = await readRegistry(context, 'proxy-consent', async () => ({
      rows: await findEvidence(context.services.privacy.kysely, { definition, position, identifiers }),
      isEmpty: false,
      updatedAt: context.now,
    }))
    if (!found) throw new Error('a change says that it has a proof, and it has none')
    return found.bytes.toString('base64')
  }
}

@Resolver(() => ConsentRequest)
export class ConsentRequestFields {
  @FieldResolver(() => PrivacyDefinition, { description: 'What is asked for.' })
  definition(@Root() { definition }: ConsentRequest): Definition {
    return definition
  }

  @FieldResolver(() => RequestState, { description: 'How far it has come.' })
  state(@Root() { request }: ConsentRequest): keyof typeof RequestState {
    return request.state
  }

  @FieldResolver(() => InstantScalar, { description: 'When it was sent.' })
  sentAt(@Root() { request }: ConsentRequest): Date {
    return request.sentAt
  }

  @FieldResolver(() => InstantScalar, { description: 'It can be answered until then.' })
  expiresAt(@Root() { request }: ConsentRequest): Date {
    return request.expiresAt
  }

  @FieldResolver(() => InstantScalar, { nullable: true, description: 'When it was answered or taken back.' })
  closedAt(@Root() { request }: ConsentRequest): Date | null {
    return request.closedAt
  }
}
