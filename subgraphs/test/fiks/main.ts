import { parseArgs } from 'node:util'
import { str } from 'envalid'
import { readEnvironment } from '../../../schema/environment.ts'
import { migrate, openDatabase } from '../../kernel/database.ts'
import { FiksFailed, fiksVariables, openFiks, toFiksPlace } from '../../kernel/fiks.ts'
import { testMigrations } from '../store/tables.ts'
import { fetchResults, keepFreshness } from './fetch-results.ts'

const help = `Fetches laboratories' answers from Fiks prøvesvar into the copy that the graph reads.

  npm run fetch-results -- --kommuner 4601,0301

DATABASE_URL, FIKS_URL, FIKS_TOKEN_FILE (a token of HelseID, renewed by whoever writes the file),
FIKS_INTEGRATION_ID and FIKS_INTEGRATION_PASSWORD say where and as whom. Run it every few minutes: it goes on where it was.
`

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { kommuner: { type: 'string' }, help: { type: 'boolean', default: false } } })
  const kommuner = (values.kommuner ?? '').split(',').filter(one => /^\d{4}$/.test(one))
  if (values.help || kommuner.length === 0) {
    process.stderr.write(help)
    return values.help ? 0 : 2
  }
  const env = readEnvironment(process.env, {
    DATABASE_URL: str(),
    ...fiksVariables,
  })
  const database = await openDatabase({ url: env.DATABASE_URL })
  const fiks = openFiks(toFiksPlace(env))
  const profile = process.env.NODE_ENV === 'production' ? 'only-real' : 'only-synthetic'
  let failed = 0
  try {
    await migrate(database, 'test', testMigrations)
    for (const kommune of kommuner) {
      try {
        const fetched = await fetchResults(kommune, { fiks, database, profile, now: new Date() })
        process.stdout.write(`${JSON.stringify({ kommune, ...fetched })}\n`)
      } catch (error) {
        if (!(error instanceof FiksFailed)) throw error
        failed++
        process.stdout.write(`${JSON.stringify({ kommune, failed: error.failure, again: error.isPassing })}\n`)
      }
    }
    await keepFreshness(database, kommuner)
    return failed > 0 ? 1 : 0
  } finally {
    await fiks.close()
    await database.close()
  }
}

process.exitCode = await main()
