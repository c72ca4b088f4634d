import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyRule, type External } from '../../../subgraphs/certificate/verification/apply-rule.ts'
import { readBusinessRule } from '../../../subgraphs/certificate/verification/business-rule.ts'
import { norwegianRules } from '../../../subgraphs/certificate/verification/norway.ts'
import { createRuleBook } from '../../../subgraphs/certificate/verification/rule-book.ts'
import { readRuleFolder } from '../../../subgraphs/certificate/verification/rule-folder.ts'
import { writeBusinessRule } from '../../../subgraphs/certificate/verification/write-business-rule.ts'

const at = new Date('2022-01-15T12:00:00Z')
const aRule = (but: object = {}) => ({
  Identifier: 'VR-SE-0001',
  Type: 'Acceptance',
  Country: 'SE',
  Version: '1.0.0',
  SchemaVersion: '1.3.0',
  Engine: 'CERTLOGIC',
  EngineVersion: '0.7.5',
  CertificateType: 'Vaccination',
  Description: [{ lang: 'en', desc: 'This is the first dose' }],
  ValidFrom: '2021-07-01T00:00:00Z',
  ValidTo: '2030-01-01T00:00:00Z',
  AffectedFields: ['v.0'],
  Logic: { '===': [{ var: 'payload.v.0.dn' }, 1] },
  ...but,
})

function chosen(rules: readonly object[], occasion: { country?: string; issuer?: string; at?: Date } = {}): string[] {
  const book = createRuleBook(rules.map(rule => readBusinessRule(rule)))
  return book
    .rulesFor({ country: 'SE', issuer: 'NO', kind: 'vaccination', at, ...occasion })
    .map(({ identifier, version }) => `${identifier} ${version.join('.')}`)
}

describe('a rule book chooses', () => {
  test.each<[string, readonly object[], string[]]>([
    [
      'general rules and those of the kind',
      [
        aRule(),
        aRule({ Identifier: 'GR-SE-0001', CertificateType: 'General' }),
        aRule({ Identifier: 'TR-SE-0001', CertificateType: 'Test' }),
      ],
      ['GR-SE-0001 1.0.0', 'VR-SE-0001 1.0.0'],
    ],
    ['no other country’s acceptance rules', [aRule({ Country: 'DK' }), aRule({ Country: 'NO' })], []],
    [
      'the newest version, by number',
      [aRule({ Version: '1.9.0' }), aRule({ Version: '1.10.0' }), aRule()],
      ['VR-SE-0001 1.10.0'],
    ],
    [
      'the newest version that is valid',
      [aRule({ Version: '2.0.0', ValidFrom: '2022-01-16T00:00:00Z' }), aRule()],
      ['VR-SE-0001 1.0.0'],
    ],
    ['nothing that has ended', [aRule({ ValidTo: '2022-01-15T12:00:00Z' })], []],
    ['what begins now', [aRule({ ValidFrom: '2022-01-15T12:00:00Z' })], ['VR-SE-0001 1.0.0']],
    [
      'the issuer’s invalidation rules',
      [aRule({ Identifier: 'IR-NO-0001', Country: 'NO', Type: 'Invalidation' })],
      ['IR-NO-0001 1.0.0'],
    ],
    ['no other country’s invalidation rules', [aRule({ Identifier: 'IR-SE-0001', Type: 'Invalidation' })], []],
  ])('%s', (_, rules, expected) => {
    expect(chosen(rules)).toEqual(expected)
  })

  test('knows which countries it has rules of', () => {
    const book = createRuleBook([readBusinessRule(aRule())])
    expect([book.knows('SE'), book.knows('DK')]).toEqual([true, false])
  })
})

const external: External = {
  validationClock: at.toISOString(),
  valueSets: {},
  countryCode: 'SE',
  exp: at.toISOString(),
  iat: at.toISOString(),
}

describe('a rule is', () => {
  test.each<[string, string, object]>([
    ['pass', 'when its logic is true', {}],
    ['fail', 'when its logic is false', { Logic: { '===': [1, 2] } }],
    ['open', 'when it throws', { Logic: { '>': [{ var: 'payload.v.0.sd' }, 1] } }],
    ['open', 'when it uses an operator nobody knows', { Logic: { guess: [1] } }],
    ['open', 'when it answers neither yes nor no', { Logic: { '+': [1, 1] } }],
    ['open', 'when another engine must run it', { Engine: 'REGO' }],
    ['open', 'when it needs a newer CertLogic', { EngineVersion: '1.4.0' }],
  ])('%s %s', (outcome, _, but) => {
    expect(applyRule(readBusinessRule(aRule(but)), { v: [{ dn: 1 }] }, external)).toBe(outcome)
  })

  test.each([
    ['Identifier', 'SE-1'],
    ['Type', 'Rule'],
    ['Country', 'Sweden'],
    ['Version', '1'],
    ['CertificateType', 'Booster'],
    ['Description', []],
    ['ValidFrom', 'soon'],
    ['ValidTo', undefined],
    ['Logic', 'true'],
  ])('refused when %s is wrong', (field, value) => {
    expect(() => readBusinessRule(aRule({ [field]: value }))).toThrow(`${field} is missing or wrong`)
  })
})

describe('a folder of rules', () => {
  test.each([
    ['one rule in a file', aRule(), ['VR-SE-0001']],
    [
      'a list of rules, after a byte order mark',
      [aRule(), aRule({ Identifier: 'VR-SE-0002' })],
      ['VR-SE-0001', 'VR-SE-0002'],
    ],
    ['what is no rule', { payload: {}, expected: true }, []],
  ])('is read with %s', async (_, content, expected) => {
    await using folder = await aFolder({ 'rules.json': `\uFEFF${JSON.stringify(content)}` })
    expect((await readRuleFolder(folder.path)).map(({ identifier }) => identifier)).toEqual(expected)
  })

  test('is refused for a broken rule, by the name of its file', async () => {
    await using folder = await aFolder({ 'broken.json': JSON.stringify(aRule({ Version: 'new' })) })
    await expect(readRuleFolder(folder.path)).rejects.toThrow(/broken\.json: .*Version/)
  })
})

async function aFolder(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'helsegraf-rules-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('a rule that is written for verifiers is read as the same rule, with the days it really held', () => {
  for (const rule of norwegianRules) {
    const { logic, ...about } = readBusinessRule(JSON.parse(JSON.stringify(writeBusinessRule(rule))))
    expect({ logic, ...about }).toEqual(rule)
  }
  const written = writeBusinessRule(readBusinessRule(aRule(), { from: '2022-01-10', until: '2022-01-20' }))
  expect(written).toMatchObject({ ValidFrom: '2022-01-09T23:00:00.000Z', AffectedFields: ['v.0.dn'] })
})
