import type { Caller } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { createQuota, type UsedUp } from '../../schema/quota.ts'
import type { Identified } from '../identity/index.ts'
import type { AudienceView, Limits } from '../policy/audiences.ts'

/** What a caller has so many of, and how long it takes for all of them to come back. */
const periods = { requestsPerMinute: 60, personsPerHour: 3_600 } as const
export type QuotaName = keyof typeof periods | 'streams'

/** A place that a stream holds comes back when one of the caller's others ends: nobody knows when. */
const secondsForAStream = 60

/** A caller who has used a quota up: told at the first refusal, and again when a whole period has gone by. */
export type QuotaAlarm = { readonly quota: QuotaName; readonly view: AudienceView; readonly caller: Caller }

/** What is written of an alarm: the caller's pseudonym, never who it is. */
export const quotaLine = ({ quota, view, caller: { kind, id, client } }: QuotaAlarm) => ({
  quota,
  view,
  caller: { kind, id, client },
})

export type QuotaParts = {
  /** Milliseconds that never go back. */
  readonly now: () => number
  /** Told of every refusal. */
  readonly refused: (quota: QuotaName, view: AudienceView) => void
  readonly alarm: (alarm: QuotaAlarm) => void
}

export type Quotas = {
  /**
   * Counts a request, and the persons it names.
   * @throws PublicError QUOTA_EXCEEDED with the seconds to wait
   */
  take(who: Identified, limits: Limits, variables: Readonly<Record<string, unknown>>): void
  /**
   * Holds a place for a stream, until the function that it gives is called.
   * @throws PublicError QUOTA_EXCEEDED
   */
  openStream(who: Identified, limits: Limits): () => void
}

/**
 * How much one caller may ask through one client, and about how many others: the numbers are the class's, so that two
 * clients of a class have the same (requirements N3.2). Each process counts for itself.
 */
export function createQuotas({ now, refused, alarm }: QuotaParts): Quotas {
  const used = {
    requestsPerMinute: createQuota(periods.requestsPerMinute * 1_000),
    personsPerHour: createQuota(periods.personsPerHour * 1_000),
  }
  /** How many each caller has open. Whoever has none is not there. */
  const streams = new Map<string, number>()
  /** One alarm a period. */
  const streamAlarms = createQuota(secondsForAStream * 1_000)

  function refuse(quota: QuotaName, { caller, view }: Identified, limit: number, { seconds, isFirst }: UsedUp): never {
    refused(quota, view)
    if (isFirst) alarm({ quota, view, caller })
    throw new PublicError('QUOTA_EXCEEDED', { details: { quota, limit: String(limit), seconds: String(seconds) } })
  }

  function takeOf(quota: keyof typeof periods, many: number, who: Identified, limit: number): void {
    const usedUp = used[quota](keyOf(who.caller), many, limit, now())
    if (usedUp) refuse(quota, who, limit, usedUp)
  }

  return {
    take(who, limits, variables) {
      takeOf('requestsPerMinute', 1, who, limits.requestsPerMinute)
      const persons = countIdentifiers(variables)
      if (persons > 0) takeOf('personsPerHour', persons, who, limits.personsPerHour)
    },
    openStream(who, { streams: limit }) {
      const key = keyOf(who.caller)
      const held = streams.get(key) ?? 0
      if (held >= limit) {
        const isFirst = streamAlarms(key, 1, 1, now()) === undefined
        refuse('streams', who, limit, { seconds: secondsForAStream, isFirst })
      }
      streams.set(key, held + 1)
      return () => {
        const left = (streams.get(key) ?? 1) - 1
        if (left > 0) streams.set(key, left)
        else streams.delete(key)
      }
    },
  }
}

const keyOf = ({ client, id }: Caller): string => `${client} ${id}`

/**
 * How many persons variables name: a document names none (IDENTIFIER_IN_DOCUMENT). Whether each is asked about is not
 * known here. Not deep: policy/operation/variables.ts has been asked.
 */
function countIdentifiers(variables: Readonly<Record<string, unknown>>): number {
  const named = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (/^\d{11}$/.test(value)) named.add(value)
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) look(part)
    }
  }
  look(variables)
  return named.size
}
