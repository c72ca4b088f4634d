import { Field, ID, ObjectType } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import type * as Stored from '../store/tables.ts'
import { ResultState, TestMethod, TestOutcome } from './result-codes.ts'

@ObjectType({ description: 'The laboratory that examined a sample.', simpleResolvers: true })
export class Laboratory {
  @Field(() => String, { nullable: true, description: 'HER-id in Norsk helsenett’s address register.' })
  herId!: string | null

  @Field(() => String, { nullable: true, description: 'Name of the laboratory.' })
  name!: string | null
}

@ObjectType({ description: 'Who took a sample.', simpleResolvers: true })
export class SampleTaker {
  @Field(() => String, { nullable: true, description: 'Organisation number in Enhetsregisteret, nine digits.' })
  organisationNumber!: string | null

  @Field(() => String, { nullable: true, description: 'Name of the organisation.' })
  name!: string | null
}

@ObjectType({ description: 'One of the answers a laboratory has given about a sample.', simpleResolvers: true })
export class TestResultVersion {
  @Field(() => ResultState, { description: 'How settled this answer was.' })
  state!: Stored.ResultState

  @Field(() => TestOutcome, { description: 'What it said was found.' })
  outcome!: Stored.Outcome

  @Field(() => String, { description: 'The laboratory’s own words.' })
  resultText!: string

  @Field(() => InstantScalar, { description: 'When it was received.' })
  receivedAt!: Date
}

@ObjectType({
  description: 'What is known of one sample. All answers about it are one result, which shows the newest of them.',
  simpleResolvers: true,
})
export class TestResult {
  @Field(() => ID, {
    description: 'The sampling event. The same for the preliminary answer, the final and corrections.',
  })
  id!: string

  @Field(() => TestMethod, { description: 'How the sample was examined.' })
  method!: Stored.TestMethod

  @Field(() => TestOutcome, { description: 'What was found.' })
  outcome!: Stored.Outcome

  @Field(() => ResultState, { description: 'How settled the result is. A preliminary one is not an answer yet.' })
  state!: Stored.ResultState

  @Field(() => String, { description: 'The laboratory’s own words.' })
  resultText!: string

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When the sample was taken, where the laboratory said so.',
  })
  sampledAt!: Date | null

  @Field(() => Boolean, { description: 'Whether it is known when the sample was taken.' })
  isSampleTimeKnown!: boolean

  @Field(() => InstantScalar, { description: 'When the newest answer was received.' })
  receivedAt!: Date

  @Field(() => String, { nullable: true, description: 'EU device number of a rapid test.' })
  deviceId!: string | null

  @Field(() => String, { nullable: true, description: 'Name of the test.' })
  testName!: string | null

  @Field(() => Laboratory, { nullable: true, description: 'The laboratory, where it is registered.' })
  laboratory!: Laboratory | null

  @Field(() => SampleTaker, { nullable: true, description: 'Who took the sample, where that is registered.' })
  performer!: SampleTaker | null

  @Field(() => [TestResultVersion], { description: 'All answers about the sample, the one that counts first.' })
  versions!: readonly TestResultVersion[]
}
