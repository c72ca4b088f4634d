import { registerEnumType } from 'type-graphql'
import type { TestStatus as Status } from '../../../schema/cohort.ts'
import type { LawSource as Source } from '../domain/law.ts'
import type { Order } from '../store/candidates.ts'

export const FollowUpPurpose = { QUARANTINE: 'quarantine', CONTACT_TRACING: 'contact-tracing' } as const
export type FollowUpPurpose = (typeof FollowUpPurpose)[keyof typeof FollowUpPurpose]
registerEnumType(FollowUpPurpose, {
  name: 'FollowUpPurpose',
  description: 'What a municipality wants a list for. Law says for each what may be used.',
  valuesConfig: {
    QUARANTINE: { description: 'That quarantine and testing are kept: those with no positive answer.' },
    CONTACT_TRACING: { description: 'To trace infection: those with a positive answer.' },
  },
})

export const TestStatus = {
  POSITIVE: 'POSITIVE',
  NEGATIVE: 'NEGATIVE',
  PENDING: 'PENDING',
  UNCLEAR: 'UNCLEAR',
  NONE: 'NONE',
} as const satisfies { [One in Status]: One }
registerEnumType(TestStatus, {
  name: 'TestStatus',
  description: 'How a traveller stands by the tests since the arrival.',
  valuesConfig: {
    POSITIVE: { description: 'A positive answer, final or corrected, in the last twenty days.' },
    NEGATIVE: { description: 'The newest sample has a final negative answer.' },
    PENDING: { description: 'The newest sample has no more than a preliminary answer. It is not an answer yet.' },
    UNCLEAR: { description: 'The laboratory could not tell, or its words cannot be read. Never taken as negative.' },
    NONE: { description: 'No sample since the arrival: the duty to be tested may not have been met.' },
  },
})

export const ListFileFormat = { CSV: 'CSV', XLSX: 'XLSX' } as const
export type ListFileFormat = keyof typeof ListFileFormat
registerEnumType(ListFileFormat, {
  name: 'ListFileFormat',
  description: 'How a list is written to a file.',
  valuesConfig: {
    CSV: { description: 'Text with semicolons, UTF-8.' },
    XLSX: { description: 'A workbook for spreadsheet programs.' },
  },
})

export const LawSource = {
  IRRS: 'IRRS',
  PREPAREDNESS: 'PREPAREDNESS',
  CONVERSATION: 'CONVERSATION',
  MSIS_LAB: 'MSIS_LAB',
} as const satisfies { [One in Source]: One }
registerEnumType(LawSource, {
  name: 'ListSource',
  description: 'What a list can be put together of; law, agreements and subscriptions open each apart.',
  valuesConfig: {
    IRRS: { description: 'Innreiseregisteret.' },
    PREPAREDNESS: { description: 'Beredskapsregisteret.' },
    CONVERSATION: { description: 'What travellers told the control centre.' },
    MSIS_LAB: { description: 'The laboratories’ results.' },
  },
})

export const TravellerOrder = {
  NEWEST: 'NEWEST',
  OLDEST: 'OLDEST',
  NAME: 'NAME',
  UPDATED: 'UPDATED',
} as const satisfies { [One in Order]: One }
registerEnumType(TravellerOrder, {
  name: 'TravellerOrder',
  description: 'The order of a list.',
  valuesConfig: {
    NEWEST: { description: 'Last to arrive first.' },
    OLDEST: { description: 'First to arrive first.' },
    NAME: { description: 'By family name.' },
    UPDATED: { description: 'Last changed first.' },
  },
})

export const MunicipalityRole = { ENTRY: 'ENTRY', QUARANTINE: 'QUARANTINE' } as const
export type MunicipalityRole = keyof typeof MunicipalityRole
registerEnumType(MunicipalityRole, {
  name: 'MunicipalityRole',
  description: 'What a municipality is to a traveller. Both see the entry.',
  valuesConfig: {
    ENTRY: { description: 'The traveller stays there.' },
    QUARANTINE: { description: 'The traveller is in quarantine there.' },
  },
})

export const UnmatchedReason = {
  ID_MISSING: 'ID_MISSING',
  ID_INVALID: 'ID_INVALID',
  OTHER_ID_ONLY: 'OTHER_ID_ONLY',
  NUMBER_UNKNOWN: 'NUMBER_UNKNOWN',
} as const
export type UnmatchedReason = keyof typeof UnmatchedReason
registerEnumType(UnmatchedReason, {
  name: 'UnmatchedReason',
  description: 'Why entries are joined to no result. Nobody is joined by name or date of birth.',
  valuesConfig: {
    ID_MISSING: { description: 'No number was given.' },
    ID_INVALID: { description: 'What was written is no number.' },
    OTHER_ID_ONLY: { description: 'Only a passport or a foreign identity document.' },
    NUMBER_UNKNOWN: { description: 'A number that holds, and that nobody has.' },
  },
})

export const ListWarning = {
  COPY_STALE: 'COPY_STALE',
  RESULTS_UNAVAILABLE: 'RESULTS_UNAVAILABLE',
  LIST_TRUNCATED: 'LIST_TRUNCATED',
} as const
export type ListWarning = keyof typeof ListWarning
registerEnumType(ListWarning, {
  name: 'ListWarning',
  description: 'What to know before relying on a list.',
  valuesConfig: {
    COPY_STALE: { description: 'A copy has not been brought up to date for more than a day and a half, or never.' },
    RESULTS_UNAVAILABLE: {
      description: 'The laboratories’ register did not answer: nobody is left out for what it would have said.',
    },
    LIST_TRUNCATED: { description: 'More than fifty thousand travellers: narrow the filter.' },
  },
})
