import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../gateway/config.ts'
import { audiences } from '../../gateway/policy/audiences.ts'

const folder = mkdtempSync(join(tmpdir(), 'helsegraf-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: unknown) => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const read = (env: Record<string, string>) => readConfig({ OPEN_ACCESS: 'true', ...env }).config

test('a gateway is for clients of our own, with their limits, unless it is told otherwise', () => {
  expect(read({})).toMatchObject({
    audience: audiences['first-party'],
    trustedDocuments: {},
    corsOrigins: [],
    isIntrospectable: true,
  })
})

test('for clients of others it is stricter, and its schema is not introspected', () => {
  const { audience, isIntrospectable } = read({ AUDIENCE: 'third-party' })
  expect([audience.limits.listDepth, isIntrospectable]).toEqual([2, false])
})

const some = { TRUSTED_DOCUMENTS: file('some.json', { 'sha256:a': '{ a }' }) }
const production = { NODE_ENV: 'production', ...some }

test.each([
  [production, false],
  [{ ...production, INTROSPECTION: 'true' }, true],
  [{ INTROSPECTION: 'false' }, false],
  [{ AUDIENCE: 'third-party', INTROSPECTION: 'true' }, true],
])('introspection with %o: %s', (env, isIntrospectable) => {
  expect(read(env).isIntrospectable).toBe(isIntrospectable)
})

test('single limits are changed by name, and the rest stays', () => {
  const { limits } = read({ LIMITS: 'depth=15, cost=500000' }).audience
  expect(limits).toEqual({ ...audiences['first-party'].limits, depth: 15, cost: 500_000 })
})

test('manifests of several clients are put together', () => {
  const web = file('web.json', { 'sha256:a': '{ a }' })
  const app = file('app.json', { 'sha256:b': '{ b }' })
  const { trustedDocuments } = read({ TRUSTED_DOCUMENTS: `${web}, ${app}` })
  expect(trustedDocuments).toEqual({ 'sha256:a': '{ a }', 'sha256:b': '{ b }' })
})

test.each<[Record<string, string>, boolean]>([
  [{}, false],
  [some, true],
  [{ ...some, TRUSTED_DOCUMENTS_REQUIRED: 'false' }, false],
  [{ ...some, AUDIENCE: 'third-party' }, false],
  [{ ...some, AUDIENCE: 'third-party', TRUSTED_DOCUMENTS_REQUIRED: 'true' }, true],
  [{ TRUSTED_DOCUMENTS_REQUIRED: 'true' }, true],
])('trusted documents alone are run where clients of our own have some, or it is said: %o, %s', (env, isRequired) => {
  expect(read(env).audience.requiresTrustedDocuments).toBe(isRequired)
})

test('in production clients of our own do not start to run any text without a word that they may', () => {
  expect(() => read({ NODE_ENV: 'production' })).toThrow(/^TRUSTED_DOCUMENTS: .*TRUSTED_DOCUMENTS_REQUIRED=false/)
  const free = { NODE_ENV: 'production', TRUSTED_DOCUMENTS_REQUIRED: 'false' }
  expect(read(free).audience.requiresTrustedDocuments).toBe(false)
  expect(read(production).audience.requiresTrustedDocuments).toBe(true)
  expect(read({ NODE_ENV: 'production', AUDIENCE: 'third-party' }).audience.requiresTrustedDocuments).toBe(false)
})

test('labels of fields on their way to another subgraph are switched on by name', () => {
  expect(read({ OVERRIDE_LABELS: 'new-prices, others' }).overrideLabels).toEqual(['new-prices', 'others'])
})

test('patience, places and workers are numbers, and one subgraph may have a patience of its own', () => {
  expect(read({ SUBGRAPH_TIMEOUTS_MS: 'test=3000, person=500', OPERATIONS_AT_ONCE: '20', WORKERS: '4' })).toMatchObject(
    {
      transportLimits: { timeoutMs: 10_000, timeoutsMs: { test: 3_000, person: 500 }, concurrency: 256 },
      admission: { operations: 20 },
      drain: { graceMs: 5_000, finishMs: 20_000 },
      workers: 4,
    },
  )
})

describe('is not usable, and named:', () => {
  test.each<[string, string]>([
    ['LIMITS', 'deepth=15'],
    ['SUBGRAPH_TIMEOUTS_MS', 'test=soon'],
    ['SUBGRAPH_CONCURRENCY', '0'],
    ['WORKERS', '-1'],
    ['LIMITS', 'depth=0'],
    ['LIMITS', 'depth=1e9'],
    ['LIMITS', '__proto__=1'],
    ['AUDIENCE', 'anyone'],
    ['CORS_ORIGINS', 'https://helsenorge.no/'],
    ['CORS_ORIGINS', '*'],
    ['TRUSTED_DOCUMENTS', '/no/such/file.json'],
    ['TRUSTED_DOCUMENTS', file('numbers.json', { 'sha256:a': 7 })],
  ])('%s of %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(name))
  })
})

describe('who may ask', () => {
  const keys = {
    ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }),
    IDENTITY_KEYS: `1:${Buffer.alloc(32).toString('base64')}`,
    PSEUDONYM_KEY: Buffer.alloc(32).toString('base64'),
  }
  const login = (name: string) => ({
    [`${name}_ISSUER`]: `https://${name.toLowerCase()}.test`,
    [`${name}_AUDIENCE`]: 'nhn:helsegraf',
    [`${name}_JWKS_URL`]: `https://${name.toLowerCase()}.test/jwks`,
  })
  const idPorten = { ...keys, ...login('IDPORTEN') }
  const helseId = {
    ...login('HELSEID'),
    PUBLIC_URLS: 'https://graf.example, https://api.example/helsegraf',
    NAME_KEYS: `1:${Buffer.alloc(32).toString('base64')}`,
  }

  test('citizens always; those at work and machines where they are configured', () => {
    expect(readConfig(idPorten).config.identity).toMatchObject({
      citizens: { issuer: 'https://idporten.test', jwksUrl: new URL('https://idporten.test/jwks') },
      staff: undefined,
      machines: undefined,
      clientsPath: undefined,
      redisUrl: undefined,
    })
    expect(readConfig({ ...idPorten, ...helseId, ...login('MASKINPORTEN') }).config.identity).toMatchObject({
      staff: { issuer: 'https://helseid.test', audience: 'nhn:helsegraf' },
      machines: { issuer: 'https://maskinporten.test' },
      publicUrls: ['https://graf.example', 'https://api.example/helsegraf'],
    })
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['nobody', keys, /IDPORTEN_ISSUER, IDPORTEN_AUDIENCE, IDPORTEN_JWKS_URL/],
    ['half a login', { ...idPorten, HELSEID_ISSUER: 'https://helseid.test' }, /HELSEID_AUDIENCE, HELSEID_JWKS_URL/],
    ['HelseID without an address of ours', { ...idPorten, ...login('HELSEID') }, /NAME_KEYS, PUBLIC_URLS/],
    ['an address with a query', { ...idPorten, PUBLIC_URLS: 'https://graf.example/?a=b' }, /PUBLIC_URLS/],
    ['several processes that do not know each other’s proofs', { ...idPorten, ...helseId, WORKERS: '2' }, /REDIS_URL/],
    ['production without a register of clients', { ...idPorten, ...production }, /CLIENTS_FILE/],
  ])('%s stops the start, by the names of what is missing', (_, env, names) => {
    expect(() => readConfig(env)).toThrow(names)
  })
})
