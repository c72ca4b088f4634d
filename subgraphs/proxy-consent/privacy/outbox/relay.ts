import { type Kysely, sql } from 'kysely'
import { pseudonymOf } from '../../../../schema/access.ts'
import type { SealKeys } from '../../../../schema/seal.ts'
import type { AccessLog } from '../../../kernel/access-log.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { Database } from '../../../kernel/database.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Definition } from '../catalogue/definition.ts'
import { readFeed, type StoredChange } from '../store/settings.ts'
import type { PrivacyTables } from '../store/tables.ts'
import type { Bell } from './bell.ts'
import type { Broker } from './broker.ts'
import { toCloudEvent } from './cloud-event.ts'
import { toReplica } from './replica.ts'
import { advance, findLanes, type Lane, recordFailure, secretOf } from './subscribers.ts'
import { DeliveryFailed, type Poster } from './webhook.ts'

export type RelayParts = {
  readonly database: Database
  readonly catalogue: Catalogue
  readonly keys: SealKeys
  readonly pseudonymKey: Uint8Array
  /** Makes the pseudonyms under which citizens find in the access log what was sent of them. */
  readonly subjectKey: Uint8Array
  readonly accessLog: AccessLog
  readonly poster: Poster
  /** Without it subscribers by AMQP wait. */
  readonly broker: Broker | undefined
  readonly bell: Bell
  readonly clock: Clock
  /** Told when the database fails the relay, once each time. */
  readonly report: (error: unknown) => void
}

/** The parts, and of each lane the position whose copy is in the access log and has not arrived. */
type Running = RelayParts & { readonly recorded: Map<string, number> }

export type Relay = { stop(): Promise<void> }

/** Any number that no other lock of this database has. */
const leaderLock = 5_021_001
const batchSize = 50
/** How long a change made in another process may wait. */
const lookEveryMs = 500
/** An embedded database has one process, and that rings the bell. */
const lookAloneEveryMs = 5_000
const electionEveryMs = 1_000
const longestBackoffMs = 5 * 60_000

/**
 * Tells subscribers of changes, each definition’s in order. One relay at a time does: the leader, who holds a lock that
 * PostgreSQL takes back with its connection, however the process ends. A cursor moves after the delivery it counts: who
 * dies in between leaves it to be told again, never untold.
 */
export function startRelay(parts: RelayParts): Relay {
  const ending = new AbortController()
  const running = runUntil(ending.signal, { ...parts, recorded: new Map() })
  return {
    async stop() {
      ending.abort()
      await running
    },
  }
}

async function runUntil(signal: AbortSignal, parts: Running): Promise<void> {
  const kysely = parts.database.as<PrivacyTables>()
  while (!signal.aborted) {
    try {
      // An embedded database has one process and one connection: there is nobody to be elected among.
      if (parts.database.engine === 'pglite') await lead(kysely, signal, parts)
      else await kysely.connection().execute(connection => leadIfElected(connection, signal, parts))
    } catch (error) {
      // The database is away, and with it the lock: elected anew when it is back.
      if (!signal.aborted) parts.report(error)
    }
    if (!signal.aborted) await parts.bell.wait(electionEveryMs, signal)
  }
}

async function leadIfElected(db: Kysely<PrivacyTables>, signal: AbortSignal, parts: Running): Promise<void> {
  const { rows } = await sql<{ is_leader: boolean }>`select pg_try_advisory_lock(${leaderLock}) as is_leader`.execute(
    db,
  )
  if (!rows[0]?.is_leader) return
  try {
    await lead(db, signal, parts)
  } finally {
    // Where the connection is gone the lock is too.
    await sql`select pg_advisory_unlock(${leaderLock})`.execute(db).catch(() => {})
  }
}

/** Until the signal, or until the database fails: then whoever reads on is no longer sure to lead. */
async function lead(db: Kysely<PrivacyTables>, outer: AbortSignal, parts: Running): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([outer, failed.signal])
  const underWay = new Map<string, Promise<void>>()
  const lookMs = parts.database.engine === 'pglite' ? lookAloneEveryMs : lookEveryMs
  try {
    while (!signal.aborted) {
      const next = parts.bell.wait(lookMs, signal)
      const lanes = (await findLanes(db, parts.clock())).filter(lane => !underWay.has(keyOf(lane)))
      for (const lane of lanes) {
        const work = driveLane(db, lane, signal, parts)
          .catch(error => failed.abort(error))
          .finally(() => underWay.delete(keyOf(lane)))
        underWay.set(keyOf(lane), work)
      }
      if (lanes.length === 0) await next
      else await Promise.race([...underWay.values(), next])
    }
    if (!outer.aborted) throw failed.signal.reason
  } finally {
    failed.abort()
    await Promise.all(underWay.values())
  }
}

const keyOf = ({ subscriber, definition }: Lane) => `${subscriber} ${definition}`

/** One batch of one lane. What fails is tried again later, and nothing behind it is told before it. */
async function driveLane(db: Kysely<PrivacyTables>, lane: Lane, signal: AbortSignal, parts: Running): Promise<void> {
  const definition = parts.catalogue.find(lane.definition)
  const changes = await readFeed(db, { definition: lane.definition, after: lane.position, limit: batchSize })
  if (!definition) return backOff(db, lane, 'definition-unknown', parts)
  let delivered = lane.position
  try {
    for await (const position of deliver(changes, { lane, definition, signal, parts })) delivered = position
  } catch (error) {
    if (signal.aborted && !(error instanceof DeliveryFailed)) throw error
    if (delivered > lane.position) await advance(db, lane, delivered)
    if (signal.aborted) return
    const { reason } = error instanceof DeliveryFailed ? error : { reason: 'internal' }
    return backOff(db, lane, reason, parts)
  }
  await advance(db, lane, delivered)
}

function backOff(db: Kysely<PrivacyTables>, lane: Lane, reason: string, { clock }: RelayParts): Promise<void> {
  const longest = Math.min(longestBackoffMs, 1_000 * 2 ** Math.min(lane.failures, 20))
  // Half of it by chance: those who failed together do not come back together.
  const waitMs = longest / 2 + Math.random() * (longest / 2)
  return recordFailure(db, lane, { reason, nextTryAt: new Date(clock().getTime() + waitMs) })
}

/** Each position as it is delivered. */
async function* deliver(
  changes: readonly StoredChange[],
  {
    lane,
    definition,
    signal,
    parts,
  }: { readonly lane: Lane; readonly definition: Definition; readonly signal: AbortSignal; readonly parts: Running },
): AsyncGenerator<number> {
  const { pseudonymKey, broker, poster, keys, clock, recorded } = parts
  if (lane.kind === 'AMQP') {
    if (!broker) throw new DeliveryFailed('no-broker')
    const messages = changes.map(change => {
      const event = toCloudEvent(change, definition, pseudonymKey)
      return { id: event.id, body: JSON.stringify(event), at: change.changedAt }
    })
    await broker.publish(queueOf(lane.subscriber), messages)
    yield changes.at(-1)?.position ?? lane.position
    return
  }
  const secret = secretOf(keys, lane)
  const isCopy = lane.kind === 'REPLICA'
  for (const change of changes) {
    const event = toCloudEvent(change, definition, pseudonymKey)
    if (isCopy) await recordCopy(change, event.id, { lane, definition, parts })
    await poster.post(
      {
        address: lane.address ?? '',
        secret,
        id: event.id,
        contentType: isCopy ? 'application/json' : 'application/cloudevents+json',
        body: JSON.stringify(isCopy ? toReplica(change, definition) : event),
        now: clock(),
      },
      signal,
    )
    recorded.delete(keyOf(lane))
    yield change.position
  }
}

/**
 * A copy that names the citizen is in her log before it is sent, as one that is fetched. What is tried again has its line:
 * a subscriber that is down for a day does not fill anybody’s log.
 */
async function recordCopy(
  change: StoredChange,
  correlationId: string,
  {
    lane,
    definition: { party },
    parts: { accessLog, subjectKey, recorded, clock },
  }: { readonly lane: Lane; readonly definition: Definition; readonly parts: Running },
): Promise<void> {
  if (recorded.get(keyOf(lane)) === change.position) return
  const caller = lane.requestedBy ?? { kind: 'machine', id: lane.subscriber, client: 'pvk' }
  try {
    await accessLog.record({
      at: clock(),
      kind: 'disclosure',
      register: 'proxy-consent',
      area: 'consents',
      subject: pseudonymOf(subjectKey, 'subject', change.identifier),
      caller,
      basis: 'registry-owner',
      purpose: 'privacy-administration',
      recipient: party.organisation,
      correlationId,
    })
  } catch (cause) {
    throw new DeliveryFailed('access-log', cause)
  }
  recorded.set(keyOf(lane), change.position)
}

/** The queue of a subscriber by AMQP. */
export const queueOf = (subscriber: string): string => `pvk.${subscriber}`
