import { expect, test } from 'vitest'
import { localDate } from '../../../../schema/scalars/local-date.ts'
import { ownCatalogue } from '../../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { judgeUse, type Refusal, type Use } from '../../../../subgraphs/proxy-consent/privacy/domain/judge-use.ts'
import type { Restriction, Setting } from '../../../../subgraphs/proxy-consent/privacy/domain/setting.ts'

const { definitions } = ownCatalogue
const day = localDate('2022-09-01')

function guidOf(code: string): string {
  const found = definitions.find(definition => definition.code === code)
  if (!found) throw new Error(`no definition ${code}`)
  return found.guid
}

function active(code: string, but: Partial<Setting> = {}): Setting {
  return {
    definition: guidOf(code),
    isActive: true,
    awaitsConfirmation: false,
    until: null,
    restrictions: [],
    ...but,
  }
}

const ended = (code: string) => active(code, { isActive: false })
const judge = (use: Use, settings: readonly Setting[], on = day): Refusal | 'allowed' => {
  const judged = judgeUse(use, { definitions, settings, day: on })
  return judged.isAllowed ? 'allowed' : judged.refusal
}

const kpr = (isIdentified: boolean, purpose: Extract<Use, { kind: 'disclosure' }>['purpose']): Use => ({
  kind: 'disclosure',
  register: 'KPR',
  isIdentified,
  purpose,
})
const store = (register: string, content?: string): Use => ({
  kind: 'storage',
  register,
  ...(content !== undefined && { content }),
})

const [fnr, purposes, keeping] = ['KPR_UTLEVERING_FNR', 'KPR_UTLEVERING_FORMAL', 'KPR_OPPBEVARING']
const bowel = 'TARMSCREENING_NEGATIVE_FUNN'
const blood = 'NYFODT_BLODPROVE'

test.each<[string, Use, Setting[], Refusal | 'allowed']>([
  ['KPR with nothing set: disclosure with the number', kpr(true, 'RESEARCH'), [], 'allowed'],
  ['KPR 1: disclosure with the number', kpr(true, 'ADMINISTRATION'), [active(fnr)], 'RESERVED'],
  ['KPR 1: pseudonymised disclosure', kpr(false, 'RESEARCH'), [active(fnr)], 'allowed'],
  ['KPR 1: storage', store('KPR'), [active(fnr)], 'allowed'],
  ['KPR 1 lifted', kpr(true, 'RESEARCH'), [ended(fnr)], 'allowed'],
  ['KPR 2: a named purpose, with the number', kpr(true, 'RESEARCH'), [active(purposes)], 'RESERVED'],
  ['KPR 2: a named purpose, pseudonymised', kpr(false, 'HEALTH_ANALYSIS'), [active(purposes)], 'RESERVED'],
  ['KPR 2: a purpose that is not named', kpr(true, 'ADMINISTRATION'), [active(purposes)], 'allowed'],
  ['KPR 2: storage', store('KPR'), [active(purposes)], 'allowed'],
  ['KPR 3: storage', store('KPR'), [active(keeping)], 'RESERVED'],
  ['KPR 3: disclosure with the number', kpr(true, 'RESEARCH'), [active(keeping)], 'allowed'],
  ['biobank with nothing set', store('NYFODTSCREENING_BIOBANK'), [], 'NO_CONSENT'],
  ['biobank with consent', store('NYFODTSCREENING_BIOBANK'), [active(blood)], 'allowed'],
  ['biobank after withdrawal', store('NYFODTSCREENING_BIOBANK'), [ended(blood)], 'NO_CONSENT'],
  [
    'biobank after withdrawal that awaits confirmation',
    store('NYFODTSCREENING_BIOBANK'),
    [active(blood, { isActive: false, awaitsConfirmation: true })],
    'NO_CONSENT',
  ],
  ['pandemic registry', store('PANDEMIREGISTERET'), [active('PANDEMIREGISTER')], 'RESERVED'],
  ['pandemic registry, another’s reservation', store('PANDEMIREGISTERET'), [active(fnr)], 'allowed'],
  ['diabetes register', store('DIABETESREGISTERET_VOKSNE'), [active('DIABETESREGISTER_VOKSNE')], 'RESERVED'],
  [
    'kjernejournal: health personnel',
    { kind: 'personnel-access', register: 'KJERNEJOURNAL' },
    [active('KJERNEJOURNAL')],
    'RESERVED',
  ],
  ['kjernejournal with nothing set', { kind: 'personnel-access', register: 'KJERNEJOURNAL' }, [], 'allowed'],
  [
    'kjernejournal: vaccinations in the graph',
    { kind: 'personnel-access', area: 'vaccinations' },
    [active('KJERNEJOURNAL')],
    'allowed',
  ],
  ['bowel screening: a negative finding', store('TARMSCREENING', 'NEGATIVE_FINDING'), [active(bowel)], 'RESERVED'],
  ['bowel screening: a positive finding', store('TARMSCREENING', 'POSITIVE_FINDING'), [active(bowel)], 'allowed'],
  ['bowel screening: nobody says which', store('TARMSCREENING'), [active(bowel)], 'RESERVED'],
])('%s', (_, use, settings, expected) => {
  expect(judge(use, settings)).toBe(expected)
})

test('a setting holds through the last day it was chosen for, and not the day after', () => {
  const consent = active('SENFOLGER_KORONA', { until: localDate('2022-09-01') })
  const research: Use = { kind: 'disclosure', register: 'SENFOLGER_KORONA', isIdentified: true, purpose: 'RESEARCH' }
  expect(judge(research, [consent], localDate('2022-09-01'))).toBe('allowed')
  expect(judge(research, [consent], localDate('2022-09-02'))).toBe('NO_CONSENT')
})

test('what has not begun decides nothing, not even about a consent that would be missing', () => {
  expect(judge(store('TARMSCREENING'), [active(bowel)], localDate('2022-04-30'))).toBe('allowed')
  expect(judge(store('NYFODTSCREENING_BIOBANK'), [], localDate('2017-12-31'))).toBe('allowed')
})

const asked: Use = {
  kind: 'personnel-access',
  area: 'tests',
  organisation: { number: '312700107', parent: '312700115' },
  hprNumber: '1234567',
}

test.each<[string, Restriction[], Refusal | 'allowed']>([
  ['nothing restricted', [], 'allowed'],
  ['everything, to all', [{}], 'RESTRICTED_FOR_ALL'],
  ['this area, to all', [{ areas: ['tests'] }], 'RESTRICTED_FOR_ALL'],
  ['another area', [{ areas: ['vaccinations'] }], 'allowed'],
  ['this unit', [{ organisation: '312700107' }], 'RESTRICTED_FOR_CALLER'],
  ['the legal entity above it', [{ organisation: '312700115' }], 'RESTRICTED_FOR_CALLER'],
  ['another organisation', [{ organisation: '312700123' }], 'allowed'],
  ['this person', [{ hprNumber: '1234567' }], 'RESTRICTED_FOR_CALLER'],
  ['another person', [{ hprNumber: '7654321' }], 'allowed'],
  ['this person elsewhere', [{ hprNumber: '1234567', organisation: '312700123' }], 'allowed'],
  ['this unit, another area', [{ organisation: '312700107', areas: ['recoveries'] }], 'allowed'],
  ['a period that is over', [{ until: localDate('2022-08-31') }], 'allowed'],
  ['the last day of a period', [{ until: localDate('2022-09-01') }], 'RESTRICTED_FOR_ALL'],
  ['a period that has not begun', [{ from: localDate('2022-09-02') }], 'allowed'],
  ['one that fits among others', [{ hprNumber: '7654321' }, { hprNumber: '1234567' }], 'RESTRICTED_FOR_CALLER'],
  ['for this caller and for all', [{ hprNumber: '1234567' }, {}], 'RESTRICTED_FOR_ALL'],
])('a restriction of %s', (_, restrictions, expected) => {
  expect(judge(asked, [active('INNSYN_HELSEPERSONELL', { restrictions })])).toBe(expected)
})

test('a restriction of one person closes to whoever does not say who it is', () => {
  const settings = [active('INNSYN_HELSEPERSONELL', { restrictions: [{ hprNumber: '1234567' }] })]
  expect(judge({ kind: 'personnel-access', area: 'tests' }, settings)).toBe('RESTRICTED_FOR_CALLER')
})

test('a lifted restriction restricts nobody, and one of areas says nothing of certificates', () => {
  const restrictions = [{}]
  expect(judge(asked, [active('INNSYN_HELSEPERSONELL', { restrictions, isActive: false })])).toBe('allowed')
  const certificates: Use = { kind: 'personnel-access', area: 'certificates' }
  expect(judge(certificates, [active('INNSYN_HELSEPERSONELL', { restrictions })])).toBe('allowed')
})
