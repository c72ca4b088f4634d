import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type CertificateKind,
  createIssuer,
  type Facts,
  type Issued,
  openCertificate,
} from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueOnce } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import { type KeyRingParts, openKeyRing, type RingEvent } from '../../../subgraphs/certificate/signers/key-ring.ts'
import type { RingEntry, RingPlan } from '../../../subgraphs/certificate/signers/ring-file.ts'
import { createLedger } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import { now, until } from '../dcc/issuing.ts'
import { aRecovery, aTest, aVaccination } from '../dcc/some-facts.ts'
import { aCertificateDatabase } from '../lists.ts'
import { type ARingFolder, aRingFolder } from './a-ring.ts'
import { aTokenStore, hasSoftHsm, pin, softHsm, withSoftHsm } from './pkcs11/a-token.ts'

async function aFolder(): Promise<ARingFolder> {
  const folder = await aRingFolder()
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return folder
}

async function open(folder: ARingFolder, but: Partial<KeyRingParts> = {}) {
  const events: RingEvent[] = []
  const ring = await openKeyRing({
    source: { file: folder.file },
    env: {},
    clock: () => now,
    report: event => events.push(event),
    ...but,
  })
  onTestFinished(() => ring.close())
  const idOf = (kind: CertificateKind) =>
    Buffer.from(ring.signerFor(kind, now)?.keyId ?? new Uint8Array()).toString('hex')
  return { ring, events, idOf }
}

describe('a ring of keys', () => {
  test('has its own keys for each kind, and lists all their certificates', async () => {
    const folder = await aFolder()
    await folder.write({
      keys: [
        await folder.aKey('v', {}, { kinds: ['vaccination'] }),
        await folder.aKey('t', {}, { kinds: ['test', 'recovery'] }),
      ],
    })
    const { ring, idOf } = await open(folder)
    expect(idOf('vaccination')).not.toBe(idOf('test'))
    expect(idOf('recovery')).toBe(idOf('test'))
    expect(ring.trustList(now)).toHaveLength(2)
  })

  test('signs nothing that outlives the certificate of its key', async () => {
    const folder = await aFolder()
    const notAfter = new Date('2021-12-24T12:00:00Z')
    await folder.write({ keys: [await folder.aKey('short', { notAfter })] })
    const { ring } = await open(folder)
    const { expiresAt, hc1 } = await anIssuer(ring).issue(aVaccination(), until)
    expect(expiresAt).toEqual(notAfter)
    expect((await openCertificate(hc1, ring.trustList(now), () => now)).expiresAt).toEqual(notAfter)
  })

  test('opens from one key and its certificate as well', async () => {
    const folder = await aFolder()
    await folder.aKey('only')
    const at = (name: string) => join(folder.folder, name)
    const { ring } = await open(folder, {
      source: { keyFile: at('only.key.pem'), certificateFile: at('only.crt.pem') },
    })
    expect((await anIssuer(ring).issue(aTest(), until)).hc1).toMatch(/^HC1:/)
  })

  test('warns once when a kind has no key, and when its keys end within thirty days with none to follow', async () => {
    const folder = await aFolder()
    await folder.write({
      keys: [
        await folder.aKey('v', {}, { kinds: ['vaccination'], useUntil: '2021-12-10T00:00:00Z' }),
        await folder.aKey('t1', {}, { kinds: ['test'], useUntil: '2021-12-10T00:00:00Z' }),
        await folder.aKey('t2', {}, { kinds: ['test'], useFrom: '2021-12-01T00:00:00Z' }),
      ],
    })
    const { ring, events } = await open(folder)
    await ring.reload()
    expect(events).toEqual([
      { event: 'ring-loaded', keys: ['t1', 't2', 'v'], unusable: [] },
      { event: 'kind-ends-soon', kind: 'vaccination', endsAt: new Date('2021-12-10T00:00:00Z') },
      { event: 'kind-without-key', kind: 'recovery' },
    ])
  })
})

test.each<[string, Partial<RingEntry>, string]>([
  ['has not begun', { useFrom: '2021-12-01T00:00:00Z' }, 'k: NOT_YET_IN_USE'],
  ['is over', { useUntil: '2021-11-22T09:30:00Z' }, 'k: USE_IS_OVER'],
])('a ring whose use %s opens, says that nobody signs, and has its keys trusted', async (_, use, reason) => {
  const folder = await aFolder()
  await folder.write({ keys: [await folder.aKey('k', {}, use)] })
  const { ring, events } = await open(folder)
  expect(events).toContainEqual({ event: 'nobody-signs', reason })
  expect(ring.trustList(now)).toHaveLength(1)
  await expect(issueWith(ring, aVaccination())).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
})

/** Through the ledger, as replicas do; one more replica each time. */
async function anOffice() {
  const database = await aCertificateDatabase()
  onTestFinished(() => database[Symbol.asyncDispose]())
  const issueKeySecret = new Uint8Array(32).fill(9)
  const ledger = createLedger(database.as<CertificateTables>(), issueKeySecret)
  return (ring: Ring, facts: Facts, at = now) =>
    createIssueOnce({ issuer: anIssuer(ring), ledger, cache: createMemoryCache(), issueKeySecret })(
      { facts, until, rulesVersion: '1', subject: 's' },
      at,
    )
}
const issueWith = async (ring: Ring, facts: Facts) => (await anOffice())(ring, facts)

test('when the use of the last key is over, what it signed is given and nothing new is', async () => {
  const folder = await aFolder()
  const useUntil = '2021-11-22T12:00:00Z'
  await folder.write({
    keys: [
      await folder.aKey('old', {}, { useUntil }),
      await folder.aKey('k', {}, { useFrom: '2021-11-01T00:00:00Z', useUntil }),
    ],
  })
  const { ring } = await open(folder)
  const issue = await anOffice()
  const before = await issue(ring, aVaccination())
  const after = new Date(useUntil)
  expect((await issue(ring, aVaccination(), after)).hc1).toBe(before.hc1)
  await expect(issue(ring, aTest(), after)).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })
  expect(ring.signerFor('vaccination', new Date('2023-06-01T00:00:00Z'))).toBeUndefined()
})

describe('a ring of which no key can ever be used', () => {
  test.each<[string, (folder: ARingFolder) => Promise<Partial<RingEntry>>, string]>([
    [
      'the use ends before it begins',
      async () => ({ useFrom: '2021-12-01T00:00:00Z', useUntil: '2021-11-01T00:00:00Z' }),
      'k: USE_PERIOD_EMPTY',
    ],
    ['there is no certificate', async () => ({ certificate: 'none.pem' }), 'k: CERTIFICATE_UNREADABLE'],
    ['there is no key', async () => ({ keyFile: 'none.pem' }), 'k: KEY_UNREADABLE'],
    ['the key is no key', async () => ({ keyFile: 'k.crt.pem' }), 'k: KEY_UNREADABLE'],
    [
      'the certificate is another key’s',
      async folder => ({ certificate: (await folder.aKey('other')).certificate }),
      'k: CERTIFICATE_NOT_OF_KEY',
    ],
    [
      'the certificate does not allow the kind',
      async folder => ({
        ...(await folder.aKey('k', { usages: ['1.3.6.1.4.1.1847.2021.1.1'] })),
        kinds: ['vaccination'],
      }),
      'k: KIND_NOT_ALLOWED',
    ],
  ])('does not open when %s, and says why', async (_, wrong, why) => {
    const folder = await aFolder()
    const entry = await folder.aKey('k')
    await folder.write({ keys: [{ ...entry, ...(await wrong(folder)) }] })
    await expect(open(folder)).rejects.toThrow(`no signing key can be used now: ${why}`)
  })

  test.each<[string, RingPlan | string, string]>([
    ['no JSON', '{ "keys": [', 'the key ring is not JSON'],
    ['an empty list', { keys: [] }, '/keys must NOT have fewer than 1 items'],
    ['a key in no place', { keys: [{ name: 'a', certificate: 'a' }] }, '/keys/0 must have required property'],
    [
      'a misspelt field',
      '{ "keys": [{ "name": "a", "certificate": "a", "keyFile": "a", "useFrm": "2021-01-01T00:00:00Z" }] }',
      '/keys/0 must NOT have additional properties',
    ],
    [
      'a day for an instant',
      { keys: [{ name: 'a', certificate: 'a', keyFile: 'a', useFrom: '2021-01-01' }] },
      '/keys/0/useFrom must match pattern',
    ],
    [
      'one name twice',
      {
        keys: [
          { name: 'a', certificate: 'a', keyFile: 'a' },
          { name: 'a', certificate: 'b', keyFile: 'b' },
        ],
      },
      'the same name',
    ],
    [
      'a token nobody named',
      { keys: [{ name: 'a', certificate: 'a', tokenKey: { token: 'hsm', label: 'a' } }] },
      'in a token that the key ring does not name',
    ],
    [
      'a PIN in the file itself',
      JSON.stringify({
        tokens: { hsm: { module: 'm', token: 't', pin: '1234' } },
        keys: [{ name: 'a', certificate: 'a', keyFile: 'a' }],
      }),
      '/tokens/hsm must NOT have additional properties',
    ],
  ])('does not open from %s', async (_, plan, why) => {
    const folder = await aFolder()
    await folder.write(plan)
    const error = await open(folder).catch(caught => caught)
    expect(error.message).toContain(why)
    expect(error.message).not.toContain('1234')
  })

  test('does not open when there is no file', async () => {
    await expect(open(await aFolder())).rejects.toThrow('the signing keys cannot be read: ENOENT')
  })
})

describe('a ring that is changed while it is in use', () => {
  test('is read again when its file changes, and at its interval', async () => {
    const folder = await aFolder()
    const keys = [await folder.aKey('a')]
    await folder.write({ keys })
    const { idOf } = await open(folder)
    const first = idOf('test')
    keys.push(await folder.aKey('b', {}, { useFrom: '2021-11-01T00:00:00Z' }))
    await folder.write({ keys })
    await vi.waitFor(() => expect(idOf('test')).not.toBe(first), 3_000)
  })

  test.each<[string, (folder: ARingFolder, keys: RingEntry[]) => Promise<unknown>, Partial<RingEvent>]>([
    [
      'whose file is broken',
      folder => folder.write('{'),
      { event: 'ring-not-loaded', reason: 'the key ring is not JSON' },
    ],
    [
      'whose key file is broken',
      folder => writeFile(join(folder.folder, 'a.key.pem'), 'half of a k'),
      { event: 'ring-loaded', keys: ['a'], unusable: [{ name: 'a', fault: 'KEY_UNREADABLE' }] },
    ],
    [
      'that got an unusable key',
      (folder, keys) => folder.write({ keys: [...keys, { name: 'b', certificate: 'b', keyFile: 'b' }] }),
      { event: 'ring-loaded', keys: ['a'], unusable: [{ name: 'b', fault: 'CERTIFICATE_UNREADABLE' }] },
    ],
  ])('%s goes on with the keys it had, and says so', async (_, damage, event) => {
    const folder = await aFolder()
    const keys = [await folder.aKey('a')]
    await folder.write({ keys })
    const { ring, idOf, events } = await open(folder)
    const before = idOf('vaccination')
    await damage(folder, keys)
    await ring.reload()
    expect(idOf('vaccination')).toBe(before)
    expect(events).toContainEqual(event)
  })

  test('no longer trusts a key that was taken out', async () => {
    const folder = await aFolder()
    const [a, b] = [await folder.aKey('a'), await folder.aKey('b')]
    await folder.write({ keys: [a, b] })
    const { ring } = await open(folder)
    await folder.write({ keys: [b] })
    await ring.reload()
    expect(ring.trustList(now)).toHaveLength(1)
  })
})

async function aPin(folder: ARingFolder, content: string): Promise<Partial<RingEntry>> {
  await writeFile(join(folder.folder, 'pin'), content)
  return {}
}

type Ring = Awaited<ReturnType<typeof open>>['ring']

const anIssuer = (ring: Ring) =>
  createIssuer({
    signerFor: ring.signerFor,
    clock: () => now,
    country: 'NO',
    issuerName: 'Test',
    uvciKey: Buffer.alloc(32, 1),
  })

/** Issues all the time until told to stop; fails with the first that cannot be issued. */
function underLoad(ring: Ring) {
  const issuer = anIssuer(ring)
  const issued: Issued[] = []
  let isOver = false
  const one = async (number: number) => {
    const facts = [aVaccination(), aTest(), aRecovery()][number % 3] ?? aTest()
    for (let index = 0; !isOver; index++) {
      issued.push(await issuer.issue({ ...facts, event: `${number} ${index}` }, until))
      await turn()
    }
  }
  const callers = Promise.all(Array.from({ length: 8 }, (_, number) => one(number)))
  return {
    issued,
    async stop() {
      isOver = true
      await callers
    },
  }
}

const wrongIn = async (issued: readonly Issued[], ring: Ring) => {
  const outcomes = await Promise.allSettled(
    issued.map(({ hc1 }) => openCertificate(hc1, ring.trustList(now), () => now)),
  )
  return outcomes.filter(({ status }) => status === 'rejected').length
}

test('five changes of keys under load fail no request, and every certificate verifies against the trust list', async () => {
  const folder = await aFolder()
  const keys = [await folder.aKey('0')]
  await folder.write({ keys })
  const { ring, idOf } = await open(folder)
  const load = underLoad(ring)
  for (let change = 1; change <= 5; change++) {
    const before = idOf('vaccination')
    const kinds = change % 2 === 0 ? { kinds: ['vaccination', 'test'] as const } : {}
    keys.push(await folder.aKey(String(change), {}, { useFrom: `2021-11-0${change}T00:00:00Z`, ...kinds }))
    await folder.write({ keys })
    await vi.waitFor(() => expect(idOf('vaccination')).not.toBe(before), 3_000)
    const so = load.issued.length
    await vi.waitFor(() => expect(load.issued.length).toBeGreaterThan(so + 50), 5_000)
  }
  await load.stop()
  expect(new Set(load.issued.map(({ keyId }) => keyId)).size).toBe(6)
  expect(await wrongIn(load.issued, ring)).toBe(0)
})

describe.skipIf(!hasSoftHsm)(`a ring with keys in a token${withSoftHsm}`, () => {
  async function aTokenRing() {
    const folder = await aFolder()
    const store = await aTokenStore()
    onTestFinished(() => store[Symbol.asyncDispose]())
    await writeFile(join(folder.folder, 'pin'), `${pin}\n`)
    const tokens = { hsm: { module: softHsm, token: 'helsegraf', pinFile: 'pin', sessions: 4, deadlineMs: 5_000 } }
    const aTokenKey = async (name: string, id: string, but: Partial<RingEntry> = {}): Promise<RingEntry> => {
      const { certificate } = await store.importKey(name, id)
      await writeFile(join(folder.folder, `${name}.crt.pem`), certificate.toString())
      return { name, certificate: `${name}.crt.pem`, tokenKey: { token: 'hsm', label: name, id }, ...but }
    }
    return { folder, store, tokens, aTokenKey }
  }

  test('changes between files and tokens under load fail no request, and every certificate verifies', async () => {
    const { folder, store, tokens, aTokenKey } = await aTokenRing()
    const keys = [await folder.aKey('file')]
    await folder.write({ tokens, keys })
    const { ring, idOf } = await open(folder, { env: store.environment })
    const load = underLoad(ring)
    const next = [
      () => aTokenKey('t1', '01', { useFrom: '2021-11-01T00:00:00Z' }),
      () => aTokenKey('t2', '02', { useFrom: '2021-11-02T00:00:00Z' }),
      () => folder.aKey('file2', {}, { useFrom: '2021-11-03T00:00:00Z' }),
    ]
    for (const make of next) {
      const before = idOf('test')
      keys.push(await make())
      await folder.write({ tokens, keys })
      await vi.waitFor(() => expect(idOf('test')).not.toBe(before), 5_000)
      const so = load.issued.length
      await vi.waitFor(() => expect(load.issued.length).toBeGreaterThan(so + 50), 5_000)
    }
    // The token leaves the ring while signatures are under way in it.
    await folder.write({ keys: keys.filter(({ keyFile }) => keyFile) })
    await ring.reload()
    await load.stop()
    expect(new Set(load.issued.map(({ keyId }) => keyId)).size).toBe(4)
    await folder.write({ tokens, keys })
    await ring.reload()
    expect(await wrongIn(load.issued, ring)).toBe(0)
  })

  test.each<[string, (folder: ARingFolder) => Promise<Partial<RingEntry>>, string]>([
    ['the PIN is wrong', folder => aPin(folder, '000000'), 'PIN_REFUSED'],
    ['the PIN file is empty', folder => aPin(folder, ''), 'PIN_UNREADABLE'],
    [
      'the certificate is another key’s',
      async folder => ({ certificate: (await folder.aKey('other')).certificate }),
      'CERTIFICATE_NOT_OF_KEY',
    ],
    ['the token has no such key', async () => ({ tokenKey: { token: 'hsm', label: 'other' } }), 'KEY_MISSING'],
  ])('does not open when %s, and says so', async (_, wrong, fault) => {
    const { folder, store, tokens, aTokenKey } = await aTokenRing()
    const key = await aTokenKey('dsc', '01')
    await folder.write({ tokens, keys: [{ ...key, ...(await wrong(folder)) }] })
    await expect(open(folder, { env: store.environment })).rejects.toThrow(
      `no signing key can be used now: dsc: ${fault}`,
    )
  })

  test('opens while its token is away, gives what it has signed, and signs when the token is back', async () => {
    const { folder, store, tokens, aTokenKey } = await aTokenRing()
    await folder.write({ tokens, keys: [await aTokenKey('dsc', '01')] })
    const issue = await anOffice()
    const first = await open(folder, { env: store.environment })
    const { hc1 } = await issue(first.ring, aVaccination())
    await first.ring.close()

    const tokenFolder = join(store.folder, 'tokens')
    await rename(tokenFolder, `${tokenFolder}-away`)
    await mkdir(tokenFolder)
    const { ring, events } = await open(folder, { env: store.environment })
    expect(events).toContainEqual({ event: 'nobody-signs', reason: 'dsc: TOKEN_MISSING' })
    expect(ring.trustList(now)).toHaveLength(1)
    expect((await issue(ring, aVaccination())).hc1).toBe(hc1)
    await expect(issue(ring, aTest())).rejects.toMatchObject({ code: 'SIGNER_UNAVAILABLE' })

    await rm(tokenFolder, { recursive: true })
    await rename(`${tokenFolder}-away`, tokenFolder)
    await vi.waitFor(async () => expect((await issue(ring, aTest())).hc1).toMatch(/^HC1:/), 20_000)
    await ring.reload()
    expect(events).toContainEqual({ event: 'ring-loaded', keys: ['dsc'], unusable: [] })
  })

  test('takes a key into use once its token can be reached', async () => {
    const { folder, store, tokens, aTokenKey } = await aTokenRing()
    await writeFile(join(folder.folder, 'pin'), '000000')
    const keys = [await folder.aKey('file'), await aTokenKey('dsc', '01', { useFrom: '2021-11-01T00:00:00Z' })]
    await folder.write({ tokens, keys })
    const { ring, idOf, events } = await open(folder, { env: store.environment, everyMs: 200 })
    expect(events).toContainEqual(
      expect.objectContaining({ keys: ['file'], unusable: [{ name: 'dsc', fault: 'PIN_REFUSED' }] }),
    )
    const before = idOf('test')
    await writeFile(join(folder.folder, 'pin'), pin)
    await vi.waitFor(() => expect(idOf('test')).not.toBe(before), 8_000)
    expect((await anIssuer(ring).issue(aTest(), until)).hc1).toMatch(/^HC1:/)
  })
})
