import { Field, Int, ObjectType } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { CountedService } from '../domain/report.ts'
import type { IdentitySource as StoredIdentitySource } from '../store/tables.ts'
import { EntryMunicipality } from './entry.ts'
import { IdentitySource } from './entry-codes.ts'
import { LawSource } from './list-codes.ts'

const few = 'Empty where it is one to four: so few would be recognised.'

@ObjectType({ description: 'How many entries of a municipality and day can be joined.', simpleResolvers: true })
export class JoinableShare {
  @Field(() => EntryMunicipality, { nullable: true, description: 'Empty for entries that no municipality sees.' })
  municipality!: EntryMunicipality | null

  @Field(() => LocalDateScalar, { description: 'The day of entry.' })
  day!: LocalDate

  @Field(() => Int, { nullable: true, description: `Entries. ${few}` })
  entries!: number | null

  @Field(() => Int, {
    nullable: true,
    description:
      'How many in a hundred have a number that results can be found by. Empty where so few are, or are not.',
  })
  percent!: number | null
}

@ObjectType({ description: 'How identity numbers came into the entries of a municipality.', simpleResolvers: true })
export class IdentitySourceShare {
  @Field(() => EntryMunicipality, { nullable: true, description: 'Empty for entries that no municipality sees.' })
  municipality!: EntryMunicipality | null

  @Field(() => IdentitySource, { description: 'How.' })
  identitySource!: StoredIdentitySource

  @Field(() => Int, { nullable: true, description: `Entries. ${few}` })
  entries!: number | null

  @Field(() => Int, { nullable: true, description: 'How many in a hundred of them can be joined.' })
  percent!: number | null
}

@ObjectType({ description: 'That a municipality used a service in a month.', simpleResolvers: true })
export class ServiceActivation {
  @Field(() => EntryMunicipality, { description: 'The municipality.' })
  municipality!: EntryMunicipality

  @Field(() => LawSource, { description: 'The service, by its source.' })
  service!: CountedService

  @Field(() => InstantScalar, { description: 'When it was used the first time that month.' })
  firstUsedAt!: Date

  @Field(() => Boolean, { description: 'Whether the municipality subscribed to it in that month.' })
  isSubscribed!: boolean

  @Field(() => Int, { description: 'Compensation for the month, kroner.' })
  kroner!: number
}

/** Reports without personal data. Each is read where it is asked for: resolvers/reports.ts. */
@ObjectType({ description: 'Numbers about entries and the use of lists, without personal data.' })
export class FollowUpReports {
  @Field(() => Boolean, { description: 'Always true: numbers of one to four are left out.' })
  leavesOutFew!: boolean
}
