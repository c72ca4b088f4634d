import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import {
  checkTrustList,
  createTrustListRoutes,
  createTrustStore,
  readTrustList,
} from '../../../subgraphs/certificate/trust/index.ts'
import type { TestDatabase } from '../../database.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'
import { aCountry, aHolder, type Country, entriesOf, type Holder, keyIdOf, now } from './pki.ts'

let anchor: Holder
let sweden: Country
let signers: readonly Holder[]
beforeAll(async () => {
  anchor = await aHolder({ country: 'EU' })
  sweden = await aCountry('SE')
  signers = await Promise.all([1, 2, 3].map(() => sweden.aSigner()))
})
const keyIds = (holders: readonly Holder[]) => holders.map(({ certificate }) => keyIdOf(certificate))

/** The routes alone behind a server, over a store whose list can be replaced. */
async function aService(database: TestDatabase, clock: () => Date = () => now) {
  const epochs = await someEpochs(database)
  const store = await createTrustStore({ kysely: database.as<CertificateTables>(), epochs, clock })
  const routes = createTrustListRoutes({ trustStore: store, clock })
  const server = createServer(async (request, response) => {
    if (!(await routes(request, response))) response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async list(holders: readonly Holder[]) {
      const entries = await entriesOf(sweden, holders, anchor)
      await store.replace('eu', await checkTrustList(entries, { anchors: [anchor.certificate], now: clock() }))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await epochs[Symbol.asyncDispose]()
    },
  }
}

/** As a verifier app reads it, in the words of its specification and no others. */
async function readAll(url: string, from?: string) {
  const read: { keyId: string; certificate: X509Certificate }[] = []
  let token = from
  for (;;) {
    const response = await fetch(`${url}/signercertificateUpdate`, {
      headers: token === undefined ? {} : { 'X-RESUME-TOKEN': token },
    })
    if (response.status === 204) return { read, token }
    token = response.headers.get('X-RESUME-TOKEN') ?? undefined
    const certificate = new X509Certificate(Buffer.from(await response.text(), 'base64'))
    read.push({ keyId: response.headers.get('X-KID') ?? '', certificate })
  }
}

test('a verifier reads every certificate with its key id, one after the other', async () => {
  await using database = await aCertificateDatabase()
  await using service = await aService(database)
  await service.list(signers)
  const { read } = await readAll(service.url)
  expect(read.map(({ keyId }) => keyId)).toEqual(keyIds(signers))
  expect(read.map(({ certificate }) => keyIdOf(certificate))).toEqual(keyIds(signers))
})

test('one that comes back with its token gets what is new, and learns from the status what is gone', async () => {
  await using database = await aCertificateDatabase()
  await using service = await aService(database)
  await service.list(signers.slice(0, 2))
  const { token } = await readAll(service.url)
  await service.list(signers.slice(1))
  expect((await readAll(service.url, token)).read.map(({ keyId }) => keyId)).toEqual(keyIds(signers.slice(2)))
  const status = await fetch(`${service.url}/signercertificateStatus`)
  expect(await status.json()).toEqual(keyIds(signers.slice(1)))
})

test('a revoked or expired certificate is not given out', async () => {
  await using database = await aCertificateDatabase()
  let at = now
  await using service = await aService(database, () => at)
  const brief = await sweden.aSigner({ notAfter: '2021-12-01T00:00:00Z' })
  await service.list([...signers, brief])
  at = new Date('2021-12-02T00:00:00Z')
  expect((await readAll(service.url)).read.map(({ keyId }) => keyId)).toEqual(keyIds(signers))
})

describe('headers', () => {
  test('a list that has not changed costs 304, and one that has changed a new tag', async () => {
    await using database = await aCertificateDatabase()
    await using service = await aService(database)
    await service.list(signers)
    for (const path of ['/signercertificateStatus', '/signercertificateUpdate', '/signercertificateStatus/delta']) {
      const first = await fetch(service.url + path)
      const etag = first.headers.get('etag') ?? ''
      expect(first.headers.get('cache-control')).toBe('public, no-cache')
      expect(etag).toMatch(/^"[\w-]{20,}"$/)
      const again = await fetch(service.url + path, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    const before = (await fetch(`${service.url}/signercertificateStatus`)).headers.get('etag') ?? ''
    await service.list(signers.slice(1))
    const changed = await fetch(`${service.url}/signercertificateStatus`, { headers: { 'if-none-match': before } })
    expect(changed.status).toBe(200)
  })

  test('a cache on the way keeps answers to different tokens apart, and keeps no end of the list', async () => {
    await using database = await aCertificateDatabase()
    await using service = await aService(database)
    await service.list(signers)
    const first = await fetch(`${service.url}/signercertificateUpdate`)
    expect(first.headers.get('vary')).toBe('x-resume-token')
    const end = await fetch(`${service.url}/signercertificateUpdate`, { headers: { 'x-resume-token': '999999' } })
    expect([end.status, end.headers.get('cache-control')]).toEqual([204, 'no-store'])
  })

  test.each(['x', '-1', '1.5', '9'.repeat(40)])('the token %s is refused', async token => {
    await using database = await aCertificateDatabase()
    await using service = await aService(database)
    const response = await fetch(`${service.url}/signercertificateUpdate`, { headers: { 'x-resume-token': token } })
    expect(response.status).toBe(400)
  })

  test('only reading is allowed', async () => {
    await using database = await aCertificateDatabase()
    await using service = await aService(database)
    const response = await fetch(`${service.url}/signercertificateStatus`, { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

test('the delta tells what came and what went since', async () => {
  await using database = await aCertificateDatabase()
  let at = now
  await using service = await aService(database, () => at)
  await service.list(signers.slice(0, 2))
  at = new Date(now.getTime() + 3_600_000)
  await service.list(signers.slice(1))
  const since = async (instant: Date, format: 'toISOString' | 'toUTCString') => {
    const headers = { 'if-modified-since': instant[format]() }
    return (await fetch(`${service.url}/signercertificateStatus/delta`, { headers })).json()
  }
  const between = new Date(now.getTime() + 1_000)
  const expected = { updated: keyIds(signers.slice(2)), deleted: keyIds(signers.slice(0, 1)) }
  expect(await since(between, 'toISOString')).toEqual(expected)
  expect(await since(between, 'toUTCString')).toEqual(expected)
  expect(await since(at, 'toISOString')).toEqual({ updated: [], deleted: [] })
})

describe('reading another’s list', () => {
  test('ours is read by ours', async () => {
    await using database = await aCertificateDatabase()
    await using service = await aService(database)
    await service.list(signers)
    const { accepted } = await readTrustList(service.url)
    expect(accepted.map(({ keyId, country }) => [keyId, country])).toEqual(keyIds(signers).map(id => [id, 'SE']))
  })

  /** A service that answers the update as it likes. */
  async function aStrangeService(
    answer: (count: number) => { status: number; headers?: object; body?: string | Buffer },
  ) {
    let count = 0
    const server = createServer((request, response) => {
      if (request.url?.includes('Status')) return void response.end('[]')
      const { status, headers, body } = answer(count++)
      response.writeHead(status, { ...headers }).end(body)
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
  const der = () => signers[0]?.certificate.raw.toString('base64') ?? ''

  test.each<[string, string, Parameters<typeof aStrangeService>[0]]>([
    ['an error', 'ANSWER_INVALID', () => ({ status: 500 })],
    ['a certificate without a token', 'ANSWER_INVALID', () => ({ status: 200, body: der() })],
    ['no certificate', 'ANSWER_INVALID', () => ({ status: 200, headers: { 'x-resume-token': '1' }, body: 'hello' })],
    [
      'a token that never moves',
      'ANSWER_INVALID',
      () => ({ status: 200, headers: { 'x-resume-token': '1' }, body: der() }),
    ],
    [
      'a megabyte',
      'TOO_LARGE',
      () => ({ status: 200, headers: { 'x-resume-token': '1' }, body: Buffer.alloc(1_000_000) }),
    ],
  ])('%s is %s', async (_, reason, answer) => {
    await using service = await aStrangeService(answer)
    await expect(readTrustList(service.url)).rejects.toMatchObject({ name: 'TrustListFailure', reason })
  })

  test('one that never ends is left at the deadline', async () => {
    await using service = await aStrangeService(count => ({
      status: 200,
      headers: { 'x-resume-token': String(count + 1) },
      body: der(),
    }))
    await expect(readTrustList(service.url, { deadlineMs: 200 })).rejects.toMatchObject({ reason: 'TIMEOUT' })
  })

  test('nobody at the address is said so', async () => {
    await expect(readTrustList('http://127.0.0.1:1')).rejects.toMatchObject({ reason: 'UNREACHABLE' })
  })
})
