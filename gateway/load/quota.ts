import type { Caller } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { createQuota } from '../../schema/quota.ts'
import type { Identified } from '../identity/index.ts'
import type { AudienceView, Limits } from '../policy/audiences.ts'

/** What a caller has so many of, and how long it takes for all of them to come back. */
const periods = { requestsPerMinute: 60, personsPerHour: 3_600 } as const
export type QuotaName = keyof typeof periods

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

  function takeOf(quota: QuotaName, many: number, { caller, view }: Identified, limit: number): void {
    const usedUp = used[quota](`${caller.client} ${caller.id}`, many, limit, now())
    if (!usedUp) return
    refused(quota, view)
    if (usedUp.isFirst) alarm({ quota, view, caller })
    const details = { quota, limit: String(limit), seconds: String(usedUp.seconds) }
    throw new PublicError('QUOTA_EXCEEDED', { details })
  }

  return {
    take(who, limits, variables) {
      takeOf('requestsPerMinute', 1, who, limits.requestsPerMinute)
      const persons = countIdentifiers(variables)
      if (persons > 0) takeOf('personsPerHour', persons, who, limits.personsPerHour)
    },
  }
}

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
