/**
 * How does a question reach a subgraph, and when do we stop waiting? The only way out of the gateway: in this process,
 * or over HTTP. It reads no answer beyond its outer shape, and repeats no request.
 */
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { Send, SubgraphAnswer } from '../engine/index.ts'
import { openHttpDoor } from './http-door.ts'

/** Where a subgraph is: over HTTP, or in this process. `execute` is that of the kernel's running subgraph. */
export type Door =
  | { readonly url: string }
  | {
      readonly execute: (request: {
        query: string
        variables?: Readonly<Record<string, unknown>>
        operationName?: string
        headers: Record<string, string>
        signal?: AbortSignal
      }) => Promise<SubgraphAnswer>
    }

export type TransportContext = {
  /** Sent with every request: access token, correlation id, language. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** When the client's deadline passes, in milliseconds since 1970. */
  readonly deadline: number
}

export type TransportLimits = {
  /** Of one answer, as it comes over the wire. 10 MiB unless told. */
  readonly answerBytes?: number
  /** For one request, also where the client would wait longer. 10 s unless told. */
  readonly timeoutMs?: number
}

export type Transport = { readonly send: Send<TransportContext>; close(): Promise<void> }

/** One request as any door takes it. */
export type Outgoing = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
}

export type OpenDoor = { readonly ask: (request: Outgoing) => Promise<unknown>; close(): Promise<void> }

const defaultAnswerBytes = 10 * 1024 * 1024
const defaultTimeoutMs = 10_000

/**
 * `send` throws PublicError with `details.register`, the subgraph's name, and the cause inside: REGISTRY_TIMEOUT where
 * the deadline passed or the caller went away, REGISTRY_UNAVAILABLE where nobody answers or with a status of 500 and
 * above, REGISTRY_ANSWER_INVALID where the answer is not GraphQL, not whole, or too large.
 */
export function createTransport(
  doors: Readonly<Record<string, Door>>,
  { answerBytes = defaultAnswerBytes, timeoutMs = defaultTimeoutMs }: TransportLimits = {},
): Transport {
  const open = new Map(Object.entries(doors).map(([name, door]) => [name, openDoor(name, door, answerBytes)]))
  return {
    async send({ subgraph, query, operationName, variables }, { headers, deadline }, signal) {
      const door = open.get(subgraph)
      if (!door) throw new Error(`there is no door to the subgraph ${subgraph}`)
      const waitMs = Math.min(deadline - Date.now(), timeoutMs)
      using patience = hasPatience(subgraph, waitMs, signal)
      const answer = await patience.first(
        door.ask({
          query,
          variables,
          ...(operationName !== undefined && { operationName }),
          headers: { ...headers, [accessHeaders.deadline]: String(Math.ceil(waitMs)) },
          signal: patience.signal,
        }),
      )
      return toAnswer(subgraph, answer)
    },
    async close() {
      await Promise.all([...open.values()].map(door => door.close()))
    },
  }
}

function openDoor(subgraph: string, door: Door, answerBytes: number): OpenDoor {
  if ('url' in door) return openHttpDoor(subgraph, new URL(door.url), answerBytes)
  return {
    ask: async request => {
      try {
        return await door.execute(request)
      } catch (cause) {
        if (cause instanceof PublicError) throw cause
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph }, cause })
      }
    },
    close: async () => {},
  }
}

/** Waits for no longer than told, nor after the caller has gone; whoever is asked is told by the signal. */
function hasPatience(subgraph: string, waitMs: number, caller: AbortSignal) {
  const controller = new AbortController()
  const { promise: over, reject } = Promise.withResolvers<never>()
  const giveUp = (cause: unknown) => {
    const error = new PublicError('REGISTRY_TIMEOUT', { details: { register: subgraph }, cause })
    reject(error)
    controller.abort(error)
  }
  const callerLeft = () => giveUp(caller.reason)
  if (caller.aborted)
    throw new PublicError('REGISTRY_TIMEOUT', { details: { register: subgraph }, cause: caller.reason })
  if (!(waitMs > 0)) throw new PublicError('REGISTRY_TIMEOUT', { details: { register: subgraph } })
  const timer = setTimeout(() => giveUp(new Error(`no answer within ${Math.ceil(waitMs)} ms`)), waitMs)
  caller.addEventListener('abort', callerLeft, { once: true })
  return {
    signal: controller.signal,
    first: <Value>(asked: Promise<Value>): Promise<Value> => Promise.race([asked, over]),
    [Symbol.dispose]() {
      clearTimeout(timer)
      caller.removeEventListener('abort', callerLeft)
    },
  }
}

function toAnswer(subgraph: string, answer: unknown): SubgraphAnswer {
  const isAnswer =
    typeof answer === 'object' && answer !== null && !Array.isArray(answer) && ('data' in answer || 'errors' in answer)
  // What is inside is the engine's to judge.
  if (isAnswer) return answer as SubgraphAnswer
  const cause = new Error('the answer has neither data nor errors')
  throw new PublicError('REGISTRY_ANSWER_INVALID', { details: { register: subgraph }, cause })
}
