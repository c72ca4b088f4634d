import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'

/** Last digits by the weights that Skatteetaten publishes; undefined where the first of them would be 10. */
function withControlDigits(nine: string): PersonIdentifier | undefined {
  const digits = Array.from(nine, Number)
  const control = (weights: readonly number[]) =>
    (11 - (weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11)) % 11
  const first = control([3, 7, 6, 1, 8, 9, 4, 5, 2])
  if (first === 10) return undefined
  digits.push(first)
  const second = control([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
  return second === 10 ? undefined : (`${nine}${first}${second}` as PersonIdentifier)
}

/** The first number that has control digits, from three individual digits and upwards. */
function firstValid(six: string, serial: number): PersonIdentifier {
  for (let individual = serial; individual < 1000; individual++) {
    const number = withControlDigits(six + String(individual).padStart(3, '0'))
    if (number) return number
  }
  throw new RangeError('no number is left on that day')
}

let next = 0
/** Another day and serial for each call: a test never meets a number twice unless it asks for it. */
function dayAndSerial(): { day: number; month: number; year: number; serial: number } {
  const at = next++
  return {
    day: 1 + (at % 28),
    month: 1 + (Math.floor(at / 28) % 12),
    year: 50 + (Math.floor(at / 336) % 50),
    serial: 10,
  }
}

const two = (value: number) => String(value).padStart(2, '0')

/** A synthetic fødselsnummer: month+80, so it can be nobody's. */
export function aFodselsnummer(): PersonIdentifier {
  const { day, month, year, serial } = dayAndSerial()
  return firstValid(`${two(day)}${two(month + 80)}${two(year)}`, serial)
}

/** A synthetic D-nummer: day+40 and month+80. */
export function aDNummer(): PersonIdentifier {
  const { day, month, year, serial } = dayAndSerial()
  return firstValid(`${two(day + 40)}${two(month + 80)}${two(year)}`, serial)
}

let nextHelpNumber = 0
/** A felles hjelpenummer. There is no synthetic range for these; no digit but the first means anything. */
export function aFellesHjelpenummer(): PersonIdentifier {
  const serial = nextHelpNumber++
  return firstValid(`8${String(serial).padStart(5, '0')}`, 500)
}
