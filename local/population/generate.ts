import { osloDay } from '../../schema/scalars/local-date.ts'
import { birthOf, refuseTooMany } from './birth.ts'
import { type Day, dateText, dayOf, osloInstant } from './calendar.ts'
import { blockSize, familiesOfBlock, type Slot } from './families.ts'
import { casesOf, type Infection, infectionsOf } from './infections.ts'
import { entryRowsOf, stayedAtHome } from './journey.ts'
import { type Kommune, pickKommune } from './kommuner.ts'
import { dayIn, type Life } from './life.ts'
import { type Origin, pickFamilyName, pickGivenName, pickOrigin, pickOriginAbroad } from './names.ts'
import { identityOf, standingOf } from './number-chain.ts'
import { itemAt, Random } from './random.ts'
import type { PersonRows, Row } from './rows.ts'
import { resultsOf } from './test-results.ts'
import { journeyOf, type Travel, travelOf } from './travel.ts'
import { vaccinationsOf } from './vaccinations.ts'

export type PopulationPlan = {
  /** The same seed gives the same persons; another gives others. A whole number. */
  readonly seed: number
  readonly size: number
  /** Now. Nothing is dated later, and the recent tests and cases are dated back from it. */
  readonly on: Date
}

/** Person ids below belong to the personas. */
export const firstPersonId = 1_000
const streams = { person: 1, family: 2 } as const

type World = PopulationPlan & {
  readonly today: Day
  readonly slots: readonly Slot[]
  readonly families: number
}

type Family = {
  readonly origin: Origin
  readonly name: string
  readonly kommune: Kommune
  readonly protection: Row<'person.person'>['address_protection']
}

/**
 * A synthetic population, one person after another, in constant memory. The n-th person follows from the seed, n and
 * `on` alone: a larger population begins with the smaller one.
 * @throws RangeError when there are not enough identity numbers for the size (some six million persons)
 */
export function generatePopulation(plan: PopulationPlan): Generator<PersonRows, void> {
  const today = dayOf(osloDay(plan.on))
  const slots = familiesOfBlock(plan.seed)
  const world: World = { ...plan, today, slots, families: itemAt(slots, slots.length - 1).family + 1 }
  refuseTooMany(slots, plan.size, plan.on)
  return everybody(world)
}

function* everybody(world: World): Generator<PersonRows, void> {
  let latest: { readonly number: number; readonly family: Family } | undefined
  for (let index = 0; index < world.size; index++) {
    const slot = itemAt(world.slots, index % blockSize)
    const number = Math.floor(index / blockSize) * world.families + slot.family
    if (latest?.number !== number) latest = { number, family: familyOf(world.seed, number) }
    yield personRows(world, index, slot, latest.family)
  }
}

function familyOf(seed: number, number: number): Family {
  const random = new Random(seed, streams.family, number)
  const kommune = pickKommune(random)
  const origin = pickOrigin(random, kommune.isSamiArea)
  const point = random.fraction()
  return {
    origin,
    kommune,
    name: pickFamilyName(random, origin),
    // About three persons in a thousand (Skatteetaten counts them by grade).
    protection:
      point < 0.0008
        ? 'STRENGT_FORTROLIG'
        : point < 0.0025
          ? 'FORTROLIG'
          : point < 0.003
            ? 'KLIENTADRESSE'
            : 'UGRADERT',
  }
}

function personRows(world: World, index: number, slot: Slot, family: Family): PersonRows {
  const { seed, today, on } = world
  const random = new Random(seed, streams.person, index)
  const standing = standingOf(slot, random)
  const isNew = standing !== 'settled'
  const origin = isNew && family.origin === 'norwegian' ? pickOriginAbroad(random) : family.origin
  const personId = firstPersonId + index
  const { birth, identifiers } = identityOf(
    birthOf(world, Math.floor(index / blockSize), slot),
    slot,
    { index, id: personId, standing, random },
    today,
  )
  const died = isNew ? undefined : deathOf(slot, today, birth, random)
  const lastDay = died ?? today
  const birthYear = Number(dateText(birth).slice(0, 4))
  const travel = travelOf({ seed, index, today, birth, lastDay })
  const language = languageOf(random, { origin, isNew, kommune: family.kommune })
  const life: Life = {
    personId,
    birth,
    birthYear,
    numbers: identifiers.map(({ identifier, issued_on }) => ({ identifier, from: dayOf(issued_on) })),
    origin,
    kommune: family.kommune,
    writesNynorsk: language === 'nn',
    lastDay,
    now: on,
    infections: withTravel(infectionsOf(random, { birth, lastDay, today }), travel),
    travel,
  }
  const hasAddress = standing !== 'helper-number' && standing !== 'd-number'
  const person: Row<'person.person'> = {
    person_id: personId,
    given_name: pickGivenName(random, origin, slot.sex, birthYear),
    middle_name: random.chance(0.22) ? pickFamilyName(random, origin) : null,
    family_name: origin === family.origin && !random.chance(0.04) ? family.name : pickFamilyName(random, origin),
    birth_date: dateText(birth),
    sex: slot.sex,
    kommune_number: hasAddress && family.protection !== 'STRENGT_FORTROLIG' ? family.kommune.number : null,
    address_key: hasAddress && family.protection === 'UGRADERT' ? addressOf(world, index, slot) : null,
    address_protection: family.protection,
    language,
    died_on: died === undefined ? null : dateText(died),
    updated_at: osloInstant(Math.max(birth, Math.min(lastDay, today - 1 - random.below(900))), 300),
  }
  const current = itemAt(life.numbers, life.numbers.length - 1).identifier
  return {
    'person.person': [person],
    'person.identifier': identifiers,
    'person.parenthood': slot.parents.map(({ slot: parent, hasCustody }) => ({
      child_id: personId,
      parent_id: personId - (index % blockSize) + parent,
      has_custody: hasCustody,
    })),
    'vaccine.vaccination': vaccinationsOf(life, random),
    'test.result': resultsOf(life, random),
    'recovery.confirmed_case': casesOf(life, random),
    ...(travel ? entryRowsOf(personId, journeyOf(travel, { ...person, number: current, today }), on) : stayedAtHome),
  }
}

/** Who was found to be infected at the border is a confirmed case like any other. */
function withTravel(infections: readonly Infection[], travel: Travel | undefined): readonly Infection[] {
  const tested = travel?.tested
  const latest = infections.at(-1)
  if (!tested?.isPositive || (latest && dayIn(tested.sampled) - latest.day <= 60)) return infections
  return [...infections, { day: dayIn(tested.sampled), sampled: tested.sampled, confirmedBy: 'NAAT' }]
}

function addressOf({ families }: World, index: number, slot: Slot): number {
  return firstPersonId + Math.floor(index / blockSize) * families * 2 + slot.household
}

/** Somebody who died in the last years: 2 % of all, most of them old. */
function deathOf({ age }: Slot, today: Day, birth: Day, random: Random): Day | undefined {
  const share = age < 50 ? 0.001 : age < 70 ? 0.012 : age < 85 ? 0.06 : Math.min(0.6, 0.2 + (age - 85) * 0.03)
  return random.chance(share) ? Math.max(birth, today - random.between(1, 1_800)) : undefined
}

function languageOf(
  random: Random,
  { origin, isNew, kommune }: { origin: Origin; isNew: boolean; kommune: Kommune },
): Row<'person.person'>['language'] {
  if (origin === 'sami' && random.chance(0.45)) return 'se'
  if (origin !== 'norwegian' && origin !== 'sami' && random.chance(isNew ? 0.5 : 0.12)) return 'en'
  return random.chance(kommune.nynorskPercent / 100) ? 'nn' : 'nb'
}
