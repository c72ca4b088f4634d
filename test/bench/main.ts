import { benchAccess } from './access/access.ts'
import { benchBulk } from './bulk.ts'
import { benchFuzz } from './certificates/fuzz.ts'
import { benchHistories } from './certificates/histories.ts'
import { benchCertificatesCold, benchCertificatesWarm } from './certificates.ts'
import { benchDcc } from './dcc.ts'
import { benchDifferential } from './differential.ts'
import { benchIngest } from './entry-registry/ingest.ts'
import { benchMunicipalityList } from './entry-registry/municipality-list.ts'
import { benchGateway } from './gateway/gateway.ts'
import { benchLookupScale } from './lookup-scale.ts'
import { benchMixUps } from './mix-ups.ts'
import { benchOutage } from './outage/outage.ts'
import { benchOutbox } from './outbox/outbox.ts'
import { printTable, type Report } from './report.ts'
import { benchRollout } from './rollout/rollout.ts'

/**
 * `npm run bench -- NAME [--json]`: a table for people, or one JSON object on one line; progress on standard error. Other
 * options are the benchmark's own: README.md beside this file.
 */
const benchmarks: Readonly<Record<string, (options: readonly string[]) => Promise<Report>>> = {
  access: benchAccess,
  bulk: benchBulk,
  'certificates-cold': benchCertificatesCold,
  'certificates-warm': benchCertificatesWarm,
  dcc: benchDcc,
  differential: benchDifferential,
  fuzz: benchFuzz,
  gateway: benchGateway,
  histories: benchHistories,
  'lookup-scale': benchLookupScale,
  'mix-ups': benchMixUps,
  ingest: benchIngest,
  'municipality-list': benchMunicipalityList,
  outage: benchOutage,
  outbox: benchOutbox,
  rollout: benchRollout,
}

const [name, ...options] = process.argv.slice(2)
const run = name === undefined ? undefined : benchmarks[name]
if (!run) {
  console.error(
    `Say which benchmark to run: ${Object.keys(benchmarks).join(', ')}. With --json: one object on one line.`,
  )
  process.exit(2)
}
const report = await run(options)
if (options.includes('--json')) console.log(JSON.stringify(report))
else printTable(report)
process.exit()
