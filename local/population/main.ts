import { parseArgs } from 'node:util'
import { entryMigrations } from '../../subgraphs/entry-registry/store/tables.ts'
import { migrate, openDatabase } from '../../subgraphs/kernel/database.ts'
import { personMigrations } from '../../subgraphs/person/store/tables.ts'
import { proxyConsentMigrations } from '../../subgraphs/proxy-consent/migrations.ts'
import { recoveryMigrations } from '../../subgraphs/recovery/store/tables.ts'
import { testMigrations } from '../../subgraphs/test/store/tables.ts'
import { vaccineMigrations } from '../../subgraphs/vaccine/store/tables.ts'
import { type Loaded, loadPopulation } from './load.ts'
import { progressOnStandardError } from './progress.ts'

const help = `Empties the registries and fills them with a synthetic population and the personas.

  node local/population/main.ts --size N [--seed S] [--database-url URL]

  --size N            how many persons, up to some 6000000; the personas come besides
  --seed S            a whole number (1 unless given): the same seed gives the same persons
  --database-url URL  PostgreSQL; DATABASE_URL unless given
  --help              this text

It deletes what the registries of that database hold, and does nothing where NODE_ENV is production.
`

/** Building the indexes over everybody in Norway takes minutes. */
const longestStatementMs = 3_600_000

type Asked = { readonly size: number; readonly seed: number; readonly url: string }

/** What the arguments and the environment ask for; a text says what is wrong with them. */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Asked | 'help' | { readonly problem: string } {
  if (env.NODE_ENV === 'production') return { problem: 'this deletes registries: not where NODE_ENV is production' }
  const options = {
    size: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'database-url': { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const
  try {
    const { values } = parseArgs({ args: [...args], options })
    if (values.help) return 'help'
    const size = wholeNumber(values.size ?? '')
    const seed = wholeNumber(values.seed)
    const url = values['database-url'] ?? env.DATABASE_URL
    if (size === undefined) return { problem: '--size is a whole number of persons' }
    if (seed === undefined) return { problem: '--seed is a whole number' }
    if (!url) return { problem: 'no database: give --database-url or DATABASE_URL' }
    return { size, seed, url }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

async function fill({ size, seed, url }: Asked): Promise<Loaded> {
  const database = await openDatabase({ url, statementTimeoutMs: longestStatementMs })
  try {
    await migrate(database, 'person', personMigrations)
    await migrate(database, 'vaccine', vaccineMigrations)
    await migrate(database, 'test', testMigrations)
    await migrate(database, 'recovery', recoveryMigrations)
    await migrate(database, 'entry_registry', entryMigrations)
    await migrate(database, 'proxy_consent', proxyConsentMigrations)
    return await loadPopulation(database, { size, seed, on: new Date(), progress: progressOnStandardError('persons') })
  } finally {
    await database.close()
  }
}

if (import.meta.main) {
  const asked = readArguments(process.argv.slice(2), process.env)
  if (asked === 'help') {
    console.log(help)
  } else if ('problem' in asked) {
    console.error(`${asked.problem}\n\n${help}`)
    process.exitCode = 2
  } else {
    const started = performance.now()
    const { rows } = await fill(asked)
    for (const [table, count] of Object.entries(rows)) console.log(`${table.padEnd(24)}${String(count).padStart(10)}`)
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} s, indexes and statistics included`)
  }
}
