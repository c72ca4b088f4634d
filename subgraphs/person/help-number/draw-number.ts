import { type PersonIdentifier, parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

/**
 * A felles hjelpenummer: 8 or 9 first, eight digits that mean nothing, two control digits (NHN). Of a hundred endings one
 * at most holds; where none does, others are drawn.
 */
export function drawHelpNumber(random: (below: number) => number): PersonIdentifier {
  for (;;) {
    const head = `${8 + random(2)}${String(random(100_000_000)).padStart(8, '0')}`
    for (let end = 0; end < 100; end++) {
      const parsed = parsePersonIdentifier(`${head}${String(end).padStart(2, '0')}`)
      if (parsed) return parsed.value
    }
  }
}
