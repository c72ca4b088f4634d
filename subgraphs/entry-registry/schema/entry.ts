import { Field, ID, Int, ObjectType } from 'type-graphql'
import type * as Listed from '../../../schema/code-lists/entry-codes.ts'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { Breach, Contact, Entry as Held, EntryQuality as Quality } from '../domain/entry.ts'
import type { View } from '../domain/view.ts'
import type { BreachKind as StoredBreachKind, ContactOutcome as StoredOutcome } from '../store/contact-tables.ts'
import type * as Stored from '../store/tables.ts'
import {
  BreachKind,
  ContactOutcome,
  EntryIdentityKind,
  EntryQuality,
  EntrySource,
  FollowUp,
  IdentityAssignment,
  IdentitySource,
  LoginMethod,
  QuarantineChoice,
} from './entry-codes.ts'

@ObjectType({ description: 'A kommune as an entry names it.', simpleResolvers: true })
export class EntryMunicipality {
  @Field(() => String, { description: 'Kommunenummer, four digits.' })
  number!: string

  @Field(() => String, { nullable: true, description: 'Its name; empty when the number is not in the list.' })
  name!: string | null
}

@ObjectType({ description: 'The employer a traveller has named.', simpleResolvers: true })
export class EntryEmployer {
  @Field(() => String, { nullable: true, description: 'Organisation number, as written.' })
  organisationNumber!: string | null

  @Field(() => String, { nullable: true, description: 'Name, as written.' })
  name!: string | null

  @Field(() => String, { nullable: true, description: 'Whom to reach there, as written.' })
  contact!: string | null
}

@ObjectType({ description: 'A stay at a quarantine hotel.', simpleResolvers: true })
export class HotelStay {
  @Field(() => String, { description: 'Name of the hotel.' })
  name!: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'First day there.' })
  arrivalOn!: LocalDate | null

  @Field(() => LocalDateScalar, { nullable: true, description: 'Last day there.' })
  departureOn!: LocalDate | null
}

/** Why somebody is exempt is asked for apart: resolvers/entry-fields.ts. */
@ObjectType({ description: 'Where and whether a traveller is in quarantine, by her own word.' })
export class EntryQuarantine {
  readonly held!: Held
  readonly view!: View

  @Field(() => QuarantineChoice, { nullable: true, description: 'Quarantine or exempt.' })
  choice!: 'QUARANTINE' | 'EXEMPT' | null

  @Field(() => Int, { nullable: true, description: 'Kind of place, 4001–4012 (Fiks innreise, level 4).' })
  place!: number | null

  @Field(() => HotelStay, { nullable: true, description: 'The quarantine hotel, if it is one.' })
  hotel!: HotelStay | null
}

@ObjectType({ description: 'A call from the control centre to a traveller.' })
export class ControlCentreContact {
  readonly contact!: Contact
  readonly view!: View

  @Field(() => InstantScalar, { description: 'When.' })
  contactedAt!: Date

  @Field(() => ContactOutcome, { description: 'What came of it.' })
  outcome!: StoredOutcome
}

@ObjectType({ description: 'A suspected breach of the quarantine rules, as told on.', simpleResolvers: true })
export class SuspectedBreach {
  @Field(() => InstantScalar, { description: 'When it was suspected.' })
  suspectedAt!: Date

  @Field(() => BreachKind, { description: 'What it is about.' })
  kind!: StoredBreachKind

  @Field(() => String, { nullable: true, description: 'In the control centre’s words. Never about health.' })
  description!: Breach['description']
}

/** What Beredskapsregisteret adds is asked for apart: resolvers/entry-fields.ts. */
@ObjectType({ description: 'A traveller’s registration of crossing the border into Norway.' })
export class Entry {
  readonly view!: View

  @Field(() => ID, { description: 'Stays the same in both registers, for as long as the entry is kept.' })
  id!: string

  @Field(() => EntrySource, { description: 'The register this was read from.' })
  source!: Stored.EntrySource

  @Field(() => String, { description: 'Reference of the party that travelled together.' })
  partyReference!: string

  @Field(() => Int, { description: 'How many travelled together.' })
  partySize!: number

  @Field(() => Int, { description: 'How many of them are under sixteen.' })
  partyChildren!: number

  @Field(() => Boolean, { description: 'Always true: what an entry says is what the traveller has said.' })
  selfReported!: boolean

  @Field(() => EntryQuality, { description: 'How far it can be relied on.' })
  quality!: Quality

  @Field(() => LoginMethod, { description: 'How whoever registered it signed in.' })
  loginMethod!: Listed.LoginMethod

  @Field(() => IdentitySource, { description: 'How the identity number came into it.' })
  identitySource!: Stored.IdentitySource

  @Field(() => IdentityAssignment, { description: 'How a traveller without a number got one.' })
  identityAssignment!: Stored.IdentityAssignment

  @Field(() => [EntryIdentityKind], { description: 'Which kinds of number stand in it. The numbers are never shown.' })
  identityKinds!: EntryIdentityKind[]

  @Field(() => String, { nullable: true, description: 'Country of a passport or foreign identity document.' })
  otherIdentityCountry!: string | null

  @Field(() => String, { description: 'Name as registered.' })
  name!: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'Date of birth as registered.' })
  birthDate!: LocalDate | null

  @Field(() => String, { nullable: true, description: 'Telephone.' })
  phone!: string | null

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null

  @Field(() => String, { nullable: true, description: 'Language for follow-up, ISO 639-1.' })
  language!: string | null

  @Field(() => String, { nullable: true, description: 'Country travelled from, ISO 3166-1 alpha-2.' })
  fromCountry!: string | null

  @Field(() => String, { nullable: true, description: 'Where the border was crossed.' })
  borderCrossing!: string | null

  @Field(() => LocalDateScalar, { description: 'Day of crossing the border.' })
  travelledOn!: LocalDate

  @Field(() => InstantScalar, { description: 'When it was registered.' })
  registeredAt!: Date

  @Field(() => InstantScalar, { description: 'When it was last changed.' })
  updatedAt!: Date

  @Field(() => String, { nullable: true, description: 'Address of the stay.' })
  stayAddress!: string | null

  @Field(() => String, { nullable: true, description: 'Postal code of the stay, as written.' })
  postalCode!: string | null

  @Field(() => EntryMunicipality, { nullable: true, description: 'Kommune of the stay; empty when nobody knows it.' })
  entryMunicipality!: EntryMunicipality | null

  @Field(() => EntryMunicipality, { nullable: true, description: 'Kommune of the quarantine, where it is another.' })
  quarantineMunicipality!: EntryMunicipality | null

  @Field(() => String, { nullable: true, description: 'Bydel of Oslo, two digits.' })
  district!: string | null

  @Field(() => EntryQuarantine, { description: 'What was registered about quarantine.' })
  quarantine!: EntryQuarantine

  @Field(() => EntryEmployer, { nullable: true, description: 'Employer in Norway, if named.' })
  employer!: EntryEmployer | null

  @Field(() => FollowUp, { description: 'What follow-up has come to.' })
  followUp!: Listed.FollowUp
}
