import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { LocalDateScalar } from '../../../schema/scalars/local-date.ts'

/*
 * What certificates need to know, in the registries' own words. All of it is @external: other subgraphs own it, the
 * gateway gathers it (@requires), and nothing here is published a second time.
 */

export enum TestMethod {
  NAAT = 'NAAT',
  RAT = 'RAT',
  ANTIBODY = 'ANTIBODY',
}
registerEnumType(TestMethod, { name: 'TestMethod' })

export enum TestOutcome {
  POSITIVE = 'POSITIVE',
  NEGATIVE = 'NEGATIVE',
  INCONCLUSIVE = 'INCONCLUSIVE',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(TestOutcome, { name: 'TestOutcome' })

export enum ResultState {
  PRELIMINARY = 'PRELIMINARY',
  FINAL = 'FINAL',
  CORRECTED = 'CORRECTED',
}
registerEnumType(ResultState, { name: 'ResultState' })

export enum CaseConfirmation {
  NAAT = 'NAAT',
  RAT = 'RAT',
  ANTIBODY = 'ANTIBODY',
}
registerEnumType(CaseConfirmation, { name: 'CaseConfirmation' })

@ObjectType('PersonName')
export class RegisteredName {
  @Directive('@external')
  @Field(() => String, { nullable: true })
  given!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  middle!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  family!: string | null
}

@ObjectType('Vaccine')
export class RegisteredVaccine {
  @Directive('@external')
  @Field(() => String, { nullable: true })
  euProduct!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  euManufacturer!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  euProphylaxis!: string | null

  @Directive('@external')
  @Field(() => Int, { nullable: true })
  dosesInSeries!: number | null
}

@ObjectType('VaccinationPerformer')
export class RegisteredPerformer {
  @Directive('@external')
  @Field(() => String, { nullable: true })
  organisationNumber!: string | null
}

@ObjectType('Vaccination')
export class RegisteredVaccination {
  @Directive('@external')
  @Field(() => ID)
  id!: string

  @Directive('@external')
  @Field(() => LocalDateScalar)
  givenOn!: string

  @Directive('@external')
  @Field(() => String)
  code!: string

  @Directive('@external')
  @Field(() => Int, { nullable: true })
  doseNumber!: number | null

  @Directive('@external')
  @Field(() => String)
  country!: string

  @Directive('@external')
  @Field(() => RegisteredVaccine, { nullable: true })
  vaccine!: RegisteredVaccine | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  batchNumber!: string | null

  @Directive('@external')
  @Field(() => RegisteredPerformer, { nullable: true })
  performer!: RegisteredPerformer | null
}

@ObjectType('SampleTaker')
export class RegisteredSampleTaker {
  @Directive('@external')
  @Field(() => String, { nullable: true })
  organisationNumber!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  name!: string | null
}

@ObjectType('TestResult')
export class RegisteredTest {
  @Directive('@external')
  @Field(() => ID)
  id!: string

  @Directive('@external')
  @Field(() => TestMethod)
  method!: TestMethod

  @Directive('@external')
  @Field(() => TestOutcome)
  outcome!: TestOutcome

  @Directive('@external')
  @Field(() => ResultState)
  state!: ResultState

  @Directive('@external')
  @Field(() => Date, { nullable: true })
  sampledAt!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  deviceId!: string | null

  @Directive('@external')
  @Field(() => String, { nullable: true })
  testName!: string | null

  @Directive('@external')
  @Field(() => RegisteredSampleTaker, { nullable: true })
  performer!: RegisteredSampleTaker | null
}

@ObjectType('Recovery')
export class RegisteredCase {
  @Directive('@external')
  @Field(() => ID)
  id!: string

  @Directive('@external')
  @Field(() => LocalDateScalar)
  firstPositiveOn!: string

  @Directive('@external')
  @Field(() => CaseConfirmation)
  confirmedBy!: CaseConfirmation

  @Directive('@external')
  @Field(() => String)
  country!: string
}

/** A person as certificates see one: the grant, and the facts the gateway gathered. Null is «could not be reached». */
@Directive('@key(fields: "grant")')
@ObjectType('Person')
export class PersonStub {
  @Directive('@inaccessible')
  @Field(() => ID)
  grant!: string

  @Directive('@external')
  @Field(() => RegisteredName, { nullable: true })
  name?: RegisteredName | null

  @Directive('@external')
  @Field(() => LocalDateScalar, { nullable: true })
  birthDate?: string | null

  @Directive('@external')
  @Field(() => [RegisteredVaccination], { nullable: true })
  vaccinations?: readonly RegisteredVaccination[] | null

  @Directive('@external')
  @Field(() => [RegisteredTest], { nullable: true })
  testResults?: readonly RegisteredTest[] | null

  @Directive('@external')
  @Field(() => [RegisteredCase], { nullable: true })
  recoveries?: readonly RegisteredCase[] | null
}
