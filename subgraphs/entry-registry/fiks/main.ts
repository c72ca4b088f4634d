import { parseArgs } from 'node:util'
import { str } from 'envalid'
import { readEnvironment } from '../../../schema/environment.ts'
import { migrate, openDatabase } from '../../kernel/database.ts'
import { FiksFailed, fiksVariables, openFiks, toFiksPlace } from '../../kernel/fiks.ts'
import { entryMigrations, entrySources } from '../store/tables.ts'
import { fetchEntries } from './fetch-entries.ts'

const help = `Fetches what has changed from Fiks innreise, and drops it as an extract for npm run ingest.

  npm run fetch-entries -- FOLDER --kommuner 4601,0301 --source IRRS|PREPAREDNESS

DATABASE_URL, FIKS_URL, FIKS_TOKEN_FILE (a token of HelseID, renewed by whoever writes the file),
FIKS_INTEGRATION_ID and FIKS_INTEGRATION_PASSWORD say where and as whom. Fiks imports at night: once a morning is enough.
`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kommuner: { type: 'string' },
      source: { type: 'string', default: 'IRRS' },
      help: { type: 'boolean', default: false },
    },
  })
  const [folder] = positionals
  const kommuner = (values.kommuner ?? '').split(',').filter(one => /^\d{4}$/.test(one))
  const source = entrySources.find(one => one === values.source)
  if (values.help || !folder || !source || kommuner.length === 0) {
    process.stderr.write(help)
    return values.help ? 0 : 2
  }
  const env = readEnvironment(process.env, {
    DATABASE_URL: str(),
    ...fiksVariables,
  })
  const database = await openDatabase({ url: env.DATABASE_URL })
  const fiks = openFiks(toFiksPlace(env))
  try {
    await migrate(database, 'entry_registry', entryMigrations)
    const entries = await fetchEntries({ fiks, database, source, kommuner, folder, now: new Date() })
    process.stdout.write(`${JSON.stringify({ source, entries })}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof FiksFailed)) throw error
    process.stdout.write(`${JSON.stringify({ source, failed: error.failure, again: error.isPassing })}\n`)
    return 1
  } finally {
    await fiks.close()
    await database.close()
  }
}

process.exitCode = await main()
