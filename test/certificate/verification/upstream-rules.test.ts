import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { applyRule, type External } from '../../../subgraphs/certificate/verification/apply-rule.ts'
import { type BusinessRule, readBusinessRule } from '../../../subgraphs/certificate/verification/business-rule.ts'
import { readRuleFolder } from '../../../subgraphs/certificate/verification/rule-folder.ts'
import { areVectorsHere, readVectors, vectorNames, whereAbsent } from '../../vectors/shared-vectors.ts'

type RuleTest = { readonly payload: unknown; readonly external: External; readonly expected: boolean }

const outcome = { true: 'pass', false: 'fail' } as const
const folder = 'business-rules'
const names = areVectorsHere ? vectorNames(folder) : []
const testsOf = Map.groupBy(
  names.filter(name => name.includes('/tests/')),
  name => name.slice(0, name.indexOf('/tests/')),
)
const countries = ['AT', 'DE', 'EU', 'FR', 'NL']

describe.skipIf(!areVectorsHere)(`the rules that countries exchanged, with their own tests${whereAbsent}`, () => {
  test.each(countries)('of %s answer as their authors expect', country => {
    const rules = [...testsOf].filter(([name]) => name.startsWith(`${country}/`))
    expect(rules.length).toBeGreaterThan(0)
    const wrong = rules.flatMap(([name, tests]) => {
      const rule = readBusinessRule(readVectors(`${folder}/${name}/rule.json`))
      return tests.filter(path => {
        const { payload, external, expected } = readVectors<RuleTest>(`${folder}/${path}`)
        return applyRule(rule, payload, external) !== outcome[`${expected}`]
      })
    })
    expect(wrong).toEqual([])
  })

  test('are 400 tests of 50 rules or more', () => {
    expect([...testsOf.values()].flat().length).toBeGreaterThanOrEqual(400)
    expect(testsOf.size).toBeGreaterThanOrEqual(50)
  })

  describe('read from their folder', () => {
    let rules: readonly BusinessRule[]
    beforeAll(async () => {
      rules = await readRuleFolder(fileURLToPath(new URL(`../../../../shared/data/dcc/${folder}`, import.meta.url)))
    })

    test('are the rules and nothing else', () => {
      expect(rules.map(({ identifier }) => identifier).sort()).toEqual(
        names
          .filter(name => name.endsWith('/rule.json'))
          .map(name => name.split('/')[1])
          .sort(),
      )
      expect([...new Set(rules.map(({ country }) => country))].sort()).toEqual(countries)
    })
  })
})
