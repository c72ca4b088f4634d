import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { PublicError } from '../../schema/errors.ts'
import { type Buffer, type BufferEvent, type BufferPlan, openBuffer } from './access-log/buffer.ts'
import { type AccessLogEntry, type Chain, genesis, type LinkedEntries, linkEntries } from './access-log/entry.ts'
import { createHeadKeeper, type HeadsPlan } from './access-log/head-keeper.ts'
import { createAccessLogStore, isOutage } from './access-log/store.ts'
import { accessLogMigrations } from './access-log/tables.ts'
import { type Database, migrate } from './database.ts'
import { createGroupCommit } from './group-commit.ts'

export type { BufferEvent } from './access-log/buffer.ts'
export { type AccessKind, type AccessLogEntry, type LoggedCaller, toLoggedCaller } from './access-log/entry.ts'

export type AccessLog = {
  /**
   * Resolves once all the entries are durable, together.
   * @throws PublicError ACCESS_LOG_UNAVAILABLE: then the data must not be given (design: fail closed)
   */
  record(...entries: readonly AccessLogEntry[]): Promise<void>
}

/** `close` signs the end of the chain; what the store has not got by then waits for the next start. */
export type OpenAccessLog = AccessLog & { close(): Promise<void> }

export type AccessLogPlan = {
  /** `migrates`: the role owns the tables. `inserts`: somebody else has made them, and the role may only insert. */
  readonly role?: 'migrates' | 'inserts' | undefined
  /** Without it no head is signed: a chain that was cut short cannot be told from one that ended. */
  readonly heads?: HeadsPlan | undefined
  /** Without it the log is closed as soon as its store is down. */
  readonly buffer?: BufferPlan | undefined
  readonly clock?: () => Date
  readonly report?: (event: BufferEvent) => void
}

const largestGroup = 500

/**
 * One hash chain per writer, that is per process: chains need no lock between replicas. Entries are written in groups,
 * so that many share the cost of a commit.
 */
export async function createAccessLog(database: Database, plan: AccessLogPlan = {}): Promise<OpenAccessLog> {
  const { role = 'migrates', clock = () => new Date(), report = () => {} } = plan
  if (role === 'migrates') await migrate(database, 'access_log', accessLogMigrations)
  else await refuseUnprepared(database)
  const store = createAccessLogStore(database)
  const heads = plan.heads && createHeadKeeper(plan.heads, store, clock)
  const buffer =
    plan.buffer && plan.buffer.seconds > 0 ? openBuffer(plan.buffer, { store, heads, clock, report }) : undefined
  let chain = newChain()

  async function writeThrough({ rows, end }: LinkedEntries): Promise<void> {
    try {
      await store.append(rows)
      heads?.reached(end)
    } catch (cause) {
      if (isOutage(cause) && isKept(buffer, rows, cause)) return
      // Whether the rows arrived is in doubt (a commit may be lost on the way back), so this chain ends here.
      chain = newChain()
      throw cause
    }
  }

  async function write(groups: readonly (readonly AccessLogEntry[])[]): Promise<void> {
    const linked = linkEntries(chain, groups.flat())
    try {
      // Behind what waits, not past it: the store gets a chain in its order.
      if (buffer?.isWaiting()) buffer.keep(linked.rows)
      else await writeThrough(linked)
    } catch (cause) {
      throw new PublicError('ACCESS_LOG_UNAVAILABLE', { cause })
    }
    chain = linked.end
  }

  const commit = createGroupCommit(write, { largest: largestGroup, weigh: entries => entries.length })
  return {
    record: (...entries) => (entries.length === 0 ? Promise.resolve() : commit(entries)),
    async close() {
      const isComplete = !buffer?.isWaiting()
      await buffer?.close()
      // Without an end the verifier says that there is none: the store may be down for longer than we are here.
      if (isComplete) await heads?.end(chain).catch(() => {})
      heads?.close()
    },
  }
}

const newChain = (): Chain => ({ writer: randomUUID(), sequence: 0, hash: genesis })

function isKept(buffer: Buffer | undefined, rows: LinkedEntries['rows'], cause: unknown): boolean {
  try {
    buffer?.keep(rows, cause)
    return buffer !== undefined
  } catch {
    // A full disk: there is nowhere left to keep it.
    return false
  }
}

/** @throws at start rather than at every request, when the tables or the right to insert are missing */
async function refuseUnprepared(database: Database): Promise<void> {
  const kysely = database.as<unknown>()
  for (const table of ['entry', 'head']) {
    await sql`insert into access_log.${sql.id(table)} (writer) select null::uuid where false`.execute(kysely)
  }
}
