import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { str } from 'envalid'
import { jwks, readEnvironment } from '../../schema/environment.ts'
import { createHeadCheck, type HeadRow } from '../../subgraphs/kernel/access-log/heads.ts'
import { prepareAccessLog } from '../../subgraphs/kernel/access-log/roles.ts'
import { type Verdict, verifyAccessLog } from '../../subgraphs/kernel/access-log/verify.ts'
import { openDatabase } from '../../subgraphs/kernel/database.ts'
import { openSecrets, publicHalf } from '../secrets.ts'
import { readCommand, usage } from './command.ts'
import { logSocketIn, verdictBehind } from './door.ts'
import { tellVerdict } from './tell-verdict.ts'

/**
 * `npm run accesslog`: verifies the access log, or prepares a database for one. Ends with 1 when the log is not whole, 2
 * when it could not be read.
 */
const statementTimeoutMs = 60_000

const progress = (entries: number) => console.error(`  ${entries} entries read`)

async function verify(headsFile: string | undefined): Promise<Verdict> {
  const keptHeads = headsFile === undefined ? [] : readFileSync(headsFile, 'utf8').split('\n').flatMap(readHead)
  const read = readEnvironment(process.env, {
    DATABASE_URL: str({ default: '' }),
    DATA_DIR: str({ default: '.helsegraf' }),
  })
  if (read.DATABASE_URL) {
    const { ACCESS_LOG_PUBLIC_JWKS: publicKeys } = readEnvironment(process.env, { ACCESS_LOG_PUBLIC_JWKS: jwks() })
    const database = await openDatabase({ url: read.DATABASE_URL, poolSize: 1, statementTimeoutMs })
    const checkHead = createHeadCheck(publicKeys)
    return verifyAccessLog(database, { checkHead, keptHeads, progress }).finally(() => database.close())
  }
  if (keptHeads.length > 0) throw new Error('--heads is for a log in DATABASE_URL.')
  const running = await verdictBehind(logSocketIn(read.DATA_DIR), progress)
  if (running) return running
  const { accessLogKey } = await openSecrets(join(read.DATA_DIR, 'keys'))
  const database = await openDatabase({ directory: join(read.DATA_DIR, 'pgdata') })
  const checkHead = createHeadCheck([publicHalf(accessLogKey)])
  return verifyAccessLog(database, { checkHead, progress }).finally(() => database.close())
}

/** A head as a line of a subgraph's log has it, or alone. Other lines are passed over. */
function readHead(line: string): HeadRow[] {
  if (line.trim() === '') return []
  const whole = JSON.parse(line) as Partial<HeadRow> & { head?: HeadRow }
  const head = whole.head ?? (whole.signature ? (whole as HeadRow) : undefined)
  return head ? [{ ...head, at: new Date(head.at) }] : []
}

async function prepare(writer: string, reader: string): Promise<void> {
  const { DATABASE_URL } = readEnvironment(process.env, { DATABASE_URL: str() })
  const database = await openDatabase({ url: DATABASE_URL, poolSize: 1, statementTimeoutMs })
  await prepareAccessLog(database, { writer, reader }).finally(() => database.close())
}

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand(argv)
  switch (command.do) {
    case 'help':
      console.log(usage)
      return 0
    case 'prepare':
      await prepare(command.writer, command.reader)
      console.log(`The tables are there. ${command.writer} may only insert, ${command.reader} may only read.`)
      return 0
    case 'verify': {
      const verdict = await verify(command.headsFile)
      console.log(tellVerdict(verdict))
      return verdict.faults.length > 0 ? 1 : 0
    }
    default:
      return command satisfies never
  }
}

main(process.argv.slice(2)).then(
  code => process.exit(code),
  (error: Error) => {
    console.error(`${error.message}\n\n${usage}`)
    process.exit(2)
  },
)
