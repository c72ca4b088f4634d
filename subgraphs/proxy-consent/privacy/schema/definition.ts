import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../../schema/scalars/local-date.ts'
import type { LocalText } from '../../../../schema/scalars/locale.ts'

/** type-graphql wants an object for an enum. */
export const SettingKind = {
  CONSENT: 'CONSENT',
  RESERVATION: 'RESERVATION',
  ACCESS_RESTRICTION: 'ACCESS_RESTRICTION',
} as const
registerEnumType(SettingKind, {
  name: 'PrivacySettingKind',
  description: 'What it means that a setting is active.',
  valuesConfig: {
    CONSENT: {
      description: 'Active: the citizen has said yes to a use of her data. Without it the use is not allowed.',
    },
    RESERVATION: {
      description: 'Active: the citizen has said no to a use of her data. Without it the use is allowed.',
    },
    ACCESS_RESTRICTION: { description: 'Active: the citizen has closed data to some or all health personnel.' },
  },
})

export const SettingGroup = {
  RESEARCH: 'RESEARCH',
  SCREENING: 'SCREENING',
  HEALTH_REGISTER: 'HEALTH_REGISTER',
  HELSENORGE: 'HELSENORGE',
} as const
registerEnumType(SettingGroup, {
  name: 'PrivacySettingGroup',
  description: 'Where a citizen looks for a setting.',
  valuesConfig: {
    RESEARCH: { description: 'Research.' },
    SCREENING: { description: 'Screening programmes.' },
    HEALTH_REGISTER: { description: 'Health registries.' },
    HELSENORGE: { description: 'Helsenorge and what health personnel see.' },
  },
})

@ObjectType({ description: 'Who answers for a setting and for the data it is about.', simpleResolvers: true })
export class PrivacyParty {
  @Field(() => ID, { description: 'Its code in PVK.' })
  partKode!: string

  @Field(() => String, { description: 'The name of the organisation.' })
  name!: string
}

@ObjectType({ description: 'One element of what a setting covers, in PVK’s own codes.', simpleResolvers: true })
export class PrivacyScopeElement {
  @Field(() => String, { description: 'What is told apart.' })
  code!: string

  @Field(() => String, { description: 'How it goes together with the others: OG (and) or ELLER (or).' })
  logical!: string

  @Field(() => String, { description: 'Which of it.' })
  detail!: string
}

@ObjectType({
  description: 'A consent, a reservation or a restriction that citizens can take a stand on.',
  simpleResolvers: true,
})
export class PrivacyDefinition {
  /** A field resolver tells it as `id`. */
  guid!: string

  /** Texts; field resolvers pick the language. */
  name!: LocalText
  description!: LocalText

  @Field(() => SettingKind, { description: 'Whether an active setting is a yes or a no.' })
  kind!: keyof typeof SettingKind

  @Field(() => SettingGroup, { description: 'Where a citizen looks for it.' })
  group!: keyof typeof SettingGroup

  /** A field resolver tells it as `owner`. */
  party!: PrivacyParty

  @Field(() => LocalDateScalar, { description: 'The first day it can be set.' })
  validFrom!: LocalDate

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The last day it can be set; empty while there is none.',
  })
  validTo!: LocalDate | null

  @Field(() => Boolean, { description: 'Whether one can choose for how long.' })
  allowsPeriod!: boolean

  @Field(() => Boolean, {
    description: 'Whether a withdrawal is done only when its owner has confirmed it, as when a sample is destroyed.',
  })
  withdrawalIsConfirmed!: boolean

  @Field(() => [PrivacyScopeElement], { description: 'What it covers, for machines.' })
  scope!: readonly PrivacyScopeElement[]
}
