import { createHash, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createIssuer, openCertificate, trustSigner } from '../../../../subgraphs/certificate/dcc/index.ts'
import type { TokenFailure } from '../../../../subgraphs/certificate/signers/pkcs11/messages.ts'
import { createPkcs11Signer } from '../../../../subgraphs/certificate/signers/pkcs11/pkcs11-signer.ts'
import {
  startTokenProcess,
  type TokenPlace,
  type TokenState,
} from '../../../../subgraphs/certificate/signers/pkcs11/token-process.ts'
import { now, until } from '../../dcc/issuing.ts'
import { aVaccination } from '../../dcc/some-facts.ts'
import { type ATokenStore, aTokenStore, hasSoftHsm, pin, withSoftHsm } from './a-token.ts'

const key = { label: 'dsc', id: '01' }
const text = Buffer.from('a certificate')
const digest = createHash('sha256').update(text).digest()

function start(place: TokenPlace) {
  const states: TokenState[] = []
  const token = startTokenProcess(place, state => states.push(state))
  onTestFinished(() => token.close())
  return { token, states }
}

async function aKeyInAToken() {
  const store = await aTokenStore()
  onTestFinished(() => store[Symbol.asyncDispose]())
  const { certificate } = await store.importKey('dsc', '01')
  const verifies = (signature: Uint8Array) =>
    verify('sha256', text, { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' }, signature)
  return { store, certificate, verifies }
}

const faultOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'none',
    (failure: TokenFailure) => failure.fault,
  )

describe.skipIf(!hasSoftHsm)(`a key in a PKCS#11 token${withSoftHsm}`, () => {
  test.each([
    ['imported', async (store: ATokenStore) => store.importKey('dsc', '01')],
    ['generated', async (store: ATokenStore) => store.generateKey('dsc', '01')],
  ])('signs certificates that verify, when it was %s', async (_, make) => {
    await using store = await aTokenStore()
    const { certificate } = await make(store)
    const { token } = start(store.place)
    const signer = createPkcs11Signer({ token, key, certificate })
    const issuer = createIssuer({
      signerFor: () => signer,
      clock: () => now,
      country: 'NO',
      issuerName: 'Test',
      uvciKey: Buffer.alloc(32, 1),
    })
    const { hc1 } = await issuer.issue(aVaccination(), until)
    expect((await openCertificate(hc1, [trustSigner(certificate)], () => now)).kind).toBe('vaccination')
  })

  test('answers a thousand signatures that are asked for at once, each its own', async () => {
    const { store, certificate } = await aKeyInAToken()
    const { token } = start(store.place)
    const signer = createPkcs11Signer({ token, key, certificate })
    const texts = Array.from({ length: 1_000 }, (_, index) => Buffer.from(`certificate ${index}`))
    const signatures = await Promise.all(texts.map(text => signer.sign(text)))
    expect(new Set(signatures.map(signature => Buffer.from(signature).toString('hex'))).size).toBe(1_000)
    const own = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const
    const wrong = texts.filter((text, index) => !verify('sha256', text, own, signatures[index] ?? new Uint8Array()))
    expect(wrong).toEqual([])
  })

  test.each<[string, Partial<TokenPlace>, string]>([
    ['the PIN is wrong', { readPin: () => '000000' }, 'PIN_REFUSED'],
    [
      'there is no PIN',
      {
        readPin() {
          throw new Error('no such file')
        },
      },
      'PIN_UNREADABLE',
    ],
    ['no token has the label', { token: 'another' }, 'TOKEN_MISSING'],
    ['the library is not there', { module: '/nowhere/libtoken.so' }, 'MODULE_UNUSABLE'],
    ['nothing is answered in time', { deadlineMs: 1 }, 'DEADLINE'],
  ])('does not sign when %s, and says so', async (_, but, fault) => {
    const { store } = await aKeyInAToken()
    const { token } = start({ ...store.place, ...but })
    expect(await faultOf(token.sign(key, digest))).toBe(fault)
  })

  test.each([
    ['by another label', { label: 'another' }, 'KEY_MISSING'],
    ['by another id', { label: 'dsc', id: '02' }, 'KEY_MISSING'],
    ['by a label that two keys have', { label: 'twice' }, 'KEY_AMBIGUOUS'],
    ['that the token would hand out', { label: 'loose' }, 'KEY_EXTRACTABLE'],
  ])('a key asked for %s is refused, and the others go on signing', async (_, wanted, fault) => {
    const { store, verifies } = await aKeyInAToken()
    if (wanted.label === 'twice') for (const id of ['0a', '0b']) await store.importKey('twice', id)
    if (wanted.label === 'loose') {
      await store.generateKey('loose', '0c', '--extractable')
    }
    const { token } = start(store.place)
    expect(verifies(await token.sign(key, digest))).toBe(true)
    const { pid } = token
    expect(await faultOf(token.sign(wanted, digest))).toBe(fault)
    expect(verifies(await token.sign(key, digest))).toBe(true)
    expect(token.pid).toBe(pid)
  })

  test('a wrong PIN is tried once, and the right one as soon as it is there', async () => {
    const { store, verifies } = await aKeyInAToken()
    let current = '000000'
    let reads = 0
    const { token, states } = start({
      ...store.place,
      readPin() {
        reads++
        return current
      },
    })
    expect(await faultOf(token.sign(key, digest))).toBe('PIN_REFUSED')
    const processes = new Set<number | undefined>()
    await vi.waitFor(() => {
      processes.add(token.pid)
      expect(reads).toBeGreaterThan(3)
    }, 5_000)
    expect([...processes]).toEqual([undefined])
    expect(await faultOf(token.sign(key, digest))).toBe('PIN_REFUSED')
    expect(states).toEqual([{ state: 'down', fault: 'PIN_REFUSED' }])
    current = pin
    await vi.waitFor(async () => expect(verifies(await token.sign(key, digest))).toBe(true), 5_000)
  })

  test('the PIN is neither an argument nor in the environment of the process that uses it', async () => {
    const { store } = await aKeyInAToken()
    const { token } = start(store.place)
    await token.sign(key, digest)
    const read = (what: string) => readFile(`/proc/${token.pid}/${what}`, 'utf8')
    expect(`${await read('cmdline')}${await read('environ')}`).not.toContain(pin)
    expect(await read('environ')).not.toContain('PATH=')
  })

  test('killed under load, it is started again; each request is answered once, with a signature or a failure', async () => {
    const { store, verifies } = await aKeyInAToken()
    const { token } = start(store.place)
    await token.sign(key, digest)
    const kills = 3
    let answers = 0
    let failures = 0
    let isOver = false
    const caller = async () => {
      while (!isOver) {
        const outcome = await token.sign(key, digest).then(verifies, (failure: TokenFailure) => failure.fault)
        answers++
        if (outcome === 'TOKEN_DOWN') {
          failures++
          await wait(5)
        } else expect(outcome).toBe(true)
      }
    }
    const callers = Array.from({ length: 32 }, caller)
    for (let kill = 0; kill < kills; kill++) {
      await vi.waitFor(() => expect(token.pid).toBeTypeOf('number'), 5_000)
      const dying = token.pid ?? 0
      await token.sign(key, digest).catch(() => {})
      process.kill(dying, 'SIGKILL')
      await vi.waitFor(async () => {
        expect(token.pid).not.toBe(dying)
        expect(verifies(await token.sign(key, digest))).toBe(true)
      }, 5_000)
    }
    isOver = true
    await Promise.all(callers)
    expect(failures).toBeGreaterThan(0)
    expect(answers).toBeGreaterThan(failures)
    expect(verifies(await token.sign(key, digest))).toBe(true)
  })

  test('a library that hangs costs its deadline, and a new process takes over', async () => {
    const { store, verifies } = await aKeyInAToken()
    const { token } = start({ ...store.place, deadlineMs: 300 })
    await vi.waitFor(async () => expect(verifies(await token.sign(key, digest))).toBe(true), 5_000)
    const stopped = token.pid ?? 0
    process.kill(stopped, 'SIGSTOP')
    expect(await faultOf(token.sign(key, digest))).toBe('DEADLINE')
    await vi.waitFor(async () => expect(verifies(await token.sign(key, digest))).toBe(true), 5_000)
    expect(token.pid).not.toBe(stopped)
  })

  test('closing lets what is under way end', async () => {
    const { store, verifies } = await aKeyInAToken()
    const { token } = start(store.place)
    const underWay = Array.from({ length: 50 }, () => token.sign(key, digest))
    const { pid = 0 } = token
    await token.close()
    expect((await Promise.all(underWay)).every(verifies)).toBe(true)
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(await faultOf(token.sign(key, digest))).toBe('TOKEN_DOWN')
  })
})
