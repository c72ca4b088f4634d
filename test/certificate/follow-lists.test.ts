import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Following, followLists, type ListEvent } from '../../subgraphs/certificate/follow-lists.ts'
import { toFollowing } from '../../subgraphs/certificate/follow-source.ts'
import { openLists } from '../../subgraphs/certificate/lists.ts'
import { revocationHash } from '../../subgraphs/certificate/revocation/hashes.ts'
import { toUpload } from '../../subgraphs/certificate/revocation/index.ts'
import type { CertificateTables } from '../../subgraphs/certificate/store/tables.ts'
import { aCertificateDatabase, until } from './lists.ts'
import { aCountry, aHolder, type Country, entriesOf, type Holder } from './trust/pki.ts'

const now = new Date('2021-11-22T09:30:00Z')
let anchor: Holder
let sweden: Country
let signer: Holder
beforeAll(async () => {
  anchor = await aHolder({ country: 'EU' })
  sweden = await aCountry('SE')
  signer = await sweden.aSigner()
})

async function aFile(content: unknown): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'helsegraf-list-')), 'list')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

test('a trust list from a file is believed, and then the revocations its uploaders have signed', async () => {
  await using database = await aCertificateDatabase()
  const kysely = database.as<CertificateTables>()
  const events: ListEvent[] = []
  const batch = {
    country: 'SE',
    expires: new Date('2022-01-01T00:00:00Z'),
    keyId: 'UNKNOWN_KID',
    hashType: 'UCI' as const,
    hashes: [revocationHash('x').toString('base64')],
  }
  const upload = await toUpload(batch, sweden.uploader)
  const lists = await openLists({
    kysely,
    clock: () => now,
    redisUrl: undefined,
    ledgerSecret: new Uint8Array(32),
    country: 'NO',
    ownSigners: () => [],
    configured: () => [],
    rules: [],
    following: {
      file: { path: await aFile(await entriesOf(sweden, [signer], anchor)), anchors: [anchor.certificate] },
      gateway: {
        list: async () => ({
          hasMore: false,
          batches: [{ batchId: 'b', country: 'SE', date: now, isDeleted: false }],
        }),
        fetch: async () => upload,
      },
      report: event => events.push(event),
    },
  })
  await until(() => events.length === 2, 10_000)
  expect(events).toEqual([
    { event: 'list-read', list: 'trust list', accepted: 3, refused: 0 },
    { event: 'list-read', list: 'revocations', accepted: 1, refused: 0 },
  ])
  expect(lists.trust().map(({ certificate }) => certificate.fingerprint256)).toEqual([
    signer.certificate.fingerprint256,
  ])
  await lists.close()
})

test('lists that cannot be read are told of by name, again and again, and change nothing', async () => {
  const events: ListEvent[] = []
  const following: Following = {
    file: { path: await aFile('{'), anchors: [anchor.certificate] },
    url: 'http://127.0.0.1:1',
    everyMs: 20,
    report: event => events.push(event),
  }
  const parts = {
    trustStore: { replace: () => Promise.reject(new Error('nothing is replaced')) },
    importRevocations: () => Promise.reject(new Error('nothing is asked')),
    clock: () => now,
  }
  const follower = followLists(following, parts)
  await until(() => events.length >= 4, 10_000)
  await follower.close()
  expect(events.slice(0, 2)).toEqual([
    { event: 'list-not-read', list: 'trust list', reason: expect.stringMatching(/^SyntaxError/) },
    { event: 'list-not-read', list: 'verifier service', reason: 'TrustListFailure: UNREACHABLE' },
  ])
})

test('a revocation that was forgotten by the gateway is noticed: the first reading is of everything', async () => {
  const scopes: string[] = []
  const gateway = { list: async () => ({ hasMore: false, batches: [] }), fetch: async () => undefined }
  const follower = followLists(
    { gateway, everyMs: 10, report: () => {} },
    {
      trustStore: { replace: async () => ({ isChanged: false }) },
      importRevocations: async (_, scope) => {
        scopes.push(scope)
        return { added: 0, deleted: 0, refused: [] }
      },
      clock: () => now,
    },
  )
  await until(() => scopes.length >= 26, 10_000)
  await follower.close()
  expect(scopes.slice(0, 26)).toEqual(['everything', ...Array(23).fill('news'), 'everything', 'news'])
})

describe('configuration', () => {
  const nothing = {
    TRUST_LIST_FILE: '',
    TRUST_ANCHOR_FILE: '',
    TRUST_LIST_URL: '',
    REVOCATION_GATEWAY_URL: '',
    REVOCATION_GATEWAY_KEY_FILE: '',
    REVOCATION_GATEWAY_CERTIFICATE_FILE: '',
  }

  test('without any of it nobody is followed', () => {
    expect(toFollowing(nothing, () => {})).toBeUndefined()
  })

  test('a list and its anchor are read', async () => {
    const anchorFile = await aFile(anchor.certificate.toString())
    const following = toFollowing({ ...nothing, TRUST_LIST_FILE: 'list.json', TRUST_ANCHOR_FILE: anchorFile }, () => {})
    expect(following?.file?.anchors.map(({ raw }) => raw)).toEqual([anchor.certificate.raw])
  })

  test.each([
    ['a list without an anchor', { TRUST_LIST_FILE: 'list.json' }, /TRUST_ANCHOR_FILE/],
    [
      'a key without its certificate',
      { REVOCATION_GATEWAY_URL: 'https://x', REVOCATION_GATEWAY_KEY_FILE: 'k' },
      /belong together/,
    ],
  ])('%s is refused by name', (_, but, words) => {
    expect(() => toFollowing({ ...nothing, ...but }, () => {})).toThrow(words)
  })

  test('an anchor file without a certificate is refused', async () => {
    const file = await aFile('hello')
    expect(() => toFollowing({ ...nothing, TRUST_LIST_FILE: 'x', TRUST_ANCHOR_FILE: file }, () => {})).toThrow(/PEM/)
  })
})
