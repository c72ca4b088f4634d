import { PublicError } from '../../../../schema/errors.ts'
import { createQuota } from '../../../../schema/quota.ts'
import type { Actor } from '../actor/right.ts'

/** So many requests at once, and so many a second after that: a loop gone wild at one actor is not felt by another. */
const requests = { many: 200, everyMs: 4_000 }
const hourMs = 3_600_000
/** As many as a caller of the graph may name (`gateway/policy/audiences.ts`). */
export const usualPersonsPerHour = 300

/** An actor’s client that has used up how many persons it may name: told once an hour, since somebody should look at it. */
export type PersonsAlarm = {
  readonly quota: 'personsPerHour'
  readonly caller: { readonly kind: 'machine'; readonly id: string; readonly client: string }
}

export type PvkQuotas = {
  /** @throws PublicError QUOTA_EXCEEDED with the seconds to wait */
  takeRequest(actor: Actor): void
  /** @throws PublicError QUOTA_EXCEEDED with the seconds to wait */
  takePerson(actor: Actor): void
}

/** How much one client may ask of PVK’s own interface in this process, and about how many citizens (decision 0015). */
export function createPvkQuotas({
  personsPerHour,
  now,
  alarm,
}: {
  readonly personsPerHour: number
  /** Milliseconds that never go back. */
  readonly now: () => number
  readonly alarm: (alarm: PersonsAlarm) => void
}): PvkQuotas {
  const takeRequests = createQuota(requests.everyMs)
  const takePersons = createQuota(hourMs)
  const refusal = (quota: string, limit: number, seconds: number) =>
    new PublicError('QUOTA_EXCEEDED', { details: { quota, limit: String(limit), seconds: String(seconds) } })
  return {
    takeRequest({ id }) {
      const usedUp = takeRequests(id, 1, requests.many, now())
      if (usedUp) throw refusal('requests', requests.many, usedUp.seconds)
    },
    takePerson({ id, client }) {
      const usedUp = takePersons(id, 1, personsPerHour, now())
      if (!usedUp) return
      if (usedUp.isFirst) alarm({ quota: 'personsPerHour', caller: { kind: 'machine', id, client } })
      throw refusal('personsPerHour', personsPerHour, usedUp.seconds)
    },
  }
}
