import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { passingSecrets, publicHalf } from '../../local/secrets.ts'
import {
  areas,
  type Caller,
  createAccessTokenSigner,
  createAccessTokenVerifier,
  type Grant,
  openGrant,
  openIdentity,
  pseudonymOf,
  sealGrant,
  sealIdentity,
} from '../../schema/access.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import { parseSealKeys } from '../../schema/seal.ts'

const keys = [{ id: 'a', key: randomBytes(32) }]
const now = new Date('2021-11-22T09:30:00Z')
const pid = '10915596784' as PersonIdentifier
const kari: Caller = { kind: 'citizen', id: 'kari', client: 'web', purpose: 'own-insight' }
const grant: Grant = {
  subject: 'subject-of-kari',
  identifiers: [pid],
  areas: ['tests'],
  basis: 'self',
  purpose: 'own-insight',
  expires: now.getTime() / 1000 + 300,
}
const open = (text: unknown, but: Partial<Parameters<typeof openGrant>[2]> = {}) =>
  openGrant(keys, text, { caller: kari, area: 'tests', now, ...but })

test('a grant opens for the caller it was made for, in its areas, until it expires', () => {
  expect(open(sealGrant(keys, grant, kari))).toEqual(grant)
})

test('a grant shows nothing of what is in it', () => {
  const text = sealGrant(keys, grant, kari)
  expect(text).not.toContain(pid)
  expect(Buffer.from(text.slice(2), 'base64url').toString('latin1')).not.toContain(pid)
})

describe('what is sealed and opened is remembered', () => {
  test('for one caller, as long as it is the same: it is sealed once', () => {
    const sealed = sealGrant(keys, grant, kari)
    expect(sealGrant(keys, { ...grant }, kari)).toBe(sealed)
    expect(open(sealed)).toBe(open(sealed))
    const others: readonly string[] = [
      sealGrant(keys, grant, { ...kari }),
      sealGrant(keys, { ...grant, expires: grant.expires + 1 }, kari),
      sealGrant(keys, { ...grant, areas: [] }, kari),
      sealGrant([{ id: 'a', key: randomBytes(32) }], grant, kari),
    ]
    expect(new Set([sealed, ...others]).size).toBe(1 + others.length)
  })

  test('not for who works, who asks about somebody new each time: nothing of hers is kept', () => {
    const doctor: Caller = { kind: 'health-personnel', id: 'doctor', client: 'journal' }
    const treated = { ...grant, purpose: 'treatment' } as const
    expect(sealGrant(keys, treated, doctor)).not.toBe(sealGrant(keys, treated, doctor))
  })

  test('but nobody else’s, and nothing that is judged: another caller, area or time is refused after it was opened', () => {
    const sealed = sealGrant(keys, grant, kari)
    open(sealed)
    expect(() => open(sealed, { caller: { ...kari, id: 'ola' } })).toThrow(/not/)
    expect(() => open(sealed, { area: 'vaccinations' })).toThrow(/not/)
    expect(() => open(sealed, { now: new Date(grant.expires * 1000) })).toThrow(/not/)
    expect(() => openGrant([{ id: 'a', key: randomBytes(32) }], sealed, { caller: kari, area: 'tests', now })).toThrow()
  })

  test('not for ever: a caller with very many grants starts anew', () => {
    const sealed = sealGrant(keys, grant, kari)
    for (let index = 0; index < 100; index++) sealGrant(keys, { ...grant, subject: `subject ${index}` }, kari)
    expect(sealGrant(keys, grant, kari)).not.toBe(sealed)
  })
})

describe('a grant is refused, always in the same words,', () => {
  const sealed = sealGrant(keys, grant, kari)
  const flipped = `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`
  test.each<[string, unknown, Partial<Parameters<typeof openGrant>[2]>]>([
    ['to another person', sealed, { caller: { ...kari, id: 'ola' } }],
    ['to the same person in another client', sealed, { caller: { ...kari, client: 'app' } }],
    ['to the same person in another role', sealed, { caller: { ...kari, kind: 'clerk' } }],
    [
      'to the same person for another organisation',
      sealed,
      { caller: { ...kari, organisation: { number: '983744516' } } },
    ],
    ['for another purpose', sealed, { caller: { ...kari, purpose: 'quarantine' } }],
    ['in another area', sealed, { area: 'vaccinations' }],
    ['once it has expired', sealed, { now: new Date(now.getTime() + 300_000) }],
    ['with one character changed', flipped, {}],
    ['cut short', sealed.slice(0, -4), {}],
    ['sealed with another key', sealGrant([{ id: 'a', key: randomBytes(32) }], grant, kari), {}],
    ['sealed with an unknown key id', sealed.replace(/^a/, 'b'), {}],
    ['that is an identity number', pid, {}],
    ['that is empty', '', {}],
    ['that is missing', undefined, {}],
    ['that is an object', { subject: 'x' }, {}],
    ['that is enormous', 'a.'.repeat(5_000), {}],
    ['that is a sealed identity', sealIdentity(keys, pid, kari.id), {}],
  ])('%s', (_, text, but) => {
    expect(() => open(text, but)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message: 'You do not have access to this.' }),
    )
  })
})

test('an older key still opens what it sealed; the first one seals', () => {
  const newer = [{ id: 'b', key: randomBytes(32) }, ...keys]
  const old = sealGrant(keys, grant, kari)
  expect(openGrant(newer, old, { caller: kari, area: 'tests', now })).toEqual(grant)
  expect(sealGrant(newer, grant, kari)).toMatch(/^b\./)
})

test('an identity number opens for its own caller alone', () => {
  const sealedIdentity = sealIdentity(keys, pid, kari.id)
  expect(openIdentity(keys, { ...kari, sealedIdentity })).toBe(pid)
  expect(() => openIdentity(keys, { ...kari, id: 'ola', sealedIdentity })).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  )
  expect(() => openIdentity(keys, kari)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
})

test('a pseudonym follows its key, its kind and its value', () => {
  const key = randomBytes(32)
  expect(pseudonymOf(key, 'caller', pid)).toBe(pseudonymOf(key, 'caller', pid))
  expect(pseudonymOf(key, 'subject', pid)).not.toBe(pseudonymOf(key, 'caller', pid))
  expect(pseudonymOf(randomBytes(32), 'caller', pid)).not.toBe(pseudonymOf(key, 'caller', pid))
  expect(pseudonymOf(key, 'caller', pid)).toMatch(/^[\w-]{22}$/)
})

describe('an access token', () => {
  test('carries the caller to subgraphs for minutes', async () => {
    const { accessTokenKey } = await passingSecrets()
    const sign = await createAccessTokenSigner(accessTokenKey)
    const verify = await createAccessTokenVerifier([publicHalf(accessTokenKey)])
    const token = await sign(kari, now)
    expect(await verify(token, now)).toEqual({ caller: kari, expires: now.getTime() / 1000 + 300 })
    await expect(verify(token, new Date(now.getTime() + 301_000))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test.each([
    [
      'of another gateway',
      async () => (await createAccessTokenSigner((await passingSecrets()).accessTokenKey))(kari, now),
    ],
    [
      'signed with a shared secret',
      () => new SignJWT({ caller: kari }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32)),
    ],
    ['that is none', async () => 'nothing'],
  ])('%s is refused', async (_, make) => {
    const { accessTokenKey } = await passingSecrets()
    const verify = await createAccessTokenVerifier([publicHalf(accessTokenKey)])
    await expect(verify(await make(), now)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

test('keys are written id:base64, and a short one is refused without being printed', () => {
  const key = randomBytes(32).toString('base64')
  expect(parseSealKeys(`2:${key},1:${key}`).map(({ id }) => id)).toEqual(['2', '1'])
  for (const bad of ['', '1:', `1:${key.slice(0, 20)}`, `a b:${key}`, key]) {
    expect(() => parseSealKeys(bad)).toThrow(/^a key is written id:base64 of 32 bytes$/)
  }
})

test('areas are a closed list', () => {
  expect(areas).toMatchInlineSnapshot(`
    [
      "identity",
      "vaccinations",
      "tests",
      "recoveries",
      "certificates",
      "entries",
      "consents",
      "insight",
    ]
  `)
})
