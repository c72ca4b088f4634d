import { describe, expect, test } from 'vitest'
import { addDays, localDate } from '../../../schema/scalars/local-date.ts'
import { rulesVersionOn } from '../../../subgraphs/certificate/domain/index.ts'
import recovery from '../../../subgraphs/certificate/domain/rules/recovery.json' with { type: 'json' }
import testFile from '../../../subgraphs/certificate/domain/rules/test.json' with { type: 'json' }
import vaccination from '../../../subgraphs/certificate/domain/rules/vaccination.json' with { type: 'json' }

const changes = ['2021-06-01', '2021-06-24', '2021-12-21', '2022-01-01']

describe('the version of the rules', () => {
  test.each(changes)('changes on %s and names that day', day => {
    const today = localDate(day)
    expect(rulesVersionOn(today)).not.toBe(rulesVersionOn(addDays(today, -1)))
    expect(rulesVersionOn(today)).toMatch(new RegExp(`^${day}\\.[0-9a-f]{12}$`))
  })

  test('is the same on every day between', () => {
    const seen = new Set<string>()
    for (let day = localDate('2021-05-01'); day < '2024-06-01'; day = addDays(day, 1)) seen.add(rulesVersionOn(day))
    expect(seen.size).toBe(changes.length + 1)
  })

  test('exists before the first rule', () => {
    expect(rulesVersionOn(localDate('2020-01-01'))).toMatch(/^none\.[0-9a-f]{12}$/)
  })
})

describe.each([
  ['vaccination', vaccination],
  ['test', testFile],
  ['recovery', recovery],
])('the %s rules', (kind, { about, rules }) => {
  test('say what a period includes, and that the last outlives the scheme', () => {
    expect(about).toContain('not including validTo')
    expect(about).toContain('2023-06-30')
    expect(rules.at(-1)?.validTo).toBeNull()
  })

  test('have ids of their own and a source each', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    for (const { id, validFrom, sources } of rules) {
      expect(id).toBe(`NO-${kind.toUpperCase()}-${validFrom}`)
      expect(sources.length).toBeGreaterThan(0)
      for (const { document, date } of sources) {
        expect(document).not.toBe('')
        expect(date ?? '2021-06').toMatch(/^\d{4}-\d{2}(-\d{2})?$/)
      }
    }
  })
})
