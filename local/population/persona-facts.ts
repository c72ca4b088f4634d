import { addDays, ageOn, birthday, type LocalDate, localDate, osloDay } from '../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import { dayOf, osloInstant } from './calendar.ts'
import { eventId } from './event-id.ts'
import { entryRowsOf, type Journey, stayedAtHome } from './journey.ts'
import { held } from './number-chain.ts'
import { itemAt, Random } from './random.ts'
import type { PersonRows, Row } from './rows.ts'
import { analysedBy } from './test-results.ts'
import { batchNumber } from './vaccinations.ts'

/** A day that stays, or one so many days before now. */
export type When = LocalDate | { readonly daysAgo: number }

export type PersonaFacts = {
  readonly given: string
  readonly middle?: string
  readonly family: string
  /**
   * An age instead keeps the birthday and moves the year, so that a child of eleven is eleven every year; somebody who
   * turns an age some days from now does so whatever day it is.
   */
  readonly birth:
    | LocalDate
    | { readonly birthday: `${number}-${number}`; readonly age: number }
    | { readonly turns: number; readonly inDays: number }
  readonly sex: 'F' | 'M'
  readonly kommune?: string
  readonly address?: number
  readonly protection?: Row<'person.person'>['address_protection']
  readonly language?: Row<'person.person'>['language']
  /** The numbers in order, each with the day it was given; the last is current. */
  readonly numbers: readonly {
    readonly identifier: string
    readonly kind: Row<'person.identifier'>['kind']
    readonly from?: LocalDate
  }[]
  /** Personas whose child this is, by their place in the list. */
  readonly parents?: readonly string[]
  readonly doses?: readonly PersonaDose[]
  readonly samples?: readonly PersonaSample[]
  readonly cases?: readonly When[]
  /** Into Norway lately; the names are the person's own. */
  readonly journey?: Journey
}

export type PersonaDose = {
  readonly code: string
  readonly on: LocalDate
  readonly number?: number
  /** Which of the person's numbers it was registered on; the current one unless said. */
  readonly onNumber?: number
  readonly abroad?: string
}

export type PersonaSample = {
  readonly method: 'NAAT' | 'RAT'
  readonly hoursAgo: number
  readonly answers: readonly {
    readonly hoursAgo: number
    readonly state: Row<'test.result'>['state']
    readonly outcome: Row<'test.result'>['outcome']
    readonly text: string
  }[]
}

const performer = { performer_number: '310000000', performer_name: 'Oslo kommune' }
const hourMs = 3_600_000

/** What the registries hold about one persona on a day. What has not happened by then is not there. */
export function rowsOf(facts: PersonaFacts, personId: number, parents: readonly number[], now: Date): PersonRows {
  const today = osloDay(now)
  const birth = birthOf(facts.birth, today)
  const numbers = facts.numbers
    .filter(({ from }) => (from ?? birth) <= today)
    .map(({ kind, identifier, from }) => [kind, identifier as PersonIdentifier, dayOf(from ?? birth)] as const)
  return {
    'person.person': [
      {
        person_id: personId,
        given_name: facts.given,
        middle_name: facts.middle ?? null,
        family_name: facts.family,
        birth_date: birth,
        sex: facts.sex,
        kommune_number: facts.kommune ?? null,
        address_key: facts.address ?? null,
        address_protection: facts.protection ?? 'UGRADERT',
        language: facts.language ?? 'nb',
        died_on: null,
        updated_at: osloInstant(dayOf(addDays(today, -30)), 300),
      },
    ],
    'person.identifier': held(personId, numbers),
    'person.parenthood': parents.map(parent => ({ child_id: personId, parent_id: parent, has_custody: true })),
    'vaccine.vaccination': vaccinations(facts, personId, now),
    'test.result': results(facts, personId, now),
    'recovery.confirmed_case': cases(facts, personId, now),
    ...entries(facts, personId, now),
  }
}

function entries(facts: PersonaFacts, personId: number, now: Date) {
  const { journey, given, family, birth, language = 'nb' } = facts
  if (!journey) return stayedAtHome
  const own = {
    p_first_name: given,
    p_last_name: family,
    p_birth_date: birthOf(birth, osloDay(now)),
    phone: `+47400${String(personId).padStart(5, '0')}`,
    p_lang_follow_up: language,
    a_country: 'SE',
    a_border_crossing: 'Flesland',
  }
  return entryRowsOf(personId, { ...journey, fields: { ...own, ...journey.fields } }, now)
}

function birthOf(birth: PersonaFacts['birth'], today: LocalDate): LocalDate {
  if (typeof birth === 'string') return birth
  return 'age' in birth
    ? bornFor(birth.birthday, birth.age, today)
    : birthday(addDays(today, birth.inDays), -birth.turns)
}

/** The day of birth of somebody who has that age today. */
function bornFor(monthAndDay: string, age: number, today: LocalDate): LocalDate {
  const year = Number(today.slice(0, 4)) - age
  const latest = localDate(`${year}-${monthAndDay}`)
  return ageOn(latest, today) === age ? latest : localDate(`${year - 1}-${monthAndDay}`)
}

const chanceOf = (personId: number, number: number) => new Random(0, personId, number)

function identifierAt({ numbers }: PersonaFacts, at = numbers.length - 1): PersonIdentifier {
  return itemAt(numbers, at).identifier as PersonIdentifier
}

function vaccinations(facts: PersonaFacts, personId: number, now: Date): Row<'vaccine.vaccination'>[] {
  return (facts.doses ?? [])
    .map(({ code, on, number, onNumber, abroad }, at) => {
      const random = chanceOf(personId, at)
      return {
        event_id: eventId(personId, 'vaccination', at, random.word(), random.word()),
        person_identifier: identifierAt(facts, onNumber),
        sysvak_code: code,
        given_on: on,
        dose_number: number ?? null,
        batch_number: batchNumber(code, dayOf(on)),
        country: abroad ?? 'NO',
        is_after_registered: abroad !== undefined,
        registered_at: osloInstant(dayOf(on) + (abroad ? 60 : 0), 750),
        ...performer,
      }
    })
    .filter(({ registered_at }) => registered_at <= now)
}

function results(facts: PersonaFacts, personId: number, now: Date): Row<'test.result'>[] {
  const hoursBefore = (hours: number) => new Date(now.getTime() - hours * hourMs)
  return (facts.samples ?? []).flatMap(({ method, hoursAgo, answers }, sample) =>
    answers.map(({ hoursAgo: answeredAgo, state, outcome, text }, at) => {
      const random = chanceOf(personId, 100 + sample)
      const sample_id = eventId(personId, 'sample', sample, random.word(), random.word())
      return {
        result_id: eventId(personId, 'result', sample * 10 + at, random.word(), random.word()),
        sample_id,
        person_identifier: identifierAt(facts),
        method,
        outcome,
        state,
        result_text: text,
        sampled_at: hoursBefore(hoursAgo),
        received_at: hoursBefore(answeredAgo),
        ...analysedBy(method, chanceOf(personId, 0)),
        ...performer,
      }
    }),
  )
}

function cases(facts: PersonaFacts, personId: number, now: Date): Row<'recovery.confirmed_case'>[] {
  return (facts.cases ?? [])
    .map((when, at) => {
      const first = typeof when === 'string' ? when : addDays(osloDay(now), -when.daysAgo)
      const random = chanceOf(personId, 200 + at)
      return {
        case_id: eventId(personId, 'case', at, random.word(), random.word()),
        person_identifier: identifierAt(facts),
        first_positive_on: first,
        confirmed_by: 'NAAT' as const,
        country: 'NO',
        registered_at: osloInstant(dayOf(first) + 2, 600),
      }
    })
    .filter(({ registered_at }) => registered_at <= now)
}
