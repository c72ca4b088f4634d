import { setTimeout as pause } from 'node:timers/promises'
import { PublicError } from '../../schema/errors.ts'
import type { Seat } from '../crowd.ts'
import type { SubgraphAnswer, SubgraphCall } from '../engine/index.ts'
import { Circuit, type CircuitState, type Outcome, type Passage } from './circuit.ts'
import type { OpenDoor, TransportContext } from './index.ts'
import { Pace } from './pace.ts'
import { type Callers, Patience } from './patience.ts'
import { RetryBudget } from './retry-budget.ts'
import { Silence } from './silence.ts'
import { toAnswer } from './to-answer.ts'

export type DoorLimits = {
  /** For one request, also where the client would wait longer. */
  readonly timeoutMs: number
  /** Requests at once; one more is refused, not queued. */
  readonly concurrency: number
}

/** What happened on the way, for whoever counts. Names of subgraphs and ids of requests, never more. */
export type DoorEvents = {
  readonly circuit?: (subgraph: string, state: CircuitState) => void
  readonly retried?: (subgraph: string) => void
}

/** The way to one subgraph. Refuses with PublicError, as `createTransport` tells. When it has answered, the callers leave. */
export type GuardedDoor = {
  ask(call: SubgraphCall, context: TransportContext, callers: Callers): Promise<SubgraphAnswer>
  close(): void
}

const circuitLimits = { windowMs: 4_000, minimum: 10, share: 0.5, openMs: 500 }
/** Sooner than this no silence is unusual: a collector's pause, a checkpoint or a busy machine takes as long. */
const shortestSilenceMs = 1_000
/** The probe decides how soon a subgraph is back, so it may not take the whole of a deadline. */
const shortestProbeMs = 1_000
/** Clocks of whole milliseconds fall short of a limit now and then. */
const nearly = 0.9
const retryShare = 0.1
const mostRetriesSaved = 10
const retryPauseMs = { least: 5, most: 50 }

/** Faults after which the same read may succeed at once: the connection, or a word that it is not ready just now. */
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HTTP_503'])

/**
 * A subgraph over the network: one deadline, a bulkhead without a queue, a circuit breaker with one probe, an eye for
 * silence, and one more try for reads. A subgraph in this process needs none of them: it fails when we do.
 */
export function guardDoor(
  subgraph: string,
  door: OpenDoor,
  { timeoutMs, concurrency }: DoorLimits,
  events: DoorEvents = {},
): GuardedDoor {
  const now = () => performance.now()
  const circuit = new Circuit(circuitLimits, now, state => events.circuit?.(subgraph, state))
  const pace = new Pace(shortestSilenceMs, timeoutMs)
  const budget = new RetryBudget(retryShare, mostRetriesSaved)
  const unavailable = (reason: string) =>
    new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph }, cause: new Error(reason) })
  // Made once: when a subgraph is down, these are thrown thousands of times a second.
  const circuitOpen = unavailable('the circuit is open')
  const bulkheadFull = unavailable('too many requests are under way')
  const fellSilent = unavailable('no answer to anybody for unusually long')
  const silence = new Silence(
    now,
    () => pace.unusualMs,
    waiting => {
      circuit.trip()
      for (const patience of waiting) patience.giveUp(fellSilent)
    },
  )
  let underWay = 0

  async function ask(
    call: SubgraphCall,
    context: TransportContext,
    callers: Callers,
    endsAt: number,
    isFirst: boolean,
  ): Promise<SubgraphAnswer> {
    if (underWay >= concurrency) return turnAway(callers, bulkheadFull)
    const passage = circuit.enter()
    if (!passage) return turnAway(callers, circuitOpen)
    const leftMs = endsAt - Date.now()
    const waitMs = passage === 'probe' ? Math.min(leftMs, pace.within(shortestProbeMs)) : leftMs
    const began = now()
    underWay++
    let outcome: Outcome = 'unknown'
    let patience: Patience | undefined
    let seat: Seat<Patience> | undefined
    let pauseMs: number | undefined
    try {
      patience = new Patience(subgraph, waitMs, callers)
      // A write that is under way is left to its deadline: nobody could say whether it was done.
      if (call.kind === 'query') seat = silence.waits(patience)
      door.ask({ body: call.body, headers: context.headers, waitMs }, patience)
      const answer = await patience.answer
      pace.answered(now() - began)
      outcome = 'answered'
      return toAnswer(subgraph, answer)
    } catch (error) {
      if (outcome !== 'answered') outcome = outcomeOf(error, passage, callers.isGone ? now() - began : waitMs)
      if (isFirst && call.kind === 'query' && isPassing(error) && !callers.isGone) pauseMs = pauseBefore(endsAt)
      if (pauseMs === undefined) throw error
    } finally {
      if (seat && patience?.isGivenUp) silence.left(seat)
      else if (seat) silence.heard(seat)
      patience?.end()
      underWay--
      circuit.settle(passage, outcome)
      if (pauseMs === undefined) callers.leave()
    }
    events.retried?.(subgraph)
    await pause(pauseMs)
    return ask(call, context, callers, endsAt, false)
  }

  /** How long to wait before one more try; undefined where there is no time for it, or there were too many. */
  function pauseBefore(endsAt: number): number | undefined {
    const pauseMs = retryPauseMs.least + Math.random() * (retryPauseMs.most - retryPauseMs.least)
    return Date.now() + pauseMs < endsAt && budget.take() ? pauseMs : undefined
  }

  /** Who gives up sooner than is unusual proves nothing; nor does an answer that this one question spoilt. */
  function outcomeOf(error: unknown, passage: Passage, waitedMs: number): Outcome {
    const code = error instanceof PublicError ? error.code : undefined
    if (code === 'REGISTRY_UNAVAILABLE') return 'failed'
    if (code === 'REGISTRY_TIMEOUT') return waitedMs >= pace.unusualMs * nearly ? 'failed' : 'unknown'
    return passage === 'probe' ? 'failed' : 'unknown'
  }

  return {
    ask(call, context, callers) {
      budget.payIn()
      return ask(call, context, callers, Math.min(context.deadline, Date.now() + timeoutMs), true)
    },
    close() {
      silence.close()
    },
  }
}

function turnAway(callers: Callers, error: PublicError): never {
  callers.leave()
  throw error
}

function isPassing(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } }
  return typeof cause?.code === 'string' && passing.has(cause.code)
}
