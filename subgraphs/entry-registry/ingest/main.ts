import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createKommuneOfPostalCode, readPostalRegister } from '../../../schema/code-lists/postal-codes.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { migrate, openDatabase } from '../../kernel/database.ts'
import { entryMigrations } from '../store/tables.ts'
import { ingestFolder } from './ingest-folder.ts'

const help = `Takes in extracts of Innreiseregisteret and Beredskapsregisteret that are dropped in a folder.

  npm run ingest -- FOLDER [--watch] [--database-url URL]

  FOLDER              with NAME.manifest.json beside each extract; the manifest is dropped last
  --watch             goes on looking, every ten seconds
  --database-url URL  PostgreSQL; DATABASE_URL unless given
  --help              this text

POSTAL_CODES_FILE names Posten's postal code register, in place of the series that come with the code. What is taken in
is deleted, and its manifest goes to the folder «done»; what is not what its manifest says goes to «refused» with it, and
is deleted after ten days. Rows that cannot be read are counted, and entry_registry.bad_row has line, column and reason.
`

const watchEveryMs = 10_000
const longestStatementMs = 3_600_000

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      watch: { type: 'boolean', default: false },
      'database-url': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [folder] = positionals
  const url = values['database-url'] ?? process.env.DATABASE_URL
  if (values.help || folder === undefined || !url) {
    process.stderr.write(values.help ? help : `Say which folder, and which database.\n\n${help}`)
    return values.help ? 0 : 2
  }
  const register = process.env.POSTAL_CODES_FILE
  const series = register ? readPostalRegister(readFileSync(register), localDate('2000-01-01')) : undefined
  const profile = process.env.NODE_ENV === 'production' ? 'only-real' : 'only-synthetic'
  const database = await openDatabase({ url, statementTimeoutMs: longestStatementMs })
  try {
    await migrate(database, 'entry_registry', entryMigrations)
    for (;;) {
      const reports = await ingestFolder(folder, {
        database,
        rules: { kommuneOf: createKommuneOfPostalCode(series), profile },
        now: () => new Date(),
        progress: (rows, of) => process.stderr.write(`\r  ${rows} of ${of} rows`),
      })
      for (const report of reports) process.stdout.write(`${JSON.stringify(report)}\n`)
      if (!values.watch) return reports.some(({ outcome }) => outcome === 'refused') ? 1 : 0
      await setTimeout(watchEveryMs)
    }
  } finally {
    await database.close()
  }
}

process.exitCode = await main()
