import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { SubgraphCall } from '../../../gateway/engine/index.ts'
import { Departure, type Transport, type TransportContext } from '../../../gateway/transport/index.ts'
import { PublicError } from '../../../schema/errors.ts'

export const json = { 'content-type': 'application/json' }

export async function aRegistry(listener: RequestListener = (_, response) => response.writeHead(200, json).end(ok)) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

export const ok = '{"data":{}}'

type CallParts = Partial<Omit<SubgraphCall, 'body' | 'variables'>> & { readonly variables?: Record<string, unknown> }

/** A call with the body that the engine writes of it. */
export function aCall(parts: CallParts = {}): SubgraphCall {
  const { subgraph = 'vaccine', query = '{ a }', kind = 'query', variables = {} } = parts
  return { subgraph, query, kind, variables: () => variables, body: JSON.stringify({ query, variables }) }
}

type Asking = { call?: CallParts; context?: Partial<TransportContext>; signal?: AbortSignal }

/** `ok`, or the code of the refusal. */
export async function ask(
  transport: Transport,
  { call, context, signal = new AbortController().signal }: Asking = {},
): Promise<string> {
  try {
    const departure = new Departure(signal)
    await transport.send(aCall(call), { headers: {}, deadline: Date.now() + 15_000, departure, ...context }, signal)
    return 'ok'
  } catch (error) {
    if (error instanceof PublicError) return error.code
    throw error
  }
}

export type Asked = { readonly at: number; readonly ms: number; readonly outcome: string }

/** So many callers who ask again as soon as they are answered, until told to stop. */
export function steadily(callers: number, once: () => Promise<string>) {
  const asked: Asked[] = []
  let isStopped = false
  const all = Array.from({ length: callers }, async () => {
    while (!isStopped) {
      const began = performance.now()
      const outcome = await once()
      const at = performance.now()
      asked.push({ at, ms: at - began, outcome })
      // Who is refused at once would otherwise leave no time for anyone else.
      if (outcome !== 'ok') await pause(5)
    }
  })
  return {
    since: (from: number) => asked.filter(({ at }) => at >= from),
    async stop() {
      isStopped = true
      await Promise.all(all)
      return asked
    },
  }
}
