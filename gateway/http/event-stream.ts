import type { ServerResponse } from 'node:http'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import {
  eventStreamHeaders,
  heartbeatMs,
  printComplete,
  printHeartbeat,
  printNext,
  untilAborted,
} from '../../schema/event-stream.ts'
import { Departure, type TransportContext } from '../transport/index.ts'
import type { Exchange } from './exchange.ts'
import { presentRefusal } from './present-error.ts'
import type { Reply } from './send.ts'

/** Answers of one subscription, each as the client is to read it. */
export type Events = AsyncGenerator<unknown, void>

export type Subscription = {
  /** Opens the source; a reply where the operation cannot be carried out. */
  readonly open: (transport: TransportContext, signal: AbortSignal) => Promise<Reply | Events>
  /**
   * What subgraphs are sent, proven anew.
   * @throws where the caller may no longer ask
   */
  readonly headersNow: () => Promise<Readonly<Record<string, string>>>
  /** Of the answer, beside those of every stream. */
  readonly replyHeaders: readonly (readonly [string, string])[]
}

export type EventStreams = {
  /**
   * Answers a subscription until its source ends, its client goes, or its caller may no longer ask, which is looked at
   * with every heartbeat. Gives the reply where there is no stream.
   * @throws PublicError OVERLOADED
   */
  answer(exchange: Exchange, subscription: Subscription): Promise<Reply | undefined>
  /** Ends all streams, each with a last word, and opens no more. */
  close(): void
}

export type EventStreamsParts = {
  /** For the fetches of one event. */
  readonly operationMs: number
  readonly heartbeatMs?: number | undefined
  readonly reportBug: (error: unknown, eventId: string) => void
}

/** Each holds a connection to the client and one to a subgraph. */
const mostStreams = 1_000

export function createEventStreams({ operationMs, reportBug, ...times }: EventStreamsParts): EventStreams {
  const beatMs = times.heartbeatMs ?? heartbeatMs
  const open = new Set<AbortController>()
  let isClosed = false

  return {
    async answer(exchange, { open: openEvents, headersNow, replyHeaders }) {
      if (isClosed || open.size >= mostStreams) throw new PublicError('OVERLOADED')
      const ending = new AbortController()
      const signal = AbortSignal.any([exchange.gone, ending.signal])
      open.add(ending)
      let heartbeat: NodeJS.Timeout | undefined
      try {
        const transport = new RenewedContext(await headersNow(), operationMs, new Departure(signal))
        const events = await openEvents(transport, signal)
        if (!(Symbol.asyncIterator in events)) return events
        heartbeat = setInterval(() => {
          exchange.response.write(printHeartbeat)
          headersNow().then(
            headers => transport.renew(headers),
            error => ending.abort(error),
          )
        }, beatMs)
        begin(exchange, replyHeaders)
        await write(exchange, events, signal, error => reportBug(error, exchange.eventId))
        cutUnlessRead(exchange.response, beatMs)
        return undefined
      } finally {
        clearInterval(heartbeat)
        open.delete(ending)
      }
    },
    close() {
      isClosed = true
      for (const ending of open) ending.abort(new PublicError('OVERLOADED'))
    },
  }
}

function begin({ response, eventId }: Exchange, headers: Subscription['replyHeaders']): void {
  response.setHeader(accessHeaders.correlationId, eventId)
  for (const [name, value] of [...Object.entries(eventStreamHeaders), ...headers]) response.setHeader(name, value)
  // Nothing else is answered on this connection after the stream: a gateway that finishes need not wait for it.
  response.shouldKeepAlive = false
  response.writeHead(200)
  response.write(printHeartbeat)
}

async function write(
  exchange: Exchange,
  events: Events,
  signal: AbortSignal,
  reportBug: (error: unknown) => void,
): Promise<void> {
  const { response } = exchange
  const tell = (error: unknown) => response.write(printNext(presentRefusal(error, exchange, reportBug).body))
  try {
    for await (const answer of untilAborted(events, signal, reportBug)) {
      // A client that reads slower than events come is waited for, and so is their source.
      if (!response.write(printNext(answer))) await drained(response, signal)
    }
    if (signal.reason instanceof PublicError) tell(signal.reason)
  } catch (error) {
    tell(error)
  } finally {
    response.end(printComplete)
  }
}

/** What is no subscription, for a client that takes nothing but events. */
export const asOneEvent = ({ body }: Reply): Reply => ({
  status: 200,
  headers: Object.entries(eventStreamHeaders),
  body: `event: next\ndata: ${body}\n\n${printComplete}`,
})

/** Resolves when the client has read what was written, or is not to be waited for any more. */
function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const over = () => {
      response.off('drain', over)
      signal.removeEventListener('abort', over)
      resolve()
    }
    response.once('drain', over)
    signal.addEventListener('abort', over, { once: true })
    if (signal.aborted) over()
  })
}

/** Whoever has stopped reading does not read the last word either: her connection is not kept for it. */
function cutUnlessRead(response: ServerResponse, ms: number): void {
  if (response.writableFinished || response.closed) return
  const cut = setTimeout(() => response.destroy(), ms)
  response.once('close', () => clearTimeout(cut))
}

/** What each fetch of a stream is sent with: a deadline of its own, counted from then, and the newest access token. */
class RenewedContext implements TransportContext {
  readonly departure: Departure
  #headers: Readonly<Record<string, string>>
  readonly #operationMs: number

  constructor(headers: Readonly<Record<string, string>>, operationMs: number, departure: Departure) {
    this.#headers = headers
    this.#operationMs = operationMs
    this.departure = departure
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers
  }

  get deadline(): number {
    return Date.now() + this.#operationMs
  }

  renew(headers: Readonly<Record<string, string>>): void {
    this.#headers = headers
  }
}
