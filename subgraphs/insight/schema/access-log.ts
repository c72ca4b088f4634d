import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { Area, CallerKind } from '../../../schema/access.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { RepresentativeStub } from './person.ts'

export const AccessKind = { READ: 'read', DISCLOSURE: 'disclosure' } as const
export type AccessKindValue = (typeof AccessKind)[keyof typeof AccessKind]
registerEnumType(AccessKind, {
  name: 'AccessKind',
  description: 'How somebody came to know the data.',
  valuesConfig: {
    READ: { description: 'They were looked at.' },
    DISCLOSURE: { description: 'A copy was given, and who has it answers for it from then on.' },
  },
})

export const AccessArea = {
  IDENTITY: 'identity',
  VACCINATIONS: 'vaccinations',
  TESTS: 'tests',
  RECOVERIES: 'recoveries',
  CERTIFICATES: 'certificates',
  ENTRIES: 'entries',
  CONSENTS: 'consents',
  INSIGHT: 'insight',
} as const satisfies { readonly [Name in Uppercase<Area>]: Lowercase<Name> }
registerEnumType(AccessArea, {
  name: 'AccessArea',
  description: 'A kind of information about a person.',
  valuesConfig: {
    IDENTITY: { description: 'Name and other details in Folkeregisteret.' },
    VACCINATIONS: { description: 'Vaccinations in SYSVAK.' },
    TESTS: { description: 'Test results.' },
    RECOVERIES: { description: 'Past infections.' },
    CERTIFICATES: { description: 'COVID certificates.' },
    ENTRIES: { description: 'Entries into Norway.' },
    CONSENTS: { description: 'Privacy settings.' },
    INSIGHT: { description: 'This overview.' },
  },
})

export const AccessRole = {
  CITIZEN: 'citizen',
  HEALTH_PERSONNEL: 'health-personnel',
  CLERK: 'clerk',
  MACHINE: 'machine',
} as const satisfies Record<string, CallerKind>
registerEnumType(AccessRole, {
  name: 'AccessRole',
  description: 'In what capacity somebody asked.',
  valuesConfig: {
    CITIZEN: { description: 'As a private person: oneself, or somebody who represents one.' },
    HEALTH_PERSONNEL: { description: 'As health personnel.' },
    CLERK: { description: 'At work in a public body, without being health personnel.' },
    MACHINE: { description: 'A computer system, with no person behind the question.' },
  },
})

@ObjectType({ description: 'An organisation in Enhetsregisteret.', simpleResolvers: true })
export class AccessOrganisation {
  @Field(() => String, { description: 'Organisation number, nine digits.' })
  number!: string

  @Field(() => String, { description: 'Its name; its number where the name is not in our list.' })
  name!: string
}

@ObjectType({ description: 'Who asked.', simpleResolvers: true })
export class AccessActor {
  @Field(() => Boolean, { description: 'Whether it was the one who reads this.' })
  isYou!: boolean

  @Field(() => String, {
    nullable: true,
    description:
      'Name of somebody at work, as the sign-in had it. Empty for computer systems, and for citizens: see `representedBy`.',
  })
  name!: string | null

  @Field(() => AccessRole, { description: 'In what capacity.' })
  role!: CallerKind

  @Field(() => String, { description: 'In what capacity, in the reader’s language.' })
  roleName!: string

  @Field(() => String, { nullable: true, description: 'Number in Helsepersonellregisteret.' })
  hprNumber!: string | null

  @Field(() => AccessOrganisation, { nullable: true, description: 'The organisation they asked for.' })
  organisation!: AccessOrganisation | null

  @Field(() => AccessOrganisation, { nullable: true, description: 'The legal entity that organisation belongs to.' })
  parentOrganisation!: AccessOrganisation | null

  @Field(() => AccessOrganisation, { nullable: true, description: 'Who supplies the software they asked with.' })
  supplier!: AccessOrganisation | null

  @Field(() => String, { description: 'The software they asked with, as its sign-in names it.' })
  application!: string
}

@ObjectType({ description: 'One time that somebody saw a person’s data, or got a copy.', simpleResolvers: true })
export class AccessLogEntry {
  @Field(() => ID, { description: 'Names this line, for questions about it.' })
  id!: string

  @Field(() => InstantScalar, { description: 'When.' })
  at!: Date

  @Field(() => AccessKind, { description: 'Looked at, or given as a copy.' })
  kind!: AccessKindValue

  @Field(() => AccessArea, { description: 'What kind of information.' })
  area!: Area

  @Field(() => String, { description: 'What kind of information, in the reader’s language.' })
  areaName!: string

  @Field(() => String, { description: 'The register it came from, in the reader’s language.' })
  registerName!: string

  @Field(() => String, { description: 'What it was for, in the reader’s language.' })
  purpose!: string

  @Field(() => String, { description: 'Why it was allowed: a relation or a rule of law, in the reader’s language.' })
  legalBasis!: string

  @Field(() => AccessActor, { description: 'Who asked.' })
  actor!: AccessActor

  @Field(() => RepresentativeStub, {
    nullable: true,
    description: 'Who asked, where it was somebody who represents the person: a parent, or somebody with fullmakt.',
  })
  representedBy!: RepresentativeStub | null

  @Field(() => AccessOrganisation, { nullable: true, description: 'Who got the copy, of a disclosure.' })
  recipient!: AccessOrganisation | null

  @Field(() => String, { description: 'Names the request, for questions about it to those who run the service.' })
  reference!: string
}

@ObjectType({ description: 'Where a page ends.', simpleResolvers: true })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more.' })
  hasNextPage!: boolean

  @Field(() => String, { nullable: true, description: 'What to give as `after` for the next page.' })
  endCursor!: string | null
}

@ObjectType({ description: 'A page of the log of who has seen a person’s data.', simpleResolvers: true })
export class AccessLogConnection {
  @Field(() => [AccessLogEntry], { description: 'The last first.' })
  nodes!: AccessLogEntry[]

  @Field(() => PageInfo, { description: 'Where this page ends.' })
  pageInfo!: PageInfo
}
