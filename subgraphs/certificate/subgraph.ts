import { LRUCache } from 'lru-cache'
import { inLanguage, type Locale } from '../../schema/scalars/locale.ts'
import type { SealKeys } from '../../schema/seal.ts'
import { defineSubgraph } from '../kernel/define-subgraph.ts'
import { createIssuer, type SignerFor, toQrSvg } from './dcc/index.ts'
import { createIssueOnce, type IssueOnce } from './issuance/issue-once.ts'
import { CertificateFields, PersonCertificates } from './resolvers/certificates.ts'
import { PersonStub } from './schema/registered-facts.ts'
import { createLedger } from './store/ledger.ts'
import { createMemoryCache, createTwoTierCache, type SignedCertificates } from './store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from './store/tables.ts'

export type CertificateNeeds = {
  readonly signerFor: SignerFor
  readonly uvciKey: Uint8Array
  readonly issueKeySecret: Uint8Array
  /** Redis for signed results, shared by all replicas; without it each process keeps its own. */
  readonly redis: { readonly url: string; readonly keys: SealKeys } | undefined
}

export type CertificateServices = {
  readonly issueOnce: IssueOnce
  /** The QR code of a certificate as SVG, titled in a language. */
  readonly qrOf: (hc1: string, locale: Locale) => string
  readonly cache: SignedCertificates
}

const rememberedQrCodes = 2_000
const qrTitle = {
  nb: 'QR-kode med koronasertifikat',
  nn: 'QR-kode med koronasertifikat',
  en: 'QR code with a COVID certificate',
}

export const certificateSubgraph = defineSubgraph<CertificateServices, undefined, CertificateNeeds>({
  name: 'certificate',
  resolvers: [PersonCertificates, CertificateFields],
  orphanedTypes: [PersonStub],
  references: { Person: reference => reference },
  migrations: certificateMigrations,
  async start({ database, clock, needs }) {
    const { signerFor, uvciKey, issueKeySecret, redis } = needs
    const cache = redis ? await createTwoTierCache(redis.url, redis.keys) : createMemoryCache()
    const issuer = createIssuer({
      signerFor,
      uvciKey,
      clock,
      country: 'NO',
      issuerName: 'Norwegian Institute of Public Health',
    })
    const ledger = createLedger(database.as<CertificateTables>(), issueKeySecret)
    const qrCodes = new LRUCache<string, string>({ max: rememberedQrCodes })
    return {
      issueOnce: createIssueOnce({ issuer, ledger, cache, issueKeySecret }),
      qrOf(hc1, locale) {
        const { text: title, language } = inLanguage(qrTitle, locale)
        const key = `${language} ${hc1}`
        const known = qrCodes.get(key)
        const svg = known ?? toQrSvg(hc1, { title })
        if (!known) qrCodes.set(key, svg)
        return svg
      },
      cache,
    }
  },
  createLoaders: () => undefined,
  stop: ({ cache }) => cache.close(),
})
