import { type Basis, type Grant, representationBases } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { ageOn, type LocalDate } from '../../../schema/scalars/local-date.ts'

/**
 * What a grant of `identity` shows depends on its basis. Name and birth date are for every one: a list, a certificate and
 * whoever holds a fullmakt must know who it is. The rest of Folkeregisteret is for these alone.
 *
 * - `particulars`: sex, language, kommune, kinds of identity number, address protection, death. The person herself, a
 *   parent, and a journal (pasientjournalforskriften): it has to know under which numbers it was kept before, which kommune's
 *   doctor is told of a disease, whose address nobody is told, and that the patient has died.
 * - `parents`: the same, the journal as long as parents consent to the care of the patient (pasient- og
 *   brukerrettighetsloven § 4-4).
 * - `children`: the person and her own parent. Health personnel ask a patient for whom she cares; the register is not the
 *   answer to it (helsepersonelloven § 10 a).
 */
const shownTo = {
  particulars: ['self', 'parent', 'helsehjelp', 'emergency'],
  parents: ['self', 'parent', 'helsehjelp', 'emergency'],
  children: ['self', 'parent'],
} as const satisfies Record<string, readonly Basis[]>
export type PersonPart = keyof typeof shownTo

const careBases: readonly Basis[] = ['helsehjelp', 'emergency']
const consentsAtAge = 16

/** @throws PublicError NOT_COVERED_BY_REPRESENTATION to who acts for another, FORBIDDEN to the rest, before anything is read */
export function assertShows(part: PersonPart, { basis }: Pick<Grant, 'basis'>): void {
  const shown: readonly Basis[] = shownTo[part]
  if (shown.includes(basis)) return
  const isRepresented = representationBases.includes(basis)
  throw new PublicError(isRepresented ? 'NOT_COVERED_BY_REPRESENTATION' : 'FORBIDDEN')
}

/** That those who give care see the parents of this patient still. @throws PublicError FORBIDDEN from the day she consents herself */
export function assertParentsConsent({ basis }: Pick<Grant, 'basis'>, birthDate: LocalDate, today: LocalDate): void {
  if (careBases.includes(basis) && ageOn(birthDate, today) >= consentsAtAge) throw new PublicError('FORBIDDEN')
}
