import { LRUCache } from 'lru-cache'
import { inLanguage, type Locale } from '../../schema/scalars/locale.ts'
import type { SealKeys } from '../../schema/seal.ts'
import { noClearance } from '../kernel/clearance.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import {
  createDomesticIssuer,
  createIssuer,
  type Facts,
  type Issued,
  type IssuedDomestic,
  type Opened,
  type OpenedDomestic,
  type SignerFor,
  type TrustedSigner,
  toQrSvg,
} from './dcc/index.ts'
import type { Following } from './follow-lists.ts'
import { createIssueDomesticOnce, type DomesticOrder } from './issuance/issue-domestic-once.ts'
import { createIssueOnce } from './issuance/issue-once.ts'
import { type Lists, openLists } from './lists.ts'
import { createPdfPress, type PdfNeeds, type PdfPress } from './pdf/index.ts'
import { CertificateFields, PersonCertificates } from './resolvers/certificates.ts'
import { DomesticCertificateFields, PersonDomesticCertificate } from './resolvers/domestic.ts'
import { CertificateReasons, DomesticReasons, DomesticRefusalReasons, RefusalReasons } from './resolvers/explanation.ts'
import { CertificatePdfFields } from './resolvers/pdf.ts'
import { guardIssuing, type MarkedOrder, marksOf, type Traits } from './revocation/index.ts'
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
  /** Other countries' lists: whom they believe, what they have revoked. */
  readonly following?: Following | undefined
  /** What else may say that an issuer has withdrawn a certificate; throws where that cannot be told. */
  readonly isRevoked?: ((opened: Opened | OpenedDomestic) => Promise<boolean>) | undefined
  /** Without it no PDFs are made, and certificates say so. */
  readonly pdf?: PdfNeeds | undefined
  /** Other countries' business rules, beside Norway's. */
  readonly businessRules?: readonly BusinessRule[]
}

export type CertificateServices = {
  readonly issueOnce: (order: MarkedOrder, now: Date) => Promise<Issued>
  readonly issueDomesticOnce: (order: DomesticOrder, now: Date) => Promise<IssuedDomestic>
  /** Whether the certificate of an event was revoked, or would be, by what it shares with others. */
  readonly isWithdrawn: (facts: Pick<Facts, 'kind' | 'event'>, traits: Traits | undefined) => Promise<boolean>
  readonly pdf: PdfPress | undefined
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
  resolvers: [
    PersonCertificates,
    CertificateFields,
    CertificatePdfFields,
    CertificateReasons,
    RefusalReasons,
    PersonDomesticCertificate,
    DomesticCertificateFields,
    DomesticReasons,
    DomesticRefusalReasons,
    VerificationQuery,
  ],
  orphanedTypes: [PersonStub],
  references: { Person: reference => reference },
  migrations: certificateMigrations,
  async start({ database, clock, accessLog, clearance = noClearance, needs }) {
    const { signerFor, uvciKey, issueKeySecret, redis, businessRules = [] } = needs
    const kysely = database.as<CertificateTables>()
    const rules = [...norwegianRules, ...businessRules]
    const lists = await openLists({
      kysely,
      clock,
      redisUrl: redis?.url,
      ledgerSecret: issueKeySecret,
      country: 'NO',
      ownSigners: needs.ownSigners ?? (() => []),
      configured: needs.trust,
      rules,
      following: needs.following,
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
    const issueDomesticOnce = createIssueDomesticOnce({
      issuer: createDomesticIssuer({ signerFor, clock, country: 'NO' }),
      kysely,
      // What is kept under an issue key of the other kind is never found: the keys are of different texts.
      cache: cache as SignedCertificates<unknown> as SignedCertificates<IssuedDomestic>,
      revocations: lists.revocations,
      issueKeySecret,
    })
    const { isRevokedEvent, isRevokedIssue } = lists.revocations
    const isRevoked = async (issued: Issued) =>
      (await isRevokedEvent(issued.uvci, [])) || (await isRevokedIssue(issued))
    const pdf = needs.pdf && createPdfPress({ ...needs.pdf, kysely, accessLog, isRevoked, clearance, clock })
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
      issueDomesticOnce,
      isWithdrawn: (facts, traits = {}) =>
        lists.revocations.isRevokedEvent(issuer.uvciOf(facts), marksOf(traits, issueKeySecret)),
      pdf,
      cache,
      // A sweep that fails leaves its work to the next.
      sweep: setInterval(() => sweepAll([ledger, pdf], clock()), sweepEveryMs).unref(),
      verify: createVerify({
        trust: lists.trust,
        isRevoked: async opened => (await needs.isRevoked?.(opened)) || lists.isRevoked(opened),
        rules: createRuleBook(rules),
      }),
      lists,
    }
  },
  routes:
    ({ lists, pdf }) =>
    async (request, response) =>
      (await pdf?.routes(request, response)) || lists.routes(request, response),
  createLoaders: () => undefined,
  async stop({ cache, sweep, lists, pdf }) {
    clearInterval(sweep)
    await pdf?.close()
    await lists.close()
    await cache.close()
  },
})

type Sweepable = { dropExpired(now: Date): Promise<void> }

function sweepAll(rooms: readonly (Sweepable | undefined)[], now: Date): void {
  for (const room of rooms) room?.dropExpired(now).catch(() => {})
}
