import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { num, str, url } from 'envalid'
import type { JWK } from 'jose'
import { pino } from 'pino'
import { createAccessTokenVerifier } from '../schema/access.ts'
import { subgraphPorts } from '../schema/compose.ts'
import { jwk, jwks, listenPort, readEnvironment, sealKeys, secretBytes } from '../schema/environment.ts'
import { toLoggableError } from '../schema/loggable-error.ts'
import { isSubgraphName, type SubgraphName, subgraphNames } from '../schema/registers.ts'
import { followVariables, toFollowing } from './certificate/follow-source.ts'
import { createFileSeal, type PdfNeeds } from './certificate/pdf/index.ts'
import { openKeyRing } from './certificate/signers/key-ring.ts'
import { signerVariables, toSignerSource } from './certificate/signers/signer-source.ts'
import { tellRingEvent } from './certificate/signers/tell-ring-event.ts'
import { certificateSubgraph } from './certificate/subgraph.ts'
import { readRuleFolder } from './certificate/verification/rule-folder.ts'
import { readTrustedSigners } from './certificate/verification/trusted-signers.ts'
import { entryRegistrySubgraph } from './entry-registry/subgraph.ts'
import { insightSubgraph } from './insight/subgraph.ts'
import { createHeadSigner, headPace } from './kernel/access-log/heads.ts'
import { createAccessLog, type OpenAccessLog } from './kernel/access-log.ts'
import { askOverHttp } from './kernel/ask-registry.ts'
import { createClearance } from './kernel/clearance.ts'
import { type Database, openDatabase } from './kernel/database.ts'
import { runSubgraph, type Subgraph, type SubgraphParts } from './kernel/run-subgraph.ts'
import { serveSubgraph } from './kernel/serve.ts'
import { personSubgraph } from './person/subgraph.ts'
import type { PrivacyNeeds } from './proxy-consent/privacy/index.ts'
import { privacyVariables, systemLoginsOf, toPrivacyNeeds } from './proxy-consent/privacy/variables.ts'
import { proxyConsentSubgraph } from './proxy-consent/subgraph.ts'
import { recoverySubgraph } from './recovery/subgraph.ts'
import { testSubgraph } from './test/subgraph.ts'
import { vaccineSubgraph } from './vaccine/subgraph.ts'

/** One subgraph as its own process: `npm run subgraph -- vaccine`. The only file here that touches `process`. */
const log = pino({ base: null })

type CommonParts = Omit<SubgraphParts<undefined>, 'needs'>
type Start = (common: CommonParts) => Promise<Subgraph>

/**
 * What each registry asks for beyond the common parts, from the environment: read before anything is opened, so that a
 * process that lacks something says so at once.
 */
const starters: Readonly<Record<SubgraphName, (env: NodeJS.ProcessEnv) => Start>> = {
  person(env) {
    const { IDENTITY_KEYS, MANDATE_KEYS, COHORT_KEYS, PSEUDONYM_KEY } = readEnvironment(env, {
      IDENTITY_KEYS: sealKeys(),
      MANDATE_KEYS: sealKeys(),
      COHORT_KEYS: sealKeys(),
      PSEUDONYM_KEY: secretBytes(),
    })
    const own = {
      identityKeys: IDENTITY_KEYS,
      mandateKeys: MANDATE_KEYS,
      cohortKeys: COHORT_KEYS,
      pseudonymKey: PSEUDONYM_KEY,
    }
    return common => runSubgraph(personSubgraph, { ...common, needs: { ...own, grantKeys: common.grantKeys } })
  },
  vaccine: () => common => runSubgraph(vaccineSubgraph, { ...common, needs: undefined }),
  test(env) {
    const { COHORT_KEYS: cohortKeys } = readEnvironment(env, { COHORT_KEYS: sealKeys() })
    return common => runSubgraph(testSubgraph, { ...common, needs: { cohortKeys } })
  },
  recovery: () => common => runSubgraph(recoverySubgraph, { ...common, needs: undefined }),
  certificate(env) {
    const read = readEnvironment(env, {
      ...signerVariables(env),
      UVCI_KEY: secretBytes(),
      ISSUE_KEY: secretBytes(),
      REDIS_URL: url({ default: '' }),
      CACHE_KEYS: sealKeys({ default: [] }),
      TRUSTED_SIGNERS_FILE: str({ default: '' }),
      BUSINESS_RULES_DIR: str({ default: '' }),
      PDF_SEAL_KEY_FILE: str({ default: '' }),
      PDF_SEAL_CERTIFICATE_FILE: str({ default: '' }),
      PDF_ORIGIN: url({ default: '' }),
      ...followVariables,
    })
    if (read.REDIS_URL && read.CACHE_KEYS.length === 0) throw new Error('REDIS_URL needs CACHE_KEYS as well')
    const source = toSignerSource(read)
    const others = read.TRUSTED_SIGNERS_FILE ? readTrustedSigners(readFileSync(read.TRUSTED_SIGNERS_FILE, 'utf8')) : []
    const pdf = toPdfNeeds(read)
    return async common => {
      const { clock } = common
      const businessRules = read.BUSINESS_RULES_DIR ? await readRuleFolder(read.BUSINESS_RULES_DIR) : []
      const ring = await openKeyRing({ source, env, clock, report: event => tellRingEvent(log, event) })
      process.on('SIGHUP', () => void ring.reload())
      const subgraph = await runSubgraph(certificateSubgraph, {
        ...common,
        needs: {
          signerFor: ring.signerFor,
          uvciKey: read.UVCI_KEY,
          issueKeySecret: read.ISSUE_KEY,
          redis: read.REDIS_URL ? { url: read.REDIS_URL, keys: read.CACHE_KEYS } : undefined,
          trust: () => [...ring.trustList(clock()), ...others],
          ownSigners: () => ring.trustList(clock()),
          following: toFollowing(read, event => log.info(event, 'another country’s list')),
          businessRules,
          pdf,
        },
      })
      const stop = async () => {
        await subgraph.stop()
        await ring.close()
      }
      return { ...subgraph, stop }
    }
  },
  'proxy-consent'(env) {
    const logins = systemLoginsOf(env)
    const read = readEnvironment(env, {
      IDENTITY_KEYS: sealKeys(),
      MANDATE_KEYS: sealKeys(),
      PERSON_URL: url({ default: neighbourUrl('person') }),
      ...privacyVariables,
      ...logins.specs,
    })
    const systemLogins = logins.read(read)
    const askPerson = askOverHttp('person', new URL(read.PERSON_URL))
    const own = { identityKeys: read.IDENTITY_KEYS, mandateKeys: read.MANDATE_KEYS, askPerson }
    const report = ({ what, error }: { what: string; error: unknown }) =>
      log.error({ error: toLoggableError(error) }, what)
    return async common => {
      const needs = await toPrivacyNeeds(read, { grantKeys: common.grantKeys, systemLogins })
      const alarm: PrivacyNeeds['alarm'] = used => log.warn(used, 'a quota is used up')
      const privacy = { ...needs, report, alarm }
      return runSubgraph(proxyConsentSubgraph, { ...common, needs: { ...own, privacy } })
    }
  },
  insight(env) {
    const { NAME_KEYS, MANDATE_KEYS, PSEUDONYM_KEY, ORGANISATIONS_FILE } = readEnvironment(env, {
      NAME_KEYS: sealKeys(),
      MANDATE_KEYS: sealKeys(),
      PSEUDONYM_KEY: secretBytes(),
      ORGANISATIONS_FILE: str({ default: '' }),
    })
    const keys = { nameKeys: NAME_KEYS, mandateKeys: MANDATE_KEYS, pseudonymKey: PSEUDONYM_KEY }
    const organisationNames = ORGANISATIONS_FILE ? readOrganisations(ORGANISATIONS_FILE) : undefined
    return common => runSubgraph(insightSubgraph, { ...common, needs: { ...keys, organisationNames } })
  },
  'entry-registry'(env) {
    const { MANDATE_KEYS, COHORT_KEYS, PSEUDONYM_KEY } = readEnvironment(env, {
      MANDATE_KEYS: sealKeys(),
      COHORT_KEYS: sealKeys(),
      PSEUDONYM_KEY: secretBytes(),
    })
    const needs = { mandateKeys: MANDATE_KEYS, cohortKeys: COHORT_KEYS, pseudonymKey: PSEUDONYM_KEY }
    return common => runSubgraph(entryRegistrySubgraph, { ...common, needs })
  },
}

/** Where another subgraph listens on this machine, unless the environment says where it is. */
const neighbourUrl = (name: SubgraphName) => `http://localhost:${subgraphPorts[name]}/`

/** JSON: organisation number → name. */
function readOrganisations(file: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>))
}

type PdfVariables = {
  readonly PDF_SEAL_KEY_FILE: string
  readonly PDF_SEAL_CERTIFICATE_FILE: string
  readonly PDF_ORIGIN: string
}

/** PDFs are made where there is a seal for them. */
function toPdfNeeds(read: PdfVariables): PdfNeeds | undefined {
  const { PDF_SEAL_KEY_FILE: keyFile, PDF_SEAL_CERTIFICATE_FILE: certificateFile } = read
  if (Boolean(keyFile) !== Boolean(certificateFile))
    throw new Error('PDF_SEAL_KEY_FILE and PDF_SEAL_CERTIFICATE_FILE belong together')
  if (!keyFile) return undefined
  const seal = createFileSeal({
    privateKey: readFileSync(keyFile, 'utf8'),
    certificates: readFileSync(certificateFile, 'utf8'),
  })
  return { seal, origin: read.PDF_ORIGIN && new URL(read.PDF_ORIGIN).origin }
}

type LogVariables = {
  readonly ACCESS_LOG_DATABASE_URL: string
  readonly ACCESS_LOG_PRIVATE_JWK: JWK
  readonly ACCESS_LOG_SPOOL_DIR: string
  readonly ACCESS_LOG_BUFFER_SECONDS: number
  readonly ACCESS_LOG_BUFFER_MB: number
}

/** With a database of its own, the log's tables are made by who owns them (`npm run accesslog -- prepare`). */
async function openLog(name: SubgraphName, database: Database, read: LogVariables): Promise<OpenAccessLog> {
  return createAccessLog(database, {
    role: read.ACCESS_LOG_DATABASE_URL ? 'inserts' : 'migrates',
    heads: {
      ...headPace,
      sign: createHeadSigner(read.ACCESS_LOG_PRIVATE_JWK),
      publish: head => log.info({ head }, 'head of the access log'),
    },
    buffer: {
      directory: join(read.ACCESS_LOG_SPOOL_DIR, name),
      bytes: read.ACCESS_LOG_BUFFER_MB * 1024 * 1024,
      seconds: read.ACCESS_LOG_BUFFER_SECONDS,
    },
    report: event =>
      event.event === 'drained'
        ? log.info(event, 'the access log’s store has what waited for it')
        : log.error(
            { event: event.event, error: toLoggableError(event.cause) },
            'the access log’s store does not take lines',
          ),
  })
}

async function openStore(env: NodeJS.ProcessEnv): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = readEnvironment(env, {
    DATABASE_URL: str({ default: '' }),
    DATA_DIR: str({ default: '.helsegraf/pgdata' }),
  })
  if (DATABASE_URL) return openDatabase({ url: DATABASE_URL })
  if (env.NODE_ENV === 'production') {
    throw new Error(
      'DATABASE_URL is not set. The embedded database does not survive a power cut and is refused in production.',
    )
  }
  return openDatabase({ directory: DATA_DIR })
}

async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !isSubgraphName(name)) {
    throw new Error(
      `Say which subgraph to start: ${subgraphNames.join(', ')}. For example «npm run subgraph -- vaccine».`,
    )
  }
  const { env } = process
  const read = readEnvironment(env, {
    HOST: str({ default: '127.0.0.1' }),
    PORT: listenPort({ default: subgraphPorts[name] }),
    GRANT_KEYS: sealKeys(),
    ACCESS_TOKEN_PUBLIC_JWKS: jwks(),
    ACCESS_LOG_DATABASE_URL: str({ default: '' }),
    ACCESS_LOG_PRIVATE_JWK: jwk(),
    ACCESS_LOG_SPOOL_DIR: str({ default: '.helsegraf/access-log-spool' }),
    ACCESS_LOG_BUFFER_SECONDS: num({ default: 30 }),
    ACCESS_LOG_BUFFER_MB: num({ default: 64 }),
    PROXY_CONSENT_URL: url({ default: neighbourUrl('proxy-consent') }),
  })
  const start = starters[name](env)
  const database = await openStore(env)
  const logDatabase = read.ACCESS_LOG_DATABASE_URL
    ? await openDatabase({ url: read.ACCESS_LOG_DATABASE_URL })
    : database
  const accessLog = await openLog(name, logDatabase, read)
  const common: CommonParts = {
    database,
    accessLog,
    verify: await createAccessTokenVerifier(read.ACCESS_TOKEN_PUBLIC_JWKS),
    grantKeys: read.GRANT_KEYS,
    clearance: createClearance(askOverHttp('proxy-consent', new URL(read.PROXY_CONSENT_URL))),
    clock: () => new Date(),
    reportBug: ({ error, ...where }) => log.error({ ...where, error: toLoggableError(error) }, 'bug'),
  }
  const subgraph = await start(common)
  const door = await serveSubgraph(subgraph, { host: read.HOST, port: read.PORT })
  log.info({ subgraph: name, url: door.url, database: database.engine }, 'the subgraph is listening')

  const stop = async (signal: string) => {
    log.info({ signal }, 'finishing what has begun')
    await door.close()
    await subgraph.stop()
    await accessLog.close()
    await database.close()
    if (logDatabase !== database) await logDatabase.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main(process.argv[2]).catch((error: Error) => {
  log.fatal(error.cause === undefined ? {} : { cause: toLoggableError(error.cause) }, error.message)
  process.exit(1)
})
