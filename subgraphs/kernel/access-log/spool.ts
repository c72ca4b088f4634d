import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EntryRow } from './entry.ts'

/**
 * Rows that the store has not got yet, on this machine's disk: kept once they are fsynced, in order, bounded in size.
 * A file belongs to one process, and is held by a lock that ends with it.
 */
export type Spool = {
  /** Undefined while there is nothing in it. */
  oldestAt(): Date | undefined
  /** @throws when the disk or the spool is full; then none of the rows is kept */
  keep(rows: readonly EntryRow[], now: Date): void
  first(many: number): readonly { readonly number: number; readonly row: EntryRow }[]
  /** Forgets the rows up to this number. */
  forget(number: number): void
  close(): void
  /** Closes it and takes the file away. */
  remove(): void
}

const pageBytes = 4_096
const ending = '.sqlite'

export type SpoolPlace = { readonly directory: string; readonly bytes: number }

/** A spool for this process, and those that processes which are no more have left behind. */
export function openSpools({ directory, bytes }: SpoolPlace): { readonly own: Spool; readonly left: readonly Spool[] } {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const files = readdirSync(directory).filter(name => name.endsWith(ending))
  const left = files.flatMap(name => openSpool(join(directory, name), bytes) ?? [])
  const own = openSpool(join(directory, `${randomUUID()}${ending}`), bytes)
  if (!own) throw new Error('the access log’s spool cannot be opened')
  return { own, left }
}

/** Undefined while another process holds the file. */
function openSpool(file: string, bytes: number): Spool | undefined {
  const sqlite = new DatabaseSync(file)
  try {
    // Exclusive: no other process opens it while this one lives. Full: a commit is on the disk when it returns.
    sqlite.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full')
    sqlite.exec(`pragma max_page_count = ${Math.max(16, Math.floor(bytes / pageBytes))}`)
    sqlite.exec('create table if not exists waiting (number integer primary key, kept_at integer, row text) strict')
    sqlite.exec('begin immediate; commit')
  } catch (error) {
    sqlite.close()
    if (isHeld(error)) return undefined
    throw error
  }
  chmodSync(file, 0o600)
  return spoolOn(sqlite, file)
}

function spoolOn(sqlite: DatabaseSync, file: string): Spool {
  const insert = sqlite.prepare('insert into waiting (kept_at, row) values (?, ?)')
  const select = sqlite.prepare('select number, row from waiting order by number limit ?')
  const remove = sqlite.prepare('delete from waiting where number <= ?')
  const oldest = sqlite.prepare('select min(kept_at) as at from waiting')
  const readOldest = () => {
    const at = oldest.get()?.at
    return typeof at === 'number' ? new Date(at) : undefined
  }
  let oldestAt = readOldest()
  return {
    oldestAt: () => oldestAt,
    keep(rows, now) {
      sqlite.exec('begin immediate')
      try {
        for (const row of rows) insert.run(now.getTime(), JSON.stringify(row))
        sqlite.exec('commit')
      } catch (error) {
        // A full disk has rolled back already, and then says so.
        if (sqlite.isTransaction) sqlite.exec('rollback')
        throw error
      }
      oldestAt ??= now
    },
    first: many =>
      select.all(many).map(({ number, row }) => {
        const read = JSON.parse(String(row)) as EntryRow
        return { number: Number(number), row: { ...read, at: new Date(read.at) } }
      }),
    forget(number) {
      remove.run(number)
      oldestAt = readOldest()
    },
    close: () => sqlite.close(),
    remove() {
      // While it is still held: a process that opens the name from now on makes a new file.
      rmSync(file)
      sqlite.close()
    },
  }
}

/** SQLITE_BUSY (5) and its extended codes. */
function isHeld(error: unknown): boolean {
  const { errcode } = error as { errcode?: number }
  return errcode !== undefined && (errcode & 0xff) === 5
}
