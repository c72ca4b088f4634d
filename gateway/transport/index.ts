/**
 * How does a question reach a subgraph, and when do we stop waiting? The only way out of the gateway: in this process,
 * or over HTTP. It reads no answer beyond its outer shape, and repeats no request.
 */
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { OpenSource, Send, SubgraphAnswer } from '../engine/index.ts'
import { Connections } from './connections.ts'
import type { Departure } from './departure.ts'
import { openEventSources } from './event-source.ts'
import { type DoorEvents, type GuardedDoor, guardDoor } from './guarded-door.ts'
import { openHttpDoor } from './http-door.ts'
import { Patience } from './patience.ts'
import { type Shared, SharedReads } from './shared-reads.ts'
import { toAnswer } from './to-answer.ts'

export { Departure } from './departure.ts'

/** Where a subgraph is: over HTTP, or in this process. `execute` is that of the kernel's running subgraph. */
export type Door = { readonly url: string } | InProcessDoor

type InProcessDoor = {
  readonly execute: (request: {
    query: string
    variables?: Readonly<Record<string, unknown>>
    operationName?: string
    headers: Record<string, string>
    signal?: AbortSignal
  }) => Promise<SubgraphAnswer>
  /** Each event of a subscription is an answer. Without it the subgraph has none. */
  readonly subscribe?: (request: {
    query: string
    variables?: Readonly<Record<string, unknown>>
    operationName?: string
    headers: Record<string, string>
    signal?: AbortSignal
  }) => AsyncIterable<SubgraphAnswer>
}

export type TransportContext = {
  /** Sent with every request: access token, correlation id, language. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** When the client's deadline passes, in milliseconds since 1970. */
  readonly deadline: number
  /** The client's: whoever has gone is not asked for. */
  readonly departure: Departure
}

export type TransportLimits = {
  /** Of one answer, as it comes over the wire. 10 MiB unless told. */
  readonly answerBytes?: number
  /** For one request, also where the client would wait longer. 10 s unless told. */
  readonly timeoutMs?: number
  /** The same for one subgraph, by its name. */
  readonly timeoutsMs?: Readonly<Record<string, number>>
  /** Requests at once to one subgraph over HTTP; one more is refused. 256 unless told. */
  readonly concurrency?: number
}

/** What happened on the way, for whoever counts. */
export type TransportEvents = DoorEvents & { readonly shared?: Shared }

export type Transport = {
  readonly send: Send<TransportContext>
  readonly openSource: OpenSource<TransportContext>
  close(): Promise<void>
}

/** One request as it goes over the network. */
export type Outgoing = {
  readonly body: string
  readonly headers: TransportContext['headers']
  /** What is left of its time. */
  readonly waitMs: number
}

/** Asks, and says so to whoever waits: `resolve` or `reject`, once. It stops asking when that one gives up. */
export type OpenDoor = { ask(request: Outgoing, patience: Patience): void }

const defaultAnswerBytes = 10 * 1024 * 1024
const defaultTimeoutMs = 10_000
const defaultConcurrency = 256

/**
 * `send` throws PublicError with `details.register`, the subgraph's name, and the cause inside: REGISTRY_TIMEOUT where
 * the deadline passed or the caller went away, REGISTRY_UNAVAILABLE where nobody answers, with a status of 500 and
 * above, or where it is not even asked (too many requests under way, or a circuit that is open), and
 * REGISTRY_ANSWER_INVALID where the answer is not GraphQL, not whole, too large or too deep.
 */
export function createTransport(
  doors: Readonly<Record<string, Door>>,
  limits: TransportLimits = {},
  events: TransportEvents = {},
): Transport {
  const connections = new Connections()
  const openOne = (name: string, door: Door) =>
    'url' in door
      ? openOverHttp(name, new URL(door.url), connections, { limits, events })
      : openInProcess(name, door, timeoutOf(name, limits))
  const open = new Map(Object.entries(doors).map(([name, door]) => [name, openOne(name, door)]))
  const reads = new SharedReads((call, context, callers) => {
    const door = open.get(call.subgraph)
    if (!door) {
      callers.leave()
      return Promise.reject(new Error(`there is no door to the subgraph ${call.subgraph}`))
    }
    return door.ask(call, context, callers)
  }, events.shared)
  const sources = openEventSources(doors)
  return {
    send: (call, context) => reads.send(call, context),
    openSource: sources.open,
    async close() {
      for (const door of open.values()) door.close()
      await Promise.all([connections.close(), sources.close()])
    },
  }
}

const timeoutOf = (name: string, { timeoutsMs, timeoutMs }: TransportLimits): number =>
  timeoutsMs?.[name] ?? timeoutMs ?? defaultTimeoutMs

type Guarding = { readonly limits: TransportLimits; readonly events: TransportEvents }

function openOverHttp(name: string, url: URL, connections: Connections, { limits, events }: Guarding): GuardedDoor {
  const { answerBytes = defaultAnswerBytes, concurrency = defaultConcurrency } = limits
  const opened = openHttpDoor(name, url, connections, { answerBytes, atOnce: concurrency })
  return guardDoor(name, opened, { timeoutMs: timeoutOf(name, limits), concurrency }, events)
}

function openInProcess(subgraph: string, door: InProcessDoor, timeoutMs: number): GuardedDoor {
  return {
    async ask(call, { headers, deadline }, callers) {
      let patience: Patience | undefined
      let answer: unknown
      try {
        const waitMs = Math.min(deadline - Date.now(), timeoutMs)
        patience = new Patience(subgraph, waitMs, callers)
        const leaving = new AbortController()
        patience.onGivenUp(reason => leaving.abort(reason))
        const { query, operationName } = call
        const request = {
          query,
          variables: call.variables(),
          ...(operationName !== undefined && { operationName }),
          headers: { ...headers, [accessHeaders.deadline]: String(Math.ceil(waitMs)) },
          signal: leaving.signal,
        }
        door.execute(request).then(patience.resolve, patience.reject)
        answer = await patience.answer
      } catch (cause) {
        if (cause instanceof PublicError) throw cause
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph }, cause })
      } finally {
        patience?.end()
        callers.leave()
      }
      return toAnswer(subgraph, answer)
    },
    close() {},
  }
}
