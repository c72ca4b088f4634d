import type { Locale, LocalText } from '../../schema/scalars/locale.ts'

export const languages = ['nb', 'nn', 'en', 'se'] as const satisfies readonly Locale[]

/** What each language calls itself. */
export const languageNames: Readonly<Record<Locale, string>> = {
  nb: 'Bokmål',
  nn: 'Nynorsk',
  en: 'English',
  se: 'Davvisámegiella',
}

const cookieName = 'helsegraf_language'
const yearSeconds = 365 * 24 * 3_600

const isLocale = (text: string | undefined): text is Locale => languages.some(language => language === text)

/** What was chosen before, on any page of this origin; else what the browser asks for; else bokmål. */
export function languageNow(): Locale {
  const chosen = new RegExp(`(?:^|; )${cookieName}=(\\w+)`).exec(document.cookie)?.[1]
  if (isLocale(chosen)) return chosen
  const [asked] = navigator.languages.map(tag => tag.split('-')[0]?.replace(/^no$/, 'nb')).filter(isLocale)
  return asked ?? 'nb'
}

export function keepLanguage(language: Locale): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${cookieName}=${language}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
}

export type Details = Readonly<Record<string, string | number>>

/** A text with its `{details}` filled in. */
export function fill(text: string, details: Details = {}): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(details[name] ?? placeholder))
}

export type Texts = Readonly<Record<string, LocalText>>
