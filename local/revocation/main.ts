import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { str } from 'envalid'
import { readEnvironment, secretBytes } from '../../schema/environment.ts'
import { certificateMigrations } from '../../subgraphs/certificate/store/tables.ts'
import { migrate, openDatabase } from '../../subgraphs/kernel/database.ts'
import { openSecrets } from '../secrets.ts'
import { type Command, readCommand, usage } from './command.ts'
import type { RevocationDesk } from './desk.ts'
import { deskBehind, explain, socketIn } from './door.ts'
import { openDesk } from './open-desk.ts'

/**
 * `npm run revoke`: asks for revocations, approves and lists them. Through the socket of a running `npm start`; else in
 * the database of DATABASE_URL, with the keys of the certificate subgraph; else in the embedded database.
 */
async function main(): Promise<number> {
  let command: Command
  try {
    command = readCommand(process.argv.slice(2))
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${usage}`)
  }
  if (command.do === 'help') return complain(usage)
  const { desk, close } = await findDesk(process.env)
  try {
    await obey(desk, command)
    return 0
  } catch (error) {
    return complain(explain(error))
  } finally {
    await close()
  }
}

async function obey(desk: RevocationDesk, command: Exclude<Command, { do: 'help' }>): Promise<void> {
  switch (command.do) {
    case 'request': {
      const id = await desk.request(command.target, command.reason, command.as)
      console.error('Another person approves it with:  npm run revoke -- approve ID --as NAME')
      console.log(id)
      return
    }
    case 'approve': {
      const { certificates } = await desk.approve(command.id, command.as)
      console.log(`Revoked. Certificates known to be concerned: ${certificates}`)
      return
    }
    case 'list':
      for (const { id, state, target, reason, requestedBy, requestedAt, approvedBy } of await desk.list()) {
        const people = [requestedBy, approvedBy].filter(Boolean).join(' → ')
        console.log([id, state.padEnd(9), requestedAt.toISOString(), reason, JSON.stringify(target), people].join('  '))
      }
      return
    default:
      return command satisfies never
  }
}

async function findDesk(env: NodeJS.ProcessEnv): Promise<{ desk: RevocationDesk; close(): Promise<void> }> {
  const { DATA_DIR, DATABASE_URL, REDIS_URL } = readEnvironment(env, {
    DATA_DIR: str({ default: '.helsegraf' }),
    DATABASE_URL: str({ default: '' }),
    REDIS_URL: str({ default: '' }),
  })
  const running = DATABASE_URL ? undefined : await deskBehind(socketIn(DATA_DIR))
  if (running) return { desk: running, close: async () => {} }
  if (!DATABASE_URL) await mkdir(DATA_DIR, { recursive: true })
  const database = await openDatabase(DATABASE_URL ? { url: DATABASE_URL } : { directory: join(DATA_DIR, 'pgdata') })
  await migrate(database, 'certificate', certificateMigrations)
  const { desk, close } = await openDesk({
    database,
    redisUrl: REDIS_URL || undefined,
    secrets: await readKeys(env, DATA_DIR),
    clock: () => new Date(),
  })
  return {
    desk,
    async close() {
      await close()
      await database.close()
    },
  }
}

/** Those of the environment, as the certificate subgraph has them; those of this machine when there are none. */
async function readKeys(env: NodeJS.ProcessEnv, dataDirectory: string) {
  if (!env.ISSUE_KEY && !env.PSEUDONYM_KEY) return openSecrets(join(dataDirectory, 'keys'))
  const { ISSUE_KEY, PSEUDONYM_KEY } = readEnvironment(env, { ISSUE_KEY: secretBytes(), PSEUDONYM_KEY: secretBytes() })
  return { issueKeySecret: ISSUE_KEY, pseudonymKey: PSEUDONYM_KEY }
}

function complain(text: string): number {
  console.error(text)
  return 2
}

if (import.meta.main) process.exitCode = await main()
