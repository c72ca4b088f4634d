import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { Area } from '../../../../schema/access.ts'
import { type LocalDate, LocalDateScalar } from '../../../../schema/scalars/local-date.ts'

export const RepresentationBasis = {
  PARENT: 'parent',
  FULLMAKT: 'fullmakt',
  TILDELT_FULLMAKT: 'tildelt-fullmakt',
} as const
export type RepresentationBasisValue = (typeof RepresentationBasis)[keyof typeof RepresentationBasis]
registerEnumType(RepresentationBasis, {
  name: 'RepresentationBasis',
  description: 'By what right one person acts for another.',
  valuesConfig: {
    PARENT: { description: 'A parent with parental responsibility (foreldreansvar), for a child under 16.' },
    FULLMAKT: { description: 'A power of attorney that the person has given.' },
    TILDELT_FULLMAKT: {
      description: 'A power of attorney assigned by a doctor, for somebody who cannot consent.',
    },
  },
})

export const RepresentedArea = {
  IDENTITY: 'identity',
  VACCINATIONS: 'vaccinations',
  TESTS: 'tests',
  RECOVERIES: 'recoveries',
  CERTIFICATES: 'certificates',
  ENTRIES: 'entries',
  INSIGHT: 'insight',
  CONSENTS: 'consents',
} as const satisfies Record<string, Area>
registerEnumType(RepresentedArea, {
  name: 'RepresentedArea',
  description: 'Kinds of information that one person may see for another.',
  valuesConfig: {
    IDENTITY: { description: 'Name, date of birth and the like.' },
    VACCINATIONS: { description: 'Vaccinations.' },
    TESTS: { description: 'Test results.' },
    RECOVERIES: { description: 'Confirmed cases of disease.' },
    CERTIFICATES: { description: 'COVID certificates, and with them the facts they are made of.' },
    ENTRIES: { description: 'Entries to Norway.' },
    INSIGHT: { description: 'Who has seen the person’s data.' },
    CONSENTS: { description: 'Consents, reservations and access restrictions.' },
  },
})

@ObjectType({
  description: 'That the person who is signed in may act for another, and for what.',
  simpleResolvers: true,
})
@Directive('@key(fields: "mandate", resolvable: false)')
@Directive('@tag(name: "citizen")')
export class Representation {
  @Field(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate!: string

  @Field(() => ID, {
    description:
      'Names the right, to ask for it alone, as in an address. The same at each sign-in, and of no use to anybody else.',
  })
  id!: string

  @Field(() => RepresentationBasis, { description: 'By what right.' })
  basis!: RepresentationBasisValue

  @Field(() => [RepresentedArea], { description: 'What it opens.' })
  areas!: Area[]

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day; empty when no end is set.' })
  validUntil!: LocalDate | null
}
