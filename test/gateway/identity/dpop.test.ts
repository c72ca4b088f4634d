import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Identify } from '../../../gateway/identity/index.ts'
import { createMemoryReplays } from '../../../gateway/identity/replays.ts'
import { PublicError } from '../../../schema/errors.ts'
import { anIssuer, type TestIssuer } from '../../id-porten.ts'
import { aBindingKey, aHelseId, aProof, type BindingKey, doctor } from '../../work-logins.ts'
import { anIdentify, credentials, publicUrl } from './an-identify.ts'

let key: BindingKey
let idPorten: TestIssuer
let helseId: TestIssuer
let identify: Identify
let token: string

beforeAll(async () => {
  key = await aBindingKey()
  idPorten = await anIssuer()
  helseId = await aHelseId(key)
  identify = await anIdentify(
    { citizens: idPorten.trust, staff: helseId.trust },
    { publicUrls: [publicUrl, 'https://api.example/helsegraf/'] },
  )
  token = await helseId.token(doctor)
})

const withProof = (proof: string | undefined, scheme = 'DPoP') => identify(credentials(`${scheme} ${token}`, proof))
const now = () => Math.floor(Date.now() / 1000)

test('a proof opens the door once; each request needs its own', async () => {
  const proof = await aProof(key, token)
  expect((await withProof(proof)).caller.kind).toBe('health-personnel')
  await expect(withProof(proof)).rejects.toMatchObject({ code: 'DPOP_INVALID', details: { reason: 'replay' } })
  expect((await withProof(await aProof(key, token), 'dpop')).caller.kind).toBe('health-personnel')
})

test.each([
  ['of this gateway, whatever the Host header says', 'https://graf.example/graphql'],
  ['behind a proxy that puts a path before ours', 'https://api.example/helsegraf/graphql'],
  ['with a query and a fragment, which do not count', 'https://graf.example/graphql?a=b#c'],
  ['with the usual port', 'https://graf.example:443/graphql'],
  ['in capitals where they mean nothing', 'HTTPS://GRAF.example/graphql'],
])('an address %s is ours', async (_, htu) => {
  expect((await withProof(await aProof(key, token, { claims: { htu } }))).caller).toBeTruthy()
})

describe('a proof is refused, and says why,', () => {
  test.each<[string, Parameters<typeof aProof>[2], string]>([
    ['for another method', { claims: { htm: 'GET' } }, 'htm'],
    ['for a method in small letters', { claims: { htm: 'post' } }, 'htm'],
    ['for another address', { claims: { htu: 'https://another.example/graphql' } }, 'htu'],
    ['for another path', { claims: { htu: 'https://graf.example/schema.graphql' } }, 'htu'],
    ['for a plain address', { claims: { htu: 'http://graf.example/graphql' } }, 'htu'],
    ['for an address with a name in it', { claims: { htu: 'https://me@graf.example/graphql' } }, 'htu'],
    ['for no address', { claims: { htu: undefined } }, 'htu'],
    ['for an address that is none', { claims: { htu: '/graphql' } }, 'htu'],
    ['for another token', { claims: { ath: 'x' } }, 'ath'],
    ['for no token', { claims: { ath: undefined } }, 'ath'],
    ['D03 ten minutes old', { claims: { iat: now() - 600 } }, 'iat'],
    ['D03 ten minutes ahead', { claims: { iat: now() + 600 } }, 'iat'],
    ['without a time', { claims: { iat: undefined } }, 'iat'],
    ['with a time that is a text', { claims: { iat: String(now()) } }, 'iat'],
    ['without an id', { claims: { jti: undefined } }, 'jti'],
    ['with an empty id', { claims: { jti: '' } }, 'jti'],
    ['with an endless id', { claims: { jti: 'x'.repeat(300) } }, 'jti'],
    ['that has expired', { claims: { exp: now() - 60 } }, 'exp'],
    ['D05 that is a mere JWT', { header: { typ: 'JWT' } }, 'typ'],
    ['without a key', { header: { jwk: undefined } }, 'jwk'],
    ['with half a key', { header: { jwk: { kty: 'EC', crv: 'P-256' } } }, 'jwk'],
    ['with a key that is a list', { header: { jwk: [] } }, 'jwk'],
    ['with a shared secret', { header: { jwk: { kty: 'oct', k: 'AAAA' } } }, 'jwk'],
    ['of a megabyte', { claims: { padding: 'x'.repeat(1_000_000) } }, 'form'],
  ])('%s', async (_, change, reason) => {
    const proof = await aProof(key, token, change)
    await expect(withProof(proof)).rejects.toMatchObject({ code: 'DPOP_INVALID', details: { reason } })
  })

  test.each<[string, () => Promise<string | undefined>, string]>([
    ['D01 that is not there', async () => undefined, 'missing'],
    ['that is no JWT', async () => 'proof', 'form'],
    ['sent twice', async () => `${await aProof(key, token)}, ${await aProof(key, token)}`, 'form'],
    ['D05 by another key', async () => aProof(await aBindingKey(), token), 'jwk'],
    ['D05 with its private key in it', async () => aProof(key, token, { header: { jwk: key.key } }), 'jwk'],
    ['D05 by another key under the name of the right one', () => impersonated(), 'signature'],
    ['without a signature', async () => unsigned(await aProof(key, token)), 'alg'],
    ['in which a name stands twice', async () => repeated(await aProof(key, token)), 'form'],
    ['whose claims were changed', async () => swapped(await aProof(key, token)), 'signature'],
  ])('%s', async (_, make, reason) => {
    await expect(withProof(await make())).rejects.toMatchObject({ code: 'DPOP_INVALID', details: { reason } })
  })

  test('signed with a shared secret', async () => {
    const proof = await new SignJWT({})
      .setProtectedHeader({
        typ: 'dpop+jwt',
        alg: 'HS256',
        jwk: await exportJWK((await generateKeyPair('ES256')).publicKey),
      })
      .sign(new Uint8Array(32))
    await expect(withProof(proof)).rejects.toMatchObject({ code: 'DPOP_INVALID', details: { reason: 'alg' } })
  })
})

test('D01 a bound token is no bearer’s, with or without a proof', async () => {
  for (const proof of [undefined, await aProof(key, token)]) {
    const refused = withProof(proof, 'Bearer')
    await expect(refused).rejects.toMatchObject({ code: 'DPOP_INVALID', details: { reason: 'scheme' } })
  }
})

test('D05 a token that is bound to nothing cannot be sent as if it were', async () => {
  const loose = await idPorten.token({ pid: '10915596784' })
  const refused = identify(credentials(`DPoP ${loose}`, await aProof(key, loose)))
  await expect(refused).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { claim: 'cnf', reason: 'missing' } })
})

test('a citizen’s token that is bound needs its proof too', async () => {
  const bound = await idPorten.token({ pid: '10915596784', cnf: { jkt: key.jkt } })
  await expect(identify(credentials(`Bearer ${bound}`))).rejects.toMatchObject({ details: { reason: 'scheme' } })
  const { caller } = await identify(credentials(`DPoP ${bound}`, await aProof(key, bound)))
  expect(caller.kind).toBe('citizen')
})

test('where nobody can tell whether a proof was used, it is not taken; what needs none is', async () => {
  const closed = await anIdentify(
    { citizens: idPorten.trust, staff: helseId.trust },
    {
      replays: {
        isFirst: () => Promise.reject(new PublicError('REPLAY_CHECK_UNAVAILABLE')),
        close() {},
      },
    },
  )
  const refused = closed(credentials(`DPoP ${token}`, await aProof(key, token)))
  await expect(refused).rejects.toMatchObject({ code: 'REPLAY_CHECK_UNAVAILABLE' })
  expect((await closed(credentials(`Bearer ${await idPorten.token({ pid: '10915596784' })}`))).caller).toBeTruthy()
})

test('whoever is proven can be asked for again without another proof, while the request lasts', async () => {
  const identified = await withProof(await aProof(key, token))
  expect((await identified.renew()).accessToken).toBe(identified.accessToken)
})

describe('a process remembers used proofs', () => {
  const at = (seconds: number) => new Date(seconds * 1000)

  test('for as long as they could be used', () => {
    const replays = createMemoryReplays(40)
    expect(replays.isFirst('a', at(1_000))).toBe(true)
    for (const seconds of [1_000, 1_039, 1_041, 1_060]) expect(replays.isFirst('a', at(seconds))).toBe(false)
  })

  test('and no longer than twice that', () => {
    const replays = createMemoryReplays(40)
    replays.isFirst('a', at(1_000))
    expect(replays.isFirst('a', at(1_081))).toBe(true)
  })

  test('up to a number; then it takes no more, rather than forget one', () => {
    const replays = createMemoryReplays(40, 2)
    replays.isFirst('a', at(1_000))
    replays.isFirst('b', at(1_000))
    expect(() => replays.isFirst('c', at(1_000))).toThrow(expect.objectContaining({ code: 'REPLAY_CHECK_UNAVAILABLE' }))
    expect(replays.isFirst('a', at(1_000))).toBe(false)
  })
})

const encode = (text: string) => Buffer.from(text).toString('base64url')

/** Signed with another key than the one it shows. */
async function impersonated(): Promise<string> {
  const proof = await aProof(key, token)
  const [header = '', payload = ''] = proof.split('.')
  const other = await aBindingKey()
  const signed = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()))
    .sign(await importJWK(other.key, 'ES256'))
  return signed
}

function unsigned(proof: string): string {
  const [header = '', payload] = proof.split('.')
  const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString())
  return `${encode(JSON.stringify({ typ: 'dpop+jwt', alg: 'none', jwk }))}.${payload}.AA`
}

function repeated(proof: string): string {
  const [header, payload = '', signature] = proof.split('.')
  const text = Buffer.from(payload, 'base64url').toString()
  return `${header}.${encode(text.replace('{', '{"htm":"GET",'))}.${signature}`
}

function swapped(proof: string): string {
  const [header, payload = '', signature] = proof.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return `${header}.${encode(JSON.stringify({ ...claims, jti: 'another' }))}.${signature}`
}
