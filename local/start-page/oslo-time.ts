import type { Language } from './language.ts'

/** English is for travellers: the day before the month, as on the certificate's other papers. */
const tags: Readonly<Record<Language, string>> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }

/** A calendar day as a person writes it: 22. november 2021. */
export function writeDay(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(tags[language], { dateStyle: 'long', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** A moment on the clock in Norway: 22. november 2021 kl. 10:30. */
export function writeMoment(moment: string, language: Language): string {
  const format = new Intl.DateTimeFormat(tags[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Oslo',
  })
  return format.format(new Date(moment))
}

/** A country by its ISO 3166-1 code; the code itself where the language has no name for it. */
export function writeCountry(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames(tags[language], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
