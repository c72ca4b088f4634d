import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readBloomFilter } from '../../../subgraphs/certificate/revocation/bloom-filter.ts'
import { createFilterRoutes } from '../../../subgraphs/certificate/revocation/filter-routes.ts'
import { readHashPrefixes } from '../../../subgraphs/certificate/revocation/hash-prefixes.ts'
import { uciHash } from '../../../subgraphs/certificate/revocation/hashes.ts'
import {
  createFilters,
  createRevocationRequests,
  createRevocations,
} from '../../../subgraphs/certificate/revocation/index.ts'
import { createSignatureOpener } from '../../../subgraphs/certificate/store/ledger.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import type { TestDatabase } from '../../database.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'

const run = promisify(execFile)
const start = new Date('2021-11-22T09:30:00Z')
const keyId = '+/8AAAAAAAA='
const inPath = '-_8AAAAAAAA'
const uvciOf = (name: string) => `URN:UVCI:01:NO:VAK/${name}`

/** An issuer that has issued and revoked, and serves its lists. */
async function anIssuer(database: TestDatabase) {
  let at = start
  const clock = () => at
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  const requests = createRevocationRequests({ kysely, epochs, clock, markSecret: new Uint8Array(32) })
  const openSignature = createSignatureOpener(new Uint8Array(32))
  const routes = createFilterRoutes({
    filters: createFilters({ kysely, revocations, clock, country: 'NO', openSignature }),
  })
  const server = createServer(async (request, response) => {
    if (!(await routes(request, response))) response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    setClock: (instant: string) => {
      at = new Date(instant)
    },
    async issue(name: string, expiresAt: string) {
      await kysely
        .insertInto('certificate.issuance')
        .values({
          issue_key: `${name} ${expiresAt}`,
          uvci: uvciOf(name),
          kind: 'vaccination',
          subject: 's',
          key_id: keyId,
          rules_version: 'r',
          recorded_at: at,
          expires_at: new Date(expiresAt),
        })
        .execute()
    },
    async revoke(...names: string[]) {
      const target = { kind: 'certificates', uvcis: names.map(uvciOf) } as const
      await requests.approve(await requests.request(target, { reason: 'ISSUED_IN_ERROR', by: 'a' }), 'b')
    },
    get: (path: string, headers: Record<string, string> = {}, body?: unknown) =>
      fetch(url + path, { headers, ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await epochs[Symbol.asyncDispose]()
    },
  }
}
type Issuer = Awaited<ReturnType<typeof anIssuer>>

type Told = { readonly chunks: Readonly<Record<string, Record<string, { readonly hash: string }>>> }
const partitionsIn = async (response: Response): Promise<[Told]> => (await response.json()) as [Told]

/** Unpacked by tar itself: names and contents. */
async function unpack(response: Response): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-slices-'))
  await writeFile(join(folder, 'slices.tar.gz'), Buffer.from(await response.arrayBuffer()))
  await run('tar', ['-xzf', 'slices.tar.gz'], { cwd: folder })
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = new Map<string, Buffer>()
  for (const file of files.filter(each => each.isFile() && each.name !== 'slices.tar.gz')) {
    const path = join(file.parentPath, file.name)
    found.set(path.slice(folder.length + 1), await readFile(path))
  }
  return found
}

/** As a verifier app does it, from the list of keys to the bytes of a chunk. */
async function isRevokedOffline(issuer: Issuer, name: string, type: string): Promise<boolean> {
  const hash = uciHash(uvciOf(name))
  const lists = await issuer.get('/lists')
  const etag = lists.headers.get('etag') ?? ''
  const keys = (await lists.json()) as { kid: string; mode: string }[]
  if (!keys.some(({ kid, mode }) => kid === keyId && mode === 'POINT')) return false
  const headers = { 'if-match': etag, 'x-slice-filter-type': type }
  const [partition] = await partitionsIn(await issuer.get(`/lists/${inPath}/partitions`, headers))
  const chunk = hash.toString('hex').charAt(0)
  if (!partition.chunks[chunk]) return false
  const slices = await unpack(await issuer.get(`/lists/${inPath}/partitions/null/chunks/${chunk}/slices`, headers))
  const read = type === 'BLOOMFILTER' ? readBloomFilter : readHashPrefixes
  return [...slices.values()].some(bytes => read(bytes).mightContain(hash))
}

describe.each(['BLOOMFILTER', 'VARHASHLIST'])('offline, as %s', type => {
  test('what was revoked is found, and nothing else', async () => {
    await using database = await aCertificateDatabase()
    await using issuer = await anIssuer(database)
    for (const name of ['A', 'B', 'C']) await issuer.issue(name, '2022-02-20T00:00:00Z')
    await issuer.revoke('A', 'B')
    const found = await Promise.all(['A', 'B', 'C'].map(name => isRevokedOffline(issuer, name, type)))
    expect(found).toEqual([true, true, false])
  })
})

test('the list tells keys, modes, kinds and times in the words of the distribution service', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('A', '2022-02-20T12:00:00Z')
  await issuer.revoke('A')
  const lists = await issuer.get('/lists')
  expect(await lists.json()).toEqual([
    {
      kid: keyId,
      mode: 'POINT',
      hashTypes: ['UCI'],
      expires: '2022-02-21T00:00:00Z',
      lastUpdated: '2021-11-22T09:30:00Z',
    },
  ])
  const headers = { 'if-match': lists.headers.get('etag') ?? '' }
  const [partition] = await partitionsIn(await issuer.get(`/lists/${inPath}/partitions`, headers))
  const chunk = uciHash(uvciOf('A')).toString('hex').charAt(0)
  expect(partition).toEqual({
    kid: keyId,
    id: null,
    x: null,
    y: null,
    lastUpdated: '2021-11-22T09:30:00Z',
    expired: '2022-02-21T00:00:00Z',
    chunks: {
      [chunk]: {
        '2022-02-21T00:00:00Z': { type: 'BLOOMFILTER', version: '1.0', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    },
  })
  expect(await (await issuer.get(`/lists/${inPath}/partitions/null`, headers)).json()).toEqual(partition)
})

test('the list becomes shorter as certificates expire, and empty in the end', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('A', '2021-12-01T12:00:00Z')
  await issuer.issue('B', '2022-02-20T12:00:00Z')
  await issuer.revoke('A', 'B')
  const isThere = async () => [
    await isRevokedOffline(issuer, 'A', 'BLOOMFILTER'),
    await isRevokedOffline(issuer, 'B', 'BLOOMFILTER'),
  ]
  expect(await isThere()).toEqual([true, true])
  issuer.setClock('2021-12-02T00:00:00Z')
  expect(await isThere()).toEqual([false, true])
  issuer.setClock('2022-02-21T00:00:00Z')
  expect(await (await issuer.get('/lists')).json()).toEqual([])
})

test('a certificate the ledger does not know is listed under no key for as long as one can be valid', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.revoke('ELSEWHERE')
  expect(await (await issuer.get('/lists')).json()).toMatchObject([{ kid: 'UNKNOWN_KID' }])
  issuer.setClock('2022-05-22T00:00:00Z')
  expect(await (await issuer.get('/lists')).json()).toEqual([])
})

test('the chunks and slices that are asked for are given, under their names', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  const names = Array.from({ length: 30 }, (_, index) => `N${index}`)
  for (const name of names) await issuer.issue(name, '2022-02-20T00:00:00Z')
  await issuer.revoke(...names)
  const headers = { 'if-match': (await issuer.get('/lists')).headers.get('etag') ?? '' }
  const [partition] = await partitionsIn(await issuer.get(`/lists/${inPath}/partitions`, headers))
  const [first = '', second = ''] = Object.keys(partition.chunks)
  const under = `/lists/${inPath}/partitions/null`
  const all = await unpack(await issuer.get(`${under}/slices`, headers))
  expect(all.size).toBe(Object.keys(partition.chunks).length)
  const some = await unpack(await issuer.get(`${under}/slices`, headers, [first, second]))
  const named = [first, second].map(chunk => {
    const [slice] = Object.values(partition.chunks[chunk] ?? {})
    return `${keyId}/null/${chunk}/${slice?.hash}`
  })
  expect([...some.keys()].sort()).toEqual(named.sort())
  const one = await issuer.get(`${under}/chunks/${first}/slices/${named[0]?.split('/').at(-1)}`, headers)
  expect((await unpack(one)).size).toBe(1)
  expect(one.headers.get('content-type')).toBe('application/gzip')
})

test('who speaks of an older list is told so, and who speaks of none is asked to', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('A', '2022-02-20T00:00:00Z')
  await issuer.revoke('A')
  const old = (await issuer.get('/lists')).headers.get('etag') ?? ''
  expect((await issuer.get('/lists', { 'if-none-match': old })).status).toBe(304)
  await issuer.revoke('B')
  expect((await issuer.get('/lists', { 'if-none-match': old })).status).toBe(200)
  expect((await issuer.get(`/lists/${inPath}/partitions`, { 'if-match': old })).status).toBe(412)
  expect((await issuer.get(`/lists/${inPath}/partitions`)).status).toBe(428)
})

test.each([
  [404, 'GET', '/lists/AAAAAAAAAAA/partitions'],
  [404, 'GET', `/lists/${inPath}/other`],
  [404, 'GET', `/lists/${inPath}/partitions/7`],
  [404, 'GET', `/lists/${inPath}/partitions/null/chunks/x/slices`],
  [404, 'GET', `/lists/${inPath}/partitions/null/chunks/a`],
  [405, 'DELETE', '/lists'],
  [405, 'POST', `/lists/${inPath}/partitions`],
])('%i for %s %s', async (status, method, path) => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('A', '2022-02-20T00:00:00Z')
  await issuer.revoke('A')
  const headers = { 'if-match': (await issuer.get('/lists')).headers.get('etag') ?? '' }
  expect((await fetch(issuer.url + path, { method, headers })).status).toBe(status)
})

test('a body of a megabyte is not read to its end', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('A', '2022-02-20T00:00:00Z')
  await issuer.revoke('A')
  const headers = { 'if-match': (await issuer.get('/lists')).headers.get('etag') ?? '' }
  const response = await issuer.get(`/lists/${inPath}/partitions/null/slices`, headers, 'x'.repeat(1_000_000))
  expect(response.status).toBe(413)
})

test('no certificate id leaves here', async () => {
  await using database = await aCertificateDatabase()
  await using issuer = await anIssuer(database)
  await issuer.issue('SECRETID', '2022-02-20T00:00:00Z')
  await issuer.revoke('SECRETID')
  const lists = await issuer.get('/lists')
  const headers = { 'if-match': lists.headers.get('etag') ?? '' }
  const slices = await unpack(await issuer.get(`/lists/${inPath}/partitions/null/slices`, headers))
  const everything = Buffer.concat([Buffer.from(await lists.text()), ...slices.values()]).toString('latin1')
  expect(everything).not.toContain('SECRETID')
})
