import type { Locale } from '../../schema/scalars/locale.ts'

/** English is for travellers: the day before the month. A browser without Northern Sámi writes bokmål. */
const tags: Readonly<Record<Locale, readonly string[]>> = {
  nb: ['nb-NO'],
  nn: ['nn-NO', 'nb-NO'],
  en: ['en-GB'],
  se: ['se-NO', 'nb-NO'],
}

const tagsOf = (language: Locale): string[] => [...tags[language]]

/** A calendar day as a person writes it: 22. november 2021. */
export function writeDay(day: string, language: Locale): string {
  return new Intl.DateTimeFormat(tagsOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** A moment on the clock in Norway: 22. november 2021 kl. 10:30. */
export function writeMoment(moment: string, language: Locale): string {
  return new Intl.DateTimeFormat(tagsOf(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Oslo',
  }).format(new Date(moment))
}

/** The moment a calendar day begins in Norway. */
export function startOfDay(day: string): string {
  const [winter, summer] = ['+01:00', '+02:00'].map(offset => new Date(`${day}T00:00:00${offset}`))
  const hour = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone: 'Europe/Oslo' })
  const start = summer && Number(hour.format(summer)) === 0 ? summer : winter
  return (start ?? new Date(day)).toISOString()
}

/** A country by its ISO 3166-1 code; the code itself where the language has no name for it. */
export function writeCountry(code: string, language: Locale): string {
  try {
    return new Intl.DisplayNames(tagsOf(language), { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
