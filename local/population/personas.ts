import { parsePersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { Persona } from './persona.ts'
import { rowsOf } from './persona-facts.ts'
import { personaPlans as plans } from './persona-plans.ts'
import { itemAt } from './random.ts'
import type { PersonRows } from './rows.ts'

/** Those one can sign in as, the one with everything first. */
export const personas: readonly Persona[] = plans.map(({ name, given, middle, family, numbers, shows }) => {
  const current = parsePersonIdentifier(itemAt(numbers, numbers.length - 1).identifier)
  if (!current) throw new RangeError(`the number of ${name} does not hold`)
  return {
    name,
    fullName: [given, middle, family].filter(part => part !== undefined).join(' '),
    identifier: current.value,
    shows,
  }
})

/** What the registries hold about the personas at an instant: person ids from 1 on, in the order of `personas`. */
export function personaRows(on: Date): readonly PersonRows[] {
  const idOf = (name: string) => plans.findIndex(plan => plan.name === name) + 1
  return plans.map(plan => rowsOf(plan, idOf(plan.name), (plan.parents ?? []).map(idOf), on))
}

/** The personas as a Markdown table: name, and what the person shows. */
export function personaTable(language: 'nb' | 'nn' | 'en'): string {
  const head = { nb: ['Navn', 'Viser'], nn: ['Namn', 'Viser'], en: ['Name', 'Shows'] }[language]
  const rows = [head, ['---', '---'], ...personas.map(({ name, shows }) => [`\`${name}\``, shows[language]])]
  return rows.map(cells => `| ${cells.join(' | ')} |\n`).join('')
}
