import { createServer, type Server, type Socket } from 'node:net'

/**
 * An HTTP server as thin as can be, so that whoever is asked costs less than whoever asks: keep-alive, POST with a
 * content-length, answers as ready bytes. Only for benchmarks: it trusts its clients.
 */
export type Answerer = (path: string, body: string) => Buffer | Promise<Buffer> | undefined

const headEnd = Buffer.from('\r\n\r\n')

/** Undefined from `answer` leaves the client waiting. Resolves to the address when the port is open. */
export async function serveThin(answer: Answerer): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(socket => {
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    const conversation = new Conversation(socket, answer)
    socket.on('data', bytes => conversation.take(bytes))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, server }
}

/** Head and body of an answer in one buffer: one write, no work. */
export function readyAnswer(status: number, body: string): Buffer {
  const bytes = Buffer.from(body)
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Failed'}\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}

class Conversation {
  readonly #socket: Socket
  readonly #answer: Answerer
  #pending: Buffer = Buffer.alloc(0)

  constructor(socket: Socket, answer: Answerer) {
    this.#socket = socket
    this.#answer = answer
  }

  take(bytes: Buffer): void {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    while (this.#takeOne()) {}
  }

  #takeOne(): boolean {
    const end = this.#pending.indexOf(headEnd)
    if (end < 0) return false
    const head = this.#pending.toString('latin1', 0, end)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (length === undefined) {
      this.#socket.end(readyAnswer(411, '{}'))
      return false
    }
    const from = end + headEnd.length
    const to = from + Number(length)
    if (this.#pending.length < to) return false
    const body = this.#pending.toString('latin1', from, to)
    this.#pending = this.#pending.subarray(to)
    this.#reply(head.slice(5, head.indexOf(' ', 5)), body)
    return this.#pending.length > 0
  }

  #reply(path: string, body: string): void {
    const ready = this.#answer(path, body)
    if (Buffer.isBuffer(ready)) this.#socket.write(ready)
    else ready?.then(later => this.#socket.write(later))
  }
}
