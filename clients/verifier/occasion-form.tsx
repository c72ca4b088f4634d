import { osloDay, parseLocalDate, startOfOsloDay } from '../../schema/scalars/local-date.ts'
import { writeCountry } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import type { Occasion } from './check.ts'
import { texts } from './texts.ts'

/** As it is chosen: a country of the rules, and a day in Norway. */
export type Chosen = { readonly country: string; readonly day: string }

const atHome = 'NX'
const atTheBorder = 'NO'

export const occasionNow = (): Chosen => ({ country: atHome, day: osloDay(new Date()) })

const middayMs = 12 * 3_600_000

/** Today is now; another day is its middle, for who travels on it has no hour yet. */
export function toOccasion({ country, day }: Chosen, now: Date): Occasion {
  const date = parseLocalDate(day)
  if (!date || date === osloDay(now)) return { country, at: now }
  return { country, at: new Date(startOfOsloDay(date).getTime() + middayMs) }
}

type FormProps = {
  readonly chosen: Chosen
  readonly choose: (chosen: Chosen) => void
  readonly countries: readonly string[]
}

/** Whose rules, and of which day. */
export function OccasionForm({ chosen, choose, countries }: FormProps) {
  const { say, plain, language } = useWords()
  const nameOf = (country: string) =>
    country === atHome
      ? plain(texts.atHome)
      : country === atTheBorder
        ? plain(texts.atTheBorder)
        : writeCountry(country, language)
  const others = countries.filter(country => country !== atHome && country !== atTheBorder)
  return (
    <form className="occasion" onSubmit={event => event.preventDefault()}>
      <label>
        <span>{say(texts.where)}</span>
        <select value={chosen.country} onChange={({ target }) => choose({ ...chosen, country: target.value })}>
          {[atHome, atTheBorder, ...others].map(country => (
            <option key={country} value={country}>
              {nameOf(country)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{say(texts.when)}</span>
        <input
          type="date"
          value={chosen.day}
          onChange={({ target }) => choose({ ...chosen, day: target.value || occasionNow().day })}
        />
      </label>
    </form>
  )
}
