import { displayOf } from '../../../schema/code-lists/eu-value-sets.ts'
import { inLanguage, type Locale, type LocalText } from '../../../schema/scalars/locale.ts'
import type { Facts } from '../dcc/facts.ts'
import type { ConsideredFact, FactContent } from './considered.ts'
import type { Decision, Undecidable } from './decision.ts'
import type { DomesticDecision } from './domestic.ts'
import { factNotes } from './fact-notes.ts'
import type { RuleSource } from './rule-book.ts'
import { ruleCalled } from './rules.ts'

/** A decision that was made: everything that says something can be explained. */
export type Decided = Exclude<Decision<Facts> | DomesticDecision, Undecidable>

export type ExplainedFact = Pick<ConsideredFact, 'register' | 'on' | 'counted'> & {
  readonly what: string
  readonly why: string
}

export type Explanation = {
  readonly outcome: 'GIVEN' | 'REFUSED'
  readonly facts: readonly ExplainedFact[]
  readonly rule: {
    readonly id: string
    readonly validFrom: string | null
    readonly validTo: string | null
    readonly sources: readonly RuleSource[]
  }
  /** The language the texts are in. */
  readonly language: Locale
  /** The texts are not in the language that was asked for. */
  readonly isFallback: boolean
}

/**
 * The reasons of a decision in a reader's words. Nothing is decided here: the decision carries what it looked at, what
 * counted and the rule it followed, and this puts words to it.
 */
export function explain(decision: Decided, locale: Locale): Explanation {
  const { language } = inLanguage(languageProbe, locale)
  const { id, validFrom, validTo, sources } = ruleCalled(decision.rule) ?? {
    id: decision.rule,
    validFrom: null,
    validTo: null,
    sources: [],
  }
  return {
    outcome: decision.outcome === 'refused' ? 'REFUSED' : 'GIVEN',
    facts: decision.considered.map(({ register, on, counted, content, note }) => ({
      register,
      on,
      counted,
      what: inLanguage(describe(content), locale).text,
      why: inLanguage(factNotes[note], locale).text,
    })),
    rule: { id, validFrom, validTo, sources },
    language,
    isFallback: language !== locale,
  }
}

/** Every text of an explanation is in the same languages. */
const languageProbe: LocalText = factNotes.TOO_OLD

const methods = {
  NAAT: { nb: 'Laboratorietest (PCR)', nn: 'Laboratorietest (PCR)', en: 'Laboratory test (PCR)' },
  RAT: { nb: 'Hurtigtest', nn: 'Hurtigtest', en: 'Rapid test' },
  ANTIBODY: { nb: 'Antistoffprøve', nn: 'Antistoffprøve', en: 'Antibody test' },
} as const

const outcomes = {
  POSITIVE: { nb: 'positiv', nn: 'positiv', en: 'positive' },
  NEGATIVE: { nb: 'negativ', nn: 'negativ', en: 'negative' },
  INCONCLUSIVE: { nb: 'usikkert svar', nn: 'usikkert svar', en: 'inconclusive' },
  UNKNOWN: { nb: 'ukjent svar', nn: 'ukjent svar', en: 'result unknown' },
} as const

const states = {
  PRELIMINARY: { nb: ', foreløpig', nn: ', førebels', en: ', preliminary' },
  CORRECTED: { nb: ', rettet', nn: ', retta', en: ', corrected' },
  FINAL: { nb: '', nn: '', en: '' },
} as const

const vaccine = {
  named: { nb: 'Vaksine', nn: 'Vaksine', en: 'Vaccine' },
  other: { nb: 'En vaksine', nn: 'Ein vaksine', en: 'A vaccine' },
}
const infection = { nb: 'Påvist covid-19', nn: 'Påvist covid-19', en: 'Confirmed COVID-19' }
const nothing = { nb: 'Ikke noe svar', nn: 'Ikkje noko svar', en: 'No answer' }

function describe(content: FactContent): LocalText {
  switch (content.kind) {
    case 'vaccination': {
      const { product } = content
      return product === null ? vaccine.other : join(vaccine.named, ` ${displayOf('product', product) ?? product}`)
    }
    case 'test':
      return join(methods[content.method], ', ', outcomes[content.outcome], states[content.state])
    case 'case':
      return join(infection, ' (', lowered(methods[content.confirmedBy]), ')')
    case 'unreachable':
      return nothing
    default:
      return content satisfies never
  }
}

function join(...parts: readonly (string | LocalText)[]): LocalText {
  const inOne = (language: 'nb' | 'nn' | 'en') =>
    parts.map(part => (typeof part === 'string' ? part : part[language])).join('')
  return { nb: inOne('nb'), nn: inOne('nn'), en: inOne('en') }
}

function lowered(text: LocalText): LocalText {
  const lower = (one: string) => one.charAt(0).toLowerCase() + one.slice(1)
  return { nb: lower(text.nb), nn: lower(text.nn), en: lower(text.en) }
}
