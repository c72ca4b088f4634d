import { describe, expect, test } from 'vitest'
import { domesticRefusals } from '../../../subgraphs/certificate/domain/domestic-refusals.ts'
import { factNotes } from '../../../subgraphs/certificate/domain/fact-notes.ts'
import { refusalReasons, refusals } from '../../../subgraphs/certificate/domain/index.ts'

test('the reasons are a closed list; none is renamed', () => {
  expect(refusalReasons).toEqual([
    'NO_DOSE',
    'VACCINE_UNKNOWN',
    'VACCINE_NOT_RECOGNISED',
    'NO_TEST',
    'PRELIMINARY',
    'RESULT_UNCLEAR',
    'POSITIVE_RESULT',
    'SAMPLE_TIME_UNKNOWN',
    'MISSING_DEVICE',
    'NO_CASE',
    'NOT_CONFIRMED_BY_NAAT',
    'TOO_EARLY',
    'TOO_OLD',
    'DATE_IMPOSSIBLE',
    'NOT_CERTIFIABLE',
    'REVOKED',
    'SCHEME_NOT_STARTED',
  ])
})

test.each([
  ['refusals', refusals],
  ['domestic refusals', domesticRefusals],
  ['notes on facts', factNotes],
])('%s speak of nobody as the reader: a parent reads them of a child', (_, texts) => {
  for (const text of Object.values(texts).flatMap(text => Object.values(text)))
    expect(text).not.toMatch(
      /\b(deg|din|di|ditt|dine|your|yours)\b|du (er|var|ble|vart|hadde|har)|you (are|were|have|had)/i,
    )
})

describe.each(refusalReasons)('%s', reason => {
  const { nb, nn, en } = refusals[reason]

  test.each([
    ['nb', nb],
    ['nn', nn],
    ['en', en],
  ])('says in %s what is the matter and what to do', (_, text) => {
    expect(text.match(/[.](?= |$)/g)?.length).toBeGreaterThanOrEqual(2)
    expect(text).not.toMatch(/[A-Z]{3,}_|\{|\s{2}/)
  })

  test('is written apart in each language', () => {
    expect(new Set([nb, nn, en]).size).toBe(3)
    expect(nb).not.toMatch(/\b(ikkje|frå|vart|ein)\b/)
    expect(nn).not.toMatch(/\b(ikke|fra|ble|en)\b/)
  })
})
