import { mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { PublicError } from '../../../schema/errors.ts'
import { openDevelopmentSeal } from '../../../subgraphs/certificate/pdf/development-seal.ts'
import { draw } from '../../../subgraphs/certificate/pdf/draw.ts'
import { DrawingUnavailable } from '../../../subgraphs/certificate/pdf/drawing-room.ts'
import type { PdfOrder } from '../../../subgraphs/certificate/pdf/links.ts'
import { createPdfRoutes, type PdfRouteParts } from '../../../subgraphs/certificate/pdf/routes.ts'
import type { PdfSeal } from '../../../subgraphs/certificate/pdf/seal.ts'
import type { AccessLogEntry } from '../../../subgraphs/kernel/access-log.ts'
import { noClearance } from '../../../subgraphs/kernel/clearance.ts'
import { anOrder, now } from './an-order.ts'

const order: PdfOrder = {
  ...anOrder(),
  issued: { ...anOrder().issued, uvci: 'u', keyId: 'k' },
  access: {
    subject: 'subject',
    basis: 'self',
    purpose: 'own-insight',
    caller: { kind: 'citizen', id: 'caller', client: 'client' },
    correlationId: 'c1',
  },
}

let seal: PdfSeal
beforeAll(async () => {
  seal = await openDevelopmentSeal(await mkdtemp(join(tmpdir(), 'helsegraf-routes-')), now)
})

let server: Server | undefined
afterEach(() => void server?.close())

/** Follows a link, with the parts a test names in place of good ones. */
async function follow(but: Partial<PdfRouteParts> = {}): Promise<{ response: Response; logged: AccessLogEntry[] }> {
  const logged: AccessLogEntry[] = []
  const routes = createPdfRoutes({
    links: { take: async () => order, make: async () => ({ token: '', expiresAt: now }), dropExpired: async () => {} },
    room: { draw, close: async () => {} },
    seal,
    accessLog: { record: async line => void logged.push(line) },
    isRevoked: async () => false,
    clearance: noClearance,
    clock: () => now,
    ...but,
  })
  server = createServer((request, answer) => {
    routes(request, answer).then(
      isOurs => isOurs || answer.writeHead(404).end(),
      () => answer.writeHead(500).end(),
    )
  })
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/certificates/pdf/token`, {
    headers: { 'accept-language': 'en' },
  })
  return { response, logged }
}

test('the line of the access log is that of whoever asked the graph', async () => {
  const { response, logged } = await follow()
  expect(response.status).toBe(200)
  expect(logged).toEqual([
    {
      at: now,
      kind: 'read',
      register: 'certificate',
      area: 'certificates',
      subject: 'subject',
      caller: order.access.caller,
      basis: 'self',
      purpose: 'own-insight',
      correlationId: 'c1',
    },
  ])
})

test.each<[string, () => Partial<PdfRouteParts>, number, string]>([
  [
    'no PDF can be drawn in time',
    () => ({ room: { draw: async () => Promise.reject(new DrawingUnavailable()), close: async () => {} } }),
    503,
    'PDF_UNAVAILABLE',
  ],
  [
    'the seal is away',
    () => ({ seal: { ...seal, sign: async () => Promise.reject(new Error('token pulled out')) } }),
    503,
    'SIGNER_UNAVAILABLE',
  ],
  [
    'the log is away',
    () => ({ accessLog: { record: async () => Promise.reject(new PublicError('ACCESS_LOG_UNAVAILABLE')) } }),
    503,
    'ACCESS_LOG_UNAVAILABLE',
  ],
])('when %s, the reader is told so in words, and when to come back', async (_, but, status, code) => {
  const { response } = await follow(but())
  expect(response.status).toBe(status)
  expect(response.headers.get('helsegraf-error-code')).toBe(code)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(response.headers.get('content-language')).toBe('en')
  expect(await response.text()).not.toMatch(/token|Error|\/|stack/)
})

test('a certificate that was revoked since is not printed, and nothing is logged as given', async () => {
  const { response, logged } = await follow({ isRevoked: async ({ uvci }) => uvci === 'u' })
  expect(response.status).toBe(410)
  expect(response.headers.get('helsegraf-error-code')).toBe('LINK_SPENT')
  expect(logged).toEqual([])
})

test('where nobody can say whether it was revoked, it is not printed', async () => {
  const { response } = await follow({ isRevoked: () => Promise.reject(new PublicError('REVOCATION_UNAVAILABLE')) })
  expect(response.status).toBe(503)
  expect(response.headers.get('helsegraf-error-code')).toBe('REVOCATION_UNAVAILABLE')
})

test('a fault of ours is none of the routes’ to hide', async () => {
  const { response } = await follow({
    room: { draw: async () => Promise.reject(new Error('no such font')), close: async () => {} },
  })
  expect(response.status).toBe(500)
})
