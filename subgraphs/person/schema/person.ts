import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifierKind } from '../../../schema/scalars/person-identifier.ts'

/** The fields of a person are resolved in resolvers/person-fields.ts; this is all that travels between registries. */
@ObjectType('Person', { description: 'A person, as the registries know them.' })
@Directive('@key(fields: "grant")')
export class PersonStub {
  @Field(() => ID, { description: 'Sealed permission to see this person. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  grant!: string
}

/** A registry that may judge a basis says that the caller acts for somebody; who that is, is told here. */
@ObjectType('Representation', {
  description: 'That the person who is signed in may act for another, and for what.',
})
@Directive('@key(fields: "mandate")')
export class RepresentationStub {
  @Field(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate!: string
}

/** As `RepresentationStub`, for health personnel and their patient. */
@ObjectType('PatientAccess', { description: 'Health personnel’s access to a patient.' })
@Directive('@key(fields: "mandate")')
export class PatientAccessStub {
  @Field(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate!: string
}

/** As stored, from the register: never read from the number. */
export const Sex = { FEMALE: 'F', MALE: 'M' } as const
registerEnumType(Sex, {
  name: 'Sex',
  description: 'Sex in Folkeregisteret.',
  valuesConfig: { FEMALE: { description: 'Woman or girl.' }, MALE: { description: 'Man or boy.' } },
})

export const Language = { NB: 'nb', NN: 'nn', EN: 'en', SE: 'se' } as const
registerEnumType(Language, {
  name: 'Language',
  description: 'A language a person prefers to be written to in.',
  valuesConfig: {
    NB: { description: 'Bokmål.' },
    NN: { description: 'Nynorsk.' },
    EN: { description: 'English.' },
    SE: { description: 'Northern Sámi.' },
  },
})

const IdentityKind = {
  FODSELSNUMMER: 'FODSELSNUMMER',
  D_NUMMER: 'D_NUMMER',
  FELLES_HJELPENUMMER: 'FELLES_HJELPENUMMER',
} as const satisfies { [Kind in PersonIdentifierKind]: Kind }
registerEnumType(IdentityKind, {
  name: 'IdentityKind',
  description: 'The kinds of national identity number.',
  valuesConfig: {
    FODSELSNUMMER: { description: 'For those who are or have been registered as resident in Norway.' },
    D_NUMMER: { description: 'For those who have a need of a number without being resident.' },
    FELLES_HJELPENUMMER: { description: 'Given in the health service to those who have neither of the others.' },
  },
})

@ObjectType({ description: 'A name in Folkeregisteret.', simpleResolvers: true })
export class PersonName {
  @Field(() => String, { nullable: true, description: 'Given name.' })
  given!: string | null

  @Field(() => String, { nullable: true, description: 'Middle name.' })
  middle!: string | null

  @Field(() => String, { nullable: true, description: 'Family name.' })
  family!: string | null

  @Field(() => String, { description: 'The whole name, given name first.' })
  full!: string
}

/** In the log of who has seen somebody: a person who acted for her, by a reference that only her reader of it can open. */
@ObjectType('AccessLogRepresentative', { description: 'Somebody who represented the person when her data were seen.' })
@Directive('@key(fields: "reference")')
export class RepresentativeStub {
  @Field(() => ID, { description: 'Sealed, for the reader of the log alone.' })
  @Directive('@inaccessible')
  reference!: string
}

@ObjectType({ description: 'A Norwegian kommune.', simpleResolvers: true })
export class Municipality {
  @Field(() => String, { description: 'Kommunenummer, four digits.' })
  number!: string

  @Field(() => String, {
    nullable: true,
    description: 'Its name; empty when the number is not in the list of kommuner.',
  })
  name!: string | null
}

@ObjectType({
  description: 'That a person has or has had an identity number, and of which kind. The number itself is never shown.',
  simpleResolvers: true,
})
export class Identity {
  @Field(() => IdentityKind, { description: 'Which kind of number.' })
  kind!: PersonIdentifierKind

  @Field(() => LocalDateScalar, { description: 'The day it was given.' })
  issuedOn!: LocalDate

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The day another number took its place; empty for the current one.',
  })
  supersededOn!: LocalDate | null
}

@ObjectType({ description: 'A parent or a child of a person.', simpleResolvers: true })
export class Relative {
  @Field(() => PersonName, { description: 'Name in Folkeregisteret.' })
  name!: PersonName

  @Field(() => LocalDateScalar, { description: 'Date of birth.' })
  birthDate!: LocalDate

  @Field(() => Boolean, {
    description: 'Whether the parent of the two has parental responsibility (foreldreansvar) for the child.',
  })
  hasCustody!: boolean
}
