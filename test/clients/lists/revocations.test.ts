import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { inProject } from '../../../local/schema-files.ts'

// A browser's module: it is not compiled with what Node runs.
type Revocations = {
  readRevocations(held: { readonly etag: string; readonly slices: readonly [] }): Promise<object>
}
const { readRevocations } = (await import(join(inProject('clients'), 'lists/revocations.ts'))) as Revocations
const nothing = { etag: '', slices: [] } as const

describe('a set that is replaced while it is read', () => {
  /** The set in force, which after each of its first `changes` tags is told of gives way to the next. */
  let changes = 0
  let edition = 1
  const issuer = createServer((request, response) => {
    const tag = `"${edition}"`
    if (request.url === '/verifier/lists') {
      response.setHeader('etag', tag).end('[{ "kid": "AQIDBAUGBwg=" }]')
      if (edition <= changes) edition++
    } else if (request.headers['if-match'] === tag) response.end('[]')
    else response.writeHead(412).end()
  })

  beforeEach(async () => {
    edition = 1
    await new Promise<void>(resolve => issuer.listen(0, '127.0.0.1', resolve))
    const { port } = issuer.address() as AddressInfo
    const { fetch } = globalThis
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    issuer.closeAllConnections()
    issuer.close()
  })

  test('is left for the new one', async () => {
    changes = 1
    expect(await readRevocations(nothing)).toEqual({ etag: '"2"', slices: [] })
  })

  test('is not followed for ever', async () => {
    changes = 5
    await expect(readRevocations(nothing)).rejects.toMatchObject({ name: 'ListsUnavailable', status: 412 })
    expect(edition).toBe(3)
  })
})
