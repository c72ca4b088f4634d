import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * What a network between two servers does when it fails. `refuses`: nobody listens. `resets`: a connection ends as soon
 * as something is sent over it. `swallows`: connections stand, and nothing ever comes back.
 */
export type NetworkFault = 'none' | 'refuses' | 'resets' | 'swallows'

export type FaultProxy = AsyncDisposable & {
  readonly url: string
  /** How many times something was sent over a connection. */
  sent(): number
  become(fault: NetworkFault, options?: { latencyMs?: number }): Promise<void>
}

/** A TCP proxy in front of a server, on real sockets. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  let fault: NetworkFault = 'none'
  let latencyMs = 0
  let sent = 0
  const sockets = new Set<Socket>()
  const open = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer(client => {
    open(client)
    const upstream = open(connect(Number(port), hostname))
    client.on('data', bytes => {
      sent++
      if (fault === 'resets') client.resetAndDestroy()
      else if (fault !== 'swallows') upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      if (fault === 'swallows') return
      if (latencyMs > 0) setTimeout(() => client.write(bytes), latencyMs)
      else client.write(bytes)
    })
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
  })
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }
  const shut = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise(resolve => server.close(resolve))
  }
  await listen(0)
  const own = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${own}/`,
    sent: () => sent,
    async become(next, options = {}) {
      fault = next
      latencyMs = options.latencyMs ?? 0
      if (next === 'refuses') await shut()
      else if (!server.listening) await listen(own)
    },
    [Symbol.asyncDispose]: shut,
  }
}
