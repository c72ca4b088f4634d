import { isActive, isVaccine, type ValueSetName } from '../../../schema/code-lists/eu-value-sets.ts'
import { addDays, osloDay, parseLocalDate } from '../../../schema/scalars/local-date.ts'
import { GateFailure } from './gate.ts'
import type { Dcc, DomesticPayload, PersonName, RecoveryEntry, TestEntry, VaccinationEntry } from './payload.ts'
import { checkSchema } from './schema-gate.ts'
import { transliterate } from './transliterate.ts'

export type Occasion = { readonly now: Date; readonly country: string }

/** Gates 1 to 5: what can be said of a payload without knowing who signs it. @throws GateFailure */
export function checkPayload(payload: unknown, { now, country }: Occasion): asserts payload is Dcc {
  checkSchema(payload)
  checkText(payload)
  for (const entry of payload.v ?? []) checkVaccination(entry, payload.dob, now)
  for (const entry of payload.t ?? []) checkTest(entry, payload.dob, now)
  for (const entry of payload.r ?? []) checkRecovery(entry, payload.dob, now)
  checkNames(payload.nam)
  for (const { ci } of payload.v ?? payload.t ?? payload.r ?? []) checkUvci(ci, country)
}

/** The same for a certificate for use in Norway, as far as it says anything: birth date and names. @throws GateFailure */
export function checkDomesticPayload(payload: DomesticPayload, now: Date): void {
  checkText(payload)
  const isBirth = /^(19|20)\d\d(-\d\d){0,2}$/.test(payload.dob) && payload.dob <= today(now)
  requireThat(isBirth, 'meaning', 'dob is a year, month or day that has been')
  checkNames(payload.nam)
}

/** Gate 2, all kinds: no text is empty or has blanks around it (an unknown birth date may be empty). */
function checkText({ nam, v, t, r }: Dcc): void {
  for (const part of [nam, v?.[0], t?.[0], r?.[0]]) {
    for (const [field, value] of Object.entries(part ?? {})) {
      const isText = typeof value !== 'string' || (value !== '' && value === value.trim())
      requireThat(isText, 'meaning', `${field} is text without blanks around it`)
    }
  }
}

function checkVaccination(entry: VaccinationEntry, birth: string, now: Date): void {
  checkDay(entry.dt, birth, now)
  checkCode('disease', entry.tg, 'tg')
  checkCode('prophylaxis', entry.vp, 'vp')
  checkCode('product', entry.mp, 'mp')
  checkCode('manufacturer', entry.ma, 'ma')
  checkCode('country', entry.co, 'co')
  requireThat(isVaccine(entry.mp, entry.ma, entry.vp), 'value-sets', 'mp, ma and vp belong together by Annex A')
}

const naat = 'LP6464-4'
const rat = 'LP217198-3'
const dateTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\dZ$/

function checkTest(entry: TestEntry, birth: string, now: Date): void {
  const day = dateTime.exec(entry.sc)?.[1]
  requireThat(day !== undefined, 'meaning', 'sc is a date-time in UTC, in whole seconds')
  checkAfterBirth(day, birth)
  requireThat(Date.parse(entry.sc) <= now.getTime(), 'meaning', 'the event has happened')
  requireThat(entry.tt !== naat || entry.ma === undefined, 'meaning', 'a NAAT has no device (ma)')
  requireThat(entry.tt !== rat || entry.ma !== undefined, 'meaning', 'a rapid test has a device (ma)')
  checkCode('disease', entry.tg, 'tg')
  checkCode('testType', entry.tt, 'tt')
  checkCode('testResult', entry.tr, 'tr')
  checkCode('country', entry.co, 'co')
  if (entry.ma !== undefined) checkCode('testDevice', entry.ma, 'ma')
}

/** Regulation (EU) 2021/953, annex, point 3: valid from the eleventh day after the first positive test, for 180 days. */
function checkRecovery(entry: RecoveryEntry, birth: string, now: Date): void {
  checkDay(entry.fr, birth, now)
  const first = parseLocalDate(entry.fr)
  requireThat(first !== undefined, 'meaning', 'fr is a day')
  requireThat(entry.df >= addDays(first, 11), 'meaning', 'df is at least eleven days after fr')
  requireThat(entry.du <= addDays(first, 180), 'meaning', 'du is at most 180 days after fr')
  requireThat(entry.df <= entry.du, 'meaning', 'df is not after du')
  checkCode('disease', entry.tg, 'tg')
  checkCode('country', entry.co, 'co')
}

/** Birth ≤ event ≤ today in Norway. A birth date may be a year or a month; ISO dates compare as text. */
function checkDay(day: string, birth: string, now: Date): void {
  checkAfterBirth(day, birth)
  requireThat(day <= today(now), 'meaning', 'the event has happened')
}

function checkAfterBirth(day: string, birth: string): void {
  // `0001-01-01` is what .NET writes for a date nobody set; it is before every birth, and before a birth unknown too.
  requireThat(day >= '1900', 'meaning', 'the event has a date')
  requireThat(birth.slice(0, day.length) <= day, 'meaning', 'the event is after birth')
}

let lastHour = Number.NaN
let lastDay = ''

/** Asking for the day in Oslo costs as much as a check of the schema, and it changes on the hour. */
function today(now: Date): string {
  const hour = Math.floor(now.getTime() / 3_600_000)
  if (hour !== lastHour) {
    lastDay = osloDay(now)
    lastHour = hour
  }
  return lastDay
}

/** Gate 3. */
function checkCode(set: ValueSetName, code: string, field: string): void {
  requireThat(isActive(set, code), 'value-sets', `${field} is an active code of its value set`)
}

/** Gate 4: the machine-readable name is the name's transliteration; there is one for the family name. */
function checkNames({ fn = '', gn, fnt = '', gnt }: PersonName): void {
  requireThat(fnt !== '', 'names', 'there is a machine-readable family name (fnt)')
  requireThat(/^[A-Z<]*$/.test(fnt + (gnt ?? '')), 'names', 'fnt and gnt are A–Z and <')
  requireThat(fnt === transliterate(fn), 'names', 'fnt is fn by ICAO 9303')
  requireThat((gnt ?? '') === transliterate(gn ?? ''), 'names', 'gnt is gn by ICAO 9303')
}

/** Gate 5: Norway's form, upper case, no checksum. */
function checkUvci(ci: string, country: string): void {
  const [, of, opaque = ''] = /^URN:UVCI:01:([A-Z]{2}):(.*)$/.exec(ci) ?? []
  requireThat(
    of === country && /^[A-Z0-9]+\/[A-Z0-9]+$/.test(opaque),
    'uvci',
    'ci is URN:UVCI:01:<country>:<A–Z0–9>/<A–Z0–9>',
  )
}

function requireThat(holds: boolean, gate: 'meaning' | 'value-sets' | 'names' | 'uvci', rule: string): asserts holds {
  if (!holds) throw new GateFailure(gate, rule)
}
