import { type BusinessRule, readBusinessRule } from './business-rule.ts'
import border from './rules/norway-border.json' with { type: 'json' }
import domestic from './rules/norway-domestic.json' with { type: 'json' }

type EditionFile = {
  readonly country: string
  readonly editions: readonly { readonly from: string | null; readonly until: string | null; readonly rule: unknown }[]
}

const read = ({ country, editions }: EditionFile): readonly BusinessRule[] =>
  editions.map(({ rule, ...days }) => readBusinessRule(rule, { ...days, country }))

/** Norway's rules since August 2021: at the border (`NO`), and at home (`NX`). See rules/README.md. */
export const norwegianRules: readonly BusinessRule[] = [border, domestic].flatMap(read)
