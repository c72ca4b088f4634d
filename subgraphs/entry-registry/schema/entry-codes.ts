import { registerEnumType } from 'type-graphql'
import type * as Listed from '../../../schema/code-lists/entry-codes.ts'
import type { EntryQuality as Quality } from '../domain/entry.ts'
import type { BreachKind as StoredBreachKind, ContactOutcome as StoredContactOutcome } from '../store/contact-tables.ts'
import type * as Stored from '../store/tables.ts'

type Same<Value extends string> = { [One in Value]: One }

export const EntrySource = { IRRS: 'IRRS', PREPAREDNESS: 'PREPAREDNESS' } as const satisfies Same<Stored.EntrySource>
registerEnumType(EntrySource, {
  name: 'EntrySource',
  description: 'The register that holds an entry.',
  valuesConfig: {
    IRRS: { description: 'Innreiseregisteret (DSB): what travellers register before they cross the border.' },
    PREPAREDNESS: {
      description: 'Beredskapsregisteret (Helsedirektoratet): the same entries and what the control centre learns.',
    },
  },
})

export const IdentitySource = {
  ID_PORTEN: 'ID_PORTEN',
  FREE_TEXT: 'FREE_TEXT',
  MANUAL: 'MANUAL',
} as const satisfies Same<Stored.IdentitySource>
registerEnumType(IdentitySource, {
  name: 'IdentitySource',
  description: 'How an identity number came into an entry.',
  valuesConfig: {
    ID_PORTEN: { description: 'Proven by a sign-in with ID-porten.' },
    FREE_TEXT: { description: 'Written by the traveller.' },
    MANUAL: { description: 'Entered by somebody at the call centre or the border.' },
  },
})

export const IdentityAssignment = {
  MANUAL: 'MANUAL',
  AUTOMATIC: 'AUTOMATIC',
} as const satisfies Same<Stored.IdentityAssignment>
registerEnumType(IdentityAssignment, {
  name: 'IdentityAssignment',
  description: 'How a traveller without a number got one.',
  valuesConfig: {
    MANUAL: { description: 'By a person, at the border or a test station.' },
    AUTOMATIC: { description: 'By the registration itself.' },
  },
})

export const EntryIdentityKind = {
  FODSELSNUMMER: 'FODSELSNUMMER',
  D_NUMMER: 'D_NUMMER',
  FELLES_HJELPENUMMER: 'FELLES_HJELPENUMMER',
  PASSPORT: 'PASSPORT',
  NATIONAL_ID: 'NATIONAL_ID',
  UNREADABLE: 'UNREADABLE',
} as const
export type EntryIdentityKind = keyof typeof EntryIdentityKind
registerEnumType(EntryIdentityKind, {
  name: 'EntryIdentityKind',
  description: 'A kind of number that stands in an entry.',
  valuesConfig: {
    FODSELSNUMMER: { description: 'Fødselsnummer whose control digits hold.' },
    D_NUMMER: { description: 'D-nummer whose control digits hold.' },
    FELLES_HJELPENUMMER: { description: 'Felles hjelpenummer whose control digits hold.' },
    PASSPORT: { description: 'A passport: joins nothing.' },
    NATIONAL_ID: { description: 'A national identity document of another country: joins nothing.' },
    UNREADABLE: { description: 'A text that is none of the others.' },
  },
})

export const LoginMethod = {
  SMS: 'SMS',
  EMAIL: 'EMAIL',
  MANUAL: 'MANUAL',
  ID_PORTEN: 'ID_PORTEN',
} as const satisfies Same<Listed.LoginMethod>
registerEnumType(LoginMethod, {
  name: 'LoginMethod',
  description: 'How somebody signed in to register an entry.',
  valuesConfig: {
    SMS: { description: 'A code by SMS.' },
    EMAIL: { description: 'A code by e-mail.' },
    MANUAL: { description: 'By the call centre.' },
    ID_PORTEN: { description: 'With ID-porten.' },
  },
})

export const EntryQuality = {
  VERIFIED: 'VERIFIED',
  SELF_REPORTED: 'SELF_REPORTED',
  INCOMPLETE: 'INCOMPLETE',
} as const satisfies Same<Quality>
registerEnumType(EntryQuality, {
  name: 'EntryQuality',
  description: 'How far an entry can be relied on.',
  valuesConfig: {
    VERIFIED: { description: 'Who it is has been proven; the rest is the traveller’s own words.' },
    SELF_REPORTED: { description: 'All of it is the traveller’s own words.' },
    INCOMPLETE: { description: 'No usable identity number, or no known kommune.' },
  },
})

export const FollowUp = {
  OK: 'OK',
  NOT_OK: 'NOT_OK',
  NO_ANSWER: 'NO_ANSWER',
  NOT_SET: 'NOT_SET',
} as const satisfies Same<Listed.FollowUp>
registerEnumType(FollowUp, {
  name: 'FollowUp',
  description: 'What follow-up of a traveller has come to.',
  valuesConfig: {
    OK: { description: 'In order.' },
    NOT_OK: { description: 'Not in order.' },
    NO_ANSWER: { description: 'Did not answer.' },
    NOT_SET: { description: 'Nobody has followed up yet.' },
  },
})

export const QuarantineChoice = { QUARANTINE: 'QUARANTINE', EXEMPT: 'EXEMPT' } as const
registerEnumType(QuarantineChoice, {
  name: 'QuarantineChoice',
  description: 'What the traveller registered about quarantine (Fiks innreise, level 1).',
  valuesConfig: {
    QUARANTINE: { description: 'Goes into quarantine (1001).' },
    EXEMPT: { description: 'Says to be exempt (1002).' },
  },
})

export const ContactOutcome = {
  ANSWERED: 'ANSWERED',
  NO_ANSWER: 'NO_ANSWER',
  WRONG_NUMBER: 'WRONG_NUMBER',
  LANGUAGE_BARRIER: 'LANGUAGE_BARRIER',
} as const satisfies Same<StoredContactOutcome>
registerEnumType(ContactOutcome, {
  name: 'ContactOutcome',
  description: 'What came of a call.',
  valuesConfig: {
    ANSWERED: { description: 'The traveller answered.' },
    NO_ANSWER: { description: 'Nobody answered.' },
    WRONG_NUMBER: { description: 'The number is not the traveller’s.' },
    LANGUAGE_BARRIER: { description: 'No language in common.' },
  },
})

export const BreachKind = {
  NOT_AT_ADDRESS: 'NOT_AT_ADDRESS',
  AT_WORK: 'AT_WORK',
  NOT_TESTED: 'NOT_TESTED',
  OTHER: 'OTHER',
} as const satisfies Same<StoredBreachKind>
registerEnumType(BreachKind, {
  name: 'BreachKind',
  description: 'What a suspected breach of the quarantine rules is about.',
  valuesConfig: {
    NOT_AT_ADDRESS: { description: 'Not where the traveller said.' },
    AT_WORK: { description: 'Has gone to work.' },
    NOT_TESTED: { description: 'Has not let herself be tested.' },
    OTHER: { description: 'Something else.' },
  },
})
