import { createHmac } from 'node:crypto'
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Identify } from '../../../gateway/identity/index.ts'
import { admitCaller } from '../../../gateway/policy/admit-caller.ts'
import { passingSecrets } from '../../../local/secrets.ts'
import { openIdentity } from '../../../schema/access.ts'
import { anIssuer, type TestIssuer } from '../../id-porten.ts'
import { anIdentify, credentials } from './an-identify.ts'

const pid = '10915596784'
const fhn = '81234567802'
let issuer: TestIssuer
let identify: Identify
let secrets: Awaited<ReturnType<typeof passingSecrets>>
let now = new Date()

beforeAll(async () => {
  issuer = await anIssuer()
  secrets = await passingSecrets()
  identify = await anIdentify({ citizens: issuer.trust }, { secrets, clock: () => now })
})

const bearer = async (claims: Record<string, unknown>, header?: Record<string, unknown>) =>
  identify(credentials(`Bearer ${await issuer.token({ pid, ...claims }, header)}`))

test('a citizen at the highest level becomes a caller without an identity number to be seen', async () => {
  const { caller, assurance } = await bearer({})
  expect(() => admitCaller({ caller, assurance })).not.toThrow()
  expect(caller).toMatchObject({ kind: 'citizen', client: 'helsenorge-web', purpose: 'own-insight' })
  expect(JSON.stringify(caller)).not.toContain(pid)
  expect(openIdentity(secrets.identityKeys, caller)).toBe(pid)
})

test('the same person is the same caller with every token, another person another', async () => {
  const [one, two, other] = await Promise.all([
    bearer({}),
    bearer({ client_id: 'helsenorge-web' }),
    bearer({ pid: '50846202355' }),
  ])
  expect(two.caller.id).toBe(one.caller.id)
  expect(other.caller.id).not.toBe(one.caller.id)
})

describe('a token is refused, by name,', () => {
  const seconds = Math.floor(Date.now() / 1000)
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string, string | undefined]>([
    ['A13 from another issuer', { iss: 'https://idporten.test/' }, {}, 'TOKEN_INVALID', 'iss'],
    ['A13 for another audience', { aud: 'https://helsenorge.no' }, {}, 'TOKEN_INVALID', 'aud'],
    ['A13 for two audiences', { aud: ['https://helsegraf.example/graphql', 'other'] }, {}, 'TOKEN_INVALID', 'aud'],
    ['A15 that is an id_token', {}, { typ: 'JWT' }, 'TOKEN_INVALID', 'typ'],
    ['that has expired', { exp: seconds - 60 }, {}, 'TOKEN_EXPIRED', undefined],
    ['that is not valid yet', { nbf: seconds + 600 }, {}, 'TOKEN_INVALID', 'nbf'],
    ['without an expiry', { exp: undefined }, {}, 'TOKEN_INVALID', 'exp'],
    ['without a level', { acr: undefined }, {}, 'TOKEN_INVALID', 'acr'],
    ['without a client', { client_id: undefined }, {}, 'TOKEN_INVALID', 'client_id'],
    ['without a person', { pid: undefined }, {}, 'TOKEN_INVALID', 'pid'],
    ['with a person that is a list', { pid: [pid] }, {}, 'TOKEN_INVALID', 'pid'],
    ['with wrong control digits', { pid: '10915596785' }, {}, 'TOKEN_INVALID', 'pid'],
    ['with an H-number', { pid: '13527248013' }, {}, 'TOKEN_INVALID', 'pid'],
    ['with a number that could be a real person’s', { pid: '13097248022' }, {}, 'IDENTIFIER_INVALID', undefined],
    ['with an unknown key id', {}, { kid: 'k2' }, 'TOKEN_INVALID', 'kid'],
    ['A07 with a path as key id', {}, { kid: '../../dev/null' }, 'TOKEN_INVALID', 'kid'],
    ['A11 with an unknown critical header', {}, { crit: ['x'], x: 1 }, 'TOKEN_INVALID', 'crit'],
    ['A11 whose payload is not encoded', {}, { crit: ['b64'], b64: false }, 'TOKEN_INVALID', 'crit'],
    ['without a key id', {}, { kid: undefined }, 'TOKEN_INVALID', 'kid'],
    ['A07 with SQL as key id', {}, { kid: "k1' OR '1'='1" }, 'TOKEN_INVALID', 'kid'],
    ['A09 with a key of its own', {}, { jwk: { kty: 'EC' } }, 'TOKEN_INVALID', 'jwk'],
    ['with the address of a key', {}, { jku: 'https://idporten.test/jwks' }, 'TOKEN_INVALID', 'jku'],
    ['with a certificate', {}, { x5c: ['MII'] }, 'TOKEN_INVALID', 'x5c'],
    ['A15 that is a logout token', {}, { typ: 'logout+jwt' }, 'TOKEN_INVALID', 'typ'],
    ['of no type', {}, { typ: undefined }, 'TOKEN_INVALID', 'typ'],
    ['that was issued in the future', { iat: seconds + 600 }, {}, 'TOKEN_INVALID', 'iat'],
    ['bound in a way that is not checked here', { cnf: { 'x5t#S256': 'x' } }, {}, 'TOKEN_INVALID', 'cnf'],
    ['bound to what is no key', { cnf: { jkt: 'short' } }, {}, 'TOKEN_INVALID', 'cnf'],
    ['with a scope that is no text', { scope: [1] }, {}, 'TOKEN_INVALID', 'scope'],
  ])('%s', async (_, claims, header, code, claim) => {
    const refusal = await (header.crit
      ? identify(credentials(`Bearer ${withHeader(await issuer.token({ pid }), header)}`))
      : bearer(claims, header)
    ).catch(error => error)
    expect(refusal).toMatchObject({ code })
    expect(refusal.details.claim).toBe(claim)
  })

  test.each<[string, () => Promise<string>, string]>([
    ['A05 signed by somebody else under a known key id', forged, 'signature'],
    [
      'with no signature',
      async () => withHeader(await issuer.token({ pid }), { alg: 'none' }).replace(/[^.]*$/, ''),
      'form',
    ],
    ['A03 signed with a shared secret', () => symmetric(), 'alg'],
    ['A17 whose payload was swapped', async () => swapped(await issuer.token({ pid })), 'signature'],
    ['of three random words', async () => 'one.two.three', 'form'],
    [
      'A17 in whose payload a name stands twice',
      () => issuer.signText(`{"iss":"https://idporten.test","pid":"${pid}","pid":"50846202355"}`),
      'form',
    ],
    ['A17 in whose header a name stands twice', async () => repeated(await issuer.token({ pid })), 'form'],
  ])('%s', async (_, make, claim) => {
    const refusal = await identify(credentials(`Bearer ${await make()}`)).catch(error => error)
    expect(refusal.code).toBe('TOKEN_INVALID')
    expect([claim, 'alg', 'form']).toContain(refusal.details.claim)
  })

  test.each([
    ['A01 missing', undefined],
    ['in another scheme', 'Basic a2FyaQ=='],
    ['empty', 'Bearer '],
    ['with line breaks', 'Bearer a\nb'],
    ['A19 of a megabyte', `Bearer ${'a'.repeat(1_000_000)}`],
  ])('%s', async (_, header) => {
    await expect(identify(credentials(header))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

describe('A03 a token whose secret is the issuer’s public RSA key is refused', async () => {
  const { publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  const pem = await exportSPKI(publicKey)
  const body = pem.replace(/-----[^-]+-----|\n/g, '')
  test.each([
    ['as it stands in a file', pem],
    ['without its last line break', pem.trimEnd()],
    ['in DER', Buffer.from(body, 'base64')],
    ['as its modulus', Buffer.from(jwk.n ?? '', 'base64url')],
    ['as a JWK', JSON.stringify(jwk)],
  ])('%s', async (_, secret) => {
    const trust = {
      ...issuer.trust,
      keys: createLocalJWKSet({ keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] }),
    }
    const proves = await anIdentify({ citizens: trust }, { secrets, clock: () => now })
    const [, payload] = (await issuer.token({ pid })).split('.')
    for (const alg of ['HS256', 'RS256']) {
      const signed = `${encode({ alg, typ: 'at+jwt', kid: 'k1' })}.${payload}`
      const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
      const refusal = await proves(credentials(`Bearer ${token}`)).catch(error => error)
      expect(refusal).toMatchObject({
        code: 'TOKEN_INVALID',
        details: { claim: alg === 'HS256' ? 'alg' : 'signature' },
      })
    }
  })
})

test('a remembered token is refused once it has expired', async () => {
  const token = await issuer.token({ pid })
  now = new Date()
  await identify(credentials(`Bearer ${token}`))
  now = new Date(Date.now() + 601_000)
  await expect(identify(credentials(`Bearer ${token}`))).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
  now = new Date()
})

test('A21 a lower level is told which level to sign in at', async () => {
  const identified = await bearer({ acr: 'idporten-loa-substantial' })
  expect(() => admitCaller(identified)).toThrow(
    expect.objectContaining({
      code: 'STEP_UP_REQUIRED',
      details: { claim: 'acr', requiredLevel: 'idporten-loa-high' },
    }),
  )
})

test('the holder of a felles hjelpenummer is told where certificates are to be had', async () => {
  const identified = await bearer({ pid: fhn })
  expect(() => admitCaller(identified)).toThrow(
    expect.objectContaining({ code: 'NATIONAL_IDENTITY_REQUIRED', details: { claim: 'pid' } }),
  )
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function withHeader(token: string, header: Record<string, unknown>): string {
  const [, payload, signature] = token.split('.')
  return [encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header }), payload, signature].join('.')
}

function repeated(token: string): string {
  const [, payload, signature] = token.split('.')
  const header = Buffer.from('{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"k1"}').toString('base64url')
  return [header, payload, signature].join('.')
}

function swapped(token: string): string {
  const [header, , signature] = token.split('.')
  return [header, encode({ iss: 'https://idporten.test', pid: '50846202355' }), signature].join('.')
}

async function forged(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256')
  return new SignJWT({ iss: 'https://idporten.test', pid })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
    .sign(privateKey)
}

const symmetric = () =>
  new SignJWT({ iss: 'https://idporten.test', pid })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
    .sign(new Uint8Array(32))
