import { Kind, parse, visit } from 'graphql'

/**
 * Fields on their way from one subgraph to another, `@override(from:, label:)`. Of `percent(5)`, five operations in a
 * hundred get the field from its new subgraph: those whose draw, from 0 and below 100, is below 5. Any other label is on
 * for all or for none.
 */
export type Moved = { readonly labels: ReadonlySet<string>; readonly draw: number }

const percentLabel = /^percent\((\d+(?:\.\d+)?)\)$/

export function isMoved(label: string, { labels, draw }: Moved): boolean {
  const percent = percentLabel.exec(label)?.[1]
  return percent === undefined ? labels.has(label) : draw < Number(percent)
}

/** For each plan that an operation can have, the lowest draw that leads to it; 0 alone where no field is on its way. */
export function readDraws(supergraph: string): readonly number[] {
  const draws = new Set([0])
  visit(parse(supergraph, { noLocation: true }), {
    Directive({ name, arguments: given = [] }) {
      const label = given.find(argument => argument.name.value === 'overrideLabel')?.value
      if (name.value !== 'join__field' || label?.kind !== Kind.STRING) return
      const percent = Number(percentLabel.exec(label.value)?.[1] ?? 0)
      if (percent < 100) draws.add(percent)
    },
  })
  return [...draws].sort((a, b) => a - b)
}
