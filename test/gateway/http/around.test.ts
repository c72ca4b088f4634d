import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildGateway, type Gateway } from '../../../gateway/build-gateway.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { compose } from '../../federation/kit.ts'

/*
 * HTTP around the graph: who may read an answer from another page, how it is packed, and what is answered to what never
 * became a request. The graph behind it is as small as can be.
 */
const large = 'æ'.repeat(5_000)
const changing = 'mutation { change }'
const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const page = 'https://helsenorge.test'
const stranger = 'https://evil.test'

const bugs: unknown[] = []
let gateway: Gateway
let url: string
let port: number
beforeAll(async () => {
  gateway = await buildGateway({
    supergraph: compose({
      only: { sdl: 'type Query { small: String large: String } type Mutation { change: String }' },
    }),
    doors: { only: { execute: async () => ({ data: { small: 'x', large, change: 'done' } }) } },
    identity: undefined,
    audience: audiences['first-party'],
    trustedDocuments: { [idOf(changing)]: changing },
    corsOrigins: [page],
    arrival: { headMs: 300, requestMs: 600 },
    operationMs: 5_000,
    isIntrospectable: true,
    metrics: createMetrics(),
    reportBug: error => bugs.push(error),
  })
  url = await gateway.listen('127.0.0.1', 0)
  port = Number(new URL(url).port)
})
afterAll(() => gateway.close())
afterEach(() => expect(bugs).toEqual([]))

async function send(method: string, path: string, headers: Record<string, string> = {}, query?: string) {
  const answer = await request(`${url}${path}`, {
    method: method as 'GET',
    headers: { ...(query !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(query !== undefined && { body: JSON.stringify({ query }) }),
  })
  const body = Buffer.from(await answer.body.arrayBuffer())
  return { status: answer.statusCode, headers: answer.headers, body }
}

describe('a page of another origin', () => {
  const preflight = (origin: string, path = '/graphql') =>
    send('OPTIONS', path, {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    })

  test('that is on the list may ask, with a token of its own and never with cookies', async () => {
    const { status, headers, body } = await preflight(page)
    expect([status, body.length]).toEqual([204, 0])
    expect(headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-headers': expect.stringMatching(/authorization.*content-type/),
      'access-control-max-age': '600',
      vary: expect.stringContaining('origin'),
    })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  test('that is on the list may read answers and refusals', async () => {
    for (const query of ['{ small }', '{ none }', '']) {
      const { headers } = await send('POST', '/graphql', { origin: page }, query)
      expect(headers['access-control-allow-origin']).toBe(page)
      expect(headers['access-control-expose-headers']).toContain('nhn-event-id')
    }
    expect((await send('GET', '/schema.graphql', { origin: page })).headers['access-control-allow-origin']).toBe(page)
  })

  test.each([stranger, 'null', `${page}.evil.test`, page.toUpperCase(), 'http://helsenorge.test'])(
    'that is not on the list is told nothing: %s',
    async origin => {
      for (const { headers } of [await preflight(origin), await send('POST', '/graphql', { origin }, '{ small }')]) {
        expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
      }
    },
  )

  test('learns from OPTIONS which methods there are', async () => {
    expect((await send('OPTIONS', '/graphql')).headers.allow).toBe('GET, HEAD, POST')
    expect((await send('OPTIONS', '/schema.graphql')).headers.allow).toBe('GET, HEAD')
  })
})

describe('an answer is packed', () => {
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
  test.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['*', 'br'],
    ['br;q=0, gzip', 'gzip'],
  ] as const)('for who accepts %s, as %s', async (accepted, encoding) => {
    const { headers, body } = await send('POST', '/graphql', { 'accept-encoding': accepted }, '{ large }')
    expect(headers['content-encoding']).toBe(encoding)
    expect(Number(headers['content-length'])).toBe(body.length)
    expect(body.length).toBeLessThan(500)
    expect(JSON.parse(unpack[encoding](body).toString()).data.large).toBe(large)
  })

  test.each([
    ['for who accepts nothing', '{ large }', undefined],
    ['for who accepts something else', '{ large }', 'deflate, zstd'],
    ['for who refuses', '{ large }', 'br;q=0, gzip;q=0'],
    ['when it is small', '{ small }', 'br, gzip'],
  ])('not %s', async (_, query, accepted) => {
    const { headers, body } = await send('POST', '/graphql', accepted ? { 'accept-encoding': accepted } : {}, query)
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers.vary).toContain('accept-encoding')
    expect(JSON.parse(body.toString()).data).toBeDefined()
  })
})

describe('beside the graph', () => {
  test.each(['/health/live', '/health/ready', '/schema.graphql'])(
    '%s answers GET and HEAD alike, and nothing else',
    async path => {
      const [got, headed, posted] = [await send('GET', path), await send('HEAD', path), await send('POST', path)]
      expect([got.status, headed.status, headed.body.length]).toEqual([200, 200, 0])
      expect(headed.headers['content-length']).toBe(got.headers['content-length'])
      expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    },
  )
})

test('GET changes nothing: a trusted mutation is asked with POST', async () => {
  const preflighted = { 'apollo-require-preflight': '1' }
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await send(method, `/graphql?documentId=${idOf(changing)}`, preflighted)
    expect([status, headers.allow]).toEqual([405, 'POST'])
  }
  const { status, body } = await send('POST', '/graphql', {}, changing)
  expect([status, JSON.parse(body.toString()).data]).toEqual([200, { change: 'done' }])
})

/** What comes back on a socket until the other side closes it. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  let answer = ''
  socket.on('data', part => {
    answer += part
  })
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

describe('what never became a request is answered all the same', () => {
  const post = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
  test.each<[string, string, number, string]>([
    ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['two lengths', `${post}content-length: 5\r\ncontent-length: 6\r\n\r\n{}`, 400, 'BAD_REQUEST'],
    [
      'a length and chunks at once',
      `${post}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'BAD_REQUEST',
    ],
    ['a head of 20 kB', `${post}x-large: ${'v'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [
      'an address of 20 kB',
      `GET /graphql?query=${'v'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      414,
      'URI_TOO_LONG',
    ],
    ['a head that never ends', post, 408, 'REQUEST_TIMEOUT'],
    ['a body that never comes', `${post}content-length: 50\r\n\r\n{"query"`, 408, 'REQUEST_TIMEOUT'],
  ])('%s', async (_, bytes, status, code) => {
    const answer = await raw(bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toMatch(/content-type: application\/json/)
    expect(head).toMatch(/connection: close/)
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code, eventId: expect.any(String) } }] })
  })
})
