import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Grant } from '../../../../schema/access.ts'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../../schema/scalars/local-date.ts'
import type { Definition } from '../catalogue/definition.ts'
import type { RestrictedArea } from '../domain/setting.ts'
import type { ConsentRequest as StoredRequest } from '../store/requests.ts'
import type { Identifiers, StoredChange, StoredSetting } from '../store/settings.ts'

export const SettingState = {
  NOT_SET: 'NOT_SET',
  ACTIVE: 'ACTIVE',
  ENDED: 'ENDED',
  WITHDRAWN_AWAITS_CONFIRMATION: 'WITHDRAWN_AWAITS_CONFIRMATION',
} as const
registerEnumType(SettingState, {
  name: 'PrivacySettingState',
  description: 'What a citizen has decided about a setting.',
  valuesConfig: {
    NOT_SET: { description: 'Nothing has been decided.' },
    ACTIVE: { description: 'Consented, reserved or restricted.' },
    ENDED: { description: 'Withdrawn or lifted, or the time chosen for it is over.' },
    WITHDRAWN_AWAITS_CONFIRMATION: {
      description:
        'Withdrawn. The owner has not yet confirmed that it is done, for example that a sample is destroyed.',
    },
  },
})

export const PrivacyActor = {
  CITIZEN: 'CITIZEN',
  PARENT: 'PARENT',
  TILDELT_FULLMAKT: 'TILDELT_FULLMAKT',
  ACTOR: 'ACTOR',
} as const
registerEnumType(PrivacyActor, {
  name: 'PrivacyActor',
  description: 'Who made a change.',
  valuesConfig: {
    CITIZEN: { description: 'The citizen.' },
    PARENT: { description: 'A parent.' },
    TILDELT_FULLMAKT: { description: 'Somebody with a tildelt fullmakt, for one who cannot decide herself.' },
    ACTOR: { description: 'An organisation, on behalf of the citizen, as from a consent on paper.' },
  },
})

export const RestrictableArea = { VACCINATIONS: 'vaccinations', TESTS: 'tests', RECOVERIES: 'recoveries' } as const
registerEnumType(RestrictableArea, {
  name: 'RestrictableArea',
  description: 'Data that can be closed to health personnel.',
  valuesConfig: {
    VACCINATIONS: { description: 'Vaccinations.' },
    TESTS: { description: 'Test results.' },
    RECOVERIES: { description: 'Confirmed cases.' },
  },
})

export const RequestState = {
  SENT: 'SENT',
  ANSWERED_YES: 'ANSWERED_YES',
  ANSWERED_NO: 'ANSWERED_NO',
  EXPIRED: 'EXPIRED',
  WITHDRAWN: 'WITHDRAWN',
} as const
registerEnumType(RequestState, {
  name: 'ConsentRequestState',
  description: 'How far a consent request has come.',
  valuesConfig: {
    SENT: { description: 'Not answered yet.' },
    ANSWERED_YES: { description: 'Answered: the citizen consents.' },
    ANSWERED_NO: { description: 'Answered: the citizen does not consent.' },
    EXPIRED: { description: 'Not answered in time.' },
    WITHDRAWN: { description: 'Taken back by whoever asked.' },
  },
})

export const InclusionKind = { INCLUDED: 'INCLUDED', PARTICIPANT: 'PARTICIPANT', LISTED: 'LISTED' } as const
registerEnumType(InclusionKind, {
  name: 'InclusionKind',
  description: 'How a citizen is in a register or programme.',
  valuesConfig: {
    INCLUDED: { description: 'Included («inkludert»).' },
    PARTICIPANT: { description: 'Takes part in a programme («deltager»).' },
    LISTED: { description: 'Stands in a register («oppført»).' },
  },
})

/** A person's settings, after the grant was opened. */
@ObjectType({ description: 'Everything a person can decide about the use of her data.' })
@Directive('@tag(name: "citizen")')
export class Privacy {
  grant!: Grant
}

@ObjectType({
  description: 'Who a part of the data is closed to, and when. What is left out is not limited.',
  simpleResolvers: true,
})
export class AccessRestriction {
  @Field(() => [RestrictableArea], { nullable: true, description: 'The data; all of them when empty.' })
  areas?: readonly RestrictedArea[]

  @Field(() => String, { nullable: true, description: 'Organisation number; everybody’s when empty.' })
  organisation?: string

  @Field(() => String, { nullable: true, description: 'HPR number of a person; everybody when empty.' })
  hprNumber?: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day.' })
  from?: LocalDate

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day.' })
  until?: LocalDate
}

@InputType({ description: 'Who a part of the data is to be closed to, and when. What is left out is not limited.' })
export class AccessRestrictionInput {
  @Field(() => [RestrictableArea], { nullable: true, description: 'The data; all of them when left out.' })
  areas?: RestrictedArea[] | null

  @Field(() => String, { nullable: true, description: 'Organisation number; everybody’s when left out.' })
  organisation?: string | null

  @Field(() => String, { nullable: true, description: 'HPR number of a person; everybody when left out.' })
  hprNumber?: string | null

  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day.' })
  from?: LocalDate | null

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day.' })
  until?: LocalDate | null
}

@ObjectType({ description: 'What a person has decided about one definition, set or not.' })
@Directive('@tag(name: "citizen")')
export class PrivacySetting {
  @Field(() => ID, {
    description: 'Names the setting when deciding about it. For this sign-in, for half an hour.',
  })
  id!: string

  definition!: Definition
  identifiers!: Identifiers
  setting!: StoredSetting | undefined
}

@ObjectType({ description: 'Proof of a decision that was given on paper.', simpleResolvers: true })
export class PrivacyEvidence {
  @Field(() => ID, { description: 'Names it, to ask for its content.' })
  id!: string

  @Field(() => String, { description: 'application/pdf, image/png or image/jpeg.' })
  mediaType!: string

  @Field(() => Int, { description: 'Its size in bytes.' })
  size!: number

  change!: StoredChange
  identifiers!: Identifiers
}

@ObjectType({ description: 'One change of a setting.' })
@Directive('@tag(name: "citizen")')
export class PrivacyChange {
  change!: StoredChange
  identifiers!: Identifiers
}

@ObjectType({ description: 'A question to the citizen: does she consent?' })
@Directive('@tag(name: "citizen")')
export class ConsentRequest {
  @Field(() => ID, { description: 'Names the request when answering it. For this sign-in, for half an hour.' })
  id!: string

  definition!: Definition
  request!: StoredRequest
}

@ObjectType({ description: 'That a person stands in a register or takes part in a programme.', simpleResolvers: true })
@Directive('@tag(name: "citizen")')
export class Inclusion {
  @Field(() => String, { description: 'Who has said so.' })
  owner!: string

  @Field(() => InclusionKind, { description: 'How.' })
  kind!: keyof typeof InclusionKind

  @Field(() => InstantScalar, { description: 'Since when.' })
  since!: Date
}

export const ConsentAnswer = { YES: 'YES', NO: 'NO' } as const
registerEnumType(ConsentAnswer, {
  name: 'ConsentAnswer',
  description: 'The answer to a consent request.',
  valuesConfig: { YES: { description: 'I consent.' }, NO: { description: 'I do not consent.' } },
})
