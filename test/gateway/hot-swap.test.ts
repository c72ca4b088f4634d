import { mkdtemp, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passing } from 'node:timers/promises'
import { parse } from 'graphql'
import { expect, test, vi } from 'vitest'
import { buildGateway, type GatewayParts } from '../../gateway/build-gateway.ts'
import { warm } from '../../gateway/edition.ts'
import type { SubgraphAnswer } from '../../gateway/engine/index.ts'
import { followSupergraph } from '../../gateway/follow-supergraph.ts'
import { createMetrics } from '../../gateway/metrics.ts'
import { audiences } from '../../gateway/policy/audiences.ts'
import type { OperationReport } from '../../gateway/telemetry/index.ts'
import { federate, type TrapSubgraphs } from '../federation/kit.ts'

const person = 'type Query { me: Person } type Person @key(fields: "id") { id: ID! }'
const ages = (more: string): TrapSubgraphs => ({
  people: { sdl: person, resolvers: { Query: { me: () => ({ id: '1' }) } } },
  ages: {
    sdl: `type Person @key(fields: "id") { id: ID! age: Int ${more} }`,
    resolvers: { Person: { age: () => 40, shoe: () => 43 } },
  },
})

const [plain, withShoes] = [federate(ages('')), federate(ages('shoe: Int'))]

/** Subgraphs know the newest schema first, as they do where one is rolled out. */
function doorTo(subgraph: string, ms = 0) {
  return {
    async execute(call: { query: string; variables?: Readonly<Record<string, unknown>> }): Promise<SubgraphAnswer> {
      await passing(ms)
      return withShoes.answer({ subgraph, variables: {}, ...call })
    },
  }
}

async function aGateway(more: Partial<GatewayParts> = {}) {
  const reports: OperationReport[] = []
  const gateway = await buildGateway({
    supergraph: plain.supergraph,
    doors: { people: doorTo('people', 5), ages: doorTo('ages', 5) },
    identity: undefined,
    audience: audiences['first-party'],
    operationMs: 5_000,
    isIntrospectable: true,
    metrics: { ...createMetrics(), observeOperation: report => void reports.push(report) },
    reportBug: error => reports.push(error as never),
    ...more,
  })
  const url = await gateway.listen('127.0.0.1', 0)
  const ask = async (query: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return {
      status: response.status,
      ...((await response.json()) as { data?: unknown; errors?: { message: string }[] }),
    }
  }
  const sdl = async () => (await fetch(`${url}/schema.graphql`)).text()
  return { gateway, ask, sdl, reports, [Symbol.asyncDispose]: () => gateway.close() }
}

const withDoors = (sdl: string) => ({ sdl, doors: { people: doorTo('people', 5), ages: doorTo('ages', 5) } })

test('five supergraphs come into force under load, and no request fails or waits for a plan', async () => {
  await using world = await aGateway()
  const { gateway, ask, reports } = world
  const queries = ['{ me { age } }', 'query ($no: Boolean = false) { me { id @skip(if: $no) age } }', '{ me { id } }']
  for (const query of queries) await ask(query)
  reports.length = 0
  let isOver = false
  const answers: { status: number; data?: unknown; errors?: unknown }[] = []
  const clients = Array.from({ length: 12 }, async (_, client) => {
    for (let turn = client; !isOver; turn++) answers.push(await ask(queries[turn % queries.length] ?? ''))
  })
  for (let swap = 1; swap <= 5; swap++) {
    await passing(60)
    const { plansAhead } = await gateway.replaceSupergraph(
      withDoors(swap % 2 === 1 ? withShoes.supergraph : plain.supergraph),
    )
    expect(plansAhead).toBe(queries.length)
  }
  await passing(60)
  isOver = true
  await Promise.all(clients)
  expect(answers.length).toBeGreaterThan(50)
  expect(answers.filter(({ status, errors }) => status !== 200 || errors !== undefined)).toEqual([])
  expect(reports.filter(({ planning }) => !planning?.isRemembered)).toEqual([])
  expect(await ask('{ me { shoe } }')).toMatchObject({ data: { me: { shoe: 43 } } })
})

test('all trusted documents are planned ahead, however many other operations are remembered', async () => {
  const plannedAhead = async (remembered: number, trusted: number) => {
    const planned: string[] = []
    const operation = { document: parse('{ me { id } }'), key: 'asked before', flags: new Map() }
    const remember = { engine: { remembered: () => Array.from({ length: remembered }, () => operation) } }
    const face = {
      documents: { read: (text: string) => ({ document: parse('{ me { id } }'), hash: text }) },
      engine: { prepare: async ({ key }: { key: string }) => void planned.push(key) },
    }
    const manifest = Object.fromEntries(Array.from({ length: trusted }, (_, index) => [`id ${index}`, `text ${index}`]))
    await warm({ faces: [face] } as never, manifest, { faces: [remember] } as never)
    return [planned.filter(key => key.startsWith('text')).length, planned.length]
  }
  expect(await plannedAhead(1_000, 30)).toEqual([30, 1_000])
  expect(await plannedAhead(10, 1_010)).toEqual([1_010, 1_010])
})

test('the schema that clients read is the one in force', async () => {
  await using world = await aGateway()
  expect(await world.sdl()).not.toContain('shoe')
  expect((await world.ask('{ me { shoe } }')).status).toBe(400)
  await world.gateway.replaceSupergraph(withDoors(withShoes.supergraph))
  expect(await world.sdl()).toContain('shoe: Int')
  expect(await world.ask('{ me { shoe } }')).toMatchObject({ status: 200, data: { me: { shoe: 43 } } })
})

test('a request that has begun is answered by the schema it was validated on', async () => {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>()
  const people = doorTo('people')
  const slow = {
    async execute(call: Parameters<typeof people.execute>[0]) {
      reach()
      await allowed
      return people.execute(call)
    },
  }
  await using world = await aGateway({
    supergraph: withShoes.supergraph,
    doors: { people: slow, ages: doorTo('ages') },
  })
  const answer = world.ask('{ me { shoe } }')
  await reached
  await world.gateway.replaceSupergraph(withDoors(plain.supergraph))
  expect((await world.ask('{ me { shoe } }')).status).toBe(400)
  allow()
  expect(await answer).toMatchObject({ status: 200, data: { me: { shoe: 43 } } })
})

test.each([
  ['nothing that can be read', 'type Query {', /Syntax Error/],
  ['GraphQL that is no supergraph', 'type Query { me: Int }', /no supergraph/],
  ['GraphQL without a Query', 'type Person { id: ID }', /no Query/],
  ['a type that is nowhere', plain.supergraph.replace('me: Person ', 'me: Nobody '), /Nobody/],
])('a supergraph with %s is refused, and the one in force stays', async (_, sdl, reason) => {
  await using world = await aGateway()
  await expect(world.gateway.replaceSupergraph(withDoors(sdl))).rejects.toThrow(reason)
  expect(await world.ask('{ me { age } }')).toMatchObject({ status: 200, data: { me: { age: 40 } } })
})

test('a supergraph with a subgraph that has no address is refused', async () => {
  await using world = await aGateway()
  const next = { sdl: withShoes.supergraph, doors: { people: doorTo('people') } }
  await expect(world.gateway.replaceSupergraph(next)).rejects.toThrow('there is no address of the subgraph ages')
})

test('a file that is replaced, written over or broken is followed, and told of by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-supergraph-'))
  const path = join(folder, 'supergraph.graphql')
  await writeFile(path, plain.supergraph)
  await using world = await aGateway()
  const events: object[] = []
  const tell = (line: object) => void events.push(line)
  const followed = followSupergraph({
    gateway: world.gateway,
    path,
    sdl: plain.supergraph,
    doorsOf: sdl => withDoors(sdl).doors,
    log: { info: tell, error: tell },
  })
  const until = (count: number) => vi.waitFor(() => expect(events).toHaveLength(count), { timeout: 5_000 })

  await writeFile(join(folder, 'next'), withShoes.supergraph)
  await rename(join(folder, 'next'), path)
  await until(1)
  expect(events[0]).toMatchObject({ event: 'schema-swapped' })
  expect(await world.sdl()).toContain('shoe')

  await writeFile(path, 'type Query {')
  await until(2)
  expect(events[1]).toMatchObject({ event: 'schema-refused', reason: expect.stringContaining('Syntax Error') })
  expect(await world.sdl()).toContain('shoe')

  await writeFile(path, plain.supergraph)
  await until(3)
  expect(await world.sdl()).not.toContain('shoe')

  followed.readAgain()
  await until(4)
  expect(events[3]).toMatchObject({ event: 'schema-swapped' })
  followed.close()
})
