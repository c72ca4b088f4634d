import type { Locale } from '../../../schema/scalars/locale.ts'
import type { BusinessRule } from './business-rule.ts'

/** What to try when a country has not written its rule in the wanted language; some tag Norwegian plainly `no`. */
const fallbacks: Readonly<Record<Locale, readonly string[]>> = {
  nb: ['nb', 'no', 'nn', 'en'],
  nn: ['nn', 'nb', 'no', 'en'],
  se: ['se', 'nb', 'no', 'nn', 'en'],
  en: ['en'],
}

/** A rule in words, and the language it is really in: the country's own first one, if all else fails. */
export function ruleText({ descriptions }: BusinessRule, wanted: Locale): { text: string; language: string } {
  const language = fallbacks[wanted].find(tag => descriptions.has(tag)) ?? descriptions.keys().next().value
  const text = language === undefined ? undefined : descriptions.get(language)
  if (language === undefined || text === undefined) throw new RangeError('a rule without a description was read')
  return { text, language }
}
