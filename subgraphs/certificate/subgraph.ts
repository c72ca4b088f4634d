import { LRUCache } from 'lru-cache'
import { inLanguage, type Locale } from '../../schema/scalars/locale.ts'
import type { SealKeys } from '../../schema/seal.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createIssuer, type Issued, type Opened, type SignerFor, type TrustedSigner, toQrSvg } from './dcc/index.ts'
import { createIssueOnce } from './issuance/issue-once.ts'
import { type Lists, openLists } from './lists.ts'
import { CertificateFields, PersonCertificates } from './resolvers/certificates.ts'
import { guardIssuing, type MarkedOrder } from './revocation/index.ts'
import { PersonStub } from './schema/registered-facts.ts'
import { createLedger } from './store/ledger.ts'
import { createMemoryCache, createTwoTierCache, type SignedCertificates } from './store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from './store/tables.ts'
import type { BusinessRule } from './verification/business-rule.ts'
import { norwegianRules } from './verification/norway.ts'
import { VerificationQuery } from './verification/resolver.ts'
import { createRuleBook } from './verification/rule-book.ts'
import { createVerify, type Verify } from './verification/verify.ts'

export type CertificateNeeds = {
  readonly signerFor: SignerFor
  readonly uvciKey: Uint8Array
  readonly issueKeySecret: Uint8Array
  /** Redis for signed results, shared by all replicas; without it each process keeps its own. */
  readonly redis: { readonly url: string; readonly keys: SealKeys } | undefined
  /** The document signers to rely on at this moment, when certificates are verified. */
  readonly trust: () => readonly TrustedSigner[]
  /** What signs here, has signed or will sign: published to verifiers, and trusted. */
  readonly ownSigners?: () => readonly TrustedSigner[]
  /** What else may say that an issuer has withdrawn a certificate; throws where that cannot be told. */
  readonly isRevoked?: ((opened: Opened) => Promise<boolean>) | undefined
  /** Other countries' business rules, beside Norway's. */
  readonly businessRules?: readonly BusinessRule[]
}

export type CertificateServices = {
  readonly issueOnce: (order: MarkedOrder, now: Date) => Promise<Issued>
  /** The QR code of a certificate as SVG, titled in a language. */
  readonly qrOf: (hc1: string, locale: Locale) => string
  readonly cache: SignedCertificates
  /** Drops the signatures of expired certificates now and then. */
  readonly sweep: NodeJS.Timeout
  readonly verify: Verify
  /** Whom to believe, and what is revoked. */
  readonly lists: Lists
}

const rememberedQrCodes = 2_000
const sweepEveryMs = 3_600_000
const qrTitle = {
  nb: 'QR-kode med koronasertifikat',
  nn: 'QR-kode med koronasertifikat',
  en: 'QR code with a COVID certificate',
}

export const certificateSubgraph = defineSubgraph<CertificateServices, undefined, CertificateNeeds>({
  name: 'certificate',
  resolvers: [PersonCertificates, CertificateFields, VerificationQuery],
  orphanedTypes: [PersonStub],
  references: { Person: reference => reference },
  migrations: certificateMigrations,
  async start({ database, clock, needs }) {
    const { signerFor, uvciKey, issueKeySecret, redis, businessRules = [] } = needs
    const kysely = database.as<CertificateTables>()
    const lists = await openLists({
      kysely,
      clock,
      redisUrl: redis?.url,
      country: 'NO',
      ownSigners: needs.ownSigners ?? (() => []),
      configured: needs.trust,
    })
    const cache = redis ? await createTwoTierCache(redis.url, redis.keys) : createMemoryCache()
    const issuer = createIssuer({
      signerFor,
      uvciKey,
      clock,
      country: 'NO',
      issuerName: 'Norwegian Institute of Public Health',
    })
    const ledger = createLedger(kysely, issueKeySecret)
    const qrCodes = new LRUCache<string, string>({ max: rememberedQrCodes })
    return {
      issueOnce: guardIssuing({
        issueOnce: createIssueOnce({ issuer, ledger, cache, issueKeySecret }),
        issuer,
        revocations: lists.revocations,
        kysely,
        markSecret: issueKeySecret,
      }),
      qrOf(hc1, locale) {
        const { text: title, language } = inLanguage(qrTitle, locale)
        const key = `${language} ${hc1}`
        const known = qrCodes.get(key)
        const svg = known ?? toQrSvg(hc1, { title })
        if (!known) qrCodes.set(key, svg)
        return svg
      },
      cache,
      // A sweep that fails leaves its work to the next.
      sweep: setInterval(() => void ledger.dropExpired(clock()).catch(() => {}), sweepEveryMs).unref(),
      verify: createVerify({
        trust: lists.trust,
        isRevoked: async opened => (await needs.isRevoked?.(opened)) || lists.isRevoked(opened),
        rules: createRuleBook([...norwegianRules, ...businessRules]),
      }),
      lists,
    }
  },
  routes: ({ lists }) => lists.routes,
  createLoaders: () => undefined,
  async stop({ cache, sweep, lists }) {
    clearInterval(sweep)
    await lists.close()
    await cache.close()
  },
})
