import type { Birth } from './birth.ts'
import { type Day, dateText } from './calendar.ts'
import type { Slot } from './families.ts'
import { fellesHjelpenummer, identityNumber } from './identity-number.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'

/** How somebody came to be known: born here or moved here long ago, or on the way to a fødselsnummer. */
export type Standing = 'settled' | 'd-number' | 'd-number-then-settled' | 'every-number' | 'helper-number'

export function standingOf(slot: Slot, random: Random): Standing {
  const point = random.fraction()
  if (slot.age < 18 || slot.age > 75) return 'settled'
  if (point < 0.011) return 'd-number-then-settled'
  if (point < 0.0145) return 'every-number'
  if (slot.isAlone && point < 0.04) return 'd-number'
  if (slot.isAlone && point < 0.0425) return 'helper-number'
  return 'settled'
}

type Identity = { readonly birth: Day; readonly identifiers: Row<'person.identifier'>[] }

/** The day of birth, and the numbers from the first to the current. */
export function identityOf(
  { day, serial }: Birth,
  { sex }: Slot,
  person: { readonly index: number; readonly id: number; readonly standing: Standing; readonly random: Random },
  today: Day,
): Identity {
  const { id, standing, random } = person
  const fodselsnummer = () => identityNumber('FODSELSNUMMER', day, sex, serial)
  const dNumber = () => identityNumber('D_NUMMER', day, sex, serial)
  const helper = () => fellesHjelpenummer(person.index)

  if (standing === 'settled') return { birth: day, identifiers: held(id, [['FODSELSNUMMER', fodselsnummer(), day]]) }
  // The date in a D-number need not be the date of birth, and Folkeregisteret knows the right one.
  const birth = standing === 'd-number' && random.chance(0.1) ? day - random.between(1, 300) : day
  const came = Math.max(birth + 1, today - random.between(200, 2_400))
  switch (standing) {
    case 'd-number':
      return { birth, identifiers: held(id, [['D_NUMMER', dNumber(), came]]) }
    case 'helper-number':
      return { birth, identifiers: held(id, [['FELLES_HJELPENUMMER', helper(), came]]) }
    case 'd-number-then-settled':
      return {
        birth,
        identifiers: held(id, [
          ['D_NUMMER', dNumber(), came],
          ['FODSELSNUMMER', fodselsnummer(), came + 150],
        ]),
      }
    case 'every-number':
      return {
        birth,
        identifiers: held(id, [
          ['FELLES_HJELPENUMMER', helper(), came],
          ['D_NUMMER', dNumber(), came + 20],
          ['FODSELSNUMMER', fodselsnummer(), came + 190],
        ]),
      }
    default:
      return standing satisfies never
  }
}

type Numbered = readonly [
  kind: Row<'person.identifier'>['kind'],
  identifier: Row<'person.identifier'>['identifier'],
  from: Day,
]

/** A chain of numbers: each ends on the day the next one begins. */
export function held(personId: number, numbers: readonly Numbered[]): Row<'person.identifier'>[] {
  return numbers.map(([kind, identifier, from], at) => {
    const next = numbers[at + 1]
    return {
      identifier,
      person_id: personId,
      kind,
      issued_on: dateText(from),
      superseded_on: next ? dateText(next[2]) : null,
    }
  })
}
