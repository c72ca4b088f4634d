import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type ErrorCode, errorCatalogue, errorText } from '../../schema/errors.ts'
import {
  acceptsEvents,
  eventStreamHeaders,
  heartbeatMs,
  printComplete,
  printHeartbeat,
  printNext,
} from '../../schema/event-stream.ts'
import type { Subgraph, SubgraphAnswer } from './run-subgraph.ts'

/** A gateway batches entities; a larger body than this is not one of its requests. */
const largestBodyBytes = 4 * 1024 * 1024

/** The HTTP door of one subgraph: POST / with a GraphQL request, for the gateway alone. Resolves when listening. */
export async function serveSubgraph(
  subgraph: Subgraph,
  { host, port }: { host: string; port: number },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(subgraph, request, response))
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

async function answer(subgraph: Subgraph, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?')[0]
  if (path === '/health/live' || path === '/health/ready') return send(response, 200, { status: 'ok' })
  if (path !== '/' && path !== '/graphql') return answerBeside(subgraph, request, response)
  if (request.method !== 'POST') return refuse(response, 'METHOD_NOT_ALLOWED')
  const gone = new AbortController()
  response.once('close', () => response.writableFinished || gone.abort())
  try {
    const body = await readBody(request)
    if (body === undefined) return refuse(response, 'PAYLOAD_TOO_LARGE', `${largestBodyBytes} B`)
    const { query, variables, operationName } = JSON.parse(body) as Record<string, unknown>
    if (typeof query !== 'string') return refuse(response, 'BAD_REQUEST')
    const asked = {
      query,
      variables: variables as Record<string, unknown>,
      operationName: typeof operationName === 'string' ? operationName : undefined,
      headers: request.headers,
      signal: gone.signal,
    }
    if (acceptsEvents(request.headers.accept)) await sendEvents(response, subgraph.subscribe(asked))
    else send(response, 200, await subgraph.execute(asked))
  } catch {
    // Not JSON, or the client went away while sending: either way there is nothing more to tell it.
    if (response.headersSent) response.destroy()
    else if (!response.destroyed) refuse(response, 'BAD_REQUEST')
  }
}

/** What the registry serves to anyone, if anything. */
async function answerBeside({ routes }: Subgraph, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (!(await routes?.(request, response))) refuse(response, 'NOT_FOUND')
  } catch {
    if (response.headersSent) response.destroy()
    else refuse(response, 'INTERNAL')
  }
}

/** One answer an event, with a sign of life in between. */
async function sendEvents(response: ServerResponse, answers: AsyncIterable<SubgraphAnswer>): Promise<void> {
  response.writeHead(200, eventStreamHeaders)
  response.write(printHeartbeat)
  const heartbeat = setInterval(() => response.write(printHeartbeat), heartbeatMs)
  try {
    for await (const answer of answers) response.write(printNext(answer))
    response.end(printComplete)
  } finally {
    clearInterval(heartbeat)
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > largestBodyBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function refuse(response: ServerResponse, code: ErrorCode, limit?: string): void {
  if (code === 'PAYLOAD_TOO_LARGE') response.setHeader('connection', 'close')
  const message = errorText(code, 'en', limit ? { limit } : {}).text
  send(response, errorCatalogue[code].status, { errors: [{ message, extensions: { code } }] })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}
