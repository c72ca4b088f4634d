import { type LocalText, parseAcceptLanguage } from '../../schema/scalars/locale.ts'

/** Languages the pages are written in. Språklova § 14: bokmål and nynorsk at the same time. */
export const languages = ['nb', 'nn', 'en'] as const
export type Language = (typeof languages)[number]

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }

export function isLanguage(text: unknown): text is Language {
  return languages.some(language => language === text)
}

/** The first candidate that is one of our languages, else what the browser asks for, else bokmål. */
export function chooseLanguage(
  candidates: readonly (string | null | undefined)[],
  acceptLanguage: string | undefined,
): Language {
  const chosen = candidates.find(isLanguage)
  if (chosen) return chosen
  const asked = parseAcceptLanguage(acceptLanguage)
  return isLanguage(asked) ? asked : 'nb'
}

/** A text with its `{details}` filled in. */
export function fill(
  text: LocalText,
  language: Language,
  details: Readonly<Record<string, string | number>> = {},
): string {
  return text[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(details[name] ?? placeholder))
}
