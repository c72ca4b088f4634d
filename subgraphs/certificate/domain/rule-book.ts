import { type LocalDate, localDate } from '../../../schema/scalars/local-date.ts'

/** One rule and the days it holds on: from `validFrom` up to but not including `validTo`; null is still in force. */
export type Rule<Values> = {
  readonly id: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly values: Values
  /** What the rule was read from. */
  readonly sources: readonly RuleSource[]
}

export type RuleSource = {
  readonly document: string
  /** A day, a month or a year, as the source has it. */
  readonly date: string | null
}

/** The rules of one kind of certificate, in order of time, with no gap and no overlap. */
export type RuleBook<Values> = {
  /** The rule of a day; undefined before the first. */
  on(day: LocalDate): Rule<Values> | undefined
  /** The rule with an id. */
  called(id: string): Rule<Values> | undefined
}

type RuleFile = {
  readonly rules: readonly {
    readonly id: string
    readonly validFrom: string
    readonly validTo: string | null
    readonly values: unknown
    readonly sources: readonly RuleSource[]
  }[]
}

/**
 * Reads rule data once, when the program starts.
 *
 * @throws RangeError when the periods leave a gap, overlap or end: a day without a rule may not wait for a citizen
 */
export function readRuleBook<Values>({ rules }: RuleFile, readValues: (values: unknown) => Values): RuleBook<Values> {
  const read = rules.map(({ id, validFrom, validTo, values, sources }) => ({
    id,
    validFrom: localDate(validFrom),
    validTo: validTo === null ? null : localDate(validTo),
    values: readValues(values),
    sources,
  }))
  if (read.length === 0) throw new RangeError('a rule book without rules')
  for (const [index, { id, validFrom, validTo }] of read.entries()) {
    const next = read[index + 1]
    if (validTo !== (next?.validFrom ?? null)) throw new RangeError(`${id} does not end where the next rule begins`)
    if (validTo !== null && validTo <= validFrom) throw new RangeError(`${id} ends before it begins`)
  }
  return {
    on: day => read.findLast(rule => rule.validFrom <= day),
    called: id => read.find(rule => rule.id === id),
  }
}

export type RuleParts = {
  has(name: string): boolean
  part(name: string): RuleParts
  partOrNull(name: string): RuleParts | null
  count(name: string): number
  countOrNull(name: string): number | null
  texts(name: string): readonly string[]
  oneOf<const Choice extends string>(name: string, choices: readonly Choice[]): Choice
}

/** Reads the parts of a rule's values; what is missing or of another form stops the program at start. */
export function readParts(values: unknown): RuleParts {
  if (typeof values !== 'object' || values === null) throw new RangeError('rule values are an object')
  const parts = new Map<string, unknown>(Object.entries(values))
  return {
    has: (name: string) => parts.has(name),
    part: (name: string) => readParts(parts.get(name)),
    count(name: string): number {
      const value = parts.get(name)
      if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
      throw new RangeError(`rule value ${name} is not a whole number above zero`)
    },
    partOrNull(name: string): RuleParts | null {
      return parts.get(name) === null ? null : this.part(name)
    },
    texts(name: string): readonly string[] {
      const value = parts.get(name)
      if (Array.isArray(value) && value.length > 0 && value.every(text => typeof text === 'string')) return value
      throw new RangeError(`rule value ${name} is not a list of texts`)
    },
    countOrNull(name: string): number | null {
      return parts.get(name) === null ? null : this.count(name)
    },
    oneOf<const Choice extends string>(name: string, choices: readonly Choice[]): Choice {
      const chosen = choices.find(choice => choice === parts.get(name))
      if (chosen === undefined) throw new RangeError(`rule value ${name} is not one of ${choices.join(', ')}`)
      return chosen
    },
  }
}
