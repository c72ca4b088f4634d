import { createLocalJWKSet, type JWK } from 'jose'
import { proofLifeSeconds } from '../../gateway/identity/dpop.ts'
import { createMemoryReplays } from '../../gateway/identity/replays.ts'
import { helseIdAudience } from '../../local/personnel/scopes.ts'
import { loadPopulation } from '../../local/population/load.ts'
import type { InstallationSecrets } from '../../local/secrets.ts'
import { startGateway, startRegistries } from '../../local/supergraph.ts'
import { type SubgraphName, subgraphNames } from '../../schema/registers.ts'
import { openDevelopmentSigner } from '../../subgraphs/certificate/signers/development-keys.ts'
import { openDatabase } from '../../subgraphs/kernel/database.ts'
import { serveSubgraph } from '../../subgraphs/kernel/serve.ts'
import { audience, issuer, someIdentifiers } from './citizens.ts'
import { helseIdIssuer } from './doctors.ts'

/** What a server under measurement is told to be. */
export type ServerPlan = {
  readonly role: 'everything' | 'registries' | 'gateway'
  readonly secrets: string
  readonly folder: string
  readonly publicKey: JWK
  /** Proves the tokens of doctors. */
  readonly staffKey: JWK
  /** A PostgreSQL server; embedded when not set. */
  readonly databaseUrl?: string
  /** Fill the registries with so many persons first; 0 leaves them as they are. */
  readonly size: number
  readonly citizens: number
  readonly subgraphUrls?: Readonly<Record<string, string>>
  /** `off`: nothing is written of who saw what. */
  readonly access: 'on' | 'off'
}

export type Started = {
  readonly type: 'started'
  readonly url?: string
  readonly subgraphUrls?: Readonly<Record<string, string>>
  readonly identifiers: readonly string[]
}
export type CpuTime = { readonly type: 'cpu'; readonly micros: number; readonly rssMb: number }

/** Byte arrays do not survive JSON; keys are sent as base64. */
export function packSecrets(secrets: InstallationSecrets): string {
  return JSON.stringify(secrets, (_, value) =>
    value && value.type === 'Buffer' ? { base64: Buffer.from(value.data).toString('base64') } : value,
  )
}

const unpackSecrets = (text: string): InstallationSecrets =>
  JSON.parse(text, (_, value) => (typeof value?.base64 === 'string' ? Buffer.from(value.base64, 'base64') : value))

const unwritten = { record: async () => {} }

async function start(plan: ServerPlan): Promise<Started> {
  const secrets = unpackSecrets(plan.secrets)
  const clock = () => new Date()
  const reportBug = (report: object) => console.error(report)
  const logins = {
    citizens: { issuer, audience, keys: createLocalJWKSet({ keys: [plan.publicKey] }) },
    staff: { issuer: helseIdIssuer, audience: helseIdAudience, keys: createLocalJWKSet({ keys: [plan.staffKey] }) },
  }
  let url = ''
  const dpop = { publicUrls: () => [url], replays: createMemoryReplays(proofLifeSeconds) }
  if (plan.role === 'gateway') {
    const doors = Object.fromEntries(Object.entries(plan.subgraphUrls ?? {}).map(([name, url]) => [name, { url }]))
    const gateway = await startGateway({ doors, secrets, logins, dpop, clock, reportBug })
    url = await gateway.listen('127.0.0.1', 0)
    return { type: 'started', url, identifiers: [] }
  }
  const database = await openDatabase(plan.databaseUrl ? { url: plan.databaseUrl } : { memory: true })
  const signer = await openDevelopmentSigner(plan.folder, clock())
  const registries = await startRegistries({
    database,
    secrets,
    signerFor: () => signer,
    clock,
    reportBug,
    accessLog: plan.access === 'off' ? unwritten : undefined,
  })
  if (plan.size > 0) await loadPopulation(database, { seed: 7, size: plan.size, on: clock() })
  const identifiers = await someIdentifiers(database, plan.citizens)
  if (plan.role === 'everything') {
    const gateway = await startGateway({ doors: registries, secrets, logins, dpop, clock, reportBug })
    url = await gateway.listen('127.0.0.1', 0)
    return { type: 'started', url, identifiers }
  }
  const served = await Promise.all(
    subgraphNames.map(async (name: SubgraphName) => {
      const { url } = await serveSubgraph(registries[name], { host: '127.0.0.1', port: 0 })
      return [name, url] as const
    }),
  )
  return { type: 'started', subgraphUrls: Object.fromEntries(served), identifiers }
}

if (process.send) {
  const send = process.send.bind(process)
  process.on('message', async (message: { type: 'start'; plan: ServerPlan } | { type: 'cpu' }) => {
    if (message.type === 'start') {
      send(await start(message.plan))
      return
    }
    const { user, system } = process.cpuUsage()
    send({ type: 'cpu', micros: user + system, rssMb: process.memoryUsage.rss() / 1e6 } satisfies CpuTime)
  })
  process.on('disconnect', () => process.exit(0))
}
