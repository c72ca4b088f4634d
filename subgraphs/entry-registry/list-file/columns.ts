import { findKommune } from '../../../schema/code-lists/kommuner.ts'
import type { TestStatus } from '../../../schema/cohort.ts'
import { inLanguage, type Locale, type LocalText } from '../../../schema/scalars/locale.ts'
import { qualityOf } from '../domain/entry.ts'
import type { Question } from '../domain/question.ts'
import type { Shown } from '../lists/open-list.ts'

type Cell = string | number | null
type Column = {
  readonly head: LocalText
  readonly cell: (shown: Shown, language: Locale) => Cell
  /** Where it is there at all: by the same law as on the list. */
  readonly isOpen?: (question: Question) => boolean
}

const statusTexts: Readonly<Record<TestStatus, LocalText>> = {
  POSITIVE: { nb: 'positivt', nn: 'positivt', en: 'positive' },
  NEGATIVE: { nb: 'negativt', nn: 'negativt', en: 'negative' },
  PENDING: { nb: 'venter på endelig svar', nn: 'ventar på endeleg svar', en: 'waiting for a final answer' },
  UNCLEAR: { nb: 'uklart', nn: 'uklart', en: 'unclear' },
  NONE: { nb: 'ikke testet', nn: 'ikkje testa', en: 'not tested' },
}
const yes: LocalText = { nb: 'ja', nn: 'ja', en: 'yes' }
const no: LocalText = { nb: 'nei', nn: 'nei', en: 'no' }

const word = (text: LocalText, language: Locale) => inLanguage(text, language).text
const kommune = (number: string | null) =>
  number === null ? null : `${number} ${findKommune(number)?.name ?? ''}`.trimEnd()
const same = (text: string): LocalText => ({ nb: text, nn: text, en: text })

/** What a file of a list has. What people wrote in free text beyond name and address stays in the graph. */
const columns: readonly Column[] = [
  { head: { nb: 'Referanse', nn: 'Referanse', en: 'Reference' }, cell: ({ entry }) => entry.reference },
  { head: { nb: 'Register', nn: 'Register', en: 'Register' }, cell: ({ entry }) => entry.source },
  { head: { nb: 'Fornavn', nn: 'Fornamn', en: 'Given name' }, cell: ({ entry }) => entry.given_name },
  { head: { nb: 'Etternavn', nn: 'Etternamn', en: 'Family name' }, cell: ({ entry }) => entry.family_name },
  { head: { nb: 'Fødselsdato', nn: 'Fødselsdato', en: 'Date of birth' }, cell: ({ entry }) => entry.birth_date },
  { head: { nb: 'Telefon', nn: 'Telefon', en: 'Telephone' }, cell: ({ entry }) => entry.phone },
  { head: { nb: 'E-post', nn: 'E-post', en: 'E-mail' }, cell: ({ entry }) => entry.email },
  { head: { nb: 'Språk', nn: 'Språk', en: 'Language' }, cell: ({ entry }) => entry.language },
  { head: { nb: 'Innreisedato', nn: 'Innreisedato', en: 'Day of entry' }, cell: ({ entry }) => entry.travelled_on },
  { head: { nb: 'Reiste fra', nn: 'Reiste frå', en: 'Came from' }, cell: ({ entry }) => entry.from_country },
  { head: { nb: 'Adresse', nn: 'Adresse', en: 'Address' }, cell: ({ entry }) => entry.stay_address },
  { head: { nb: 'Postnummer', nn: 'Postnummer', en: 'Postal code' }, cell: ({ entry }) => entry.postal_code },
  {
    head: { nb: 'Innreisekommune', nn: 'Innreisekommune', en: 'Municipality of stay' },
    cell: ({ entry }) => kommune(entry.entry_kommune),
  },
  {
    head: { nb: 'Karantenekommune', nn: 'Karantenekommune', en: 'Municipality of quarantine' },
    cell: ({ entry }) => kommune(entry.quarantine_kommune),
  },
  { head: same('Bydel'), cell: ({ entry }) => entry.district },
  { head: same('Hotell'), cell: ({ entry }) => entry.hotel_name },
  { head: { nb: 'Arbeidsgiver', nn: 'Arbeidsgivar', en: 'Employer' }, cell: ({ entry }) => entry.employer_name },
  { head: { nb: 'Reisefølge', nn: 'Reisefølgje', en: 'Party of' }, cell: ({ entry }) => entry.party_size },
  {
    head: { nb: 'Identitet oppgitt ved', nn: 'Identitet oppgitt ved', en: 'Identity by' },
    cell: ({ entry }) => entry.identity_source,
  },
  { head: { nb: 'Kvalitet', nn: 'Kvalitet', en: 'Quality' }, cell: ({ entry }) => qualityOf(entry) },
  { head: { nb: 'Oppfølging', nn: 'Oppfølging', en: 'Follow-up' }, cell: ({ entry }) => entry.follow_up },
  {
    head: { nb: 'Skal følges opp', nn: 'Skal følgjast opp', en: 'To follow up' },
    cell: ({ candidate }, language) => word(candidate.toFollowUp ? yes : no, language),
  },
  {
    head: { nb: 'Prøvesvar', nn: 'Prøvesvar', en: 'Test' },
    isOpen: ({ results }) => results === 'open',
    cell: ({ candidate }, language) => (candidate.status ? word(statusTexts[candidate.status], language) : null),
  },
  {
    head: { nb: 'Negativt svar', nn: 'Negativt svar', en: 'Negative answer' },
    isOpen: ({ results, negatives }) => results !== 'open' && negatives === 'open',
    cell: ({ candidate }, language) =>
      candidate.status ? word(candidate.status === 'NEGATIVE' ? yes : no, language) : null,
  },
]

export type Table = { readonly heads: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

/** What law shows to whoever asked for the list, in the language of the request. */
export function toTable(shown: readonly Shown[], question: Question, hasOutcomes: boolean, language: Locale): Table {
  const open = columns.filter(({ isOpen }) => isOpen === undefined || (hasOutcomes && isOpen(question)))
  return {
    heads: open.map(({ head }) => word(head, language)),
    rows: shown.map(one => open.map(({ cell }) => cell(one, language))),
  }
}
