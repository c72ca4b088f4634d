import { firstDayOf } from './calendar.ts'
import { dayIn, type Life, yearsOn } from './life.ts'
import type { Random } from './random.ts'
import type { Dose } from './vaccinations.ts'

/** The childhood immunisation programme: code, dose, age in days; and the first year of birth that was offered it. */
const childhoodProgramme = [
  { code: 'ROT01', number: 1, age: 45, bornFrom: 2014 },
  { code: 'KOM09', number: 1, age: 92, bornFrom: 2017 },
  { code: 'PNE02', number: 1, age: 92, bornFrom: 2006 },
  { code: 'KOM09', number: 2, age: 153, bornFrom: 2017 },
  { code: 'KOM09', number: 3, age: 365, bornFrom: 2017 },
  { code: 'MMR52', number: 1, age: 460, bornFrom: 2000 },
  { code: 'KOM02', number: 1, age: 2_660, bornFrom: 1998 },
  { code: 'MMR52', number: 2, age: 4_120, bornFrom: 1996 },
  { code: 'HPV02', number: 1, age: 4_500, bornFrom: 2006 },
] as const
const takesPart = 0.96

const travel = ['HEA02', 'TYF03', 'HEB01', 'TBE01', 'DT51'] as const

/** What people have besides the vaccines of the pandemic; influenza from the last season but two on. */
export function ordinaryDosesOf(life: Life, random: Random): Dose[] {
  const doses: Dose[] = []
  const isBornHere = life.origin === 'norwegian' || life.origin === 'sami'
  if (life.birthYear >= 1996 && random.chance(isBornHere ? takesPart : 0.6)) {
    for (const { code, number, age, bornFrom } of childhoodProgramme) {
      const day = life.birth + age + random.below(25)
      if (life.birthYear >= bornFrom && day <= life.lastDay) doses.push({ code, day, number })
    }
  }
  const today = dayIn(life.now)
  const years = yearsOn(life, today)
  if (years >= 20 && random.chance(0.12)) {
    doses.push({ code: random.pick(travel), day: today - random.between(16, 3_000), number: 1 })
  }
  const influenzaShare = years >= 65 ? 0.55 : years >= 20 ? 0.12 : 0
  const year = life.now.getUTCFullYear()
  for (let season = year - 3; season <= year; season++) {
    if (!random.chance(influenzaShare)) continue
    // Between the last week of September and Christmas.
    const day = firstDayOf(season) + 270 + random.below(85)
    doses.push({ code: years >= 65 && random.chance(0.2) ? 'AII02' : 'INF02', day, number: null })
  }
  // Somebody is vaccinated against something on any day: the last fifteen days matter for the next appointment.
  if (years >= 5 && random.chance(0.01)) doses.push({ code: 'DT51', day: today - random.below(15), number: 1 })
  return doses
}
