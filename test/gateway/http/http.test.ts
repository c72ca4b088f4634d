import { gzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../../world.ts'

let world: World
let token: string
beforeAll(async () => {
  world = await startWorld()
  token = await world.tokenOf('kari')
})
afterAll(() => world[Symbol.asyncDispose]())

const json = { 'content-type': 'application/json' }
const query = JSON.stringify({ query: '{ me { birthDate } }' })

async function send(
  path: string,
  {
    method = 'POST',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
) {
  const answer = await request(`${world.url}${path}`, {
    method: method as 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  })
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answer.headers, text }
}

describe('a request is refused with its own status and code', () => {
  test.each<[string, string, Parameters<typeof send>[1], number, string]>([
    ['a GET of the graph', '/graphql?query={me{birthDate}}', { method: 'GET' }, 405, 'METHOD_NOT_ALLOWED'],
    ['a PUT', '/graphql', { method: 'PUT', headers: json, body: query }, 405, 'METHOD_NOT_ALLOWED'],
    ['a DELETE', '/graphql', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
    ['no content type', '/graphql', { body: query }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form',
      '/graphql',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=x' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'plain text',
      '/graphql',
      { headers: { 'content-type': 'text/plain' }, body: query },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'another charset',
      '/graphql',
      { headers: { 'content-type': 'application/json; charset=latin1' }, body: query },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a compressed body',
      '/graphql',
      { headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(query) },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['malformed JSON', '/graphql', { headers: json, body: '{"query":' }, 400, 'BAD_REQUEST'],
    ['a JSON list', '/graphql', { headers: json, body: `[${query}]` }, 400, 'BAD_REQUEST'],
    ['JSON null', '/graphql', { headers: json, body: 'null' }, 400, 'BAD_REQUEST'],
    [
      'bytes that are no UTF-8',
      '/graphql',
      { headers: json, body: Buffer.from([0x22, 0xff, 0x22]) },
      400,
      'BAD_REQUEST',
    ],
    ['an empty body', '/graphql', { headers: json, body: '' }, 400, 'BAD_REQUEST'],
    [
      'a body of a megabyte',
      '/graphql',
      { headers: json, body: `{"query":"${' '.repeat(1_000_000)}"}` },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['an address that is nothing', '/admin', { method: 'GET' }, 404, 'NOT_FOUND'],
  ])('%s', async (_, path, how, status, code) => {
    const answer = await send(path, how)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text).errors[0].extensions.code).toBe(code)
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(/)
    if (status === 405) expect(answer.headers.allow).toBe('POST')
  })

  test.each([
    ['a syntax error', '{ me {', 400],
    ['an unknown field', '{ me { fodselsnummer } }', 400],
    ['an unknown operation name', 'query A { me { birthDate } } query B { me { birthDate } }', 400],
    ['a fragment that contains itself', '{ me { ...a } } fragment a on Person { ...a }', 400],
    ['a day that is none', '{ vaccines(on: "tomorrow") { code } }', 400],
    ['a subscription', 'subscription { me { birthDate } }', 400],
  ])('%s is an operation that does not run', async (_, text, status) => {
    const answer = await send('/graphql', { headers: json, body: JSON.stringify({ query: text }) })
    expect(answer.status).toBe(status)
    const [error] = JSON.parse(answer.text).errors
    expect(error.extensions.code).toBe('OPERATION_INVALID')
    expect(error.message).not.toMatch(/Did you mean/)
  })

  test.each([
    ['six thousand tokens', `{ me { ${'birthDate '.repeat(6_000)} } }`, 'tokens 5001 > 5000'],
    ['a fragment bomb', bomb(24), 'selections 50331648 > 1000'],
  ])('%s is too costly, and the limit is named', async (_, text, limit) => {
    const answer = await send('/graphql', { headers: json, body: JSON.stringify({ query: text }) })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).errors).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'QUERY_TOO_COSTLY', limit }) }),
    ])
  })
})

test('without a token the answer is 401 and says how to send one', async () => {
  const answer = await request(`${world.url}/graphql`, {
    method: 'POST',
    headers: { ...json, 'accept-language': 'en' },
    body: query,
  })
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="helsegraf", DPoP realm="helsegraf", algs="ES256 /)
  const body = (await answer.body.json()) as { errors: { message: string }[] }
  expect(body.errors[0]?.message).toContain('Authorization')
})

test.each([
  ['nb', 'Du må logge inn.'],
  ['nn-NO, en;q=0.5', 'Du må logge inn.'],
  ['en-GB', 'Sign in first.'],
  ['de, fr;q=0.9', 'Du må logge inn.'],
])('a refusal speaks the reader’s language: %s', async (language, text) => {
  const { errors } = await world.ask('{ me { birthDate } }', { language })
  expect(errors[0]?.message).toContain(text)
})

test('a lower level of sign-in is refused with the way out', async () => {
  const { status, errors } = await world.ask('{ me { birthDate } }', {
    as: 'kari',
    level: 'substantial',
    language: 'nb',
  })
  expect(status).toBe(403)
  expect(errors[0]).toMatchObject({
    message: expect.stringContaining('BankID'),
    extensions: { code: 'STEP_UP_REQUIRED', claim: 'acr', requiredLevel: 'idporten-loa-high' },
  })
})

test('the holder of a felles hjelpenummer is refused with the way out', async () => {
  const { status, errors } = await world.ask('{ me { birthDate } }', { as: 'sofia', language: 'en' })
  expect(status).toBe(403)
  expect(errors[0]).toMatchObject({
    message: expect.stringContaining('Helfo'),
    extensions: { code: 'NATIONAL_IDENTITY_REQUIRED', claim: 'pid' },
  })
})

test('every answer carries an event id, and no cache may keep it', async () => {
  const answer = await send('/graphql', { headers: { ...json, 'nhn-event-id': 'my-own-event-0001' }, body: query })
  expect(answer.headers['nhn-event-id']).toBe('my-own-event-0001')
  expect(answer.headers['cache-control']).toBe('no-store')
})

test.each([
  ['with an identity number in it', 'event-10915596784'],
  ['with markup in it', '<script>alert(1)</script>'],
  ['far too long', 'a'.repeat(500)],
])('an event id %s is replaced', async (_, given) => {
  const answer = await send('/graphql', { headers: { ...json, 'nhn-event-id': given }, body: query })
  expect(answer.headers['nhn-event-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('a bug is masked, and told under the event id', async () => {
  await using broken = await startWorld({
    accessLog: { record: () => Promise.reject(new TypeError('secret detail of the inside')) },
  })
  const { status, data, errors } = await broken.ask('{ me { birthDate } }', {
    as: 'kari',
    headers: { 'nhn-event-id': 'masked-bug-0001' },
  })
  expect([status, data]).toEqual([200, { me: { birthDate: null } }])
  expect(errors[0]?.extensions).toMatchObject({ code: 'INTERNAL', eventId: 'masked-bug-0001' })
  expect(JSON.stringify(errors)).not.toContain('secret')
  expect(broken.bugs.length).toBeGreaterThan(0)
})

test('the schema that clients may see has no grants, no joins and no entities', async () => {
  const { status, text } = await send('/schema.graphql', { method: 'GET' })
  expect(status).toBe(200)
  expect(text).toContain('type Person')
  expect(text).not.toMatch(/grant|join__|_entities|_Any/)
})

test('health says that it lives and takes requests', async () => {
  for (const path of ['/health/live', '/health/ready']) {
    expect(await send(path, { method: 'GET' })).toMatchObject({ status: 200, text: '{"status":"ok"}' })
  }
})

/** n levels, each fragment spreading the next one twice: 2^n selections in a kilobyte. */
function bomb(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, level) => `fragment f${level} on Person { ...f${level + 1} ...f${level + 1} }`,
  )
  return `{ me { ...f0 } } ${fragments.join(' ')} fragment f${levels} on Person { birthDate }`
}
