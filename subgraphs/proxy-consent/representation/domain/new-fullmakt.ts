import { PublicError } from '../../../../schema/errors.ts'
import type { Kin } from '../../../../schema/kin.ts'
import { addDays, ageOn, type LocalDate } from '../../../../schema/scalars/local-date.ts'
import { type PersonIdentifier, parsePersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Fullmakt, FullmaktArea } from './fullmakt.ts'
import { rulesOn } from './rules.ts'

export type Wanted = {
  readonly receiver: { readonly identifier: string; readonly name: string }
  readonly areas: readonly FullmaktArea[]
  readonly validUntil?: LocalDate | null | undefined
}

type Giver = { readonly kin: Kin; readonly identifiers: readonly PersonIdentifier[] }

/** What a fullmakt says of its two sides and its reach; when and as what it is kept is the store's. */
export type NewFullmakt = Pick<Fullmakt, 'giver' | 'receiver' | 'areas' | 'validUntil'>

const longestName = 200
const longestDays = 366 * 20

/**
 * Everything that can be wrong with it can be seen from what the giver wrote and is. The receiver is not looked up:
 * whether a number is somebody's, and whose, is not told to whoever writes numbers.
 * @throws PublicError REPRESENTATION_NOT_POSSIBLE, FULLMAKT_GIVER_TOO_YOUNG, IDENTIFIER_INVALID, FULLMAKT_INVALID
 */
export function newFullmakt(wanted: Wanted, { kin, identifiers }: Giver, today: LocalDate): NewFullmakt {
  const rules = rulesOn(today)
  const [own] = identifiers
  if (kin.isProtected || !rules || !own) throw new PublicError('REPRESENTATION_NOT_POSSIBLE')
  if (ageOn(kin.birthDate, today) < rules.fullmakt.giverAge) {
    throw new PublicError('FULLMAKT_GIVER_TOO_YOUNG', { details: { limit: String(rules.fullmakt.giverAge) } })
  }
  const receiver = parsePersonIdentifier(wanted.receiver.identifier)?.value
  if (!receiver) throw new PublicError('IDENTIFIER_INVALID')
  const reason = faultOf(wanted, identifiers.includes(receiver), today)
  if (reason) throw new PublicError('FULLMAKT_INVALID', { details: { reason } })
  const { given, middle, family } = kin.name
  return {
    giver: { identifier: own, name: [given, middle, family].filter(Boolean).join(' ') },
    receiver: { identifier: receiver, name: wanted.receiver.name.trim().replace(/\s+/g, ' ') },
    areas: [...new Set(wanted.areas)],
    validUntil: wanted.validUntil ?? null,
  }
}

function faultOf(
  { receiver: { name }, areas, validUntil }: Wanted,
  isToOneself: boolean,
  today: LocalDate,
): string | undefined {
  if (isToOneself) return 'RECEIVER_IS_GIVER'
  if (name.trim() === '' || name.length > longestName) return 'NAME'
  if (areas.length === 0) return 'NO_AREAS'
  if (validUntil && (validUntil < today || validUntil > addDays(today, longestDays))) return 'PERIOD'
  return undefined
}
