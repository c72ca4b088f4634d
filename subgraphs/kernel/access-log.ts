import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Area, Basis, Caller, Purpose } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import { type Database, migrate } from './database.ts'
import { createGroupCommit } from './group-commit.ts'

/** Who saw whose data, when and why. Pseudonyms and names of areas only: it outlives the data it speaks of. */
export type AccessLogEntry = {
  readonly at: Date
  readonly register: SubgraphName
  readonly area: Area
  readonly subject: string
  readonly caller: Pick<Caller, 'kind' | 'id' | 'client' | 'organisation'>
  readonly basis: Basis
  readonly purpose: Purpose
  readonly correlationId: string
}

export type AccessLog = {
  /**
   * Resolves once the entry is durable.
   * @throws PublicError ACCESS_LOG_UNAVAILABLE: then the data must not be given (design: fail closed)
   */
  record(entry: AccessLogEntry): Promise<void>
}

type AccessLogTables = {
  'access_log.entry': {
    writer: string
    sequence: number
    at: Date
    register: string
    area: string
    subject: string
    caller_kind: string
    caller: string
    client: string
    organisation: string | null
    basis: string
    purpose: string
    correlation_id: string
    hash: string
  }
}
type Row = AccessLogTables['access_log.entry']

const migrations: Record<string, Migration> = {
  '0001-entries': {
    async up(db) {
      await sql`
        create table access_log.entry (
          writer uuid not null,
          sequence bigint not null,
          at timestamptz not null,
          register text not null,
          area text not null,
          subject text not null,
          caller_kind text not null,
          caller text not null,
          client text not null,
          organisation text,
          basis text not null,
          purpose text not null,
          correlation_id text not null,
          hash text not null,
          primary key (writer, sequence)
        )`.execute(db)
      await sql`create index entry_of_subject on access_log.entry (subject, at desc)`.execute(db)
      // Whatever a role may do, nothing in the log changes: only new rows are taken.
      await sql`
        create function access_log.refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'the access log is append-only' using errcode = '42501'; end $$`.execute(db)
      await sql`
        create trigger append_only before update or delete on access_log.entry
        for each row execute function access_log.refuse_change()`.execute(db)
      await sql`
        create trigger no_truncate before truncate on access_log.entry
        for each statement execute function access_log.refuse_change()`.execute(db)
    },
  },
}

/** The first link of every chain. */
const genesis = '0'.repeat(64)

/** What an entry is in the chain: its own hash covers everything in it and the hash before it. */
export function linkHash(previous: string, row: Omit<Row, 'hash'>): string {
  const content = [
    row.writer,
    row.sequence,
    row.at.toISOString(),
    row.register,
    row.area,
    row.subject,
    row.caller_kind,
    row.caller,
    row.client,
    row.organisation,
    row.basis,
    row.purpose,
    row.correlation_id,
  ]
  return createHash('sha256').update(previous).update(JSON.stringify(content)).digest('hex')
}

/**
 * One hash chain per writer, that is per process: chains need no lock between replicas.
 * Entries are written in groups, so that many share the cost of a commit.
 */
export async function createAccessLog(database: Database): Promise<AccessLog> {
  await migrate(database, 'access_log', migrations)
  const kysely = database.as<AccessLogTables>()
  let chain = { writer: randomUUID() as string, sequence: 0, hash: genesis }

  async function write(entries: readonly AccessLogEntry[]): Promise<void> {
    let { writer, sequence, hash } = chain
    const rows = entries.map(entry => {
      const row = toRow(entry, writer, ++sequence)
      hash = linkHash(hash, row)
      return { ...row, hash }
    })
    try {
      await kysely.insertInto('access_log.entry').values(rows).execute()
      chain = { writer, sequence, hash }
    } catch (cause) {
      // Whether the rows arrived is in doubt (a commit may be lost on the way back), so this chain ends here.
      chain = { writer: randomUUID(), sequence: 0, hash: genesis }
      throw new PublicError('ACCESS_LOG_UNAVAILABLE', { cause })
    }
  }

  return { record: createGroupCommit(write) }
}

function toRow(entry: AccessLogEntry, writer: string, sequence: number): Omit<Row, 'hash'> {
  return {
    writer,
    sequence,
    at: entry.at,
    register: entry.register,
    area: entry.area,
    subject: entry.subject,
    caller_kind: entry.caller.kind,
    caller: entry.caller.id,
    client: entry.caller.client,
    organisation: entry.caller.organisation?.number ?? null,
    basis: entry.basis,
    purpose: entry.purpose,
    correlation_id: entry.correlationId,
  }
}
