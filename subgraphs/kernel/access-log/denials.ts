import { LRUCache } from 'lru-cache'
import { isDenial, PublicError } from '../../../schema/errors.ts'
import type { AccessLog, AccessLogEntry } from '../access-log.ts'

/** What was asked for in vain: all that is known of it. Without a grant that is this caller's, nobody is named. */
export type Attempt = Pick<AccessLogEntry, 'at' | 'register' | 'caller' | 'correlationId'> &
  Partial<Pick<AccessLogEntry, 'area' | 'subject' | 'basis' | 'purpose'>>

/** Writes that somebody who is known was denied something. Resolves when it is written, or when it will not be. */
export type NoteDenial = (error: unknown, attempt: Attempt) => Promise<void>

/** One and the same attempt is written once a minute, and so many of one caller: whoever keeps trying cannot fill the log. */
const windowMs = 60_000
const mostOfOneCaller = 60
const remembered = 10_000

/**
 * A denial reads nothing and gives nothing, so it does not wait for its line to be durable as data do: where the log cannot
 * take it, the refusal stands without one.
 */
export function createDenials(accessLog: AccessLog): NoteDenial {
  const attempts = new LRUCache<string, true>({ max: remembered, ttl: windowMs })
  const callers = new LRUCache<string, { lines: number }>({ max: remembered, ttl: windowMs })
  const noted = new WeakSet<object>()

  function isNew({ caller, subject, area }: Attempt, code: string): boolean {
    const who = JSON.stringify([caller.kind, caller.id, caller.client, caller.organisation?.number])
    const what = JSON.stringify([who, subject, area, code])
    if (attempts.has(what)) return false
    const so = callers.get(who) ?? { lines: 0 }
    if (so.lines === 0) callers.set(who, so)
    if (++so.lines > mostOfOneCaller) return false
    attempts.set(what, true)
    return true
  }

  return async (error, attempt) => {
    if (!(error instanceof PublicError) || !isDenial(error.code) || noted.has(error)) return
    noted.add(error)
    if (!isNew(attempt, error.code)) return
    const about = { area: 'none', subject: 'none', basis: 'none', purpose: 'none', ...attempt } as const
    await accessLog.record({ ...about, kind: 'denied', refusal: error.code }).catch(() => {})
  }
}
