import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { sql } from 'kysely'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../subgraphs/kernel/database.ts'

export type TestDatabase = Database & AsyncDisposable

/** An empty database of its own: on the server of `TEST_DATABASE_URL` where there is one, else embedded. */
export async function aDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  return server ? aServerDatabase(server) : anEmbeddedDatabase()
}

/** Starting an embedded database takes most of a second, emptying one a few milliseconds: a file of tests reuses its own. */
const idle: Database[] = []

export async function anEmbeddedDatabase(): Promise<TestDatabase> {
  const database = idle.pop() ?? (await openDatabase({ memory: true, from: await openAsBlob(inject('emptyDatabase')) }))
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      // A test may have closed or broken it on purpose: then it is not used again.
      const isEmpty = await dropEverything(database).catch(() => false)
      if (isEmpty) idle.push(database)
    },
  }
}

async function dropEverything(database: Database): Promise<boolean> {
  const kysely = database.as<{ 'information_schema.schemata': { schema_name: string } }>()
  const schemas = await kysely.selectFrom('information_schema.schemata').select('schema_name').execute()
  const own = schemas
    .map(({ schema_name }) => schema_name)
    .filter(name => !/^(pg_|information_schema$|public$)/.test(name))
  for (const name of own) await sql`drop schema ${sql.id(name)} cascade`.execute(kysely)
  return true
}

export async function aServerDatabase(server: string): Promise<TestDatabase & { readonly url: string }> {
  const name = `helsegraf_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href, poolSize: 8 })
  return {
    ...database,
    url: url.href,
    async [Symbol.asyncDispose]() {
      await database.close()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
