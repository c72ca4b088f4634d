import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../subgraphs/kernel/database.ts'

export type TestDatabase = Database & AsyncDisposable

/** An empty database of its own: on the server of `TEST_DATABASE_URL` where there is one, else embedded. */
export async function aDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  return server ? aServerDatabase(server) : anEmbeddedDatabase()
}

export async function anEmbeddedDatabase(): Promise<TestDatabase> {
  const database = await openDatabase({ memory: true, from: await openAsBlob(inject('emptyDatabase')) })
  return { ...database, [Symbol.asyncDispose]: database.close }
}

export async function aServerDatabase(server: string): Promise<TestDatabase & { readonly url: string }> {
  const name = `helsegraf_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href, poolSize: 4 })
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
