import { loadPopulation } from '../../local/population/load.ts'
import { entryMigrations } from '../../subgraphs/entry-registry/store/tables.ts'
import { migrate, openDatabase } from '../../subgraphs/kernel/database.ts'
import { personMigrations } from '../../subgraphs/person/store/tables.ts'
import { proxyConsentMigrations } from '../../subgraphs/proxy-consent/migrations.ts'
import { recoveryMigrations } from '../../subgraphs/recovery/store/tables.ts'
import { testMigrations } from '../../subgraphs/test/store/tables.ts'
import { vaccineMigrations } from '../../subgraphs/vaccine/store/tables.ts'
import { ask, type Measured } from './load.ts'
import { median, progress, type Report, rounded } from './report.ts'
import { createScratchDatabase, type Servers, startServers } from './servers.ts'

/*
 * The same query over ten thousand and over one million persons in PostgreSQL, subgraphs over HTTP: a lookup must not
 * feel how many others there are. Rounds are interleaved, so that a busy spell of the machine meets both.
 */
const query =
  '{ me { name { full } birthDate vaccinations { code givenOn } testResults { outcome } recoveries { firstPositiveOn } } }'
const sizes = { small: 10_000, large: Number(process.env.LOOKUP_SCALE_LARGE ?? 1_000_000) }
const rounds = 7
const citizens = 1_000

async function prepare(size: number) {
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url, statementTimeoutMs: 3_600_000 })
  await migrate(database, 'person', personMigrations)
  await migrate(database, 'vaccine', vaccineMigrations)
  await migrate(database, 'test', testMigrations)
  await migrate(database, 'recovery', recoveryMigrations)
  await migrate(database, 'entry_registry', entryMigrations)
  await migrate(database, 'proxy_consent', proxyConsentMigrations)
  const began = performance.now()
  await loadPopulation(database, { seed: 7, size, on: new Date() })
  progress(`${size} persons loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  await database.close()
  return scratch
}

export async function benchLookupScale(): Promise<Report> {
  const small = await prepare(sizes.small)
  const large = await prepare(sizes.large)
  try {
    const arrangement = { transport: 'http', size: 0, citizens } as const
    await using few = await startServers({ ...arrangement, databaseUrl: small.url })
    await using many = await startServers({ ...arrangement, databaseUrl: large.url })
    return await compare(few, many)
  } finally {
    await small.drop()
    await large.drop()
  }
}

async function compare(few: Servers, many: Servers): Promise<Report> {
  const at = { small: [] as Measured[], large: [] as Measured[] }
  for (let round = 0; round <= rounds; round++) {
    const one = await ask(few, query, few.tokens, 4)
    const other = await ask(many, query, many.tokens, 4)
    progress(`round ${round} of ${rounds}: p50 ${one.p50Ms.toFixed(2)} ms and ${other.p50Ms.toFixed(2)} ms`)
    if (round === 0) continue
    at.small.push(one)
    at.large.push(other)
  }
  const row = (persons: number, all: readonly Measured[]) => ({
    persons,
    'requests/s': rounded(median(all.map(one => one.perSecond))),
    'CPU µs/request': rounded(median(all.map(one => one.cpuMicros))),
    'p50 ms': rounded(median(all.map(one => one.p50Ms))),
    'p99 ms': rounded(median(all.map(one => one.p99Ms))),
  })
  const ratio = (pick: (one: Measured) => number) =>
    rounded(median(at.large.map((other, index) => pick(other) / pick(at.small[index] as Measured))))
  return {
    name: 'lookup-scale',
    rows: [row(sizes.small, at.small), row(sizes.large, at.large)],
    ratios: { p50At1MOver10k: ratio(one => one.p50Ms), cpuAt1MOver10k: ratio(one => one.cpuMicros) },
  }
}
