import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEngine, type EngineAnswer } from '../../gateway/engine/index.ts'
import { createAuthorise } from '../../gateway/policy/authorization/authorise.ts'
import type { Policies } from '../../gateway/policy/authorization/meet.ts'
import { readRequirements } from '../../gateway/policy/authorization/requirements.ts'
import type { Caller } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { federate } from './kit.ts'

/*
 * A shop whose directives say who may have what. What somebody may not have is null with an error where it stands, and
 * is never asked of a subgraph; a null that may not be rises as any other.
 */
const federation = federate({
  shop: {
    sdl: `
      type Query { wares: [Ware!]  till: Till @policy(policies: [["clerk"]])  secrets: [Secret!]  things: [Thing!] }
      type Subscription { rung: Int  @policy(policies: [["doctor"]]) }
      type Mutation { weigh: Int @policy(policies: [["doctor"]]) @requiresScopes(scopes: [["scale"]])  empty: Int @requiresScopes(scopes: [["till:write"]]) }
      type Ware @key(fields: "id") { id: ID!  name: String  cost: Int @requiresScopes(scopes: [["cost", "buyer"], ["owner"]]) }
      type Till { money: Int }
      type Secret @authenticated { word: String }
      interface Thing { id: ID!  weight: Int }
      type Box implements Thing { id: ID!  weight: Int @policy(policies: [["clerk"]]) }
      type Bag implements Thing { id: ID!  weight: Int }`,
    resolvers: {
      Query: {
        wares: () => [
          { id: '1', name: 'lamp', cost: 3 },
          { id: '2', name: 'rug', cost: 4 },
        ],
        till: () => ({ money: 7 }),
        secrets: () => [{ word: 'open' }],
        things: () => [
          { __typename: 'Box', id: 'b', weight: 5 },
          { __typename: 'Bag', id: 'c', weight: 6 },
        ],
      },
      Mutation: { empty: () => 0 },
    },
  },
  stock: {
    sdl: `type Ware @key(fields: "id") { id: ID!  cost: Int @external
        left: Int! @policy(policies: [["clerk"], ["owner"]])  
        worth: Int @requires(fields: "cost") @requiresScopes(scopes: [["cost", "buyer"], ["owner"]]) }`,
    resolvers: {
      Ware: {
        __resolveReference: ware => ware,
        left: ({ id }) => Number(id) * 10,
        worth: ({ cost }) => cost * 100,
      },
    },
  },
})
const authorise = createAuthorise(federation.engine.schema, readRequirements(federation.supergraph))
const policies: Policies = {
  clerk: { isMet: ({ kind }) => kind === 'clerk' },
  doctor: {
    isMet: ({ hprNumber }) => hprNumber !== undefined,
    refusal: new PublicError('HEALTH_PERSONNEL_REQUIRED', { details: { claim: 'hpr_number' } }),
  },
}
const nobody = undefined
const buyer: Caller = { kind: 'citizen', id: 'b', client: 'web', scopes: ['cost', 'buyer'] }
const half: Caller = { ...buyer, scopes: ['cost'] }
const clerk: Caller = { kind: 'clerk', id: 'c', client: 'till', scopes: ['till:write'] }

async function ask(query: string, caller: Caller | undefined, variables: Record<string, unknown> = {}) {
  const document = parse(query)
  expect(validate(federation.engine.schema, document)).toEqual([])
  federation.forget()
  const { data, errors }: EngineAnswer = await federation.engine.execute({
    document,
    key: query,
    variables,
    context: undefined,
    signal: new AbortController().signal,
    denied: authorise.denied(document, { caller, policies }),
  })
  const told = errors?.map(error => [error.path?.join('.'), error.extensions.code])
  return { data: JSON.parse(JSON.stringify(data ?? null)), told, asked: federation.calls.map(call => call.query) }
}

describe('a field that needs scopes', () => {
  const query = '{ wares { name cost } }'

  test('is answered to who has all of a group', async () => {
    expect(await ask(query, buyer)).toMatchObject({
      data: {
        wares: [
          { name: 'lamp', cost: 3 },
          { name: 'rug', cost: 4 },
        ],
      },
      told: undefined,
    })
  })

  test.each([
    ['has one of a group', half, 'SCOPE_MISSING'],
    ['has none', clerk, 'SCOPE_MISSING'],
    ['has not signed in', nobody, 'UNAUTHENTICATED'],
  ])('is null in every place, with its error, to who %s, and is never fetched', async (_, caller, code) => {
    const { data, told, asked } = await ask(query, caller)
    expect(data).toEqual({
      wares: [
        { name: 'lamp', cost: null },
        { name: 'rug', cost: null },
      ],
    })
    expect(told).toEqual([
      ['wares.0.cost', code],
      ['wares.1.cost', code],
    ])
    expect(asked.join()).not.toContain('cost')
  })

  test('keeps its place among the keys of the answer, under its alias', async () => {
    const { data } = await ask('{ wares { price: cost id } }', clerk)
    expect(Object.keys(data.wares[0])).toEqual(['price', 'id'])
  })

  test('is closed with what is made of it: composition wants the same of both', async () => {
    expect((await ask('{ wares { worth } }', buyer)).data).toEqual({ wares: [{ worth: 300 }, { worth: 400 }] })
    const { data, asked } = await ask('{ wares { worth } }', clerk)
    expect(data).toEqual({ wares: [{ worth: null }, { worth: null }] })
    expect(asked.join()).not.toMatch(/worth|cost/)
  })
})

describe('a policy', () => {
  test('that is met opens, and one that is not closes the whole branch without a fetch', async () => {
    expect((await ask('{ till { money } }', clerk)).data).toEqual({ till: { money: 7 } })
    expect(await ask('{ till { money } }', buyer)).toEqual({
      data: { till: null },
      told: [['till', 'POLICY_NOT_MET']],
      asked: [],
    })
  })

  test('on a field that may not be null takes its object with it, as any null there', async () => {
    const { data, told, asked } = await ask('{ wares { id left } }', buyer)
    expect(data).toEqual({ wares: null })
    expect(told).toEqual([['wares.0.left', 'POLICY_NOT_MET']])
    expect(asked.join()).not.toContain('left')
  })

  test('nobody knows is met by nobody, and one known alternative is enough', async () => {
    expect((await ask('{ wares { left } }', clerk)).data).toEqual({ wares: [{ left: 10 }, { left: 20 }] })
  })

  test('of one kind of an interface closes the interface’s field for all kinds, which are not known beforehand', async () => {
    const { data, told } = await ask('{ things { id weight } }', buyer)
    expect(data).toEqual({
      things: [
        { id: 'b', weight: null },
        { id: 'c', weight: null },
      ],
    })
    expect(told).toHaveLength(2)
    const known = await ask('{ things { ... on Bag { weight } ... on Box { id } } }', buyer)
    expect(known).toMatchObject({ data: { things: [{ id: 'b' }, { weight: 6 }] }, told: undefined })
  })
})

test('a type that needs a sign-in closes every field that answers with it', async () => {
  expect(await ask('{ secrets { word } }', nobody)).toEqual({
    data: { secrets: null },
    told: [['secrets', 'UNAUTHENTICATED']],
    asked: [],
  })
  expect((await ask('{ secrets { word } }', buyer)).data).toEqual({ secrets: [{ word: 'open' }] })
})

test('a mutation that is denied is not carried out', async () => {
  expect(await ask('mutation { empty }', buyer)).toEqual({
    data: { empty: null },
    told: [['empty', 'SCOPE_MISSING']],
    asked: [],
  })
})

test('a policy with a code of its own is told by it, and before what a token was not asked for with', async () => {
  const weigh = (caller: Caller) => ask('mutation { weigh }', caller)
  expect(await weigh(clerk)).toMatchObject({ told: [['weigh', 'HEALTH_PERSONNEL_REQUIRED']], asked: [] })
  expect(await weigh({ ...clerk, hprNumber: '7100001' })).toMatchObject({
    told: [['weigh', 'SCOPE_MISSING']],
    asked: [],
  })
})

test('a subscription that is denied is one answer, and no source is opened', async () => {
  const opened: unknown[] = []
  const engine = createEngine<undefined>({
    supergraph: federation.supergraph,
    send: call => federation.answer({ ...call, variables: call.variables() }),
    async *openSource(call) {
      opened.push(call)
      yield {}
    },
  })
  const document = parse('subscription { rung }')
  const { denied } = createAuthorise(engine.schema, readRequirements(federation.supergraph))
  const answer = await engine.subscribe({
    document,
    key: 'rung',
    variables: {},
    context: undefined,
    signal: new AbortController().signal,
    denied: denied(document, { caller: clerk, policies }),
  })
  expect(answer).toMatchObject({
    data: { rung: null },
    errors: [{ path: ['rung'], extensions: { code: 'HEALTH_PERSONNEL_REQUIRED', claim: 'hpr_number' } }],
  })
  expect(opened).toEqual([])
})

test('what one caller may not have does not stay denied to the next, nor the other way round', async () => {
  const query = '{ wares { cost left } }'
  const answers = [clerk, buyer, nobody, clerk].map(caller => ask(query, caller))
  expect((await Promise.all(answers)).map(({ data }) => data.wares)).toEqual([
    [
      { cost: null, left: 10 },
      { cost: null, left: 20 },
    ],
    null,
    null,
    [
      { cost: null, left: 10 },
      { cost: null, left: 20 },
    ],
  ])
})

test('a text that is read again, and planned for other conditions, keeps what is denied closed', async () => {
  const query = 'query ($all: Boolean!) { wares { id cost name @include(if: $all) } }'
  for (const all of [true, false]) {
    const { data, told, asked } = await ask(query, clerk, { all })
    expect(data.wares.map(({ cost }: { cost: unknown }) => cost)).toEqual([null, null])
    expect(told).toEqual([
      ['wares.0.cost', 'SCOPE_MISSING'],
      ['wares.1.cost', 'SCOPE_MISSING'],
    ])
    expect(asked.join()).not.toContain('cost')
  }
})

test('in a fragment that stands in two places it is denied in both', async () => {
  const query = '{ a: wares { ...F } b: wares { ...F } } fragment F on Ware { id cost }'
  const { told } = await ask(query, half)
  expect(told?.map(([path]) => path)).toEqual(['a.0.cost', 'a.1.cost', 'b.0.cost', 'b.1.cost'])
})
