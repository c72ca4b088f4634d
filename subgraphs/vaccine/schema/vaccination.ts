import { Field, ID, Int, ObjectType } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import { Vaccine } from './vaccine.ts'

@ObjectType({ description: 'Who gave a dose.', simpleResolvers: true })
export class VaccinationPerformer {
  @Field(() => String, { nullable: true, description: 'Organisation number in Enhetsregisteret, nine digits.' })
  organisationNumber!: string | null

  @Field(() => String, { nullable: true, description: 'Name of the organisation.' })
  name!: string | null
}

@ObjectType({ description: 'One dose of a vaccine, as registered in SYSVAK.', simpleResolvers: true })
export class Vaccination {
  @Field(() => ID, {
    description: 'SYSVAK’s own number of the event. The same for as long as the event is registered.',
  })
  id!: string

  @Field(() => LocalDateScalar, { description: 'The day the dose was given.' })
  givenOn!: LocalDate

  @Field(() => String, { description: 'The vaccine’s SYSVAK code, exactly as registered.' })
  code!: string

  @Field(() => Boolean, {
    description:
      'The code is not in the list of vaccines. The dose counts as registered; what it was is not known here.',
  })
  isUnknownCode!: boolean

  @Field(() => Vaccine, { nullable: true, description: 'The vaccine behind the code; empty when the code is unknown.' })
  vaccine!: Vaccine | null

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the dose as registered; has no upper bound, and may be missing.',
  })
  doseNumber!: number | null

  @Field(() => String, { nullable: true, description: 'Batch number as registered.' })
  batchNumber!: string | null

  @Field(() => String, { description: 'Country the dose was given in, two letters (ISO 3166-1).' })
  country!: string

  @Field(() => Boolean, { description: 'Given outside Norway.' })
  isForeign!: boolean

  @Field(() => Boolean, { description: 'Registered later, by somebody other than the one who gave it.' })
  isAfterRegistered!: boolean

  @Field(() => InstantScalar, { description: 'When it was registered in SYSVAK.' })
  registeredAt!: Date

  @Field(() => VaccinationPerformer, { nullable: true, description: 'Who gave it, where that is registered.' })
  performer!: VaccinationPerformer | null
}
