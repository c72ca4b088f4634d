import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type ActorTask, scopesFor } from '../actor/right.ts'
import type { Definition, Party } from '../catalogue/definition.ts'
import type { Cursor, Subscriber } from '../outbox/subscribers.ts'
import type { ConsentRequest } from '../store/requests.ts'
import type { StoredChange, StoredSetting } from '../store/settings.ts'
import { InclusionKind, RestrictableArea } from './privacy.ts'

/** For owners whose token lets them do a task; `assertRight` asks the same, and which party it is for. */
export const forOwners =
  (task: ActorTask): MethodDecorator =>
  (target, key, descriptor) => {
    const any = Object.values<readonly string[]>(scopesFor[task]).flat()
    const scopes = JSON.stringify(any.map(scope => [scope]))
    const asked = [
      '@tag(name: "administration")',
      '@policy(policies: [["machine"]])',
      `@requiresScopes(scopes: ${scopes})`,
    ]
    for (const directive of asked) Directive(directive)(target, key, descriptor)
  }

export const DisclosurePurpose = {
  RESEARCH: 'RESEARCH',
  HEALTH_ANALYSIS: 'HEALTH_ANALYSIS',
  QUALITY_IMPROVEMENT: 'QUALITY_IMPROVEMENT',
  ADMINISTRATION: 'ADMINISTRATION',
  HEALTH_CARE: 'HEALTH_CARE',
} as const
registerEnumType(DisclosurePurpose, {
  name: 'DisclosurePurpose',
  description: 'What data are passed on for.',
  valuesConfig: {
    RESEARCH: { description: 'Research.' },
    HEALTH_ANALYSIS: { description: 'Health analyses.' },
    QUALITY_IMPROVEMENT: { description: 'Quality improvement.' },
    ADMINISTRATION: { description: 'Administration and payment.' },
    HEALTH_CARE: { description: 'Health care to the citizen.' },
  },
})

export const UseRefusal = {
  RESERVED: 'RESERVED',
  RESTRICTED_FOR_ALL: 'RESTRICTED_FOR_ALL',
  RESTRICTED_FOR_CALLER: 'RESTRICTED_FOR_CALLER',
  NO_CONSENT: 'NO_CONSENT',
} as const
registerEnumType(UseRefusal, {
  name: 'UseRefusal',
  description: 'Why a use of data is not allowed.',
  valuesConfig: {
    RESERVED: { description: 'The citizen has set a reservation.' },
    RESTRICTED_FOR_ALL: { description: 'The citizen has closed access to all health personnel.' },
    RESTRICTED_FOR_CALLER: { description: 'The citizen has closed access to this organisation or person.' },
    NO_CONSENT: { description: 'A consent is needed, and there is none.' },
  },
})

export const SubscriberKind = { WEBHOOK: 'WEBHOOK', REPLICA: 'REPLICA', AMQP: 'AMQP' } as const
registerEnumType(SubscriberKind, {
  name: 'PrivacySubscriberKind',
  description: 'How a subscriber is told.',
  valuesConfig: {
    WEBHOOK: { description: 'A CloudEvents 1.0 event by HTTPS, signed, with a pseudonym for the citizen.' },
    REPLICA: { description: 'PVK’s LagreInnbyggersPersonvernInnstilling by HTTPS, signed, with the identity number.' },
    AMQP: { description: 'A CloudEvents 1.0 event in a queue of its own, with a pseudonym for the citizen.' },
  },
})

/** A party, after the caller’s right to it was looked at. */
@ObjectType({ description: 'An owner of settings, as it sees its own.' })
@Directive('@tag(name: "administration")')
export class PrivacyOwner {
  party!: Party
}

@ObjectType({ description: 'One citizen’s setting, as its owner sees it.' })
@Directive('@tag(name: "administration")')
export class OwnedSetting {
  definition!: Definition
  setting!: StoredSetting
}

@ObjectType({ description: 'A citizen with an active setting.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class CitizenWithSetting {
  @Field(() => String, { description: 'The identity number the citizen is known by.' })
  identifier!: string

  @Field(() => String, { description: 'The pseudonym that events name the citizen by.' })
  pseudonym!: string

  @Field(() => Int, { description: 'PVK’s sekvensnummer: 1, and one more for each change.' })
  sequenceNumber!: number

  @Field(() => InstantScalar, { description: 'When it was decided.' })
  decidedAt!: Date
}

@ObjectType({ description: 'A page of citizens with an active setting.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class CitizenPage {
  @Field(() => [CitizenWithSetting], { description: 'The citizens of this page.' })
  citizens!: CitizenWithSetting[]

  @Field(() => Int, { nullable: true, description: 'Where the next page begins; empty on the last.' })
  next!: number | null
}

@InputType({ description: 'What somebody wants to do with data about a citizen: one of the three.' })
export class UseInput {
  @Field(() => String, { description: 'The register the data are in, for example KPR.' })
  register!: string

  @Field(() => DisclosurePurpose, { nullable: true, description: 'For passing data on: what for.' })
  discloseFor?: keyof typeof DisclosurePurpose | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'For passing data on: with the identity number (when left out), or so that nobody sees who it is.',
  })
  isIdentified?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'To keep data.' })
  store?: boolean | null

  @Field(() => String, { nullable: true, description: 'To keep data: what, where a setting tells that apart.' })
  content?: string | null

  @Field(() => RestrictableArea, { nullable: true, description: 'For health personnel’s access: the data.' })
  area?: 'vaccinations' | 'tests' | 'recoveries' | null

  @Field(() => String, { nullable: true, description: 'For health personnel’s access: organisation number.' })
  organisation?: string | null

  @Field(() => String, { nullable: true, description: 'For health personnel’s access: HPR number.' })
  hprNumber?: string | null
}

@ObjectType({ description: 'Whether a use of data is allowed by what the citizen has decided.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class UseJudgement {
  @Field(() => Boolean, { description: 'Whether it is allowed.' })
  isAllowed!: boolean

  @Field(() => UseRefusal, { nullable: true, description: 'Why it is not.' })
  refusal!: keyof typeof UseRefusal | null

  @Field(() => ID, { nullable: true, description: 'The definition that says so.' })
  definition!: string | null
}

@ObjectType({ description: 'A consent request, as whoever sent it sees it.' })
@Directive('@tag(name: "administration")')
export class SentRequest {
  request!: ConsentRequest
}

@ObjectType({ description: 'How far a subscriber has come in one definition’s changes.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class PrivacyCursor implements Cursor {
  subscriber!: string

  @Field(() => ID, { description: 'The definition.' })
  definition!: string

  @Field(() => Int, { description: 'The last position that was delivered.' })
  position!: number

  @Field(() => Int, { description: 'Failures since the last delivery.' })
  failures!: number

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  lastFailure!: string | null
}

@ObjectType({ description: 'One who is told of every change.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class PrivacySubscriber implements Subscriber {
  @Field(() => ID, { description: 'Its number; of AMQP the queue is called pvk. and this.' })
  id!: string

  party!: string

  @Field(() => SubscriberKind, { description: 'How it is told.' })
  kind!: keyof typeof SubscriberKind

  @Field(() => String, { nullable: true, description: 'Where it is told.' })
  address!: string | null

  requestedBy!: Subscriber['requestedBy']

  @Field(() => InstantScalar, { description: 'Since when.' })
  createdAt!: Date

  @Field(() => InstantScalar, { nullable: true, description: 'When it was ended.' })
  stoppedAt!: Date | null
}

@ObjectType({ description: 'A new subscriber, and the secret its messages are signed with.', simpleResolvers: true })
@Directive('@tag(name: "administration")')
export class NewPrivacySubscriber {
  @Field(() => PrivacySubscriber, { description: 'The subscriber.' })
  subscriber!: PrivacySubscriber

  @Field(() => String, {
    nullable: true,
    description: 'The secret, in the form of Standard Webhooks. It is shown this once; keep it.',
  })
  secret!: string | null
}

@InputType({ description: 'One citizen and one setting of the party’s.' })
export class CitizenSettingInput {
  @Field(() => ID, { description: 'The party’s code.' })
  partKode!: string

  @Field(() => ID, { description: 'The definition.' })
  definition!: string

  @Field(() => String, { description: 'The citizen’s identity number; only ever in a variable.' })
  citizen!: string
}

@InputType({ description: 'What a citizen has decided elsewhere, as on paper.' })
export class RegistrationInput extends CitizenSettingInput {
  @Field(() => Boolean, { description: 'Whether it is to be in force: consented, reserved or restricted.' })
  isActive!: boolean

  @Field(() => InstantScalar, { nullable: true, description: 'When the citizen decided; now when left out.' })
  decidedAt?: Date | null
}

@InputType({ description: 'A consent request to a citizen.' })
export class ConsentRequestInput extends CitizenSettingInput {
  @Field(() => InstantScalar, { description: 'It can be answered until then.' })
  expiresAt!: Date
}

@InputType({ description: 'That a citizen is in a register or programme, or no longer is.' })
export class InclusionInput {
  @Field(() => ID, { description: 'The party’s code.' })
  partKode!: string

  @Field(() => String, { description: 'The citizen’s identity number; only ever in a variable.' })
  citizen!: string

  @Field(() => InclusionKind, { description: 'How.' })
  kind!: keyof typeof InclusionKind

  @Field(() => Boolean, { description: 'Whether she is in it now.' })
  isActive!: boolean
}

@InputType({ description: 'Where and how a party wants to be told of changes.' })
export class SubscriberInput {
  @Field(() => ID, { description: 'The party’s code.' })
  partKode!: string

  @Field(() => SubscriberKind, { description: 'How.' })
  kind!: keyof typeof SubscriberKind

  @Field(() => String, { nullable: true, description: 'An https address; none for AMQP.' })
  address?: string | null

  @Field(() => [ID], { nullable: true, description: 'The definitions; all of the party’s when left out.' })
  definitions?: string[] | null

  @Field(() => Int, {
    nullable: true,
    description: 'The position to begin after: 0 tells everything there has been. Only what comes when left out.',
  })
  after?: number | null
}

@ObjectType({ description: 'A change of a citizen’s setting, as a subscriber is told of it.' })
@Directive('@tag(name: "administration")')
export class PrivacyChangeEvent {
  change!: StoredChange
  definition!: Definition
}
