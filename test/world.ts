import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { proofLifeSeconds } from '../gateway/identity/dpop.ts'
import { createMemoryReplays } from '../gateway/identity/replays.ts'
import type { QuotaAlarm } from '../gateway/load/quota.ts'
import { createMetrics, type Metrics } from '../gateway/metrics.ts'
import type { Manifest } from '../gateway/policy/trusted-documents.ts'
import type { Tracing } from '../gateway/telemetry/index.ts'
import type { Door } from '../gateway/transport/index.ts'
import { type Client, localProviderClients } from '../local/identity-provider/clients.ts'
import { createIdentityProvider } from '../local/identity-provider/identity-provider.ts'
import { readOrMakeKey } from '../local/identity-provider/keys.ts'
import type { Level } from '../local/identity-provider/levels.ts'
import { makeProof } from '../local/identity-provider/make-proof.ts'
import { localLogins, localSystemTokens, localWork } from '../local/logins.ts'
import { cliDpopKey, fetchNamedToken, type NamedTokenRequest } from '../local/named-token.ts'
import { loadFollowUp } from '../local/population/follow-up.ts'
import { loadPopulation } from '../local/population/load.ts'
import { personas } from '../local/population/personas.ts'
import { type InstallationSecrets, passingSecrets } from '../local/secrets.ts'
import {
  pagesOf,
  type Registries,
  type RegistryParts,
  startGateway,
  startRegistries,
  stopRegistries,
} from '../local/supergraph.ts'
import type { IssuerTrust } from '../schema/logins/access-token.ts'
import { type SubgraphName, subgraphNames } from '../schema/registers.ts'
import type { Signer } from '../subgraphs/certificate/dcc/signer.ts'
import { openDevelopmentSeal } from '../subgraphs/certificate/pdf/index.ts'
import { openDevelopmentSigner } from '../subgraphs/certificate/signers/development-keys.ts'
import type { AccessLog } from '../subgraphs/kernel/access-log.ts'
import type { Database } from '../subgraphs/kernel/database.ts'
import { serveSubgraph } from '../subgraphs/kernel/serve.ts'
import { aDatabase } from './database.ts'

export type WorldPlan = {
  /** How the gateway reaches subgraphs. */
  readonly transport?: 'in-process' | 'http'
  /** Persons beside the personas. */
  readonly size?: number
  readonly accessLog?: AccessLog
  readonly clock?: () => Date
  /** Who signs certificates; a key of this world's own unless the test has one. */
  readonly signer?: Signer
  /** Whose tokens count; the identity provider of this world unless the test signs its own. */
  readonly citizens?: IssuerTrust
  /** Documents that can be asked for by id. */
  readonly trustedDocuments?: Manifest
  readonly corsOrigins?: readonly string[]
  /** Applications that sign people in here, beside the command line. */
  readonly signInClients?: readonly Client[]
  /** Where traces go; nowhere unless the test reads them. */
  readonly tracing?: Tracing
  /** How PVK meets its actors. */
  readonly pvk?: RegistryParts['pvk']
}

export type Answer = {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  readonly data: any
  readonly errors: readonly {
    message: string
    path?: readonly (string | number)[]
    extensions: Record<string, unknown>
  }[]
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  readonly extensions: any
  readonly headers: Headers
}

export type TokenChoice = Pick<NamedTokenRequest, 'client' | 'scope' | 'network' | 'broken'>

type Ask = {
  /** The name of a citizen, of somebody at work or of a system; or nobody. A proof is sent where the token is bound. */
  readonly as?: string
  readonly level?: Level
  readonly token?: string
  /** How else the token is asked for, or broken. */
  readonly how?: TokenChoice
  readonly variables?: Record<string, unknown>
  readonly language?: string
  readonly headers?: Record<string, string>
}

export type World = AsyncDisposable & {
  readonly url: string
  readonly issuer: string
  /** Where the keys of its clients are, as `npm start` keeps them. */
  readonly keysDirectory: string
  readonly database: Database
  readonly secrets: InstallationSecrets
  readonly signer: Signer
  readonly registries: Registries
  readonly metrics: Metrics
  /** What subgraphs were asked, in order, since the last look. */
  fetches(): SubgraphName[]
  /** From now on this register cannot be reached. */
  breakDown(name: SubgraphName): Promise<void>
  bugs: unknown[]
  /** Callers who have used a quota up. */
  readonly alarms: QuotaAlarm[]
  tokenOf(persona: string, level?: Level, how?: TokenChoice): Promise<string>
  /** What is sent with a token: where it is bound, a proof for one request. */
  credentialsOf(token: string, method?: string, path?: string): Promise<Record<string, string>>
  ask(query: string, how?: Ask): Promise<Answer>
}

export const audience = 'https://helsegraf.example/graphql'

/** Everything in one process: database, registries, identity provider, gateway, on free ports. */
export async function startWorld(plan: WorldPlan = {}): Promise<World> {
  const clock = plan.clock ?? (() => new Date())
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-world-'))
  const secrets = await passingSecrets()
  const signer = plan.signer ?? (await openDevelopmentSigner(folder, clock()))
  const database = await aDatabase()
  const bugs: unknown[] = []
  const alarms: QuotaAlarm[] = []
  const reportBug = (report: object) => void bugs.push(report)
  const redisUrl = process.env.TEST_REDIS_URL
  const provider = await createIdentityProvider({
    host: '127.0.0.1',
    port: 0,
    personas,
    keysDirectory: folder,
    audience,
    clients: [...localProviderClients, ...(plan.signInClients ?? [])],
    work: localWork,
  })
  const registries = await startRegistries({
    database,
    secrets,
    signerFor: () => signer,
    redisUrl,
    clock,
    reportBug,
    accessLog: plan.accessLog,
    pvk: { addresses: { allowsPrivate: true }, verifySystemToken: localSystemTokens(provider, audience), ...plan.pvk },
    pdf: { seal: await openDevelopmentSeal(folder, clock()), origin: '' },
  })
  await loadPopulation(database, { seed: 1, size: plan.size ?? 0, on: clock() })
  await loadFollowUp(database, secrets.pseudonymKey)
  const metrics = createMetrics()
  const fetched: SubgraphName[] = []
  const broken = new Set<SubgraphName>()
  const doors = await openDoors(registries, plan.transport ?? 'in-process')
  let url = ''
  const gateway = await startGateway({
    doors: watched(doors.doors, fetched, broken),
    secrets,
    logins: { ...localLogins(provider, audience), ...(plan.citizens && { citizens: plan.citizens }) },
    dpop: { publicUrls: () => [url], replays: createMemoryReplays(proofLifeSeconds) },
    clock,
    metrics: {
      ...metrics,
      observeFetch(report) {
        if (plan.transport === 'http') fetched.push(report.subgraph as SubgraphName)
        metrics.observeFetch(report)
      },
    },
    reportBug,
    alarm: told => void alarms.push(told),
    trustedDocuments: plan.trustedDocuments,
    corsOrigins: plan.corsOrigins,
    pages: pagesOf(registries),
    tracing: plan.tracing,
  })
  const dpopKey = await readOrMakeKey(folder, cliDpopKey)
  url = await gateway.listen('127.0.0.1', 0)
  const tokens = new Map<string, Promise<string>>()

  const tokenOf = (name: string, level: Level = 'high', how: TokenChoice = {}) => {
    const key = JSON.stringify([name, level, how])
    const known =
      tokens.get(key) ?? fetchNamedToken({ issuer: provider.issuer, name, level, keysDirectory: folder, ...how })
    tokens.set(key, known)
    return known
  }

  async function credentialsOf(token: string, method = 'POST', path = '/graphql'): Promise<Record<string, string>> {
    if (!isBound(token)) return { authorization: `Bearer ${token}` }
    const dpop = await makeProof({ key: dpopKey, method, url: url + path, token, now: clock() })
    return { authorization: `DPoP ${token}`, dpop }
  }

  return {
    url,
    issuer: provider.issuer,
    keysDirectory: folder,
    database,
    secrets,
    signer,
    registries,
    metrics,
    bugs,
    alarms,
    tokenOf,
    credentialsOf,
    fetches: () => fetched.splice(0),
    async breakDown(name) {
      broken.add(name)
      await doors.close(name)
    },
    async ask(query, { as, level, token, how, variables, language, headers = {} } = {}) {
      const sent = token ?? (as === undefined ? undefined : await tokenOf(as, level, how))
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(sent !== undefined && (await credentialsOf(sent))),
          ...(language && { 'accept-language': language }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      })
      const body = (await response.json()) as Partial<Answer>
      return {
        status: response.status,
        data: body.data,
        errors: body.errors ?? [],
        extensions: body.extensions ?? {},
        headers: response.headers,
      }
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await doors.closeAll()
      await provider.close()
      await stopRegistries(registries)
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function isBound(token: string): boolean {
  try {
    return decodeJwt(token).cnf !== undefined
  } catch {
    return false
  }
}

/** In process, a door can be watched and shut from here; over HTTP the server behind it is. */
function watched(
  doors: Readonly<Record<SubgraphName, Door>>,
  fetched: SubgraphName[],
  broken: ReadonlySet<SubgraphName>,
): Readonly<Record<string, Door>> {
  const wrap = (name: SubgraphName, door: Door): Door =>
    'url' in door
      ? door
      : {
          // Subscriptions are passed on as they are.
          ...door,
          execute(request) {
            fetched.push(name)
            if (broken.has(name)) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
            return door.execute(request)
          },
        }
  return Object.fromEntries(subgraphNames.map(name => [name, wrap(name, doors[name])]))
}

async function openDoors(registries: Registries, transport: 'in-process' | 'http') {
  if (transport === 'in-process') {
    return {
      doors: registries as Readonly<Record<SubgraphName, Door>>,
      close: async () => {},
      closeAll: async () => {},
    }
  }
  const served = await Promise.all(
    subgraphNames.map(
      async name => [name, await serveSubgraph(registries[name], { host: '127.0.0.1', port: 0 })] as const,
    ),
  )
  const servers = Object.fromEntries(served) as Record<SubgraphName, Awaited<ReturnType<typeof serveSubgraph>>>
  return {
    doors: servers as Readonly<Record<SubgraphName, Door>>,
    close: (name: SubgraphName) => servers[name].close(),
    closeAll: async () => void (await Promise.all(Object.values(servers).map(server => server.close()))),
  }
}
