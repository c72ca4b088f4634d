import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql'

export const PatientPurpose = { TREATMENT: 'treatment', EMERGENCY: 'emergency' } as const
registerEnumType(PatientPurpose, {
  name: 'PatientPurpose',
  description: 'What health personnel open a patient’s data for.',
  valuesConfig: {
    TREATMENT: { description: 'Health care (helsehjelp). What the patient has closed stays closed.' },
    EMERGENCY: {
      description: 'An emergency: opens also what the patient has closed. Needs the role and a reason; logged apart.',
    },
  },
})

export const PatientBasis = { HELSEHJELP: 'helsehjelp', EMERGENCY: 'emergency' } as const
registerEnumType(PatientBasis, {
  name: 'PatientBasis',
  description: 'By what right health personnel see a patient.',
  valuesConfig: {
    HELSEHJELP: { description: 'Health care.' },
    EMERGENCY: { description: 'An emergency, which overrides what the patient has closed.' },
  },
})

@ObjectType({ description: 'Health personnel’s access to a patient.', simpleResolvers: true })
@Directive('@key(fields: "mandate", resolvable: false)')
@Directive('@tag(name: "personnel")')
export class PatientAccess {
  @Field(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate!: string

  @Field(() => PatientBasis, { description: 'By what right. It stands in the log that the patient reads.' })
  basis!: (typeof PatientBasis)[keyof typeof PatientBasis]
}
