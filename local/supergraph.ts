import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildGateway, type Gateway, type GatewayParts } from '../gateway/build-gateway.ts'
import { proofLifeSeconds } from '../gateway/identity/dpop.ts'
import type { IdentityParts } from '../gateway/identity/index.ts'
import { createMemoryReplays } from '../gateway/identity/replays.ts'
import { createMetrics, type Metrics } from '../gateway/metrics.ts'
import { audiences } from '../gateway/policy/audiences.ts'
import type { Manifest } from '../gateway/policy/trusted-documents.ts'
import type { Door } from '../gateway/transport/index.ts'
import { createAccessTokenSigner, createAccessTokenVerifier } from '../schema/access.ts'
import type { SubgraphName } from '../schema/registers.ts'
import { type SignerFor, type TrustedSigner, trustSigner } from '../subgraphs/certificate/dcc/index.ts'
import type { PdfNeeds } from '../subgraphs/certificate/pdf/index.ts'
import { certificateSubgraph } from '../subgraphs/certificate/subgraph.ts'
import { entryRegistrySubgraph } from '../subgraphs/entry-registry/subgraph.ts'
import { insightSubgraph } from '../subgraphs/insight/subgraph.ts'
import { createHeadSigner, headPace } from '../subgraphs/kernel/access-log/heads.ts'
import {
  type AccessLog,
  type AccessLogPlan,
  createAccessLog,
  type OpenAccessLog,
} from '../subgraphs/kernel/access-log.ts'
import { askInProcess } from '../subgraphs/kernel/ask-registry.ts'
import { createClearance } from '../subgraphs/kernel/clearance.ts'
import type { Clock } from '../subgraphs/kernel/clock.ts'
import type { Database } from '../subgraphs/kernel/database.ts'
import type { PublicRoutes } from '../subgraphs/kernel/define-subgraph.ts'
import { runSubgraph, type Subgraph } from '../subgraphs/kernel/run-subgraph.ts'
import { personSubgraph } from '../subgraphs/person/subgraph.ts'
import type { PrivacyNeeds } from '../subgraphs/proxy-consent/privacy/index.ts'
import { proxyConsentSubgraph } from '../subgraphs/proxy-consent/subgraph.ts'
import { recoverySubgraph } from '../subgraphs/recovery/subgraph.ts'
import { testSubgraph } from '../subgraphs/test/subgraph.ts'
import { vaccineSubgraph } from '../subgraphs/vaccine/subgraph.ts'
import { localClients } from './clients.ts'
import { type Organisation, organisations } from './personnel/organisations.ts'
import { inProject } from './schema-files.ts'
import { type InstallationSecrets, publicHalf } from './secrets.ts'
import { under } from './under.ts'

export type RegistryParts = {
  readonly database: Database
  readonly secrets: InstallationSecrets
  readonly signerFor: SignerFor
  readonly redisUrl?: string | undefined
  /** Document signers to rely on beside those that sign here. */
  readonly trusted?: readonly TrustedSigner[]
  /** Without it certificates have no PDF. */
  readonly pdf?: PdfNeeds | undefined
  /** How PVK reaches its actors, and how they prove who they are. */
  readonly pvk?:
    | Pick<PrivacyNeeds, 'verifySystemToken' | 'addresses' | 'brokerUrl' | 'personsPerHour' | 'alarm'>
    | undefined
  readonly clock: Clock
  readonly reportBug: (report: object) => void
  /** Takes the place of the log in the database. */
  readonly accessLog?: AccessLog | undefined
  /** How the log in the database is kept. */
  readonly accessLogPlan?: Omit<AccessLogPlan, 'heads' | 'clock'> | undefined
}

export type Registries = Readonly<Record<SubgraphName, Subgraph>>

/** Logs that were opened here, to be closed with their registries. */
const openLogs = new WeakMap<Registries, OpenAccessLog>()

/** All registries in this process, on one database. */
export async function startRegistries(parts: RegistryParts): Promise<Registries> {
  const { database, secrets, clock, reportBug, redisUrl, signerFor } = parts
  const {
    grantKeys,
    mandateKeys,
    cohortKeys,
    identityKeys,
    nameKeys,
    pseudonymKey,
    uvciKey,
    issueKeySecret,
    cacheKeys,
  } = secrets
  const ownLog = await createAccessLog(database, {
    ...parts.accessLogPlan,
    heads: { ...headPace, sign: createHeadSigner(secrets.accessLogKey) },
    clock,
  })
  const accessLog = parts.accessLog ?? ownLog
  const verify = await createAccessTokenVerifier([publicHalf(secrets.accessTokenKey)])
  const unasked = { database, accessLog, verify, grantKeys, clock, reportBug }
  const redis = redisUrl === undefined ? undefined : { url: redisUrl, keys: cacheKeys }
  const person = await runSubgraph(personSubgraph, {
    ...unasked,
    needs: { identityKeys, grantKeys, mandateKeys, cohortKeys, pseudonymKey },
  })
  const proxyConsent = await runSubgraph(proxyConsentSubgraph, {
    ...unasked,
    needs: {
      identityKeys,
      mandateKeys,
      askPerson: askInProcess('person', person.execute),
      privacy: {
        grantKeys,
        keys: secrets.privacyKeys,
        pseudonymKey: secrets.privacyPseudonymKey,
        subjectKey: pseudonymKey,
        identifierProfile: 'only-synthetic',
        report: reportBug,
        ...parts.pvk,
      },
    },
  })
  const clearance = createClearance(askInProcess('proxy-consent', proxyConsent.execute))
  const common = { ...unasked, clearance }
  const registries: Registries = {
    person,
    vaccine: await runSubgraph(vaccineSubgraph, { ...common, needs: undefined }),
    test: await runSubgraph(testSubgraph, { ...common, needs: { cohortKeys } }),
    recovery: await runSubgraph(recoverySubgraph, { ...common, needs: undefined }),
    certificate: await runSubgraph(certificateSubgraph, {
      ...common,
      needs: {
        signerFor,
        uvciKey,
        issueKeySecret,
        redis,
        trust: () => [...ownSigners(signerFor, clock()), ...(parts.trusted ?? [])],
        ownSigners: () => ownSigners(signerFor, clock()),
        pdf: parts.pdf,
      },
    }),
    'proxy-consent': proxyConsent,
    insight: await runSubgraph(insightSubgraph, {
      ...common,
      needs: { nameKeys, mandateKeys, pseudonymKey, organisationNames: syntheticOrganisationNames() },
    }),
    'entry-registry': await runSubgraph(entryRegistrySubgraph, {
      ...common,
      needs: { mandateKeys, cohortKeys, pseudonymKey },
    }),
  }
  openLogs.set(registries, ownLog)
  return registries
}

function syntheticOrganisationNames(): ReadonlyMap<string, string> {
  return new Map(
    Object.values<Organisation>(organisations).flatMap(({ name, number, unit }) => [
      [number, name] as const,
      ...(unit ? [[unit, name] as const] : []),
    ]),
  )
}

/** Who signs here today: what was issued on this machine verifies on it. */
function ownSigners(signerFor: SignerFor, now: Date): readonly TrustedSigner[] {
  const kinds = ['vaccination', 'test', 'recovery'] as const
  const certificates = kinds.flatMap(kind => signerFor(kind, now)?.certificate ?? [])
  return [...new Set(certificates)].map(trustSigner)
}

/** What registries serve beside the graph, at the gateway's address; then what else is there. */
export function pagesOf(registries: Registries, others?: PublicRoutes): PublicRoutes {
  const verifier = under('/verifier', registries.certificate.routes)
  const routes = [...Object.values(registries).map(registry => registry.routes), verifier, others]
  return async (request, response) => {
    for (const room of routes) if (await room?.(request, response)) return true
    return false
  }
}

export async function stopRegistries(registries: Registries): Promise<void> {
  await Promise.all(Object.values(registries).map(registry => registry.stop()))
  await openLogs.get(registries)?.close()
}

export type LocalGatewayParts = {
  readonly doors: Readonly<Record<string, Door>>
  readonly secrets: InstallationSecrets
  /** Whose tokens count: of citizens, and of those at work and machines where there are any. */
  readonly logins: Pick<IdentityParts, 'citizens' | 'staff' | 'machines'>
  /** Without it a bound token is of no use here: no address is ours. */
  readonly dpop?: IdentityParts['dpop'] | undefined
  readonly clock: Clock
  readonly metrics?: Metrics
  readonly pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  readonly reportBug: (report: object) => void
  readonly trustedDocuments?: Manifest | undefined
  readonly corsOrigins?: readonly string[] | undefined
  readonly alarm?: GatewayParts['alarm']
  readonly tracing?: GatewayParts['tracing']
}

/** A gateway over the committed supergraph, for synthetic persons. */
export async function startGateway(parts: LocalGatewayParts): Promise<Gateway> {
  const { secrets, logins, dpop, clock, doors, pages, reportBug, trustedDocuments, corsOrigins } = parts
  return buildGateway({
    supergraph: await readFile(inProject('schema/supergraph.graphql'), 'utf8'),
    doors,
    identity: {
      ...logins,
      clients: localClients,
      dpop: dpop ?? { publicUrls: () => [], replays: createMemoryReplays(proofLifeSeconds) },
      identifierProfile: 'only-synthetic',
      pseudonymKey: secrets.pseudonymKey,
      identityKeys: secrets.identityKeys,
      nameKeys: secrets.nameKeys,
      signAccessToken: await createAccessTokenSigner(secrets.accessTokenKey),
      clock,
    },
    audience: audiences['first-party'],
    ...(trustedDocuments && { trustedDocuments }),
    ...(corsOrigins && { corsOrigins }),
    operationMs: 15_000,
    isIntrospectable: true,
    metrics: parts.metrics ?? createMetrics(),
    reportBug: (error, eventId) => reportBug({ eventId, error }),
    alarm: parts.alarm,
    ...(pages && { pages }),
    ...(parts.tracing && { tracing: parts.tracing }),
  })
}
