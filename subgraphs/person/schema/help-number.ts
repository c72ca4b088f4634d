import { Field, InputType, ObjectType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import { Sex } from './person.ts'

@InputType({ description: 'A travel document, by which a number is found again.' })
export class TravelDocumentInput {
  @Field(() => String, { description: 'The country that issued it, ISO 3166-1, two letters.' })
  country!: string

  @Field(() => String, { description: 'Its number, as it stands there.' })
  number!: string
}

@InputType({ description: 'Who is to have a felles hjelpenummer: somebody with neither fødselsnummer nor D-nummer.' })
export class HelpNumberInput {
  @Field(() => String, { description: 'Given name.' })
  givenName!: string

  @Field(() => String, { description: 'Family name.' })
  familyName!: string

  @Field(() => LocalDateScalar, { description: 'Date of birth.' })
  birthDate!: LocalDate

  @Field(() => Sex, { description: 'Sex.' })
  sex!: 'F' | 'M'

  @Field(() => TravelDocumentInput, { description: 'The travel document that was shown.' })
  document!: TravelDocumentInput
}

@ObjectType({ description: 'A felles hjelpenummer, to register a test or a vaccination on.', simpleResolvers: true })
export class HelpNumber {
  @Field(() => String, { description: 'Eleven digits. The only number that the graph gives.' })
  number!: string

  @Field(() => Boolean, { description: 'Whether it was issued now; otherwise it was issued before.' })
  isNew!: boolean
}
