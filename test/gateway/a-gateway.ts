import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { graphql, parse } from 'graphql'
import { Agent, request } from 'undici'

const typeDefs = parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { greeting: String }`)

/** One subgraph that answers after a while, and the supergraph of it alone. */
export async function aSmallGraph({ delayMs = 5 } = {}) {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { Query: { greeting: () => 'god dag' } } }])
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part)
    const { query } = JSON.parse(Buffer.concat(parts).toString())
    const answer = await graphql({ schema, source: query })
    await pause(delayMs)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { supergraphSdl = '' } = composeServices([{ name: 'greeter', typeDefs, url }])
  return {
    url,
    supergraph: supergraphSdl,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export type GatewayProcess = AsyncDisposable & {
  readonly url: string
  readonly pid: number
  readonly metrics: string
  /** What it has logged so far. */
  readonly lines: readonly Record<string, unknown>[]
  readonly exit: Promise<number | null>
  signal(signal: NodeJS.Signals): void
  /** Resolves with a line of the log that has this message; `count` of them must have come. */
  logged(message: string, count?: number): Promise<Record<string, unknown>>
}

/** The gateway as `npm run gateway` starts it, in front of a small graph, on free ports. */
export async function startGatewayProcess(env: Record<string, string> = {}): Promise<GatewayProcess> {
  await using unlessStarted = new AsyncDisposableStack()
  const started = await startIn(unlessStarted, env)
  const stack = unlessStarted.move()
  return { ...started, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

async function startIn(
  stack: AsyncDisposableStack,
  env: Record<string, string>,
): Promise<Omit<GatewayProcess, typeof Symbol.asyncDispose>> {
  const graph = stack.use(await aSmallGraph())
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-gateway-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const supergraph = join(folder, 'supergraph.graphql')
  await writeFile(supergraph, graph.supergraph)
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, '../../gateway/main.ts')], {
    env: {
      PATH: process.env.PATH ?? '',
      OPEN_ACCESS: 'true',
      PORT: '0',
      METRICS_PORT: '0',
      SUPERGRAPH: supergraph,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own: then it shows whether a worker outlives it.
    detached: true,
  })
  const isGroupLeft = () => signalGroup(child.pid, 0)
  const exit = new Promise<number | null>(resolve => void child.once('exit', resolve))
  stack.defer(async () => {
    signalGroup(child.pid, 'SIGKILL')
    await exit
  })
  const lines: Record<string, unknown>[] = []
  let printed = ''
  child.stdout?.on('data', bytes => {
    const parts = (printed + bytes).split('\n')
    printed = parts.pop() ?? ''
    lines.push(...parts.map(part => JSON.parse(part)))
  })
  const logged = async (message: string, count = 1) => {
    for (;;) {
      const found = lines.filter(({ msg }) => msg === message)
      if (found[count - 1]) return found[count - 1] as Record<string, unknown>
      if (child.exitCode !== null) {
        const left = isGroupLeft() ? ' and left a worker behind' : ''
        throw new Error(`the gateway ended${left}: ${JSON.stringify(lines)}`)
      }
      await pause(10)
    }
  }
  const workers = Number(env.WORKERS ?? 0)
  const { graphql: url, metrics } = await logged('the gateway is listening', Math.max(1, workers))
  const kept = workers > 0 ? await logged('all workers take requests') : undefined
  return {
    url: String(url),
    pid: child.pid ?? 0,
    metrics: String(kept?.metrics ?? metrics),
    lines,
    exit,
    signal: name => void child.kill(name),
    logged,
  }
}

/** Whether there was anyone in the group to get the signal; 0 asks just that. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return leader !== undefined && process.kill(-leader, signal)
  } catch {
    return false
  }
}

/** Whoever distributes requests: asks every address for its readiness, and sends requests to those that are ready. */
export function balance(gateways: readonly { url: string }[]) {
  const ready = new Set(gateways.map(({ url }) => url))
  let isStopped = false
  const watching = gateways.map(async ({ url }) => {
    while (!isStopped) {
      const answer = await fetch(new URL('/health/ready', url)).catch(() => undefined)
      await answer?.arrayBuffer()
      if (answer?.ok) ready.add(url)
      else ready.delete(url)
      await pause(50)
    }
  })
  let turn = 0
  return {
    next: () => [...ready][turn++ % Math.max(1, ready.size)] ?? '',
    ready: () => ready.size,
    async stop() {
      isStopped = true
      await Promise.all(watching)
    },
  }
}

/** Many clients with kept connections who never stop asking; every answer that is not whole is a failure. */
export function askSteadily(target: () => string, clients = 16) {
  const agent = new Agent({ connections: clients, pipelining: 1, keepAliveTimeout: 60_000 })
  const failures: string[] = []
  let answered = 0
  let isStopped = false
  const all = Array.from({ length: clients }, async () => {
    while (!isStopped) {
      try {
        const { statusCode, body } = await request(target(), {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"query":"{ greeting }"}',
        })
        const text = await body.text()
        if (statusCode === 200 && text.includes('"greeting":"god dag"')) answered++
        else failures.push(`${statusCode} ${text}`)
      } catch (error) {
        failures.push(String((error as { code?: string }).code ?? error))
      }
      await pause(2)
    }
  })
  return {
    answered: () => answered,
    failures,
    async stop() {
      isStopped = true
      await Promise.all(all)
      await agent.close()
    },
  }
}
