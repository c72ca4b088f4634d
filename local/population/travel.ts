import { osloDistricts } from '../../schema/code-lists/entry-codes.ts'
import { postalSeries } from '../../schema/code-lists/postal-codes.ts'
import { type Day, dateText } from './calendar.ts'
import type { Journey } from './journey.ts'
import type { NumberHeld } from './life.ts'
import { workingHour } from './life.ts'
import { Random } from './random.ts'
import type { Row } from './rows.ts'

const stream = 4
/** Travellers come from the first of a population: what two kommuner follow up does not grow with the country. */
const travellersAmong = 5_000
const travellerShare = 0.1

export type Travel = {
  readonly arrived: Day
  /** Undefined: has not been tested, or not yet. */
  readonly tested: { readonly sampled: Date; readonly isPositive: boolean } | undefined
  readonly random: Random
}

type Who = {
  readonly seed: number
  readonly index: number
  readonly today: Day
  readonly birth: Day
  readonly lastDay: Day
}

/** Whether somebody has come across the border in the last twenty days, and what came of the test. */
export function travelOf({ seed, index, today, birth, lastDay }: Who): Travel | undefined {
  const random = new Random(seed, stream, index)
  if (index >= travellersAmong || lastDay < today || !random.chance(travellerShare)) return undefined
  const arrived = today - random.between(1, 20)
  if (arrived <= birth) return undefined
  const testedOn = arrived + random.below(3)
  const isTested = random.chance(0.8) && testedOn < today
  const sampled = workingHour(random, testedOn)
  const isPositive = random.chance(0.05)
  return { arrived, tested: isTested ? { sampled, isPositive } : undefined, random }
}

const crossings = ['Gardermoen', 'Flesland', 'Svinesund', 'Storskog', 'Torp', 'Kiel–Oslo'] as const
const countries = ['SE', 'PL', 'DE', 'DK', 'LT', 'GB', 'ES', 'NL'] as const
const employers = [
  ['310000000', 'Fjordverftet'],
  ['320001307', 'Vestnorsk Bygg'],
  ['320001404', 'Havbruket på Sotra'],
] as const

type Traveller = Pick<Row<'person.person'>, 'given_name' | 'family_name' | 'birth_date' | 'language'> & {
  readonly number: NumberHeld['identifier']
  readonly today: Day
}

/** What somebody of the population registered. Less than half sign in with ID-porten; the rest write what they like. */
export function journeyOf({ arrived, random }: Travel, who: Traveller): Journey {
  const { today } = who
  const login = random.chance(0.45) ? 4 : random.pick([1, 1, 2, 3] as const)
  const postalCode = stayOf(random, today)
  const isOslo = postalCode.startsWith('0') && postalCode !== '0000'
  const [employerNumber, employerName] = random.pick(employers)
  const hasEmployer = random.chance(0.3)
  const isInHotel = random.chance(0.12)
  return {
    arrivedDaysAgo: today - arrived,
    login,
    fields: {
      ...numberFields(random, login === 4 || random.chance(0.75), who.number),
      p_first_name: who.given_name,
      p_last_name: who.family_name,
      p_birth_date: who.birth_date,
      phone: `+4740${String(random.below(1_000_000)).padStart(6, '0')}`,
      p_lang_follow_up: who.language === 'nn' ? 'nb' : who.language,
      p_follow_up: random.pickCommonFirst(['Ikke satt', 'OK', 'Ikke svar', 'Ikke OK']),
      a_country: random.pick(countries),
      a_border_crossing: random.pick(crossings),
      a_location_zip_code: postalCode,
      ...(isOslo && { district: random.pick(Object.keys(osloDistricts)) }),
      ...(isInHotel && {
        l4: '4001',
        a_q_zip_code: '0150',
        hotel_name: 'Karantenehotellet',
        hotel_arrival: dateText(arrived),
      }),
      ...(random.chance(0.15) && { l1: '1002', l2: String(random.between(2001, 2008)) }),
      ...(hasEmployer && { a_employer_orgnr: employerNumber, a_employer_name: employerName }),
      a_num_travelers: String(random.pickCommonFirst([1, 2, 3, 4])),
    },
    contacts: random.chance(0.5) ? [contactOf(random, today - arrived)] : [],
    breaches: random.chance(0.05)
      ? [{ daysAgo: Math.max(0, today - arrived - 2), kind: 'NOT_AT_ADDRESS', description: 'Var ikke der hun sa.' }]
      : [],
  }
}

/** Most stay in two large kommuner, and a few write a postal code that does not exist. */
function stayOf(random: Random, today: Day): string {
  if (random.chance(0.03)) return '0000'
  if (random.chance(0.4)) return String(random.between(5003, 5019))
  if (random.chance(0.45)) return String(random.between(150, 1_295)).padStart(4, '0')
  const on = dateText(today)
  return random.pick(postalSeries.filter(({ validFrom, validTo }) => validFrom <= on && (validTo ?? on) >= on)).from
}

/** A number that is the traveller's; or one digit wrong, a passport, or nothing. */
function numberFields(random: Random, isRight: boolean, number: string): Journey['fields'] {
  if (isRight) return { p_unique_id: number }
  const wrong = `${number.slice(0, 10)}${(Number(number[10]) + 1) % 10}`
  return random.pick([
    { p_unique_id: wrong },
    { p_unique_id: `P${random.between(1_000_000, 9_999_999)}`, p_id_country: random.pick(countries) },
    {},
  ])
}

const answers = ['Er i karantene hjemme.', 'Er på karantenehotell.', 'Skal teste seg i morgen.'] as const

function contactOf(random: Random, arrivedDaysAgo: number): NonNullable<Journey['contacts']>[number] {
  const daysAgo = Math.max(0, arrivedDaysAgo - 1)
  if (random.chance(0.3)) return { daysAgo, outcome: random.pick(['NO_ANSWER', 'WRONG_NUMBER', 'LANGUAGE_BARRIER']) }
  return {
    daysAgo,
    outcome: 'ANSWERED',
    answer: random.pick(answers),
    ...(random.chance(0.2) && { healthNote: 'Har litt vondt i halsen.' }),
  }
}
