import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../subgraphs/kernel/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A tarball of an empty embedded database: starting from it is five times faster than making one. */
    emptyDatabase: string
  }
}

/** Says once which real servers this run uses, and prepares the embedded database for the rest. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_AMQP_URL } = process.env
  process.stdout.write(
    [
      '',
      `database  ${TEST_DATABASE_URL ? 'PostgreSQL (TEST_DATABASE_URL)' : 'PGlite, embedded; set TEST_DATABASE_URL for a real PostgreSQL'}`,
      `cache     ${TEST_REDIS_URL ? 'Redis (TEST_REDIS_URL)' : 'in process; set TEST_REDIS_URL for a real Redis'}`,
      `broker    ${TEST_AMQP_URL ? 'RabbitMQ (TEST_AMQP_URL)' : 'none; set TEST_AMQP_URL for a real RabbitMQ'}`,
      '',
      '',
    ].join('\n'),
  )
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-test-'))
  const file = join(folder, 'empty.tar')
  const database = await openDatabase({ memory: true })
  await writeFile(file, Buffer.from(await (await database.dump()).arrayBuffer()))
  await database.close()
  project.provide('emptyDatabase', file)
  return () => rm(folder, { recursive: true, force: true })
}
