import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aDNummer, aFellesHjelpenummer, aFodselsnummer } from '../builders/identifier.ts'
import { aCitizen, aGrant, entitiesOf, now, type RunningSubgraph } from '../subgraph.ts'
import { breakAccessLog, breakStore, freshAt, registries } from './registries.ts'

describe.each(registries)('the $name registry', registry => {
  const { name, area, fields, filled } = registry
  const [field = ''] = Object.keys(filled as object)

  describe('refuses', () => {
    const kari = aFodselsnummer()
    let running: RunningSubgraph
    beforeAll(async () => {
      running = await registry.start()
      await registry.fill(running.database, [[kari]])
    })
    afterAll(() => running[Symbol.asyncDispose]())

    const nowSeconds = now.getTime() / 1000
    const elsewhere = area === 'tests' ? 'vaccinations' : 'tests'
    test.each<[string, unknown]>([
      ['no grant', undefined],
      ['an empty grant', ''],
      ['a grant that is no text', 17],
      ['an identity number in place of a grant', kari],
      ['a grant nobody sealed', 'g1.bm90IHNlYWxlZCBieSBhbnlib2R5IHdobyBoYXMgdGhlIGtleQ'],
      ['a grant sealed with another key', aGrant([kari]).replace('g1.', 'g2.')],
      ['a grant changed on the way', `${aGrant([kari]).slice(0, -2)}AA`],
      ['a grant longer than any', 'g1.'.padEnd(100_000, 'A')],
      ['a grant for another citizen', aGrant([kari], { caller: aCitizen({ id: 'pseudonym-of-ola' }) })],
      ['a grant for another client', aGrant([kari], { caller: aCitizen({ client: 'some-app' }) })],
      ['a grant for the same person at work', aGrant([kari], { caller: aCitizen({ kind: 'clerk' }) })],
      ['a grant for another purpose', aGrant([kari], { purpose: 'quarantine' })],
      ['a grant that expires now', aGrant([kari], { expires: nowSeconds })],
      ['a grant that expired long ago', aGrant([kari], { expires: nowSeconds - 3_600 })],
      ['a grant for another area', aGrant([kari], { areas: [elsewhere] })],
      ['a grant for no area', aGrant([kari], { areas: [] })],
    ])('%s', async (_, grant) => {
      const [before, statements] = [await running.accessLines(), running.statements()]
      const answer = await running.askEntities([grant], fields)
      expect(entitiesOf(answer)).toEqual([{ [field]: null }])
      expect(answer.errors).toMatchObject([{ path: ['_entities', 0, field], extensions: { code: 'FORBIDDEN' } }])
      expect(answer.extensions).toBeUndefined()
      expect(running.statements()).toBe(statements)
      expect(await running.accessLines()).toEqual(before)
    })

    test('a request without an access token', async () => {
      const answer = await running.subgraph.execute({ query: '{ __typename }', headers: {} })
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
      expect(answer.data).toBeUndefined()
    })

    test.each([
      ['no token', {}],
      ['a token that nobody signed', { authorization: 'Bearer e30.e30.e30' }],
    ])('a stranger with %s before the document is looked at: nothing is told of the schema', async (_, headers) => {
      for (const query of [
        '{ _entitie }',
        '{ _service { sdll } }',
        '{ __schema { types { name } } }',
        '{ not GraphQL',
      ]) {
        const { data, errors = [] } = await running.subgraph.execute({ query, headers })
        expect([data, errors.map(({ extensions }) => extensions?.code)]).toEqual([undefined, ['UNAUTHENTICATED']])
        expect(JSON.stringify(errors)).not.toMatch(/Did you mean|Cannot query|Syntax/)
      }
    })

    test('one person of a batch, and answers the other', async () => {
      const answer = await running.askEntities([kari, aGrant([kari])], fields)
      expect(entitiesOf(answer)).toEqual([{ [field]: null }, filled])
      expect(answer.errors).toHaveLength(1)
    })
  })

  test('finds what is registered on any number of the chain from felles hjelpenummer over D-nummer to fødselsnummer', async () => {
    await using running = await registry.start()
    const chain = [aFodselsnummer(), aDNummer(), aFellesHjelpenummer()]
    await registry.fill(running.database, [chain])
    const answer = await running.askEntities([aGrant(chain)], fields)
    expect(answer.errors).toBeUndefined()
    expect(entitiesOf(answer)).toEqual([filled])
  })

  test('asks its store once for a hundred persons, and gives each her own', async () => {
    await using running = await registry.start()
    const people = Array.from({ length: 100 }, () => [aFodselsnummer(), aDNummer()])
    await registry.fill(running.database, people.slice(50))
    const before = running.statements()
    const answer = await running.askEntities(
      people.map(numbers => aGrant(numbers)),
      fields,
    )
    expect(answer.errors).toBeUndefined()
    const entities = entitiesOf(answer)
    expect(entities.slice(50)).toEqual(Array.from({ length: 50 }, () => filled))
    expect(entities.slice(0, 50)).toEqual(
      Array.from({ length: 50 }, () => ({ [field]: name === 'person' ? null : [] })),
    )
    expect(running.statements() - before).toBe(1)
  })

  test('keeps requests that run at the same time apart', async () => {
    await using running = await registry.start()
    const people = Array.from({ length: 40 }, () => [aFodselsnummer()])
    await registry.fill(
      running.database,
      people.filter((_, index) => index % 2 === 0),
    )
    const answers = await Promise.all(people.map(numbers => running.askEntities([aGrant(numbers)], fields)))
    const empty = { [field]: name === 'person' ? null : [] }
    expect(answers.map(entitiesOf)).toEqual(people.map((_, index) => [index % 2 === 0 ? filled : empty]))
  })

  test('writes one access-log line for one person and area, however many fields ask', async () => {
    await using running = await registry.start()
    const kari = aFodselsnummer()
    await registry.fill(running.database, [[kari]])
    const grant = aGrant([kari], { subject: 'kari' })
    const answer = await running.askEntities([grant, grant, grant], `a: ${fields} b: ${fields} ${fields}`)
    expect(answer.errors).toBeUndefined()
    expect(entitiesOf(answer)).toHaveLength(3)
    expect(await running.accessLines()).toEqual([
      {
        register: name,
        area,
        subject: 'kari',
        caller: 'pseudonym-of-kari',
        basis: 'self',
        purpose: 'own-insight',
      },
    ])
  })

  test('gives no data where the access log cannot be written', async () => {
    await using running = await registry.start()
    const kari = aFodselsnummer()
    await registry.fill(running.database, [[kari]])
    await breakAccessLog(running.database)
    const before = running.statements()
    const answer = await running.askEntities([aGrant([kari])], fields)
    expect(entitiesOf(answer)).toEqual([{ [field]: null }])
    expect(answer.errors).toMatchObject([{ extensions: { code: 'ACCESS_LOG_UNAVAILABLE' } }])
    expect(running.statements()).toBe(before)
  })

  test('says that it did not answer when its store fails: null and an error with its name, never an empty answer', async () => {
    await using running = await registry.start()
    await breakStore(registry, running.database)
    const answer = await running.askEntities([aGrant([aFodselsnummer()])], fields)
    expect(entitiesOf(answer)).toEqual([{ [field]: null }])
    expect(answer.errors).toMatchObject([
      { path: ['_entities', 0, field], extensions: { code: 'REGISTRY_UNAVAILABLE', register: name } },
    ])
    expect(answer.extensions).toBeUndefined()
  })

  test('tells how fresh its copy is, and whether it had anything', async () => {
    await using running = await registry.start()
    const kari = aFodselsnummer()
    await registry.fill(running.database, [[kari]])
    expect((await running.askEntities([aGrant([kari])], fields)).extensions).toEqual({
      source: { status: 'OK', updatedAt: freshAt.toISOString() },
    })
    expect((await running.askEntities([aGrant([aFodselsnummer()])], fields)).extensions).toEqual({
      // Persons carry their own freshness, so there is none to tell of where nobody was found.
      source: { status: 'EMPTY', updatedAt: name === 'person' ? null : freshAt.toISOString() },
    })
  })

  test('meets no bug on the way: nothing of this is reported as one', async () => {
    await using running = await registry.start()
    await running.askEntities([aGrant([aFodselsnummer()]), 'nonsense'], fields)
    expect(running.bugs).toEqual([])
  })
})
