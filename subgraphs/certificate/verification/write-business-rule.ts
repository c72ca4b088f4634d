import { affectedFields } from './affected-fields.ts'
import { type BusinessRule, ruleKinds, ruleTypes } from './business-rule.ts'

/**
 * A rule as countries exchange them, with the time it really holds for: what `readBusinessRule` reads is the same rule.
 */
export function writeBusinessRule(rule: BusinessRule): object {
  return {
    Identifier: rule.identifier,
    Type: nameOf(ruleTypes, rule.type),
    Country: rule.country,
    Version: rule.version.join('.'),
    SchemaVersion: '1.3.0',
    Engine: rule.engine,
    EngineVersion: rule.engineVersion.join('.'),
    CertificateType: nameOf(ruleKinds, rule.kind),
    Description: Array.from(rule.descriptions, ([lang, desc]) => ({ lang, desc })),
    ValidFrom: new Date(rule.validFrom).toISOString(),
    ValidTo: new Date(rule.validTo).toISOString(),
    AffectedFields: affectedFields(rule.logic),
    Logic: rule.logic,
  }
}

function nameOf(names: Readonly<Record<string, string>>, wanted: string): string | undefined {
  return Object.keys(names).find(name => names[name] === wanted)
}
