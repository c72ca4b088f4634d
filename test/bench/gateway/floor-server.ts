import { createServer, type IncomingMessage } from 'node:http'
import { type Dispatcher, Pool } from 'undici'

/*
 * What the two floors have in common: node:http on one side, undici's `dispatch` on the other, and nothing that a gateway
 * has between them. `ask` resolves to the bytes of an answer.
 */
export type Ask = (path: string, body: string, authorization: string) => Promise<Buffer>

class Collector implements Dispatcher.DispatchHandler {
  readonly #parts: Buffer[] = []
  readonly #resolve: (bytes: Buffer) => void
  readonly #reject: (error: Error) => void

  constructor(resolve: (bytes: Buffer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  onRequestStart(): void {}

  onResponseStart(): void {}

  onResponseData(_: Dispatcher.DispatchController, part: Buffer): void {
    this.#parts.push(part)
  }

  onResponseEnd(): void {
    const [only] = this.#parts
    this.#resolve(this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts))
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
  }
}

export function startFloor(answer: (body: string, authorization: string, ask: Ask) => Promise<Buffer | string>): void {
  const { PORT, SUBGRAPHS } = process.env
  const pool = new Pool(String(SUBGRAPHS), { connections: 64, pipelining: 1 })
  const ask: Ask = (path, body, authorization) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', authorization }
      pool.dispatch({ method: 'POST', path, headers, body }, new Collector(resolve, reject))
    })
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const bytes = await answer(body, request.headers.authorization ?? '', ask)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(bytes) })
    response.end(bytes)
  })
  server.listen(Number(PORT), '127.0.0.1')
}

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    request.on('error', reject)
  })
