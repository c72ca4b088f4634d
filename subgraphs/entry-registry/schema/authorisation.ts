import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import type { Purpose } from '../../../schema/access.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import type { Actor } from '../domain/law.ts'
import { FollowUpPurpose } from './list-codes.ts'

export const FollowUpRole = {
  MUNICIPAL_DOCTOR: 'MUNICIPAL_DOCTOR',
  CONTACT_TRACER: 'CONTACT_TRACER',
  QUARANTINE_TEAM: 'QUARANTINE_TEAM',
  CONTROL_CENTRE: 'CONTROL_CENTRE',
  LABOUR_INSPECTION: 'LABOUR_INSPECTION',
  INFECTION_CONTROL: 'INFECTION_CONTROL',
  CROSS_MUNICIPALITY_SEARCH: 'CROSS_MUNICIPALITY_SEARCH',
  SERVICE_MANAGER: 'SERVICE_MANAGER',
} as const satisfies { [One in Actor]: One }
registerEnumType(FollowUpRole, {
  name: 'FollowUpRole',
  description: 'In what capacity somebody follows up travellers.',
  valuesConfig: {
    MUNICIPAL_DOCTOR: { description: 'Kommunelege: for both purposes, and lets others in.' },
    CONTACT_TRACER: { description: 'Health personnel who trace infection.' },
    QUARANTINE_TEAM: { description: 'Who follows up quarantine; need not be health personnel.' },
    CONTROL_CENTRE: { description: 'Operator in the national control centre.' },
    LABOUR_INSPECTION: { description: 'Arbeidstilsynet.' },
    INFECTION_CONTROL: { description: 'FHI.' },
    CROSS_MUNICIPALITY_SEARCH: { description: 'Searches in all kommuner.' },
    SERVICE_MANAGER: { description: 'Reads reports without personal data.' },
  },
})

@ObjectType({ description: 'That somebody may follow up travellers, and until when.', simpleResolvers: true })
export class FollowUpAuthorisation {
  @Field(() => ID, { description: 'To revoke it by.' })
  id!: string

  @Field(() => String, { nullable: true, description: 'Kommunenummer; empty for the whole country.' })
  municipality!: string | null

  @Field(() => String, { nullable: true, description: 'Whose it is: a pseudonym. Empty in one’s own.' })
  pseudonym!: string | null

  @Field(() => FollowUpRole, { description: 'In what capacity.' })
  role!: Actor

  @Field(() => [String], { description: 'For which purposes.' })
  purposes!: Purpose[]

  @Field(() => Boolean, {
    description: 'Whether somebody who is not health personnel may see that an answer is negative.',
  })
  showsNegative!: boolean

  @Field(() => String, { nullable: true, description: 'Bydel of Oslo it is limited to.' })
  district!: string | null

  @Field(() => InstantScalar, { description: 'From when.' })
  validFrom!: Date

  @Field(() => InstantScalar, { nullable: true, description: 'Until when.' })
  validTo!: Date | null

  @Field(() => InstantScalar, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null
}

@ObjectType({
  description: 'What the caller may do, and the pseudonym to give to who lets her in.',
  simpleResolvers: true,
})
export class FollowUpAccess {
  @Field(() => String, { description: 'The caller’s pseudonym.' })
  pseudonym!: string

  @Field(() => [FollowUpAuthorisation], { description: 'Those that hold now.' })
  authorisations!: FollowUpAuthorisation[]
}

@InputType({ description: 'Whom the municipal doctor lets in, for what and how long.' })
export class DelegateFollowUpInput {
  @Field(() => ID, { description: 'A UUID of the client’s: asked again with the same, it is the same authorisation.' })
  id!: string

  @Field(() => String, { description: 'Kommunenummer.' })
  municipality!: string

  @Field(() => String, { description: 'The pseudonym of who is let in.' })
  pseudonym!: string

  @Field(() => FollowUpRole, { description: 'CONTACT_TRACER or QUARANTINE_TEAM.' })
  role!: Actor

  @Field(() => [FollowUpPurpose], { description: 'For which purposes.' })
  purposes!: FollowUpPurpose[]

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Let somebody who is not health personnel see that an answer is negative.',
  })
  showsNegative!: boolean

  @Field(() => String, { nullable: true, description: 'Only this bydel of Oslo, two digits.' })
  district?: string

  @Field(() => InstantScalar, { description: 'Until when; 180 days at most.' })
  validTo!: Date
}

@InputType({ description: 'Which authorisation ends now.' })
export class RevokeFollowUpInput {
  @Field(() => ID, { description: 'The authorisation.' })
  id!: string

  @Field(() => String, { description: 'Kommunenummer.' })
  municipality!: string
}

@ObjectType({ description: 'Those let in, after a change.', simpleResolvers: true })
export class FollowUpPayload {
  @Field(() => [FollowUpAuthorisation], {
    description: 'All that have been given in the municipality and have not ended.',
  })
  authorisations!: FollowUpAuthorisation[]
}
