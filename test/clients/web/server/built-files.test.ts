import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { readBuiltFiles } from '../../../../clients/web/server/built-files.ts'
import { createMemoryStore } from '../../../../clients/web/server/sessions.ts'
import { createWebServer } from '../../../../clients/web/server/web-server.ts'
import { inProject } from '../../../../local/schema-files.ts'
import { startLocalRun } from '../../../local/start-page/local-run.ts'
import { aWalker } from '../../../local/start-page/walker.ts'

const assetIn = (html: string, ending: string) => new RegExp(`/assets/[\\w.-]+\\.${ending}`).exec(html)?.[0] ?? ''

describe('the pages', () => {
  test('are one document, whatever the path, with everything from here and nothing inline', async () => {
    await using run = await startLocalRun()
    for (const path of ['/web/', '/web/certificates', '/web/nowhere']) {
      const { status, headers, text } = await aWalker().get(run.url + path)
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self' ${run.issuer}; base-uri 'none'; frame-ancestors 'none'`,
      )
      expect(headers.get('cache-control')).toBe('no-cache')
      expect(headers.get('strict-transport-security')).toBeNull()
      expect(text).not.toMatch(/<script>|style="| on\w+="|https?:/)
    }
    expect((await aWalker().get(`${run.url}/web`)).location).toBe(`${run.url}/web/`)
    expect((await aWalker().post(`${run.url}/web/certificates`, '')).status).toBe(405)
  })

  test('come compressed, and what they are made of is kept for a year under a name of its content', async () => {
    await using run = await startLocalRun()
    const { text } = await aWalker().get(`${run.url}/web/`)
    for (const encoding of ['br', 'gzip']) {
      const { headers, body } = await request(run.url + assetIn(text, 'js'), {
        headers: { 'accept-encoding': encoding },
      })
      expect(headers['content-encoding']).toBe(encoding)
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      await body.dump()
    }
    for (const path of ['/assets/nothing.js', '/assets/..%2f..%2fpackage.json'])
      expect((await aWalker().get(run.url + path)).status).not.toBe(200)
  })

  test('of a secure origin have secure cookies, for this host alone, and ask to stay secure', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const web = createWebServer({
      client: 'web',
      publicUrl: 'https://min.helsegraf.example',
      issuer: 'http://localhost:1',
      clientId: 'helsegraf-web',
      clientKey: await exportJWK(privateKey),
      scope: 'helsegraf:me',
      acr: { high: 'idporten-loa-high' },
      graphUrl: 'http://localhost:1/graphql',
      store: createMemoryStore(() => new Date()),
      files: readBuiltFiles(inProject('dist/pages')),
      reportBug: () => {},
    })
    const server = createServer((request, response) => void web.routes(request, response))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = await fetch(`${url}/web/`)
    expect(page.headers.get('strict-transport-security')).toContain('max-age=31536000')
    const out = await fetch(`${url}/web/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: 'https://min.helsegraf.example' },
    })
    server.close().closeAllConnections()
    expect(out.headers.getSetCookie()).toEqual([
      '__Host-helsegraf_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure',
    ])
  })
})
