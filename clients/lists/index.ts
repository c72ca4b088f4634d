/*
 * Question: whom does a client believe, what has been revoked, and by which rules is a certificate judged, also when
 * nobody can be asked?
 * Refuses: to keep anything of a certificate.
 */
import {
  CertificateRefusal,
  openCertificate,
  openDomesticCertificate,
  type TrustedSigner,
} from '../../subgraphs/certificate/dcc/browser.ts'
import {
  type BusinessRuleBook,
  createRuleBook,
  domestic,
  readBusinessRule,
} from '../../subgraphs/certificate/verification/browser.ts'
import { askJson } from './ask.ts'
import { type HeldRevocations, isRevoked, noRevocations, readRevocations } from './revocations.ts'
import { type HeldSigners, noSigners, readSigners, toTrust } from './signers.ts'

export { isRevoked }

/** As they are kept on the device. */
type Held = {
  /** Milliseconds since 1970, by this device’s clock. */
  readonly fetchedAt: number
  readonly signers: HeldSigners
  readonly revocations: HeldRevocations
  readonly rules: readonly unknown[]
}

/** As certificates are checked with them. */
export type Lists = {
  readonly fetchedAt: Date
  readonly trust: readonly TrustedSigner[]
  readonly revocations: HeldRevocations
  readonly rules: BusinessRuleBook
  /** Whose rules are here. */
  readonly countries: readonly string[]
}

/** What was kept at the last contact; undefined where there was none. */
export async function keptLists(): Promise<Lists | undefined> {
  const held = await recall()
  return held && open(held)
}

/** The lists as they are now. @throws when they cannot be had: what was kept still holds */
export async function fetchLists(): Promise<Lists> {
  const held = await recall()
  const [signers, revocations, rules] = await Promise.all([
    readSigners(held?.signers ?? noSigners),
    readRevocations(held?.revocations ?? noRevocations),
    askJson('rules'),
  ])
  const fresh: Held = { fetchedAt: Date.now(), signers, revocations, rules: rules as readonly unknown[] }
  // Opened before they are kept: lists that cannot be read do not take the place of those that can.
  const lists = await open(fresh)
  await keep(fresh)
  return lists
}

/**
 * Which of some certificates that are our own issuer's are revoked: each by the lists, or all that a key has signed, once
 * it is off the list of signers. What has expired is not told apart from what holds: it is not revoked.
 */
export async function revokedAmong(
  certificates: readonly string[],
  { trust, revocations }: Pick<Lists, 'trust' | 'revocations'>,
  now: Date,
): Promise<ReadonlySet<string>> {
  const clock = () => now
  const revoked = new Set<string>()
  for (const text of certificates) {
    try {
      if (text.startsWith(domestic.prefix)) await openDomesticCertificate(text, trust, clock)
      else if (await isRevoked(revocations, await openCertificate(text, trust, clock), now)) revoked.add(text)
    } catch (error) {
      if (isSignerGone(error)) revoked.add(text)
    }
  }
  return revoked
}

const isSignerGone = (error: unknown): boolean =>
  error instanceof CertificateRefusal && ['UNKNOWN_SIGNER', 'SIGNER_REVOKED'].includes(error.reason)

async function open({ fetchedAt, signers, revocations, rules }: Held): Promise<Lists> {
  const read = rules.map(rule => readBusinessRule(rule))
  const arrivals = read.filter(({ type }) => type === 'acceptance').map(({ country }) => country)
  return {
    fetchedAt: new Date(fetchedAt),
    trust: await toTrust(signers),
    revocations,
    rules: createRuleBook(read),
    countries: [...new Set(arrivals)].sort(),
  }
}

/** One document in the browser’s store for answers, which takes whatever size there is room for. */
const store = 'helsegraf-verifier-lists'
const place = 'held'

async function recall(): Promise<Held | undefined> {
  const found = await (await caches.open(store)).match(place)
  return found && ((await found.json()) as Held)
}

async function keep(held: Held): Promise<void> {
  await (await caches.open(store)).put(place, new Response(JSON.stringify(held)))
}
