import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { ConfirmationMethod } from '../domain/confirmed-case.ts'

const CaseConfirmation = { NAAT: 'NAAT', RAT: 'RAT', ANTIBODY: 'ANTIBODY' } as const satisfies {
  [Method in ConfirmationMethod]: Method
}
registerEnumType(CaseConfirmation, {
  name: 'CaseConfirmation',
  description: 'What confirmed a case. Only a NAAT (PCR or like) gives a certificate of recovery.',
  valuesConfig: {
    NAAT: { description: 'A PCR test, or another test that finds the virus’s genes.' },
    RAT: { description: 'A rapid antigen test.' },
    ANTIBODY: { description: 'A test for antibodies.' },
  },
})

@ObjectType({ description: 'A confirmed case of COVID-19, as notified to MSIS.', simpleResolvers: true })
export class Recovery {
  @Field(() => ID, { description: 'MSIS’s own number of the case. The same for as long as the case is registered.' })
  id!: string

  @Field(() => LocalDateScalar, { description: 'The day of the first positive sample of this case.' })
  firstPositiveOn!: LocalDate

  @Field(() => CaseConfirmation, { description: 'What confirmed it.' })
  confirmedBy!: ConfirmationMethod

  @Field(() => String, { description: 'Country the sample was taken in, two letters (ISO 3166-1).' })
  country!: string

  @Field(() => InstantScalar, { description: 'When it was registered in MSIS.' })
  registeredAt!: Date
}
