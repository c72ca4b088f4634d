import { createServer } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Opened, openCertificate, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { type RevocationBatch, unknownKey } from '../../../subgraphs/certificate/revocation/batches.ts'
import type { BatchGateway, ListedBatch } from '../../../subgraphs/certificate/revocation/gateway-reader.ts'
import { countryUciHash, signatureHash, uciHash } from '../../../subgraphs/certificate/revocation/hashes.ts'
import {
  createGatewayReader,
  createRevocations,
  importBatches,
  toUpload,
} from '../../../subgraphs/certificate/revocation/index.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import type { TestDatabase } from '../../database.ts'
import { anIssuer, aSigner, now as issuedAt, until } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'
import { aHolder, type Holder } from '../trust/pki.ts'

const now = new Date('2021-11-22T10:00:00Z')
let uploader: Holder
let certificate: Opened
let uvci: string
beforeAll(async () => {
  uploader = await aHolder({ country: 'SE', commonName: 'NB_UP' })
  // Opened as of a Swedish signer: who may revoke it is the signer's country.
  const signer = aSigner()
  const issued = await anIssuer(signer).issue(aVaccination(), until, signer)
  const open = await openCertificate(
    issued.hc1,
    [trustSigner(signer.certificate)],
    () => new Date(issuedAt.getTime() + 1_000),
  )
  certificate = { ...open, issuer: 'SE', signer: { ...open.signer, country: 'SE' } }
  uvci = issued.uvci
})

type Kept = { readonly line: ListedBatch; readonly upload: string | undefined }

/** A gateway as it behaves: newest last, pages of three, deleted ones without content. */
function aGateway(kept: readonly Kept[], pageSize = 3): BatchGateway & { readonly fetched: string[] } {
  const fetched: string[] = []
  return {
    fetched,
    async list(since) {
      const later = kept.map(({ line }) => line).filter(({ date }) => date > since)
      return { hasMore: later.length > pageSize, batches: later.slice(0, pageSize) }
    },
    async fetch(id) {
      fetched.push(id)
      return kept.find(({ line }) => line.batchId === id)?.upload
    },
  }
}

const aBatch = (but: Partial<RevocationBatch> = {}): RevocationBatch => ({
  country: 'SE',
  expires: new Date('2022-02-20T00:00:00Z'),
  keyId: unknownKey,
  hashType: 'UCI',
  hashes: [uciHash(uvci).toString('base64')],
  ...but,
})

let minute = 0
async function listed(batch: RevocationBatch, but: Partial<ListedBatch> = {}, by = uploader): Promise<Kept> {
  const date = new Date(Date.UTC(2021, 10, 22, 8, minute++))
  const line = { batchId: `batch-${minute}`, country: 'SE', date, isDeleted: false, ...but }
  return { line, upload: await toUpload(batch, by) }
}
const deleted = ({ line }: Kept): Kept => ({
  line: { ...line, isDeleted: true, date: new Date(Date.UTC(2021, 10, 22, 8, minute++)) },
  upload: undefined,
})

async function aVerifier(database: TestDatabase, clock = () => now) {
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  const parts = {
    uploadersOf: (country: string, _at?: Date) => (country === 'SE' ? [uploader.certificate] : []),
    kysely,
    epochs,
    clock,
  }
  return {
    kysely,
    isRevoked: (opened = certificate) => revocations.isRevoked(opened),
    read: (gateway: BatchGateway, but: Partial<typeof parts> = {}) =>
      importBatches({ gateway, ...parts, ...but }, 'news'),
    readEverything: (gateway: BatchGateway) => importBatches({ gateway, ...parts }, 'everything'),
    [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose](),
  }
}

test.each<[string, () => Partial<RevocationBatch>]>([
  ['its id', () => ({})],
  [
    'its country and id',
    () => ({ hashType: 'COUNTRYCODEUCI', hashes: [countryUciHash('SE', uvci).toString('base64')] }),
  ],
  [
    'its signature',
    () => ({ hashType: 'SIGNATURE', hashes: [signatureHash(certificate.signature).toString('base64')] }),
  ],
  ['its id and its key', () => ({ keyId: certificate.keyId })],
])('another country’s certificate is revoked by %s', async (_, but) => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  expect(await verifier.isRevoked()).toBe(false)
  await verifier.read(aGateway([await listed(aBatch(but()))]))
  expect(await verifier.isRevoked()).toBe(true)
})

test.each<[string, () => Partial<RevocationBatch>]>([
  ['another key', () => ({ keyId: 'AQEBAQEBAQE=' })],
  ['another id', () => ({ hashes: [uciHash('URN:UVCI:01:SE:X/1').toString('base64')] })],
  // The same bytes under another name are another statement.
  ['another kind of hash', () => ({ hashType: 'SIGNATURE' })],
])('a batch about %s does not touch it', async (_, but) => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  await verifier.read(aGateway([await listed(aBatch(but()))]))
  expect(await verifier.isRevoked()).toBe(false)
})

test('no country revokes another’s certificates', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  await verifier.read(aGateway([await listed(aBatch({ country: 'DK' }), { country: 'DK' })]), {
    uploadersOf: () => [uploader.certificate],
  })
  expect(await verifier.isRevoked()).toBe(false)
})

test('an expired batch revokes no longer, whether or not anyone has looked since', async () => {
  await using database = await aCertificateDatabase()
  let at = now
  await using verifier = await aVerifier(database, () => at)
  await verifier.read(aGateway([await listed(aBatch()), await listed(aBatch({ hashes: [] }))]))
  expect(await verifier.isRevoked()).toBe(true)
  at = new Date('2022-02-20T00:00:01Z')
  expect(await verifier.isRevoked()).toBe(false)
  await verifier.read(aGateway([]))
  const rows = await verifier.kysely.selectFrom('certificate.foreign_hash').selectAll().execute()
  expect(rows).toEqual([])
})

test('a deleted batch revokes no longer', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const batch = await listed(aBatch())
  await verifier.read(aGateway([batch]))
  expect(await verifier.read(aGateway([deleted(batch)]))).toMatchObject({ deleted: 1 })
  expect(await verifier.isRevoked()).toBe(false)
})

test('whoever was away while a deletion was forgotten reads everything, and drops what is not listed', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const [gone, stays] = [await listed(aBatch()), await listed(aBatch({ hashes: [] }))]
  await verifier.read(aGateway([gone, stays]))
  expect(await verifier.read(aGateway([stays]))).toMatchObject({ deleted: 0 })
  expect(await verifier.readEverything(aGateway([stays]))).toMatchObject({ deleted: 1 })
  expect(await verifier.isRevoked()).toBe(false)
})

test('all pages are read, each batch once, and the next time only what is new', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const kept: Kept[] = []
  for (let count = 0; count < 8; count++) kept.push(await listed(aBatch({ hashes: [] })))
  const first = aGateway(kept)
  expect(await verifier.read(first)).toMatchObject({ added: 8, refused: [] })
  expect(first.fetched).toEqual(kept.map(({ line }) => line.batchId))
  const next = aGateway([...kept, await listed(aBatch())])
  expect(await verifier.read(next)).toMatchObject({ added: 1 })
  expect(next.fetched).toHaveLength(1)
})

test('a gateway whose pages never end is left when they no longer move', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const { line, upload } = await listed(aBatch())
  const report = await verifier.read({
    list: async () => ({ hasMore: true, batches: [line] }),
    fetch: async () => upload,
  })
  expect(report).toMatchObject({ added: 1 })
})

test('a batch that is not believed holds up no other, is kept aside by name, and is believed once its uploader is', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const newUploader = await aHolder({ country: 'SE' })
  const early = await listed(aBatch(), {}, newUploader)
  const gateway = aGateway([early, await listed(aBatch({ hashes: [] }))])
  expect(await verifier.read(gateway)).toEqual({
    added: 1,
    deleted: 0,
    refused: [{ batch: early.line.batchId, reason: 'SIGNER_NOT_TRUSTED' }],
  })
  const rows = await verifier.kysely.selectFrom('certificate.refused_batch').selectAll().execute()
  expect(rows).toMatchObject([{ batch: early.line.batchId, reason: 'SIGNER_NOT_TRUSTED' }])
  expect(await verifier.isRevoked()).toBe(false)
  // Long after: the list does not name it again.
  const later = { ...gateway, list: async () => ({ hasMore: false, batches: [] }) }
  await verifier.read(later, { uploadersOf: () => [uploader.certificate, newUploader.certificate] })
  expect(await verifier.isRevoked()).toBe(true)
  expect(await verifier.kysely.selectFrom('certificate.refused_batch').selectAll().execute()).toEqual([])
})

test('an uploader whose time is over signs nothing new; what it had signed is still believed by who comes later', async () => {
  await using database = await aCertificateDatabase()
  await using verifier = await aVerifier(database)
  const ended = new Date('2021-11-20T00:00:00Z')
  const uploadersOf = (_: string, at?: Date) => (at && at <= ended ? [uploader.certificate] : [])
  const [early, late] = [
    await listed(aBatch({ hashes: [] }), { date: new Date('2021-11-19T00:00:00Z') }),
    await listed(aBatch(), { date: new Date('2021-11-21T00:00:00Z') }),
  ]
  expect(await verifier.read(aGateway([early, late]), { uploadersOf })).toEqual({
    added: 1,
    deleted: 0,
    refused: [{ batch: late.line.batchId, reason: 'SIGNER_NOT_TRUSTED' }],
  })
  expect(await verifier.isRevoked()).toBe(false)
})

describe('over HTTP', () => {
  async function aServer(
    answer: (path: string, since: string | undefined) => { status: number; body?: string | Buffer },
  ) {
    const server = createServer((request, response) => {
      const since = request.headers['if-modified-since']
      const { status, body } = answer(request.url ?? '', since)
      response.writeHead(status).end(body)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return {
      url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise(resolve => server.close(resolve))
      },
    }
  }

  test('the list is asked for since the scheme began, in the gateway’s own form of dates', async () => {
    await using database = await aCertificateDatabase()
    await using verifier = await aVerifier(database)
    const { upload } = await listed(aBatch())
    const asked: unknown[] = []
    await using server = await aServer((path, since) => {
      asked.push([path, since])
      if (path !== '/revocation-list') return { status: 200, body: upload ?? '' }
      const line = { batchId: 'b/1', country: 'SE', date: '2021-11-22T08:00:00Z', deleted: false }
      return { status: 200, body: JSON.stringify({ more: false, batches: [line] }) }
    })
    await verifier.read(createGatewayReader({ url: server.url }))
    expect(asked).toEqual([
      ['/revocation-list', '2021-06-01T00:00:00Z'],
      ['/revocation-list/b%2F1', undefined],
    ])
    expect(await verifier.isRevoked()).toBe(true)
  })

  test.each([404, 410])('a batch that is gone (%i) is left out', async status => {
    await using server = await aServer(() => ({ status }))
    expect(await createGatewayReader({ url: server.url }).fetch('b')).toBeUndefined()
  })

  test('204 is an empty list', async () => {
    await using server = await aServer(() => ({ status: 204 }))
    expect(await createGatewayReader({ url: server.url }).list(now)).toEqual({ hasMore: false, batches: [] })
  })

  test.each<[string, string, { status: number; body?: string | Buffer }]>([
    ['an error', 'ANSWER_INVALID', { status: 500 }],
    ['no JSON', 'ANSWER_INVALID', { status: 200, body: 'hello' }],
    ['a line without a date', 'ANSWER_INVALID', { status: 200, body: '{"batches":[{"batchId":"b","country":"SE"}]}' }],
    ['ten megabytes', 'TOO_LARGE', { status: 200, body: Buffer.alloc(10_000_000) }],
  ])('%s is %s', async (_, reason, answer) => {
    await using server = await aServer(() => answer)
    await expect(createGatewayReader({ url: server.url }).list(now)).rejects.toMatchObject({ reason })
  })

  test('a gateway that does not answer is left at the deadline', async () => {
    const server = createServer(() => {})
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    await expect(createGatewayReader({ url, deadlineMs: 100 }).list(now)).rejects.toMatchObject({
      reason: 'UNREACHABLE',
    })
    server.closeAllConnections()
    server.close()
  })
})
