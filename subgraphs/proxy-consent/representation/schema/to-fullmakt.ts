import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import { type Fullmakt as FullmaktRecord, stateOn } from '../domain/fullmakt.ts'
import type { Fullmakt, FullmaktParty } from './fullmakt.ts'

export function toFullmakt(fullmakt: FullmaktRecord, today: LocalDate): Fullmakt {
  const { id, kind, giver, receiver, areas, givenAt, validUntil, endedAt } = fullmakt
  return {
    id,
    basis: kind === 'assigned' ? 'tildelt-fullmakt' : 'fullmakt',
    giver: toParty(giver),
    receiver: toParty(receiver),
    areas: [...areas],
    givenAt,
    validUntil,
    endedAt,
    state: stateOn(fullmakt, today),
  }
}

/** As PVK shows a number: `191155xxxxx` (facts B3). */
function toParty({ identifier, name }: FullmaktRecord['giver']): FullmaktParty {
  return { name, maskedIdentifier: `${identifier.slice(0, 6)}xxxxx` }
}
