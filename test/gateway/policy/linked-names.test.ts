import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEdition } from '../../../gateway/edition.ts'
import { FinishFirst } from '../../../gateway/load/finish-first.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { readRequirements } from '../../../gateway/policy/authorization/requirements.ts'
import { withKnownNames } from '../../../gateway/policy/linked-names.ts'
import { readCostModel } from '../../../gateway/policy/operation/cost-model.ts'
import { compose } from '../../federation/kit.ts'

const plain = compose({
  only: {
    sdl: `type Query { open: Int  mine: Int @authenticated  scoped: Int @requiresScopes(scopes: [["a"]])
      till: Int @policy(policies: [["clerk"]])  hidden: Int @inaccessible  tagged: Int @tag(name: "x") }`,
  },
})

/** The same, with another name for a feature, as Apollo's composition writes it. */
function renamed(feature: string, as: string): string {
  const link = new RegExp(`(@link\\(url: "https://specs.apollo.dev/${feature}/v[^"]+")`)
  return plain
    .replace(link, `$1, as: "${as}"`)
    .replaceAll(new RegExp(`@${feature}\\b`, 'g'), `@${as}`)
    .replaceAll(`${feature}__`, `${as}__`)
}

const editionOf = (supergraph: string) =>
  createEdition({
    supergraph,
    engine: { send: async () => ({}) },
    audience: audiences['first-party'],
    trustedDocuments: {},
    isIntrospectable: true,
    refusesIdentifiers: false,
    reportBug: () => {},
    finishFirst: new FinishFirst(() => 1),
    reportRefusedDocument: () => {},
    reportUnplanned: () => {},
  })

test('a supergraph with the names that everybody knows is left as it is', () => {
  expect(withKnownNames(plain)).toBe(plain)
})

describe('a directive protects under any name:', () => {
  test.each([
    ['authenticated', 'signedIn'],
    ['requiresScopes', 'mayOnlyWith'],
    ['policy', 'needs'],
  ])('@%s as @%s', (feature, as) => {
    const text = renamed(feature, as)
    expect(text).toContain(`@${as}`)
    expect(readRequirements(withKnownNames(text))).toEqual(readRequirements(plain))
    expect(parse(withKnownNames(text))).toBeDefined()
  })

  test('@inaccessible as @secret hides, and what is renamed leaves no word in the schema that clients see', async () => {
    expect((await editionOf(renamed('inaccessible', 'secret'))).face(undefined).sdl).toBe(
      (await editionOf(plain)).face(undefined).sdl,
    )
  })

  test('imported under another name, or not imported at all', () => {
    const imported = plain
      .replace('/policy/v0.1"', '/policy/v0.1", import: [{ name: "@policy", as: "@needs" }]')
      .replaceAll('@policy(', '@needs(')
    expect(readRequirements(withKnownNames(imported))).toEqual(readRequirements(plain))
    const prefixed = renamed('authenticated', 'auth').replaceAll('@auth\n', '@auth__authenticated\n')
    expect(readRequirements(withKnownNames(prefixed))).toEqual(readRequirements(plain))
  })

  test('a cost counts too', () => {
    const text = `schema @link(url: "https://specs.apollo.dev/cost/v0.1", as: "price", import: [{ name: "@listSize", as: "@pages" }]) { query: Query }
      type Query { a: [Int] @pages(assumedSize: 3) b: Int @price(weight: 4) }`
    const { weights, lists } = readCostModel(withKnownNames(text))
    expect([weights.get('Query.b'), lists.get('Query.a')?.assumedSize]).toEqual([4, 3])
  })
})

describe('is refused at the start:', () => {
  test.each([
    ['a feature of others', 'https://guards.example/guard/v1.0'],
    ['a feature of federation that is not done here', 'https://specs.apollo.dev/vault/v0.1'],
    ['a version that is not known', 'https://specs.apollo.dev/policy/v0.9'],
  ])('%s that is for SECURITY', async (_, url) => {
    const text = plain.replace('schema @link', `schema @link(url: "${url}", for: SECURITY) @link`)
    await expect(editionOf(text)).rejects.toThrow(`${url} is for SECURITY, and what it protects is not known here`)
  })

  test('what is for SECURITY, also where @link has another name', async () => {
    const using = plain
      .replaceAll('@link(', '@using(')
      .replace('schema @using', 'schema @using(url: "https://guards.example/guard/v1.0", for: SECURITY) @using')
    await expect(editionOf(using)).rejects.toThrow('guard/v1.0 is for SECURITY')
  })

  test('two directives of one name', () => {
    const text = `${renamed('policy', 'needs')}\ndirective @policy on FIELD_DEFINITION`
    expect(() => withKnownNames(text)).toThrow('two directives would be called @policy')
  })
})
