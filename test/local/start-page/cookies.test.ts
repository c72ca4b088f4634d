import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, test } from 'vitest'
import { createStartPage } from '../../../local/start-page/start-page.ts'

test.each([
  ['http://localhost:4000', false],
  ['https://helsegraf.example', true],
])('cookies of %s are for secure connections only: %s', async (publicUrl, isSecure) => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const startPage = createStartPage({
    publicUrl,
    issuer: 'http://localhost:1',
    graphqlUrl: 'http://localhost:1/graphql',
    personas: [],
    clientKey: await exportJWK(privateKey),
  })
  const server = createServer((request, response) => void startPage(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { headers } = await fetch(`http://127.0.0.1:${port}/?lang=nn`)
  server.close()
  server.closeAllConnections()
  expect(headers.getSetCookie()).toEqual([
    `helsegraf_language=nn; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
  ])
})
