import type { CertificateKind } from '../dcc/facts.ts'
import { type BusinessRule, compareVersions } from './business-rule.ts'

export type Occasion = {
  /** Where the certificate is shown: ISO 3166-1 alpha-2, or `NX` for Norway at home. */
  readonly country: string
  /** Who issued it; its rules may say that it is invalid. */
  readonly issuer: string | undefined
  readonly kind: CertificateKind
  readonly at: Date
}

export type BusinessRuleBook = {
  /** Whether any rule of this country is here. Without one nothing can be accepted or refused. */
  knows(country: string): boolean
  /**
   * The rules of an occasion: those of the country for all kinds and for this kind, and the issuer's own about what it
   * issued; valid at that moment, each in its newest version, by identifier.
   */
  rulesFor(occasion: Occasion): readonly BusinessRule[]
}

export function createRuleBook(rules: readonly BusinessRule[]): BusinessRuleBook {
  const byCountry = Map.groupBy(rules, rule => rule.country)

  function valid(country: string, type: BusinessRule['type'], { kind, at }: Occasion): readonly BusinessRule[] {
    const now = at.getTime()
    const fitting = (byCountry.get(country) ?? []).filter(
      rule =>
        rule.type === type &&
        (rule.kind === 'general' || rule.kind === kind) &&
        rule.validFrom <= now &&
        now < rule.validTo,
    )
    const chosen = [...Map.groupBy(fitting, rule => rule.identifier).values()].map(newest)
    return chosen.sort((left, right) => (left.identifier < right.identifier ? -1 : 1))
  }

  return {
    knows: country => byCountry.has(country),
    rulesFor: occasion => [
      ...valid(occasion.country, 'acceptance', occasion),
      ...(occasion.issuer === undefined ? [] : valid(occasion.issuer, 'invalidation', occasion)),
    ],
  }
}

/** Of equal versions the one that came last. */
function newest(versions: readonly BusinessRule[]): BusinessRule {
  return versions.reduce((best, rule) => {
    const order = compareVersions(rule.version, best.version) || rule.validFrom - best.validFrom
    return order > 0 ? rule : best
  })
}
