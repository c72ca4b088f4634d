/** Languages a text can be in. Bokmål, nynorsk and English are complete; Northern Sámi falls back, and says so. */
export type Locale = 'nb' | 'nn' | 'en' | 'se'

/** A text by language. Språklova § 14: bokmål and nynorsk at the same time; English for travellers. */
export type LocalText = { readonly nb: string; readonly nn: string; readonly en: string; readonly se?: string }

const locales: readonly Locale[] = ['nb', 'nn', 'en', 'se']

/** Picks the first language of an `Accept-Language` header that we speak (RFC 9110 §12.5.4); bokmål when none is. */
export function parseAcceptLanguage(header: string | undefined): Locale {
  if (header === undefined) return 'nb'
  const wanted = header
    .slice(0, 200)
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map(p => p.trim()).find(p => p.startsWith('q='))
      return { language: tag.trim().split('-')[0] ?? '', quality: quality ? Number(quality.slice(2)) : 1 }
    })
    .filter(entry => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { language } of wanted) {
    if (language === 'no') return 'nb'
    const known = locales.find(locale => locale === language)
    if (known) return known
  }
  return 'nb'
}

/** The text in the wanted language, and the language it really is in: a fallback is never mislabelled. */
export function inLanguage(text: LocalText, wanted: Locale): { text: string; language: Locale } {
  const found = text[wanted]
  return found === undefined ? { text: text.nb, language: 'nb' } : { text: found, language: wanted }
}
