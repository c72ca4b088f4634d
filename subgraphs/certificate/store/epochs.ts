import type { Kysely, Transaction } from 'kysely'
import { createClient } from 'redis'
import { PublicError } from '../../../schema/errors.ts'
import type { CertificateTables, EpochName } from './tables.ts'

/** A copy in memory of what all replicas change together. */
export type View<Content> = {
  /** What is known here now. */
  current(): Content
  /** @throws PublicError REVOCATION_UNAVAILABLE when it cannot be told whether the copy is still right */
  fresh(): Promise<Content>
}

/**
 * How a change reaches every replica: a number in PostgreSQL that grows with it, read often. Redis only says «look
 * now»; a message that is lost, or no Redis at all, costs seconds and never the truth.
 */
export type Epochs = {
  /**
   * Takes the change's place in line: first in its transaction, so that changes become visible in the order of their
   * positions.
   */
  advance(transaction: Transaction<CertificateTables>, name: EpochName): Promise<void>
  /** After the commit: this replica knows when it resolves, the others are told. */
  announce(): Promise<void>
  /** @param load reads all of it, or what has come since `known` */
  view<Content>(name: EpochName, load: (known: Content | undefined) => Promise<Content>): Promise<View<Content>>
  close(): Promise<void>
}

export type EpochOptions = {
  readonly redisUrl?: string | undefined
  /** How often the numbers are read. */
  readonly pollMs?: number
  /** A copy that was not confirmed for so long is not believed before it is. */
  readonly staleAfterMs?: number
}

type Kept = { version: number; reload(): Promise<void> }

const channel = 'helsegraf:certificate:epoch'
const defaultPollMs = 2_000
const defaultStaleAfterMs = 4_000

export async function createEpochs(kysely: Kysely<CertificateTables>, options: EpochOptions = {}): Promise<Epochs> {
  const { pollMs = defaultPollMs, staleAfterMs = defaultStaleAfterMs } = options
  const kept = new Map<EpochName, Kept[]>([
    ['trust', []],
    ['revocation', []],
  ])
  let confirmedAt = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined
  let isAskedAgain = false
  let isClosed = false

  async function compare(): Promise<void> {
    const began = performance.now()
    const rows = await kysely.selectFrom('certificate.epoch').selectAll().execute()
    for (const { name, version } of rows) {
      for (const view of kept.get(name) ?? []) {
        if (view.version === version) continue
        // The number was read first: what is loaded is at least as new as it says.
        await view.reload()
        view.version = version
      }
    }
    confirmedAt = began
  }

  async function compareUntilQuiet(): Promise<void> {
    do {
      isAskedAgain = false
      await compare()
    } while (isAskedAgain && !isClosed)
  }

  /** Whoever asks while a look is under way gets one that began after the asking. */
  function look(): Promise<void> {
    if (isClosed) return Promise.resolve()
    if (underWay) isAskedAgain = true
    underWay ??= compareUntilQuiet().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  const lookQuietly = () => void look().catch(() => {})
  const bus = options.redisUrl === undefined ? undefined : await openBus(options.redisUrl, lookQuietly)
  const timer = setInterval(lookQuietly, pollMs)
  timer.unref()

  async function confirm(): Promise<void> {
    if (performance.now() - confirmedAt <= staleAfterMs) return
    await look().catch(cause => {
      throw new PublicError('REVOCATION_UNAVAILABLE', { cause })
    })
  }

  return {
    async advance(transaction, name) {
      await transaction
        .updateTable('certificate.epoch')
        .set(row => ({ version: row('version', '+', 1) }))
        .where('name', '=', name)
        .execute()
    },
    async announce() {
      bus?.publish()
      await look()
    },
    async view<Content>(name: EpochName, load: (known: Content | undefined) => Promise<Content>) {
      let content = await load(undefined)
      const reload = async () => {
        content = await load(content)
      }
      // Version 0 is nobody's: the next look loads what came while this was loading.
      kept.get(name)?.push({ version: 0, reload })
      await look()
      return {
        current: () => content,
        async fresh() {
          await confirm()
          return content
        },
      }
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      bus?.close()
      await underWay?.catch(() => {})
    },
  }
}

async function openBus(url: string, onMessage: () => void): Promise<{ publish(): void; close(): void }> {
  const socket = { connectTimeout: 1_000, reconnectStrategy: (tries: number) => Math.min(100 * 2 ** tries, 5_000) }
  const publisher = createClient({ url, disableOfflineQueue: true, socket })
  const subscriber = createClient({ url, socket })
  for (const client of [publisher, subscriber]) {
    // node-redis reports a lost connection here and reconnects by itself; until then the poll is all there is.
    client.on('error', () => {})
  }
  // What was said while we were away is lost.
  subscriber.on('ready', onMessage)
  const connected = Promise.all([publisher.connect(), subscriber.connect(), subscriber.subscribe(channel, onMessage)])
  await Promise.race([connected.catch(() => {}), new Promise(resolve => setTimeout(resolve, 1_000).unref())])
  return {
    publish() {
      if (publisher.isReady) publisher.publish(channel, '').catch(() => {})
    },
    close() {
      publisher.destroy()
      subscriber.destroy()
    },
  }
}
