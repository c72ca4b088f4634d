import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { machines, personnel } from '../../local/personnel/personnel.ts'
import { startWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const question = '{ __typename }'

test.each(personnel.map(({ name }) => name))('%s signs in to HelseID and reaches the graph', async name => {
  expect(await world.ask(question, { as: name })).toMatchObject({ status: 200, data: { __typename: 'Query' } })
})

test.each(machines.map(({ name }) => name))('the system %s reaches the graph', async name => {
  expect(await world.ask(question, { as: name })).toMatchObject({ status: 200, data: { __typename: 'Query' } })
})

describe('a refusal says what is wrong, in the body and in WWW-Authenticate:', () => {
  type Refusal = { code: string; claim?: string; reason?: string; scope?: string; requiredLevel?: string }
  test.each<[who: string, broken: string, status: number, refusal: Refusal, challenge: RegExp | undefined]>([
    ['kari', 'expired', 401, { code: 'TOKEN_EXPIRED' }, /^Bearer .*invalid_token/],
    ['kari', 'early', 401, { code: 'TOKEN_INVALID', claim: 'nbf' }, /^Bearer .*nbf is wrong/],
    ['kari', 'issuer', 401, { code: 'TOKEN_INVALID', claim: 'iss' }, /^Bearer /],
    ['kari', 'audience', 401, { code: 'TOKEN_INVALID', claim: 'aud' }, /^Bearer /],
    ['kari', 'audiences', 401, { code: 'TOKEN_INVALID', claim: 'aud' }, /^Bearer /],
    ['kari', 'type', 401, { code: 'TOKEN_INVALID', claim: 'typ' }, /^Bearer /],
    ['kari', 'key', 401, { code: 'TOKEN_INVALID', claim: 'kid' }, /^Bearer /],
    ['kari', 'signature', 401, { code: 'TOKEN_INVALID', claim: 'signature' }, /^Bearer /],
    ['kari', 'unsigned', 401, { code: 'TOKEN_INVALID', claim: 'form' }, /^Bearer /],
    ['kari', 'algorithm', 401, { code: 'TOKEN_INVALID', claim: 'alg' }, /^Bearer /],
    ['kari', 'person', 401, { code: 'TOKEN_INVALID', claim: 'pid', reason: 'missing' }, /missing: pid/],
    [
      'kari',
      'level',
      403,
      { code: 'STEP_UP_REQUIRED', claim: 'acr', requiredLevel: 'idporten-loa-high' },
      /acr_values="idporten-loa-high"/,
    ],
    ['kari', 'client', 403, { code: 'APP_NOT_APPROVED', reason: 'unknown' }, undefined],
    ['lege-bergen', 'expired', 401, { code: 'TOKEN_EXPIRED' }, /^DPoP .*invalid_token/],
    ['lege-bergen', 'signature', 401, { code: 'TOKEN_INVALID', claim: 'signature' }, /^DPoP /],
    [
      'lege-bergen',
      'organisation',
      401,
      { code: 'TOKEN_INVALID', claim: 'orgnr_parent', reason: 'missing' },
      /missing: orgnr_parent/,
    ],
    ['lege-bergen', 'supplier', 401, { code: 'TOKEN_INVALID', claim: 'orgnr_supplier', reason: 'missing' }, /^DPoP /],
    ['lege-bergen', 'unbound', 401, { code: 'TOKEN_INVALID', claim: 'cnf', reason: 'missing' }, /missing: cnf/],
    ['lege-bergen', 'level', 403, { code: 'SECURITY_LEVEL_TOO_LOW', requiredLevel: '4' }, /^DPoP .*acr_values="4"/],
    [
      'lege-bergen',
      'scope',
      403,
      { code: 'SCOPE_MISSING', scope: 'nhn:helsegraf/graph' },
      /insufficient_scope.*scope="nhn:helsegraf/,
    ],
    ['fhi', 'organisation', 401, { code: 'TOKEN_INVALID', claim: 'consumer' }, /^Bearer /],
    ['fhi', 'scope', 403, { code: 'SCOPE_MISSING', scope: 'nhn:helsegraf/graph' }, /insufficient_scope/],
  ])('%s with a token broken by «%s»', async (who, broken, status, refusal, challenge) => {
    const answer = await world.ask(question, { as: who, how: { broken } })
    expect(answer.status).toBe(status)
    expect(answer.errors[0]?.extensions).toMatchObject(refusal)
    const said = answer.headers.get('www-authenticate')
    if (challenge) expect(said).toMatch(challenge)
    else expect(said).toBeNull()
  })

  test.each([
    ['nb', /ikke godkjent for bruk her/],
    ['nn', /ikkje godkjend for bruk her/],
    ['en', /not approved for use here/],
  ])('an app that has only applied is told in %s, and told the way out', async (language, text) => {
    const answer = await world.ask(question, { as: 'kari', how: { client: 'raskere-frisk' }, language })
    expect(answer.status).toBe(403)
    expect(answer.errors[0]).toMatchObject({ message: expect.stringMatching(text), extensions: { reason: 'pending' } })
  })
})

test('an approved app of others is let in; one that was withdrawn is not', async () => {
  expect((await world.ask(question, { as: 'kari', how: { client: 'min-helsedagbok' } })).status).toBe(200)
  expect((await world.ask(question, { as: 'kari', how: { client: 'pusteboka' } })).status).toBe(403)
})

describe('over HTTP a bound token', () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: question }),
    })
  const reasonOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] }
    return [response.status, errors[0]?.extensions.code, errors[0]?.extensions.reason]
  }

  test('is good with each proof once, and for nothing without', async () => {
    const token = await world.tokenOf('sporer-bergen')
    const headers = await world.credentialsOf(token)
    expect((await post(headers)).status).toBe(200)
    expect(await reasonOf(await post(headers))).toEqual([401, 'DPOP_INVALID', 'replay'])
    expect(await reasonOf(await post({ authorization: `DPoP ${token}` }))).toEqual([401, 'DPOP_INVALID', 'missing'])
    expect(await reasonOf(await post({ authorization: `Bearer ${token}` }))).toEqual([401, 'DPOP_INVALID', 'scheme'])
  })

  test('needs a proof for the address that is configured, whatever Host says', async () => {
    const token = await world.tokenOf('sporer-bergen')
    const headers = await world.credentialsOf(token, 'POST', '/schema.graphql')
    expect(await reasonOf(await post(headers))).toEqual([401, 'DPOP_INVALID', 'htu'])
    const elsewhere = { ...(await world.credentialsOf(token)), 'x-forwarded-host': 'evil.example' }
    expect((await post(elsewhere)).status).toBe(200)
  })

  test('of a person at work shows nothing of the person at home', async () => {
    const answer = await world.ask('{ me { birthDate } }', { as: 'lege-bergen' })
    expect(answer.data?.me ?? null).toBeNull()
    expect(answer.errors).toHaveLength(1)
    expect(JSON.stringify(answer)).not.toMatch(/12827190401|Astrid/)
  })
})
