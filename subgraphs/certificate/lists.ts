import type { Kysely } from 'kysely'
import type { Opened, OpenedDomestic, TrustedSigner } from './dcc/index.ts'
import { type Following, followLists } from './follow-lists.ts'
import { createVerifierRoutes, type Routes } from './public-routes/index.ts'
import { createFilters, createRevocations, importBatches, type Revocations } from './revocation/index.ts'
import { createEpochs } from './store/epochs.ts'
import { createSignatureOpener } from './store/ledger.ts'
import type { CertificateTables } from './store/tables.ts'
import { createTrustStore, type TrustStore } from './trust/index.ts'
import type { BusinessRule } from './verification/business-rule.ts'

/** Whom this replica believes and what it knows to be revoked, kept as all replicas have it. */
export type Lists = {
  readonly trustStore: TrustStore
  readonly revocations: Revocations
  /** The signers to verify with: the lists', and those trusted by configuration that no list speaks of. */
  trust(): readonly TrustedSigner[]
  isRevoked(opened: Opened | OpenedDomestic): Promise<boolean>
  readonly routes: Routes
  close(): Promise<void>
}

export type ListParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly clock: () => Date
  readonly redisUrl: string | undefined
  /** Of the ledger: the signatures it keeps are sealed under a key made of it. */
  readonly ledgerSecret: Uint8Array
  /** ISO 3166-1 alpha-2 of this issuer. */
  readonly country: string
  /** What signs here, has signed or will sign: verifiers are told of it. */
  readonly ownSigners: () => readonly TrustedSigner[]
  /** Trusted by configuration. */
  readonly configured: () => readonly TrustedSigner[]
  /** What certificates are judged by: verifiers are told. */
  readonly rules: readonly BusinessRule[]
  /** Other countries' lists. */
  readonly following?: Following | undefined
}

/** A key that was added to the ring is known to verifiers before it signs: rings say what comes days ahead. */
const lookForOwnEveryMs = 60_000

export async function openLists(parts: ListParts): Promise<Lists> {
  const { kysely, clock, redisUrl, ledgerSecret, country, ownSigners, configured, rules, following } = parts
  const epochs = await createEpochs(kysely, { redisUrl })
  const trustStore = await createTrustStore({ kysely, epochs, clock })
  const revocations = await createRevocations({ kysely, epochs, clock, country })
  const openSignature = createSignatureOpener(ledgerSecret)
  const filters = createFilters({ kysely, revocations, clock, country, openSignature })

  const keepOwn = () =>
    trustStore.addOwn(
      ownSigners().map(({ certificate }) => certificate),
      country,
    )
  await keepOwn()
  let underWay = Promise.resolve()
  // One that fails leaves its work to the next.
  const timer = setInterval(() => {
    underWay = keepOwn().catch(() => {})
  }, lookForOwnEveryMs)
  timer.unref()
  const follower =
    following &&
    followLists(following, {
      trustStore,
      clock,
      importRevocations: (gateway, scope) =>
        importBatches({ gateway, uploadersOf: trustStore.uploadersOf, kysely, epochs, clock }, scope),
    })

  return {
    trustStore,
    revocations,
    trust() {
      const listed = trustStore.trust()
      const others = configured().filter(({ certificate }) => !isAmong(listed, certificate.fingerprint256))
      return others.length > 0 ? [...listed, ...others] : listed
    },
    isRevoked: opened => revocations.isRevoked(opened),
    routes: createVerifierRoutes({ trustStore, filters, rules, clock }),
    async close() {
      clearInterval(timer)
      await underWay
      await follower?.close()
      await epochs.close()
    },
  }
}

const fingerprints = new WeakMap<readonly TrustedSigner[], ReadonlySet<string>>()

/** A list stays the same array until it changes, so its fingerprints are taken once. */
function isAmong(listed: readonly TrustedSigner[], fingerprint: string): boolean {
  const known = fingerprints.get(listed) ?? new Set(listed.map(({ certificate }) => certificate.fingerprint256))
  fingerprints.set(listed, known)
  return known.has(fingerprint)
}
