import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type BatchRefusal,
  mostEntries,
  type RevokedEntry,
  readBatch,
  toBatches,
  unknownKey,
  writeBatch,
} from '../../../subgraphs/certificate/revocation/batches.ts'
import { revocationHash } from '../../../subgraphs/certificate/revocation/hashes.ts'
import { readUpload, toUpload } from '../../../subgraphs/certificate/revocation/index.ts'
import { signMessage } from '../../../subgraphs/certificate/trust/index.ts'
import { aHolder, type Holder } from '../trust/pki.ts'

const run = promisify(execFile)
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
)
const keyId = 'AAAAAAAAAAA='
const revokedAt = new Date('2021-11-22T09:30:00Z')
const anEntry = (name: string, but: Partial<RevokedEntry> = {}): RevokedEntry => ({
  keyId,
  type: 'UCI',
  hash: revocationHash(name).toString('base64'),
  revokedAt,
  expiresAt: new Date('2022-02-20T00:00:00Z'),
  ...but,
})

let uploader: Holder
beforeAll(async () => {
  uploader = await aHolder({ country: 'SE', commonName: 'NB_UP' })
})
const uploadersOf = (country: string) => (country === 'SE' ? [uploader.certificate] : [])

describe('batches', () => {
  const instants = fc.date({ min: new Date('2021-12-01Z'), max: new Date('2022-12-01Z'), noInvalidDate: true })
  const entries = fc.array(
    fc.record({
      keyId: fc.constantFrom(keyId, 'AQEBAQEBAQE=', unknownKey),
      type: fc.constantFrom('UCI' as const, 'COUNTRYCODEUCI' as const),
      hash: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes).toString('base64')),
      revokedAt: fc.constant(revokedAt),
      expiresAt: instants,
    }),
    { maxLength: 200 },
  )

  test('lose nothing, mix nothing, and end with the last of their entries', () => {
    fc.assert(
      fc.property(entries, all => {
        const batches = toBatches(all, 'NO')
        expect(batches.flatMap(({ hashes }) => hashes).sort()).toEqual(all.map(({ hash }) => hash).sort())
        for (const batch of batches) {
          const own = all.filter(({ hash }) => batch.hashes.includes(hash))
          const fitting = own.filter(one => one.keyId === batch.keyId && one.type === batch.hashType)
          expect(fitting.length).toBeGreaterThanOrEqual(batch.hashes.length)
          expect(fitting.some(({ expiresAt }) => expiresAt.getTime() === batch.expires.getTime())).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('have at most a thousand entries, and those that expire together are together', () => {
    const all = Array.from({ length: 2_500 }, (_, index) =>
      anEntry(`e${index}`, { expiresAt: new Date(Date.UTC(2022, 0, 1 + (index % 50))) }),
    )
    const batches = toBatches(all, 'NO')
    expect(batches.map(({ hashes }) => hashes.length)).toEqual([mostEntries, mostEntries, 500])
    expect(batches.map(({ expires }) => expires.toISOString().slice(0, 10))).toEqual([
      '2022-01-20',
      '2022-02-09',
      '2022-02-19',
    ])
  })

  test('are written as the gateway wants them, to the second', () => {
    const [batch] = toBatches([anEntry('x', { expiresAt: new Date('2022-02-20T00:00:00.001Z') })], 'NO')
    expect(batch && JSON.parse(writeBatch(batch))).toEqual({
      country: 'NO',
      expires: '2022-02-20T00:00:01Z',
      kid: keyId,
      hashType: 'UCI',
      entries: [{ hash: revocationHash('x').toString('base64') }],
    })
  })

  test('are read back the same', () => {
    fc.assert(
      fc.property(entries, all => {
        for (const batch of toBatches(all, 'SE')) {
          const read = readBatch(writeBatch(batch))
          expect(read.hashes).toEqual([...new Set(batch.hashes)])
          expect([read.country, read.keyId, read.hashType]).toEqual([batch.country, batch.keyId, batch.hashType])
          expect(read.expires.getTime() - batch.expires.getTime()).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})

test('a signed batch is believed', async () => {
  const [batch] = toBatches([anEntry('x')], 'SE')
  if (!batch) throw new Error('a batch')
  expect(await readUpload(await toUpload(batch, uploader), 'SE', uploadersOf)).toEqual(batch)
})

test.skipIf(!hasOpenssl)(
  `what is uploaded is verified by openssl${hasOpenssl ? '' : ' (skipped: there is none)'}`,
  async () => {
    const [batch] = toBatches([anEntry('x')], 'NO')
    if (!batch) throw new Error('a batch')
    const file = join(await mkdtemp(join(tmpdir(), 'helsegraf-batch-')), 'upload.der')
    await writeFile(file, Buffer.from(await toUpload(batch, uploader), 'base64'))
    const { stdout } = await run('openssl', ['cms', '-verify', '-inform', 'der', '-in', file, '-noverify'])
    expect(JSON.parse(stdout)).toMatchObject({ country: 'NO', hashType: 'UCI' })
  },
)

describe('a batch is refused', () => {
  const good = { country: 'SE', expires: '2022-02-20T00:00:00Z', kid: keyId, hashType: 'UCI', entries: [] }
  const entry = { hash: revocationHash('x').toString('base64') }
  const signed = async (content: unknown, by = uploader) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    return Buffer.from(await signMessage(Buffer.from(text), by)).toString('base64')
  }

  test.each<[string, BatchRefusal, () => Promise<string>]>([
    ['that is not signed', 'SIGNATURE_INVALID', async () => Buffer.from(JSON.stringify(good)).toString('base64')],
    ['by a stranger', 'SIGNER_NOT_TRUSTED', async () => signed(good, await aHolder({ country: 'SE' }))],
    ['about another country', 'COUNTRY_MISMATCH', () => signed({ ...good, country: 'DK' })],
    ['that is no JSON', 'BATCH_MALFORMED', () => signed('{')],
    ['that is null', 'BATCH_MALFORMED', () => signed('null')],
    ['of an unknown kind', 'BATCH_MALFORMED', () => signed({ ...good, hashType: 'NAME' })],
    ['without an end', 'BATCH_MALFORMED', () => signed({ ...good, expires: 'tomorrow' })],
    ['with a key id of other length', 'BATCH_MALFORMED', () => signed({ ...good, kid: 'AAAA' })],
    ['with a hash that is too short', 'BATCH_MALFORMED', () => signed({ ...good, entries: [{ hash: 'AAAA' }] })],
    ['with an entry that is none', 'BATCH_MALFORMED', () => signed({ ...good, entries: [null] })],
    ['of 1 001 entries', 'TOO_MANY_ENTRIES', () => signed({ ...good, entries: Array(mostEntries + 1).fill(entry) })],
  ])('%s', async (_, reason, upload) => {
    await expect(readUpload(await upload(), 'SE', uploadersOf)).rejects.toMatchObject({ reason })
  })
})
