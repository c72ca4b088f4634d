import { connect, type Socket } from 'node:net'
import type { Answers, Judge, Load } from './load.ts'

/*
 * The load, in a process of its own: as many connections as told, each asking again as soon as it has its answer, over
 * bare sockets, so that the load takes little of the core that it shares with the subgraphs.
 */
const headEnd = Buffer.from('\r\n\r\n')

class Recorder {
  readonly finishedAt: number[] = []
  readonly ms: number[] = []
  readonly verdicts: number[] = []
  readonly began = performance.now()
  firstBad: string | undefined

  add(began: number, verdict: number, text: () => string): void {
    const now = performance.now()
    this.finishedAt.push(performance.timeOrigin + now)
    this.ms.push(now - began)
    this.verdicts.push(verdict)
    if (verdict !== 0) this.firstBad ??= text().slice(0, 1_000)
  }

  answers(seconds: number): Answers {
    const until = performance.timeOrigin + this.began + seconds * 1_000
    return {
      seconds,
      inTime: this.finishedAt.filter(at => at <= until).length,
      finishedAt: Float64Array.from(this.finishedAt),
      ms: Float64Array.from(this.ms),
      verdicts: Uint8Array.from(this.verdicts),
      ...(this.firstBad !== undefined && { firstBad: this.firstBad }),
    }
  }
}

/** One answer as it comes in, with a content-length or in chunks; bytes are kept only where somebody reads them. */
class Incoming {
  status = 0
  bytes = 0
  readonly kept: Buffer[] = []
  isWhole = false
  /** The server ends the connection after this answer. */
  isLast = false
  /** Answers of this length are not looked at. */
  readonly #familiarBytes: number | undefined
  #keeps = true
  #head: Buffer | undefined = Buffer.alloc(0)
  #left = 0
  #chunks: Buffer | undefined

  constructor(judge: Judge) {
    this.#familiarBytes = judge.kind === 'length' ? judge.bytes : undefined
  }

  take(bytes: Buffer): void {
    if (!this.#head) {
      this.#takeBody(bytes)
      return
    }
    this.#head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes])
    const end = this.#head.indexOf(headEnd)
    if (end < 0) return
    const text = this.#head.toString('latin1', 0, end)
    const rest = this.#head.subarray(end + headEnd.length)
    this.#head = undefined
    this.status = Number(text.slice(9, 12))
    this.isLast = /\r\nconnection: *close/i.test(text)
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
    if (length === undefined) this.#chunks = Buffer.alloc(0)
    this.#left = Number(length ?? 0)
    this.#keeps = this.status !== 200 || this.#left !== this.#familiarBytes
    this.#takeBody(rest)
  }

  text(): string {
    return `${this.status} ${Buffer.concat(this.kept)}`
  }

  #takeBody(bytes: Buffer): void {
    if (this.#chunks) {
      this.#takeChunks(bytes)
      return
    }
    this.#add(bytes)
    this.#left -= bytes.length
    this.isWhole = this.#left <= 0
  }

  #takeChunks(bytes: Buffer): void {
    let pending = this.#chunks?.length ? Buffer.concat([this.#chunks, bytes]) : bytes
    for (;;) {
      const line = pending.indexOf('\r\n')
      if (line < 0) break
      const size = Number.parseInt(pending.toString('latin1', 0, line), 16)
      const end = line + 2 + size + 2
      if (pending.length < end) break
      this.#add(pending.subarray(line + 2, end - 2))
      pending = pending.subarray(end)
      if (size === 0) this.isWhole = true
    }
    this.#chunks = pending
  }

  #add(bytes: Buffer): void {
    this.bytes += bytes.length
    if (this.#keeps) this.kept.push(bytes)
  }
}

/** 0 is good, 1 is complete but for what was broken, 2 is anything else. */
function verdictOf(judge: Judge, answer: Incoming): number {
  if (judge.kind === 'length') return answer.status === 200 && answer.bytes === judge.bytes ? 0 : 2
  try {
    const text = JSON.stringify(JSON.parse(Buffer.concat(answer.kept).toString('utf8')).data)
    return text === judge.whole ? 0 : text === judge.rest ? 1 : 2
  } catch {
    return 2
  }
}

const closed = (socket: Socket) =>
  new Promise<void>(resolve => void (socket.destroyed ? resolve() : socket.once('close', () => resolve())))

function run(load: Load): Promise<Answers> {
  const recorder = new Recorder()
  const { hostname, port, pathname } = new URL(load.url)
  let asked = 0
  let isOver = false

  const requestBytes = (): string => {
    const given = load.tokens
    const token = typeof given === 'string' ? `${given}-${asked}` : given[asked % given.length]
    asked++
    return `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(load.body)}\r\n\r\n${load.body}`
  }

  const open = (): { socket: Socket; began: () => number } => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let incoming = new Incoming(load.judge)
    let startedAt = performance.now()
    const ask = () => {
      incoming = new Incoming(load.judge)
      startedAt = performance.now()
      socket.write(requestBytes())
    }
    socket.on('connect', ask)
    socket.on('data', bytes => {
      incoming.take(bytes)
      if (!incoming.isWhole) return
      recorder.add(startedAt, verdictOf(load.judge, incoming), () => incoming.text())
      if (isOver) socket.end()
      else if (incoming.isLast) renew(socket)
      else ask()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      const index = talks.findIndex(talk => talk.socket === socket)
      if (isOver || index < 0) return
      recorder.add(startedAt, 2, () => 'the connection was closed')
      setTimeout(() => {
        if (!isOver) talks[index] = open()
      }, 20)
    })
    return { socket, began: () => startedAt }
  }
  const renew = (socket: Socket) => {
    const index = talks.findIndex(talk => talk.socket === socket)
    socket.end()
    talks[index] = open()
  }
  const talks = Array.from({ length: load.connections }, open)
  const impatient = setInterval(() => {
    const latest = performance.now() - load.patienceMs
    for (const { socket, began: since } of talks) if (since() < latest) socket.destroy()
  }, 500)

  return new Promise(resolve => {
    setTimeout(async () => {
      isOver = true
      const seconds = (performance.now() - recorder.began) / 1_000
      // Work that has begun is not left to whoever is measured next.
      await Promise.all(talks.map(({ socket }) => closed(socket)))
      clearInterval(impatient)
      resolve(recorder.answers(seconds))
    }, load.seconds * 1_000)
  })
}

process.on('message', async (load: Load) => {
  const answers = await run(load)
  process.send?.(answers)
})
process.on('disconnect', () => process.exit(0))
