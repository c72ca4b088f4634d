import type { lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  AddressRefused,
  checkAddress,
  guardedLookup,
  isPublicIp,
  readAddress,
} from '../../../../subgraphs/proxy-consent/privacy/outbox/public-address.ts'
import { createPoster, newSecret, signature } from '../../../../subgraphs/proxy-consent/privacy/outbox/webhook.ts'

const open = { allowsPrivate: false }

/** Names that mean what a test says, in the order they are asked. */
function names(...answers: readonly string[][]): typeof lookup {
  let asked = 0
  return ((_: string, __: object, callback: (error: null, found: { address: string; family: number }[]) => void) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
    callback(
      null,
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof lookup
}

async function faultOf(text: string, resolveName = names(['93.184.216.34'])): Promise<string | undefined> {
  try {
    await checkAddress(text, open, resolveName)
    return undefined
  } catch (error) {
    return error instanceof AddressRefused ? error.fault : String(error)
  }
}

describe('S01 an address that somebody wants to be told at', () => {
  test.each(['https://pvk.example.no/endringer', 'https://pvk.example.no:8443/', 'https://93.184.216.34/'])(
    '%s is taken',
    async text => {
      expect(await faultOf(text)).toBeUndefined()
    },
  )

  test.each([
    ['http://pvk.example.no/', 'not-https'],
    ['ftp://pvk.example.no/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['gopher://pvk.example.no/', 'not-https'],
    ['nonsense', 'not-an-address'],
    [`https://pvk.example.no/${'a'.repeat(3_000)}`, 'not-an-address'],
    ['https://user:secret@pvk.example.no/', 'credentials'],
    ['https://pvk.example.no/#fragment', 'credentials'],
    ['https://pvk.example.no:22/', 'port'],
    ['https://pvk.example.no:5432/', 'port'],
    ['https://127.0.0.1/', 'private'],
    ['https://127.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://0x7f000001/', 'private'],
    ['https://0177.0.0.1/', 'private'],
    ['https://0.0.0.0/', 'private'],
    ['https://10.1.2.3/', 'private'],
    ['https://172.31.255.255/', 'private'],
    ['https://192.168.1.1/', 'private'],
    ['https://100.64.0.1/', 'private'],
    ['https://169.254.169.254/latest/meta-data/', 'private'],
    ['https://224.0.0.1/', 'private'],
    ['https://255.255.255.255/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::]/', 'private'],
    ['https://[::ffff:127.0.0.1]/', 'private'],
    ['https://[::ffff:a9fe:a9fe]/', 'private'],
    ['https://[fe80::1]/', 'private'],
    ['https://[fd00::1]/', 'private'],
    ['https://[64:ff9b::7f00:1]/', 'private'],
    ['https://[2002:7f00:1::]/', 'private'],
    ['https://[2001:db8::1]/', 'private'],
    ['https://①②⑦.⓪.⓪.①/', 'private'],
  ])('%s is refused: %s', async (text, fault) => {
    expect(await faultOf(text)).toBe(fault)
  })

  test.each([[['127.0.0.1']], [['10.0.0.1', '93.184.216.34']], [['93.184.216.34', '::1']], [['169.254.169.254']]])(
    'a name that means %j is refused',
    async addresses => {
      expect(await faultOf('https://pvk.example.no/', names(addresses))).toBe('private')
    },
  )

  test('a name that means nothing is refused', async () => {
    expect(await faultOf('https://pvk.example.no/', names([]))).toBe('unknown-host')
  })

  test('a name that means another address when it is used is refused then (DNS rebinding)', async () => {
    const rebinding = names(['93.184.216.34'], ['169.254.169.254'])
    await checkAddress('https://pvk.example.no/', open, rebinding)
    const connecting = Promise.withResolvers<string>()
    guardedLookup(open, rebinding)('pvk.example.no', { all: false }, error => connecting.resolve(String(error)))
    expect(await connecting.promise).toContain('private')
  })

  test('on one machine all are taken, by plain HTTP too', () => {
    expect(readAddress('http://127.0.0.1:5000/', { allowsPrivate: true }).port).toBe('5000')
  })

  test('addresses of the open network are open', () => {
    expect(['8.8.8.8', '2a02:c0::1', '172.32.0.1', '2606:4700::1111'].every(isPublicIp)).toBe(true)
    expect(isPublicIp('not an address')).toBe(false)
  })
})

describe('posting', () => {
  async function aServer(answer: (path: string) => { status: number; headers?: Record<string, string> }) {
    const seen: { path: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += part
      seen.push({ path: request.url ?? '', headers: request.headers, body })
      const { status, headers } = answer(request.url ?? '')
      response.writeHead(status, headers).end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      seen,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise(resolve => server.close(resolve))
      },
    }
  }

  const aMessage = (address: string, secret = newSecret()) => ({
    address,
    secret,
    id: 'definition:1',
    contentType: 'application/cloudevents+json',
    body: '{"specversion":"1.0"}',
    now: new Date('2022-01-10T12:00:00Z'),
  })
  const never = new AbortController().signal

  test('a message is signed over its id, its time and its body', async () => {
    await using server = await aServer(() => ({ status: 204 }))
    const poster = createPoster({ allowsPrivate: true })
    const message = aMessage(`${server.url}/hook`)
    await poster.post(message, never)
    const [got] = server.seen
    expect(got?.headers['webhook-id']).toBe('definition:1')
    expect(got?.headers['webhook-signature']).toBe(
      signature(message.secret, {
        id: 'definition:1',
        timestamp: Number(got?.headers['webhook-timestamp']),
        body: got?.body ?? '',
      }),
    )
    await poster.close()
  })

  test('the signature is that of Standard Webhooks', () => {
    // The example of its specification.
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const body = '{"test": 2432232314}'
    const signed = signature(secret, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body })
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('a redirect is not followed', async () => {
    await using server = await aServer(path =>
      path === '/hook' ? { status: 302, headers: { location: '/inside' } } : { status: 200 },
    )
    const poster = createPoster({ allowsPrivate: true })
    await expect(poster.post(aMessage(`${server.url}/hook`), never)).rejects.toMatchObject({ reason: 'status 302' })
    expect(server.seen.map(({ path }) => path)).toEqual(['/hook'])
    await poster.close()
  })

  test('nothing is posted to a loopback address in earnest, whatever was registered', async () => {
    await using server = await aServer(() => ({ status: 200 }))
    const poster = createPoster(open)
    const address = server.url.replace('http:', 'https:')
    await expect(poster.post(aMessage(address), never)).rejects.toMatchObject({ reason: 'port' })
    await expect(poster.post(aMessage('https://127.0.0.1/'), never)).rejects.toMatchObject({ reason: 'private' })
    await expect(poster.post(aMessage('https://localhost/'), never)).rejects.toMatchObject({ reason: 'private' })
    expect(server.seen).toEqual([])
    await poster.close()
  })
})
