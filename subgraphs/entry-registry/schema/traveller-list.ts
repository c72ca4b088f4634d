import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { TestStatus as Status } from '../../../schema/cohort.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { Candidate } from '../domain/choose.ts'
import type { LawSource as Source } from '../domain/law.ts'
import type { OpenList } from '../lists/open-list.ts'
import type { IdentitySource as StoredIdentitySource } from '../store/tables.ts'
import { Entry } from './entry.ts'
import { IdentitySource } from './entry-codes.ts'
import { LawSource, MunicipalityRole, TestStatus, UnmatchedReason } from './list-codes.ts'

@InputType({ description: 'Which travellers. Conditions are added together.' })
export class TravellerFilter {
  @Field(() => [ID], { nullable: true, description: 'These entries.' })
  ids?: string[]

  @Field(() => LocalDateScalar, { nullable: true, description: 'Arrived on this day or later.' })
  travelledFrom?: LocalDate

  @Field(() => LocalDateScalar, { nullable: true, description: 'Arrived on this day or earlier.' })
  travelledTo?: LocalDate

  @Field(() => [String], { nullable: true, description: 'Languages for follow-up, ISO 639-1.' })
  languages?: string[]

  @Field(() => [IdentitySource], { nullable: true, description: 'How the identity number came in.' })
  identitySources?: StoredIdentitySource[]

  @Field(() => MunicipalityRole, { nullable: true, description: 'What the municipality is to them.' })
  municipalityRole?: MunicipalityRole

  @Field(() => String, { nullable: true, description: 'Bydel of Oslo, two digits.' })
  district?: string

  @Field(() => String, { nullable: true, description: 'The beginning of a name.' })
  name?: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'Date of birth.' })
  birthDate?: LocalDate

  @Field(() => Boolean, { nullable: true, description: 'With a suspected breach.' })
  hasSuspectedBreach?: boolean

  @Field(() => [TestStatus], { nullable: true, description: 'For those who may see results.' })
  testStatuses?: Status[]

  @Field(() => Boolean, { nullable: true, description: 'To be followed up, or not; says nothing of why.' })
  toFollowUp?: boolean
}

@InputType({
  description: 'That a list is demanded in the single case (smittevernloven § 3-6, covid-19-forskriften § 5b).',
})
export class DemandInput {
  @Field(() => String, { description: 'Why. Kept, with the provisions that were used.' })
  reason!: string
}

@ObjectType({ description: 'How many entries are joined to nothing, for one reason.', simpleResolvers: true })
export class UnmatchedEntries {
  @Field(() => UnmatchedReason, { description: 'Why.' })
  reason!: UnmatchedReason

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType({ description: 'How many of a list stand alike.', simpleResolvers: true })
export class StatusCount {
  @Field(() => TestStatus, { description: 'How they stand.' })
  status!: Status

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType({ description: 'A source of a list: open, and by which provision, or why not.', simpleResolvers: true })
export class ListSourceState {
  @Field(() => LawSource, { description: 'The source.' })
  source!: Source

  @Field(() => Boolean, { description: 'Whether it is part of the list.' })
  isOpen!: boolean

  @Field(() => String, { nullable: true, description: 'Code of the error that keeps it out.' })
  code!: string | null

  @Field(() => String, { nullable: true, description: 'The provision that opens it, or would.' })
  paragraph!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The day a provision that keeps it out applies from, if decided.',
  })
  validFrom!: string | null

  @Field(() => InstantScalar, { nullable: true, description: 'When its copy was last brought up to date.' })
  copyUpdatedAt!: Date | null
}

@ObjectType({ description: 'A traveller on a list.' })
@Directive('@key(fields: "mandate", resolvable: false)')
export class Traveller {
  readonly list!: OpenList
  readonly candidate!: Candidate

  @Field(() => ID, { description: 'The same on every list, and for as long as the entry is kept.' })
  id!: string

  @Field(() => Entry, { description: 'What was registered.' })
  entry!: Entry

  @Field(() => [MunicipalityRole], { description: 'What the municipality that asks is to the traveller.' })
  municipalityRoles!: MunicipalityRole[]

  @Field(() => Boolean, { description: 'Whether quarantine is to be followed up. Says nothing of results.' })
  toFollowUp!: boolean
}

@ObjectType({ description: 'A place on a list.', simpleResolvers: true })
export class TravellerEdge {
  @Field(() => String, { description: 'Where to go on: `after`.' })
  cursor!: string

  @Field(() => Traveller, { description: 'Who stands there.' })
  node!: Traveller
}

@ObjectType({ description: 'Where in a list a page is.', simpleResolvers: true })
export class TravellerPageInfo {
  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage!: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the last on the page.' })
  endCursor!: string | null
}

@ObjectType({ description: 'A list as a file, for who works with it elsewhere.', simpleResolvers: true })
export class TravellerFile {
  @Field(() => String, { description: 'A name for it; tells of nobody.' })
  name!: string

  @Field(() => String, { description: 'Its media type.' })
  mediaType!: string

  @Field(() => String, { description: 'The bytes, in base64.' })
  content!: string

  @Field(() => Int, { description: 'How many travellers are in it.' })
  rows!: number

  @Field(() => String, {
    nullable: true,
    description: 'The cursor to go on from where the list is longer than a file; empty where all is there.',
  })
  endCursor!: string | null
}

@ObjectType({ description: 'Travellers of a list, in its order.' })
@Directive('@key(fields: "cohort")')
export class TravellerList {
  /** Opened where the second half of the answer begins. */
  readonly list?: OpenList

  @Field(() => ID, { description: 'Who may be on the list, sealed. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  cohort!: string

  @Field(() => ID, { nullable: true, description: 'Which numbers are one person’s, sealed.' })
  @Directive('@external')
  aliases?: string | null

  @Field(() => ID, { nullable: true, description: 'How those who may be on the list stand, sealed.' })
  @Directive('@external')
  outcomes?: string | null

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Ask for changes since this next time; what is told twice does no harm.',
  })
  changesUntil?: Date | null

  @Field(() => String, {
    nullable: true,
    description: 'Who tells a municipality of a positive answer: the one medically responsible. This list does not.',
  })
  alertResponsibility?: string
}
