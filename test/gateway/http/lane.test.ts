import { createHash } from 'node:crypto'
import { ApolloServer } from '@apollo/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createEngine, type SubgraphAnswer } from '../../../gateway/engine/index.ts'
import {
  createGraphQLServer,
  type GraphQLServer,
  type Operation,
  type OperationContext,
} from '../../../gateway/http/graphql-server.ts'
import { FinishFirst } from '../../../gateway/load/finish-first.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { createAuthorise } from '../../../gateway/policy/authorization/authorise.ts'
import { readRequirements } from '../../../gateway/policy/authorization/requirements.ts'
import { readCostModel } from '../../../gateway/policy/operation/cost-model.ts'
import { createDocuments } from '../../../gateway/policy/operation/read-document.ts'
import type { OperationReport } from '../../../gateway/telemetry/index.ts'
import { Departure, type TransportContext } from '../../../gateway/transport/index.ts'
import { PublicError } from '../../../schema/errors.ts'
import { toLoggableError } from '../../../schema/loggable-error.ts'
import { federate } from '../../federation/kit.ts'

/*
 * A known document is answered beside @apollo/server. Whatever the server and its plugins would have made of it, the lane
 * makes too: every operation here is asked of a gateway with the lane and of one without, when both know the document.
 */
const { supergraph, answer } = federate({
  people: {
    sdl: `type Query { me(name: String): Person must: Person! } type Mutation { rename(to: String!): Person }
      type Person @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: { me: (_, { name }) => ({ id: '1', name: name ?? 'Kari' }), must: () => ({ id: '2', name: null }) },
      Mutation: { rename: (_, { to }) => ({ id: '1', name: to }) },
    },
  },
  ages: {
    sdl: 'type Person @key(fields: "id") { id: ID! age: Int shoe: Int! height: Int hat: Int salary: Int @authenticated }',
    resolvers: {
      Person: {
        age: () => 40,
        shoe: () => null,
        salary: () => 500,
        hat: () => {
          throw new Error('a bug of a subgraph')
        },
      },
    },
  },
})

const trustedText = 'query Trusted { me { name age } }'
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

async function aServer(usesLane: boolean) {
  const engine = createEngine<TransportContext>({
    supergraph,
    quickAfter: 0,
    async send(call, { headers }): Promise<SubgraphAnswer> {
      if (headers.breaks === call.subgraph)
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: call.subgraph } })
      if (headers.breaks === 'everything') throw new Error('a bug of ours')
      return answer({ ...call, variables: call.variables() })
    },
  })
  const documents = createDocuments({
    schema: engine.schema,
    costModel: readCostModel(supergraph),
    audience: audiences['first-party'],
    isIntrospectable: true,
  })
  const bugs: string[] = []
  const server = await createGraphQLServer(engine, {
    documents,
    authorise: createAuthorise(engine.schema, readRequirements(supergraph)),
    finishFirst: new FinishFirst(() => 1),
    usesLane,
    isTrusted: hash => hash === hashOf(trustedText),
    // As it is logged.
    reportBug: (error, eventId) => void bugs.push(`${eventId}: ${toLoggableError(error).message}`),
  })
  return { server, bugs }
}

type Asked = Partial<Operation> &
  Pick<Operation, 'query'> & {
    breaks?: string
    style?: OperationContext['style']
    isGone?: boolean
    isSignedIn?: boolean
  }

async function ask({ server, bugs }: { server: GraphQLServer; bugs: string[] }, asked: Asked) {
  const {
    query,
    operationName,
    variables = {},
    isSafe = false,
    breaks = '',
    style = 'json',
    isGone = false,
    isSignedIn = false,
  } = asked
  const reports: OperationReport[] = []
  bugs.length = 0
  const signal = isGone ? AbortSignal.abort() : new AbortController().signal
  const reply = await server
    .execute(
      { query, operationName, variables, isSafe },
      {
        transport: { headers: { breaks }, deadline: Date.now() + 60_000, departure: new Departure(signal) },
        reader: { locale: 'en', eventId: 'event-1' },
        style,
        signal,
        asking: { caller: isSignedIn ? { kind: 'citizen', id: 'k', client: 'web' } : undefined, policies: {} },
        observed: {
          headers: {},
          carries() {},
          proven() {},
          refused() {},
          answered: report => void reports.push(report),
          ended() {},
        },
      },
    )
    .catch((error: PublicError) => ({ status: 0, headers: [], body: JSON.stringify(error.code) }))
  return {
    status: reply.status,
    type: [...(reply.headers ?? [])].find(([name]) => name === 'content-type')?.[1],
    body: reply.body,
    bugs: [...bugs],
    reports: reports.map(({ document, planning, fetches, ...rest }) => ({
      ...rest,
      text: document.loc?.source.body,
      isRemembered: planning?.isRemembered,
      fetches: fetches.map(({ subgraph, outcome, code }) => ({ subgraph, outcome, code })),
    })),
  }
}

let through: Awaited<ReturnType<typeof aServer>>
let beside: Awaited<ReturnType<typeof aServer>>
beforeAll(async () => {
  through = await aServer(false)
  beside = await aServer(true)
})
afterAll(async () => {
  await through.server.stop()
  await beside.server.stop()
})

const two = 'query A { me { name } } query B { me { age } }'
const named = 'query ($name: String) { me(name: $name) { name } }'

test.each<[string, Asked, Asked?]>([
  ['data of two subgraphs', { query: '{ me { name age } }' }],
  ['a trusted document', { query: trustedText }],
  ['a field nobody may have who has not signed in', { query: '{ me { name salary } }' }],
  [
    'the same, asked before by somebody who may',
    { query: '{ me { id salary } }' },
    { query: '{ me { id salary } }', isSignedIn: true },
  ],
  ['an operation chosen by its name', { query: two, operationName: 'B' }],
  ['variables', { query: named, variables: { name: 'Ola' } }],
  ['introspection beside data', { query: '{ __schema { queryType { name } } me { id } __typename }' }],
  ['a mutation', { query: 'mutation { rename(to: "x") { name } }' }],
  ['a null that rises', { query: '{ me { name shoe } }' }],
  ['a null that rises to the root, asked before when it did not', { query: '{ must { height } }' }],
  ['another media type', { query: '{ me { name } }', style: 'graphql-response' }],
  ['no media type', { query: '{ me { id } }', style: 'unnamed' }],
  ['a register that is not there', { query: '{ me { id age } }', breaks: 'ages' }, { query: '{ me { id age } }' }],
  [
    'the same, in part, where the client can be told',
    { query: '{ me { id age } }', breaks: 'ages', style: 'graphql-response' },
    { query: '{ me { id age } }' },
  ],
  ['a fault of ours, masked', { query: '{ me { age } }', breaks: 'everything' }, { query: '{ me { age } }' }],
  ['a fault of a subgraph, masked', { query: '{ me { name hat } }' }],
  ['variables that do not fit', { query: named, variables: { name: { deep: 1 } } }, { query: named }],
  ['an operation that is not there', { query: two, operationName: 'C' }, { query: two, operationName: 'A' }],
  ['no name where there are two operations', { query: two }, { query: two, operationName: 'A' }],
  ['a mutation by a method that may change nothing', { query: 'mutation { rename(to: "y") { id } }', isSafe: true }],
  ['a text that cannot be read', { query: '{ me {' }],
  ['an unknown field', { query: '{ me { nope } }' }],
  ['an operation that is too large', { query: `{ ${'me { id } '.repeat(2_000)} }` }],
])('the lane answers as the server would: %s', async (_, asked, before = asked) => {
  // The first time makes the document known, the second remembers its plan.
  for (const each of [through, beside]) for (let time = 0; time < 2; time++) await ask(each, before)
  const expected = await ask(through, asked)
  expect(await ask(beside, asked)).toEqual(expected)
  expect(expected.status === 0 || expected.body.length > 10).toBe(true)
})

test.each([
  ['a subgraph', '{ me { name hat } }', undefined, 'a bug of a subgraph'],
  ['ours', '{ me { age } }', 'everything', 'a bug of ours'],
])('what is masked is logged in its own words: a fault of %s', async (_, query, breaks, words) => {
  for (let time = 0; time < 2; time++) await ask(beside, { query })
  const { bugs, body } = await ask(beside, { query, ...(breaks && { breaks }) })
  expect(bugs).toEqual([expect.stringContaining(words)])
  expect(body).not.toContain(words)
})

test('a document is carried by the server until it has had an answer with data, and from then on by the lane', async () => {
  const carriedByServer = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest')
  const query = 'query ($name: String) { me(name: $name) { id name age } }'
  const counts: number[] = []
  for (const name of [{ deep: 1 }, { deep: 1 }, 'Ola', { deep: 1 }, 'Ola']) {
    await ask(beside, { query, variables: { name } })
    counts.push(carriedByServer.mock.calls.length)
  }
  expect(counts).toEqual([1, 2, 3, 3, 3])
  carriedByServer.mockRestore()
})
