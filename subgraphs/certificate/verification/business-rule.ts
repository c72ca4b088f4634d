import type { CertLogicExpression } from 'certlogic-js'
import { parseLocalDate, startOfOsloDay } from '../../../schema/scalars/local-date.ts'

/** `General` rules are for certificates of every kind. */
export const ruleKinds = { General: 'general', Test: 'test', Vaccination: 'vaccination', Recovery: 'recovery' } as const
export const ruleTypes = { Acceptance: 'acceptance', Invalidation: 'invalidation' } as const

/** A business rule of a country (dgc-gateway, validation-rule.schema.json), with the time it holds for. */
export type BusinessRule = {
  readonly identifier: string
  /** What arrivals must meet, or what a country says of the certificates it issued itself. */
  readonly type: (typeof ruleTypes)[keyof typeof ruleTypes]
  readonly country: string
  readonly version: readonly number[]
  readonly kind: (typeof ruleKinds)[keyof typeof ruleKinds]
  readonly engine: string
  readonly engineVersion: readonly number[]
  /** By language tag. At least one. */
  readonly descriptions: ReadonlyMap<string, string>
  /** Milliseconds since 1970: from the first up to but not including the second. */
  readonly validFrom: number
  readonly validTo: number
  readonly logic: CertLogicExpression
}

/** When a rule was the published one, where its own `ValidFrom` and `ValidTo` do not tell. */
export type Edition = { readonly country?: string; readonly from?: string | null; readonly until?: string | null }

/**
 * One rule as countries exchange them.
 * @throws RangeError naming the field: a rule that cannot be read must not be left out silently
 */
export function readBusinessRule(value: unknown, edition: Edition = {}): BusinessRule {
  const fields = fieldsOf(value)
  const identifier = fields.text('Identifier', /^(GR|VR|TR|RR|IR)-[A-Z]{2}-\d{4}$/)
  return {
    identifier,
    type: fields.oneOf('Type', ruleTypes),
    country: edition.country ?? fields.text('Country', /^[A-Z]{2}$/),
    version: toVersion(fields.text('Version', versionPattern)),
    kind: fields.oneOf('CertificateType', ruleKinds),
    engine: fields.text('Engine', /./),
    engineVersion: toVersion(fields.text('EngineVersion', versionPattern)),
    descriptions: fields.descriptions(),
    validFrom: Math.max(fields.instant('ValidFrom'), dayOr(edition.from, Number.NEGATIVE_INFINITY)),
    validTo: Math.min(fields.instant('ValidTo'), dayOr(edition.until, Number.POSITIVE_INFINITY)),
    logic: fields.logic(),
  }
}

const versionPattern = /^\d+\.\d+\.\d+$/
const toVersion = (text: string): readonly number[] => text.split('.').map(Number)

/** Negative when the left version is the older one. */
export function compareVersions(left: readonly number[], right: readonly number[]): number {
  return left.map((part, index) => part - (right[index] ?? 0)).find(difference => difference !== 0) ?? 0
}

function dayOr(day: string | null | undefined, otherwise: number): number {
  if (day === null || day === undefined) return otherwise
  const parsed = parseLocalDate(day)
  if (!parsed) throw new RangeError('the day of an edition is not a day')
  return startOfOsloDay(parsed).getTime()
}

function fieldsOf(value: unknown) {
  if (!isObject(value)) throw new RangeError('a business rule is an object')
  const wrong = (name: string) =>
    new RangeError(`business rule ${String(value.Identifier)}: ${name} is missing or wrong`)
  const text = (name: string, pattern: RegExp): string => {
    const found = value[name]
    if (typeof found !== 'string' || !pattern.test(found)) throw wrong(name)
    return found
  }
  return {
    text,
    oneOf<Choices extends Record<string, string>>(name: string, choices: Choices): Choices[keyof Choices] {
      const chosen = Object.entries(choices).find(([key]) => key === value[name])
      if (!chosen) throw wrong(name)
      // `chosen` is an entry of `choices`.
      return chosen[1] as Choices[keyof Choices]
    },
    instant(name: string): number {
      const at = Date.parse(text(name, /^\d{4}-\d\d-\d\dT/))
      if (Number.isNaN(at)) throw wrong(name)
      return at
    },
    descriptions(): ReadonlyMap<string, string> {
      const listed: readonly unknown[] = Array.isArray(value.Description) ? value.Description : []
      const found = listed.flatMap((item): [string, string][] =>
        isObject(item) && typeof item.lang === 'string' && typeof item.desc === 'string'
          ? [[item.lang, item.desc]]
          : [],
      )
      if (found.length === 0) throw wrong('Description')
      return new Map(found)
    },
    logic(): CertLogicExpression {
      if (!isObject(value.Logic)) throw wrong('Logic')
      // Whether it means anything is for the interpreter to say: what it does not understand leaves the rule open.
      return value.Logic as CertLogicExpression
    },
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
