import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  createGraph,
  GraphError,
  GraphUnreachable,
  graphErrors,
  type TokenSource,
} from '../../../clients/vendor/index.ts'

type Reply = (request: IncomingMessage, response: ServerResponse) => void

/** A graph that answers as it is told, one reply after the other. */
async function aGraph(...replies: readonly Reply[]) {
  const asked: {
    readonly body: { query: string; variables: unknown }
    readonly headers: IncomingMessage['headers']
  }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const reply = replies[Math.min(asked.length, replies.length - 1)]
    asked.push({ body: JSON.parse(Buffer.concat(parts).toString()), headers: request.headers })
    reply?.(request, response)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  let forgotten = 0
  const tokens: TokenSource = {
    token: async () => `t${forgotten}`,
    authorize: async () => ({ authorization: `Bearer t${forgotten}` }),
    forget: () => void forgotten++,
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  return {
    asked,
    graph: createGraph({ url, tokens, language: 'en', deadlineMs: 5_000 }),
    [Symbol.asyncDispose]: () => new Promise<void>(closed => void server.close(() => closed()).closeAllConnections()),
  }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Reply =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const refusal = (code: string, retry = false) => ({ errors: [{ message: 'no', extensions: { code, retry } }] })
const answer = json(200, { data: { a: 1 }, extensions: { sources: [{ register: 'SYSVAK' }] } })
const busy = json(503, refusal('OVERLOADED', true), { 'retry-after': '0' })
const cut: Reply = request => request.socket.destroy()

describe('a read is asked again', () => {
  test.each<[string, Reply, number]>([
    ['when the graph says that it may pass', busy, 3],
    ['when nobody answers', cut, 3],
    ['and not when it is refused', json(403, refusal('FORBIDDEN')), 1],
    [
      'and not when it would have to wait for long',
      json(429, refusal('OVERLOADED', true), { 'retry-after': '3600' }),
      1,
    ],
  ])('%s', async (_, reply, times) => {
    await using world = await aGraph(reply)
    await expect(world.graph.ask('query A { a }', {})).rejects.toThrow()
    expect(world.asked).toHaveLength(times)
  })

  test('and answers when it has passed', async () => {
    await using world = await aGraph(busy, cut, answer)
    expect(await world.graph.ask('{ a }', { b: 1 })).toEqual({
      data: { a: 1 },
      errors: [],
      sources: [{ register: 'SYSVAK' }],
    })
    expect(world.asked[2]).toMatchObject({ body: { variables: { b: 1 } }, headers: { 'accept-language': 'en' } })
  })
})

test('what changes something is asked once, whatever happens', async () => {
  for (const reply of [busy, cut]) {
    await using world = await aGraph(reply)
    await expect(world.graph.ask('mutation A { a }', {})).rejects.toThrow()
    expect(world.asked).toHaveLength(1)
  }
})

test('a token that is not taken is fetched anew once', async () => {
  await using world = await aGraph(json(401, refusal('TOKEN_EXPIRED')), answer)
  expect((await world.graph.ask('mutation A { a }', {})).data).toEqual({ a: 1 })
  expect(world.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t0', 'Bearer t1'])
  await using other = await aGraph(json(401, refusal('TOKEN_INVALID')))
  await expect(other.graph.ask('{ a }', {})).rejects.toBeInstanceOf(graphErrors.TOKEN_INVALID)
  expect(other.asked).toHaveLength(2)
})

test('each code has its class, and a newer one is an error all the same', async () => {
  await using world = await aGraph(json(403, refusal('STEP_UP_REQUIRED')), json(403, refusal('TOMORROWS_CODE')))
  await expect(world.graph.ask('{ a }', {})).rejects.toSatisfy(
    error => error instanceof graphErrors.STEP_UP_REQUIRED && !(error instanceof graphErrors.FORBIDDEN),
  )
  await expect(world.graph.ask('{ a }', {})).rejects.toSatisfy(
    error => error instanceof GraphError && error.code === 'TOMORROWS_CODE' && !error.retry,
  )
})

test('a field that failed leaves the others, and says where and why', async () => {
  const errors = [{ message: 'SYSVAK svarer ikke', path: ['me', 'b'], extensions: { code: 'REGISTRY_UNAVAILABLE' } }]
  await using world = await aGraph(json(200, { data: { me: { a: 1, b: null } }, errors }))
  const {
    data,
    errors: [error],
  } = await world.graph.ask<{ me: { a: number } }, object>('{ me { a b } }', {})
  expect(data.me.a).toBe(1)
  expect(error).toBeInstanceOf(graphErrors.REGISTRY_UNAVAILABLE)
  expect(error).toMatchObject({ path: ['me', 'b'], retry: true })
})

describe('a subscription', () => {
  const events =
    (text: string): Reply =>
    (_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(text)
  const next = (n: number) => `event: next\ndata: {"data":{"n":${n}}}\n\n`

  async function heard(text: Reply): Promise<unknown[]> {
    await using world = await aGraph(text)
    const all: unknown[] = []
    try {
      for await (const { data } of world.graph.subscribe('subscription A { n }', {})) all.push(data)
    } catch (error) {
      all.push(error)
    }
    return all
  }

  test('answers until there is no more', async () => {
    expect(await heard(events(`${next(1)}:\n\n${next(2)}event: complete\ndata:\n\n`))).toEqual([{ n: 1 }, { n: 2 }])
  })

  test.each<[string, Reply, unknown]>([
    ['that breaks', events(next(1)), GraphUnreachable],
    ['that is refused', json(403, refusal('FORBIDDEN')), graphErrors.FORBIDDEN],
    [
      'whose caller may no longer ask',
      events(`event: next\ndata: ${JSON.stringify(refusal('TOKEN_EXPIRED'))}\n\n`),
      graphErrors.TOKEN_EXPIRED,
    ],
  ])('%s says so', async (_, reply, kind) => {
    expect((await heard(reply)).at(-1)).toBeInstanceOf(kind)
  })
})
