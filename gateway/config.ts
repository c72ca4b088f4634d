import { readFileSync } from 'node:fs'
import { bool, makeValidator, num, str } from 'envalid'
import { addresses, listenPort, readEnvironment } from '../schema/environment.ts'
import type { DrainTimes } from './drain.ts'
import { createFallbackPlanner } from './engine/fallback-planner/index.ts'
import type { CreatePlanner } from './engine/index.ts'
import { type IdentityConfig, readIdentityConfig, type Secrets } from './identity-config.ts'
import { type AdmissionLimits, defaultAdmission } from './load/admission.ts'
import {
  type Audience,
  type AudienceName,
  type AudienceView,
  audiences,
  audienceViews,
  type Limits,
  type ViewProfile,
  type ViewProfiles,
  viewProfiles,
} from './policy/audiences.ts'
import type { Manifest } from './policy/trusted-documents.ts'
import type { TransportLimits } from './transport/index.ts'

export type Config = {
  readonly port: number
  readonly host: string
  readonly metricsPort: number
  /** Supergraph SDL, read; and where it was read from. */
  readonly supergraph: string
  readonly supergraphPath: string
  /** Addresses that take the place of those in the supergraph. */
  readonly subgraphUrls: Readonly<Record<string, string>>
  readonly operationMs: number
  readonly transportLimits: TransportLimits
  readonly admission: AdmissionLimits
  readonly drain: DrainTimes
  /** Processes that answer requests, beside the one that keeps them. None: this one answers. */
  readonly workers: number
  readonly isOpenAccess: boolean
  readonly isIntrospectable: boolean
  /** Whom this gateway is for: a profile of limits, and what the configuration changes in it. */
  readonly audience: Audience
  /** The same for each class of clients, where callers are identified. */
  readonly views: ViewProfiles
  /** Documents that can be asked for by id, read. */
  readonly trustedDocuments: Manifest
  readonly corsOrigins: readonly string[]
  /** Undefined: the careful one. */
  readonly planner: CreatePlanner | undefined
  /** The labels of `@override` that are on: those fields come from their new subgraph. */
  readonly overrideLabels: readonly string[]
  /** Where traces are sent, and what share of them. Undefined: nowhere. */
  readonly tracing: { readonly endpoint: URL; readonly ratio: number } | undefined
  /** Who may ask. Undefined with OPEN_ACCESS. */
  readonly identity: IdentityConfig | undefined
}

/** By name of a limit, or of a view and a limit: `vendor.depth`. */
type ChangedLimits = Readonly<Record<string, number>>

/** `depth=15,vendor.cost=5000`: names of limits, for all clients or one class of them, and numbers from 1. */
const limits = makeValidator<ChangedLimits>(text =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map(pair => {
        const [name = '', value = ''] = pair.split('=').map(part => part.trim())
        const [limit = '', view] = name.split('.').reverse()
        const isView = view === undefined || (audienceViews as readonly string[]).includes(view)
        const isLimit = Object.hasOwn(audiences['first-party'].limits, limit) && name.split('.').length < 3
        if (!isView || !isLimit || !/^[1-9][0-9]*$/.test(value)) throw new Error(name)
        return [name, Number(value)]
      }),
  ),
)

/** `test=3000,person=1000`: milliseconds by name of a subgraph. */
const millisecondsByName = makeValidator<Readonly<Record<string, number>>>(text =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map(pair => {
        const [name = '', value = ''] = pair.split('=').map(part => part.trim())
        if (!name || !/^[1-9][0-9]*$/.test(value)) throw new Error(name)
        return [name, Number(value)]
      }),
  ),
)

/** A whole number from `least`. */
const atLeast = (least: number) =>
  makeValidator<number>(text => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least) throw new Error(text)
    return value
  })
const count = atLeast(1)
const countOrNone = atLeast(0)

/** The path of a JSON file of document ids and texts; several, with commas, are put together. */
const manifest = makeValidator<Manifest>(paths => {
  const files = paths.split(',').map(path => JSON.parse(readFileSync(path.trim(), 'utf8')) as unknown)
  const entries = files.flatMap(file => Object.entries(file as object))
  if (entries.some(([, document]) => typeof document !== 'string')) throw new Error('not a manifest')
  return Object.fromEntries(entries)
})

/** `one,two` */
const names = makeValidator<readonly string[]>(text =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(Boolean),
)

/** A number from 0 to 1. */
const share = makeValidator<number>(text => {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new Error(text)
  return value
})

/** An address, or nothing. */
const addressOrNone = makeValidator<URL | ''>(text => (text === '' ? '' : new URL(text)))

/** Origins as a browser writes them: `https://helsenorge.no`, without a path. */
const origins = makeValidator<readonly string[]>(text =>
  text
    .split(',')
    .map(origin => origin.trim())
    .filter(Boolean)
    .map(origin => {
      if (new URL(origin).origin !== origin) throw new Error(origin)
      return origin
    }),
)

/** The limits with those that are named under a prefix changed. */
const changed = (limits: Limits, named: ChangedLimits, prefix: string): Limits =>
  Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, named[prefix + name] ?? value]),
  ) as unknown as Limits

const mapViews = (views: ViewProfiles, change: (profile: ViewProfile, view: AudienceView) => ViewProfile) =>
  Object.fromEntries(audienceViews.map(view => [view, change(views[view], view)])) as ViewProfiles

function readSupergraph(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`SUPERGRAPH: the file ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause })
  }
}

/** Everything that a gateway for health data needs, or the word that there is none behind it. */
function readClosed<Read>(read: () => Read): Read {
  try {
    return read()
  } catch (cause) {
    const hint = 'A supergraph without personal data can be served without signing in: OPEN_ACCESS=true.'
    throw new Error(`${(cause as Error).message} ${hint}`, { cause })
  }
}

/** @throws naming every variable that is missing or not usable, at once */
export function readConfig(env: NodeJS.ProcessEnv): { config: Config; secrets: Secrets | undefined } {
  const open = readEnvironment(env, {
    PORT: listenPort({ default: 4000 }),
    HOST: str({ default: '127.0.0.1' }),
    METRICS_PORT: listenPort({ default: 9464 }),
    SUPERGRAPH: str({ default: 'schema/supergraph.graphql' }),
    PLANNER: str<'careful' | 'fallback'>({ choices: ['careful', 'fallback'], default: 'careful' }),
    OVERRIDE_LABELS: names({ default: [] }),
    OTEL_EXPORTER_OTLP_ENDPOINT: addressOrNone({ default: '' }),
    OTEL_TRACES_SAMPLER_ARG: share({ default: 1 }),
    SUBGRAPH_URLS: addresses({ default: {} }),
    OPERATION_TIMEOUT_MS: num({ default: 15_000 }),
    SUBGRAPH_TIMEOUT_MS: count({ default: 10_000 }),
    SUBGRAPH_TIMEOUTS_MS: millisecondsByName({ default: {} }),
    SUBGRAPH_CONCURRENCY: count({ default: 256 }),
    OPERATIONS_AT_ONCE: count({ default: defaultAdmission.operations }),
    LONGEST_LAG_MS: count({ default: defaultAdmission.lagMs }),
    DRAIN_GRACE_MS: countOrNone({ default: 5_000 }),
    DRAIN_FINISH_MS: countOrNone({ default: 20_000 }),
    WORKERS: countOrNone({ default: 0 }),
    OPEN_ACCESS: bool({ default: false }),
    AUDIENCE: str<AudienceName>({ choices: ['first-party', 'third-party'], default: 'first-party' }),
    LIMITS: limits({ default: {} }),
    TRUSTED_DOCUMENTS: manifest({ default: {} }),
    TRUSTED_DOCUMENTS_REQUIRED: str<'' | 'true' | 'false'>({ choices: ['', 'true', 'false'], default: '' }),
    CORS_ORIGINS: origins({ default: [] }),
    INTROSPECTION: str<'' | 'true' | 'false'>({ choices: ['', 'true', 'false'], default: '' }),
  })
  const profile = audiences[open.AUDIENCE]
  const toAudience = (from: Audience): Audience => ({
    ...from,
    limits: changed(from.limits, open.LIMITS, ''),
    isIntrospectable: open.INTROSPECTION
      ? open.INTROSPECTION === 'true'
      : from.isIntrospectable && env.NODE_ENV !== 'production',
    // Clients of our own have registered all they ask.
    requiresTrustedDocuments: open.TRUSTED_DOCUMENTS_REQUIRED
      ? open.TRUSTED_DOCUMENTS_REQUIRED === 'true'
      : from.name === 'first-party' && Object.keys(open.TRUSTED_DOCUMENTS).length > 0,
  })
  const audience = toAudience(profile)
  // A manifest that was forgotten would open the graph to any text, and nobody would see it.
  const isForgotten =
    audience.name === 'first-party' && !open.TRUSTED_DOCUMENTS_REQUIRED && !audience.requiresTrustedDocuments
  if (env.NODE_ENV === 'production' && isForgotten)
    throw new Error(
      'TRUSTED_DOCUMENTS: in production clients of our own run trusted documents. To run any text: TRUSTED_DOCUMENTS_REQUIRED=false.',
    )
  const config: Omit<Config, 'identity'> = {
    port: open.PORT,
    host: open.HOST,
    metricsPort: open.METRICS_PORT,
    supergraph: readSupergraph(open.SUPERGRAPH),
    supergraphPath: open.SUPERGRAPH,
    subgraphUrls: open.SUBGRAPH_URLS,
    operationMs: open.OPERATION_TIMEOUT_MS,
    transportLimits: {
      timeoutMs: open.SUBGRAPH_TIMEOUT_MS,
      timeoutsMs: open.SUBGRAPH_TIMEOUTS_MS,
      concurrency: open.SUBGRAPH_CONCURRENCY,
    },
    admission: { ...defaultAdmission, operations: open.OPERATIONS_AT_ONCE, lagMs: open.LONGEST_LAG_MS },
    drain: { graceMs: open.DRAIN_GRACE_MS, finishMs: open.DRAIN_FINISH_MS },
    workers: open.WORKERS,
    isOpenAccess: open.OPEN_ACCESS,
    isIntrospectable: audience.isIntrospectable,
    audience,
    views: mapViews(viewProfiles(audience, toAudience(audiences['third-party'])), (profile, view) => ({
      ...profile,
      limits: changed(profile.limits, open.LIMITS, `${view}.`),
    })),
    trustedDocuments: open.TRUSTED_DOCUMENTS,
    corsOrigins: open.CORS_ORIGINS,
    planner: open.PLANNER === 'fallback' ? createFallbackPlanner : undefined,
    overrideLabels: open.OVERRIDE_LABELS,
    tracing: open.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: open.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: open.OTEL_TRACES_SAMPLER_ARG }
      : undefined,
  }
  if (open.OPEN_ACCESS) return { config: { ...config, identity: undefined }, secrets: undefined }
  const { identity, secrets } = readClosed(() => readIdentityConfig(env, { workers: open.WORKERS }))
  return { config: { ...config, identity }, secrets }
}
