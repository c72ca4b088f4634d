import { displayOf, type ValueSetName } from '../../schema/code-lists/eu-value-sets.ts'
import type { Opened } from '../../subgraphs/certificate/dcc/browser.ts'
import { type AppliedRule, affectedFields } from '../../subgraphs/certificate/verification/browser.ts'

/** One line of a certificate, by the specification’s name of it: `dn`. */
export type StatedFact = {
  readonly field: FactField
  readonly kind: 'day' | 'moment' | 'code' | 'text'
  readonly value: string
}

export type FactField = keyof typeof fields

/** What there is to say of a field, and the value set its codes are of. */
const fields = {
  tg: { kind: 'code', set: 'disease' },
  vp: { kind: 'code', set: 'prophylaxis' },
  mp: { kind: 'code', set: 'product' },
  ma: { kind: 'code', set: 'manufacturer' },
  dn: { kind: 'text' },
  sd: { kind: 'text' },
  dt: { kind: 'day' },
  tt: { kind: 'code', set: 'testType' },
  nm: { kind: 'text' },
  tr: { kind: 'code', set: 'testResult' },
  sc: { kind: 'moment' },
  fr: { kind: 'day' },
  df: { kind: 'day' },
  du: { kind: 'day' },
  co: { kind: 'text' },
} as const satisfies Readonly<Record<string, { kind: StatedFact['kind']; set?: ValueSetName }>>

const isField = (name: string): name is FactField => Object.hasOwn(fields, name)

/** Of a certificate, what the rules that judged it look at, in the order of the specification; and nothing more. */
export function statedFacts({ payload }: Opened, applied: readonly AppliedRule[]): readonly StatedFact[] {
  const [entry] = payload.v ?? payload.t ?? payload.r ?? []
  const stated = new Map(Object.entries(entry ?? {}))
  const looked = new Set(
    applied.flatMap(({ rule }) => affectedFields(rule.logic)).map(path => path.split('.').at(-1) ?? ''),
  )
  return Object.keys(fields)
    .filter(isField)
    .filter(field => looked.has(field))
    .flatMap(field => {
      const value = stated.get(field)
      if (value === undefined || value === null) return []
      const about: { kind: StatedFact['kind']; set?: ValueSetName } = fields[field]
      // A rapid test’s manufacturer stands in the list of devices.
      const set = field === 'ma' && payload.t ? 'testDevice' : about.set
      return { field, kind: about.kind, value: (set && displayOf(set, String(value))) ?? String(value) }
    })
}
