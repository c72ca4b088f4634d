import { Pool } from 'undici'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { eventStreamType, heartbeatMs, readEvents, untilAborted } from '../../schema/event-stream.ts'
import type { OpenSource, SubgraphAnswer } from '../engine/index.ts'
import { deepestAnswer, isDeeperThan } from './depth.ts'
import type { Door, TransportContext } from './index.ts'

export type EventSources = { readonly open: OpenSource<TransportContext>; close(): Promise<void> }

const largestEventBytes = 1024 * 1024
const headersTimeoutMs = 10_000
/** A subgraph that has sent nothing for so long, not even a heartbeat, has gone. */
const silenceMs = 3 * heartbeatMs

/**
 * Subscriptions of subgraphs. Over HTTP each has a connection of its own, apart from those that requests share: a
 * thousand open subscriptions take no request's place. Errors are PublicErrors, as those of the transport's `send`.
 */
export function openEventSources(doors: Readonly<Record<string, Door>>): EventSources {
  const pools = new Map<string, Pool>()

  function poolOf(url: URL): Pool {
    const known = pools.get(url.origin)
    if (known) return known
    const options = { connections: null, pipelining: 1, headersTimeout: headersTimeoutMs, bodyTimeout: silenceMs }
    const pool = new Pool(url.origin, options)
    pools.set(url.origin, pool)
    return pool
  }

  return {
    async *open({ subgraph, query, variables, operationName, body }, { headers, deadline }, signal) {
      const door = Object.hasOwn(doors, subgraph) ? doors[subgraph] : undefined
      if (!door) throw new Error(`there is no door to the subgraph ${subgraph}`)
      const sent = { ...headers, [accessHeaders.deadline]: String(Math.ceil(deadline - Date.now())) }
      try {
        if ('url' in door) {
          const url = new URL(door.url)
          yield* notTooDeep(subgraph, overHttp(poolOf(url), url, { body, headers: sent, signal }))
        } else if (door.subscribe) {
          const named = operationName === undefined ? {} : { operationName }
          const events = door.subscribe({ query, variables: variables(), ...named, headers: sent, signal })
          yield* notTooDeep(subgraph, untilAborted(events, signal))
        } else throw new Error('this subgraph has no subscriptions')
      } catch (cause) {
        if (cause instanceof PublicError) throw cause
        if (signal.aborted) return
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph }, cause })
      }
    },
    async close() {
      await Promise.all([...pools.values()].map(pool => pool.destroy()))
    },
  }
}

/** What else an event holds is the engine's to judge. */
async function* notTooDeep(
  register: string,
  events: AsyncIterable<SubgraphAnswer>,
): AsyncGenerator<SubgraphAnswer, void> {
  for await (const event of events) {
    if (isDeeperThan(deepestAnswer, event)) {
      const cause = new Error(`an event is nested deeper than ${deepestAnswer}`)
      throw new PublicError('REGISTRY_ANSWER_INVALID', { details: { register }, cause })
    }
    yield event
  }
}

type Sent = { readonly body: string; readonly headers: Record<string, string>; readonly signal: AbortSignal }

async function* overHttp(pool: Pool, url: URL, { body, headers, signal }: Sent): AsyncGenerator<SubgraphAnswer, void> {
  const answer = await pool.request({
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, 'content-type': 'application/json', accept: `${eventStreamType}, application/json;q=0.9` },
    body,
    signal,
  })
  const type = String(answer.headers['content-type'])
  if (type.startsWith(eventStreamType) && answer.statusCode === 200) {
    yield* readEvents(answer.body, largestEventBytes) as AsyncGenerator<SubgraphAnswer, void>
    return
  }
  answer.body.destroy()
  throw new Error(`status ${answer.statusCode} and no event stream`)
}
