import { LRUCache } from 'lru-cache'
import { accessHeaders } from '../../schema/access.ts'
import type { SubgraphAnswer, SubgraphCall } from '../engine/index.ts'
import type { TransportContext } from './index.ts'
import { Callers } from './patience.ts'

/**
 * How old a read may be and still be joined. It bounds how much a caller can fail to see of what it has just written
 * through another process; through this one it fails to see nothing.
 */
const joinableMs = 100
/** Of more callers at once, those who asked longest ago are joined by nobody. */
const mostCallers = 10_000

type Flight = {
  readonly call: SubgraphCall
  readonly language: string | undefined
  readonly eventId: string | undefined
  readonly began: number
  readonly deadline: number
  readonly callers: Callers
  readonly answer: Promise<SubgraphAnswer>
}

/** Asks. When there is an answer, or none will come, the callers leave. */
type Fly = (call: SubgraphCall, context: TransportContext, callers: Callers) => Promise<SubgraphAnswer>

/** Told of a read that was answered by another's: the ids of both requests. */
export type Shared = (subgraph: string, ids: { eventId: string | undefined; answeredBy: string | undefined }) => void

/**
 * The same question of the same caller, in the same language and at the same time, is asked once. A caller is its access
 * token: whoever has none, or another, shares nothing. docs/decisions/0013-resilience.md says what that means for the
 * access log.
 */
export class SharedReads {
  /** Not a `Map`: where thousands a second come and go, one keeps whoever was in it (docs/decisions/0036). */
  readonly #byCaller = new LRUCache<string, Set<Flight>>({ max: mostCallers })
  readonly #fly: Fly
  readonly #shared: Shared

  constructor(fly: Fly, shared: Shared = () => {}) {
    this.#fly = fly
    this.#shared = shared
  }

  // Not `async`, nor is what it calls but for the door: each would be a step more on the way of every fetch.
  send(call: SubgraphCall, context: TransportContext): Promise<SubgraphAnswer> {
    const caller = context.headers[accessHeaders.authorization]
    if (caller === undefined) return this.#fly(call, context, new Callers(context.departure))
    if (call.kind === 'mutation') return this.#write(caller, call, context)
    const flights = this.#byCaller.get(caller)
    const flight = flights && joinable(flights, call, context)
    if (!flight) return this.#first(caller, flights, call, context)
    flight.callers.join(context.departure)
    this.#shared(call.subgraph, { eventId: context.headers[accessHeaders.correlationId], answeredBy: flight.eventId })
    return flight.answer
  }

  #write(caller: string, call: SubgraphCall, context: TransportContext) {
    const callers = new Callers(context.departure)
    // What was read before this write is not an answer to who asks after it.
    callers.onLeave(() => this.#byCaller.delete(caller))
    return this.#fly(call, context, callers)
  }

  #first(caller: string, before: Set<Flight> | undefined, call: SubgraphCall, context: TransportContext) {
    const callers = new Callers(context.departure)
    const answer = this.#fly(call, context, callers)
    // Refused before it was asked.
    if (callers.isGone) return answer
    const flights = before ?? new Set()
    if (!before) this.#byCaller.set(caller, flights)
    const flight: Flight = {
      call,
      language: context.headers[accessHeaders.language],
      eventId: context.headers[accessHeaders.correlationId],
      began: performance.now(),
      deadline: context.deadline,
      callers,
      answer,
    }
    flights.add(flight)
    callers.onLeave(() => {
      flights.delete(flight)
      if (flights.size === 0 && this.#byCaller.get(caller) === flights) this.#byCaller.delete(caller)
    })
    return answer
  }
}

function joinable(flights: ReadonlySet<Flight>, call: SubgraphCall, context: TransportContext): Flight | undefined {
  for (const flight of flights) {
    if (
      flight.call.subgraph === call.subgraph &&
      flight.language === context.headers[accessHeaders.language] &&
      performance.now() - flight.began <= joinableMs &&
      // The first one's deadline ends the wait of all.
      context.deadline - flight.deadline <= joinableMs &&
      !flight.callers.isGone &&
      flight.call.body === call.body
    )
      return flight
  }
  return undefined
}
