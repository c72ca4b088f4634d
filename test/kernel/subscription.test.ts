import '../../subgraphs/kernel/define-subgraph.ts'
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { Ctx, Field, Int, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql'
import { expect, test, vi } from 'vitest'
import { accessHeaders, createAccessTokenSigner, createAccessTokenVerifier } from '../../schema/access.ts'
import { readEvents } from '../../schema/event-stream.ts'
import { createAccessLog } from '../../subgraphs/kernel/access-log.ts'
import { type Context, defineSubgraph } from '../../subgraphs/kernel/define-subgraph.ts'
import { runSubgraph } from '../../subgraphs/kernel/run-subgraph.ts'
import { serveSubgraph } from '../../subgraphs/kernel/serve.ts'
import { aDatabase } from '../database.ts'
import { aCitizen } from '../subgraph.ts'

@ObjectType()
class Tick {
  @Field(() => Int)
  number!: number

  @Field(() => Int)
  loaders!: number
}

const closed: string[] = []
let made = 0

/** Ticks twice, and then waits until it is closed. */
function ticks(): AsyncIterableIterator<number> {
  let number = 0
  return {
    next: () => (number < 2 ? Promise.resolve({ value: ++number }) : new Promise(() => {})),
    async return() {
      closed.push('ticks')
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

@Resolver()
class TickResolver {
  @Query(() => Int, { nullable: true })
  nothing(): null {
    return null
  }

  @Subscription(() => Tick, { subscribe: ticks })
  tick(@Root() number: number, @Ctx() { loaders }: Context<unknown, number>): Tick {
    return { number, loaders }
  }
}

const definition = defineSubgraph({
  name: 'test',
  resolvers: [TickResolver],
  migrations: {},
  start: async () => undefined,
  createLoaders: () => ++made,
})

async function aServedSubgraph() {
  const database = await aDatabase()
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const now = new Date()
  const sign = await createAccessTokenSigner({ ...(await exportJWK(privateKey)), kid: 't' })
  const subgraph = await runSubgraph(definition, {
    database,
    accessLog: await createAccessLog(database),
    verify: await createAccessTokenVerifier([{ ...(await exportJWK(publicKey)), kid: 't' }]),
    grantKeys: [{ id: 'g', key: randomBytes(32) }],
    clock: () => now,
    needs: undefined,
    reportBug: () => {},
  })
  const server = await serveSubgraph(subgraph, { host: '127.0.0.1', port: 0 })
  const token = `Bearer ${await sign(aCitizen(), now)}`
  return {
    open: (
      query: string,
      headers: Record<string, string> = { [accessHeaders.authorization]: token },
      signal?: AbortSignal,
    ) =>
      fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
        body: JSON.stringify({ query }),
        ...(signal && { signal }),
      }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

const eventsOf = ({ body }: Response) => readEvents(body as unknown as AsyncIterable<Uint8Array>, 10_000)

test('a registry’s subscription is an event stream, each event with loaders of its own, closed when nobody reads', async () => {
  await using served = await aServedSubgraph()
  const reader = new AbortController()
  const response = await served.open('subscription { tick { number loaders } }', undefined, reader.signal)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const events = eventsOf(response)
  const first = (await events.next()).value as { data: { tick: { number: number; loaders: number } } }
  const second = (await events.next()).value as typeof first
  expect([first.data.tick.number, second.data.tick.number]).toEqual([1, 2])
  expect(second.data.tick.loaders).toBeGreaterThan(first.data.tick.loaders)
  reader.abort()
  await events.next().catch(() => {})
  await vi.waitFor(() => expect(closed).toEqual(['ticks']))
})

test.each([
  ['without a caller', 'subscription { tick { number } }', {}, 'UNAUTHENTICATED'],
  ['that does not fit, of a stranger,', 'subscription { tock }', {}, 'UNAUTHENTICATED'],
  ['that does not fit', 'subscription { tock }', undefined, undefined],
])('one %s is told once, and no more comes', async (_, query, headers, code) => {
  await using served = await aServedSubgraph()
  const events = eventsOf(await served.open(query, headers))
  const { value } = await events.next()
  expect(value).toMatchObject({
    errors: [code ? { extensions: { code } } : { message: expect.stringContaining('tock') }],
  })
  expect((await events.next()).done).toBe(true)
})
