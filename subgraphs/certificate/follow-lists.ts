import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { BatchGateway, ImportReport } from './revocation/index.ts'
import { type CheckedTrustList, checkTrustList, readTrustList, type TrustStore } from './trust/index.ts'

/** Where this replica learns of other countries: all of it optional, all of it read again and again. */
export type Following = {
  /** A trust list of the EU's gateway, as it was downloaded (JSON), and the trust anchor that its entries are signed by. */
  readonly file?: { readonly path: string; readonly anchors: readonly X509Certificate[] } | undefined
  /** A verifier service whose list is taken as our own. */
  readonly url?: string | undefined
  /** A gateway that lists revocations. */
  readonly gateway?: BatchGateway | undefined
  readonly everyMs?: number
  /** Holds names of lists, numbers and reasons. */
  readonly report: (event: ListEvent) => void
}

export type ListEvent =
  | { readonly event: 'list-read'; readonly list: string; readonly accepted: number; readonly refused: number }
  /** What was known before goes on being used. */
  | { readonly event: 'list-not-read'; readonly list: string; readonly reason: string }

export type FollowParts = {
  readonly trustStore: Pick<TrustStore, 'replace'>
  readonly importRevocations: (gateway: BatchGateway, scope: 'news' | 'everything') => Promise<ImportReport>
  readonly clock: () => Date
}

/** Verifiers of other countries read hourly as well. */
const hourlyMs = 3_600_000
/** Half-read lists change nothing, so nobody has to wait for them to the end. */
const longestGoodbyeMs = 1_000
/** How often revocations are read from the beginning: the gateway forgets a deletion after a week. */
const everythingEvery = 24

/**
 * Reads all lists now and from then on, in the background: nobody here waits for other countries. Replicas may do so all
 * at once; what they have read before is in the database.
 */
export function followLists(following: Following, parts: FollowParts): { close(): Promise<void> } {
  const { file, url, gateway, report, everyMs = hourlyMs } = following
  const { trustStore, importRevocations, clock } = parts
  let round = 0

  async function attempt(list: string, read: () => Promise<{ accepted: number; refused: number }>): Promise<void> {
    try {
      report({ event: 'list-read', list, ...(await read()) })
    } catch (error) {
      const { name, reason, message } = error as Error & { reason?: string }
      report({ event: 'list-not-read', list, reason: `${name}: ${reason ?? message}` })
    }
  }

  async function take(source: string, list: CheckedTrustList): Promise<{ accepted: number; refused: number }> {
    await trustStore.replace(source, list)
    return { accepted: list.accepted.length, refused: list.refused.length }
  }

  /** Whom to believe first: revocations are signed by them. */
  async function readAll(): Promise<void> {
    const scope = round++ % everythingEvery === 0 ? 'everything' : 'news'
    if (file) {
      await attempt('trust list', async () => {
        const entries: unknown = JSON.parse(await readFile(file.path, 'utf8'))
        if (!Array.isArray(entries)) throw new TypeError('not a JSON array')
        return take('file', await checkTrustList(entries, { anchors: file.anchors, now: clock() }))
      })
    }
    if (url) await attempt('verifier service', async () => take('service', await readTrustList(url)))
    if (gateway) {
      await attempt('revocations', async () => {
        const { added, deleted, refused } = await importRevocations(gateway, scope)
        return { accepted: added + deleted, refused: refused.length }
      })
    }
  }

  let underWay = readAll()
  const timer = setInterval(() => {
    underWay = underWay.then(readAll)
  }, everyMs)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await Promise.race([underWay, setTimeout(longestGoodbyeMs, undefined, { ref: false })])
    },
  }
}
