import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { InstantScalar } from '../../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../../schema/scalars/local-date.ts'
import { PersonIdentifierScalar } from '../../../../schema/scalars/person-identifier-scalar.ts'
import type { FullmaktArea as FullmaktAreaValue, FullmaktState as FullmaktStateValue } from '../domain/fullmakt.ts'
import { RepresentationBasis, type RepresentationBasisValue } from './representation.ts'

export const FullmaktArea = {
  VACCINATIONS: 'vaccinations',
  TESTS: 'tests',
  RECOVERIES: 'recoveries',
  CERTIFICATES: 'certificates',
  INSIGHT: 'insight',
  CONSENTS: 'consents',
} as const satisfies Record<string, FullmaktAreaValue>
registerEnumType(FullmaktArea, {
  name: 'FullmaktArea',
  description: 'What a fullmakt can be given for.',
  valuesConfig: {
    VACCINATIONS: { description: 'Vaccinations.' },
    TESTS: { description: 'Test results.' },
    RECOVERIES: { description: 'Confirmed cases of disease.' },
    CERTIFICATES: { description: 'COVID certificates, and with them the facts they are made of.' },
    INSIGHT: { description: 'Who has seen the person’s data.' },
    CONSENTS: {
      description: 'To see consents, reservations and access restrictions. To decide them takes a tildelt fullmakt.',
    },
  },
})

export const FullmaktState = { IN_FORCE: 'in-force', EXPIRED: 'expired', ENDED: 'ended' } as const satisfies Record<
  string,
  FullmaktStateValue
>
registerEnumType(FullmaktState, {
  name: 'FullmaktState',
  description: 'Whether a fullmakt is in force.',
  valuesConfig: {
    IN_FORCE: { description: 'In force today.' },
    EXPIRED: { description: 'Its last day has passed.' },
    ENDED: { description: 'Withdrawn by the giver, declined by the receiver, or ended by the register.' },
  },
})

@ObjectType({ description: 'One side of a fullmakt.', simpleResolvers: true })
export class FullmaktParty {
  @Field(() => String, { description: 'Name, as it stands in the fullmakt.' })
  name!: string

  @Field(() => String, { description: 'The first six digits of the identity number; the rest is masked.' })
  maskedIdentifier!: string
}

@ObjectType({ description: 'That one person may act for another in some areas.', simpleResolvers: true })
export class Fullmakt {
  @Field(() => ID, { description: 'The reference by which both sides speak of it.' })
  id!: string

  @Field(() => RepresentationBasis, { description: 'Given by the person herself, or assigned by a doctor.' })
  basis!: RepresentationBasisValue

  @Field(() => FullmaktParty, { description: 'Who is acted for.' })
  giver!: FullmaktParty

  @Field(() => FullmaktParty, { description: 'Who may act.' })
  receiver!: FullmaktParty

  @Field(() => [FullmaktArea], { description: 'For what.' })
  areas!: FullmaktAreaValue[]

  @Field(() => InstantScalar, { description: 'When it was given.' })
  givenAt!: Date

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day; empty until it is withdrawn.' })
  validUntil!: LocalDate | null

  @Field(() => InstantScalar, { nullable: true, description: 'When it was withdrawn or declined.' })
  endedAt!: Date | null

  @Field(() => FullmaktState, { description: 'Whether it is in force today.' })
  state!: FullmaktStateValue
}

@ObjectType({ description: 'What a person has given and received of fullmakter.', simpleResolvers: true })
export class Fullmakter {
  @Field(() => [Fullmakt], { description: 'Those she has given, the newest first.' })
  given!: Fullmakt[]

  @Field(() => [Fullmakt], { description: 'Those she has received and may act by today, the newest first.' })
  received!: Fullmakt[]
}

@InputType({ description: 'Who shall be able to act: number and name must be the same person’s.' })
export class FullmaktReceiverInput {
  @Field(() => PersonIdentifierScalar, { description: 'The receiver’s identity number.' })
  identifier!: string

  @Field(() => String, { description: 'The receiver’s name, given name and family name, as in Folkeregisteret.' })
  name!: string
}

@InputType({ description: 'A fullmakt that a doctor assigns for a patient who cannot consent.' })
export class AssignedFullmaktInput {
  @Field(() => PersonIdentifierScalar, { description: 'The patient’s identity number; only ever in a variable.' })
  patient!: string

  @Field(() => FullmaktReceiverInput, { description: 'Who shall be able to act.' })
  receiver!: FullmaktReceiverInput

  @Field(() => [FullmaktArea], { description: 'For what; at least one area.' })
  areas!: FullmaktAreaValue[]

  @Field(() => LocalDateScalar, { description: 'The last day, at most two years ahead.' })
  validUntil!: LocalDate

  @Field(() => String, { description: 'Why the patient cannot consent, in a sentence.' })
  assessment!: string
}

@InputType({ description: 'A fullmakt to give.' })
export class FullmaktInput {
  @Field(() => FullmaktReceiverInput, { description: 'Who shall be able to act.' })
  receiver!: FullmaktReceiverInput

  @Field(() => [FullmaktArea], { description: 'For what; at least one area.' })
  areas!: FullmaktAreaValue[]

  @Field(() => LocalDateScalar, { nullable: true, description: 'The last day; until it is withdrawn when left out.' })
  validUntil?: LocalDate | null
}
