import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** One PostgreSQL: a server by its URL, or PGlite embedded in this process. The SQL and the migrations are the same. */
export type Database = {
  readonly engine: 'postgresql' | 'pglite'
  /** A typed view of the database; `Tables` names tables with their schema, as in `'vaccine.vaccination'`. */
  as<Tables>(): Kysely<Tables>
  /**
   * A statement that is run so often that building and planning it each time would cost more than it does. Its name is
   * the statement's, for as long as a connection lives.
   */
  prepare(name: string, statement: string): (...values: readonly unknown[]) => Promise<void>
  /** Loads rows in COPY text format (PostgreSQL documentation, COPY): one line a row, tab between values, `\N` for null. */
  copyIn(table: string, columns: readonly string[], lines: AsyncIterable<string> | Iterable<string>): Promise<void>
  /** PGlite only: the whole data directory as a tarball, to start the next one from. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

export type DatabasePlace =
  /** `statementTimeoutMs`: for work that may take long by its nature, as building indexes. */
  | { readonly url: string; readonly poolSize?: number; readonly statementTimeoutMs?: number }
  | { readonly directory: string }
  | { readonly memory: true; readonly from?: Blob }

/** `date` stays a calendar day and `int8` becomes a number: neither may turn into something else on the way. */
const dateOid = 1082
const int8Oid = 20
/** A registry that has not answered by then is treated as down. */
const defaultStatementTimeoutMs = 5_000
const connectTimeoutMs = 3_000

export async function openDatabase(place: DatabasePlace): Promise<Database> {
  return 'url' in place ? openServer(place) : openEmbedded(place)
}

function openServer({ url, poolSize = 8, ...limits }: Extract<DatabasePlace, { url: string }>): Database {
  const statementTimeoutMs = limits.statementTimeoutMs ?? defaultStatementTimeoutMs
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 500,
    application_name: 'helsegraf',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
        if (oid === dateOid) return (text: string) => text
        if (oid === int8Oid) return Number
        return pg.types.getTypeParser(oid, format as 'text')
      }) as typeof pg.types.getTypeParser,
    },
  })
  // An idle connection that breaks must not end the process: the next query opens another.
  pool.on('error', () => {})
  // Nor one that breaks while it is used: its query fails and tells, but the pool listens to idle connections only.
  pool.on('connect', client => void client.on('error', () => {}))
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return {
    engine: 'postgresql',
    as: <Tables>() => kysely as unknown as Kysely<Tables>,
    prepare:
      (name, text) =>
      async (...values) => {
        await pool.query({ name, text, values: [...values] })
      },
    async copyIn(table, columns, lines) {
      const client = await pool.connect()
      try {
        await client.query('set statement_timeout = 0')
        const target = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
        await pipeline(Readable.from(lines), target)
        await client.query(`set statement_timeout = ${statementTimeoutMs}`)
        client.release()
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    dump: () => Promise.reject(new Error('only the embedded database can be dumped')),
    close: () => kysely.destroy(),
  }
}

async function openEmbedded(place: Exclude<DatabasePlace, { url: string }>): Promise<Database> {
  const pglite = await PGlite.create({
    ...('directory' in place ? { dataDir: place.directory } : place.from ? { loadDataDir: place.from } : {}),
    parsers: { [dateOid]: (text: string) => text, [int8Oid]: Number },
  })
  const kysely = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) })
  return {
    engine: 'pglite',
    as: <Tables>() => kysely as unknown as Kysely<Tables>,
    prepare:
      (_, text) =>
      async (...values) => {
        await pglite.query(text, [...values])
      },
    async copyIn(table, columns, lines) {
      const parts: string[] = []
      for await (const line of lines) parts.push(line)
      await pglite.query(`copy ${table} (${columns.join(', ')}) from '/dev/blob'`, [], { blob: new Blob(parts) })
    },
    dump: () => pglite.dumpDataDir('none') as Promise<Blob>,
    close: () => kysely.destroy(),
  }
}

/** Brings one registry's own database schema up to date; safe when several processes start at once. */
export async function migrate(
  database: Database,
  schemaName: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const kysely = database.as<unknown>()
  await sql`create schema if not exists ${sql.id(schemaName)}`.execute(kysely).catch(toleratingARace)
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: schemaName,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new Error(`the database schema ${schemaName} could not be brought up to date`, { cause: error })
}

/** `create schema if not exists` by two processes at once: the slower one meets a unique violation (SQLSTATE 23505). */
function toleratingARace(error: unknown): void {
  if ((error as { code?: string }).code !== '23505') throw error
}
