import type { DeviceCertificatesQuery, HeldAnswerFragment } from '../../../schema/generated/graphql.ts'
import type { Answer } from '../../graph/answer.ts'

export type Held = Extract<HeldAnswerFragment, { __typename: 'Certificate' }>
export type HeldDomestic = Extract<
  NonNullable<DeviceCertificatesQuery['me']>['domesticCertificate'],
  { __typename: 'DomesticCertificate' }
>

/** Why a certificate that was here is here no longer, in the graph's words. */
export type Removed = { readonly text: string; readonly language: string }

/** What the device holds of one person's certificates. */
export type Wallet = {
  /** Grows with the shape of what is kept: another is not read. */
  readonly version: 3
  readonly name: string
  readonly birthDate: string
  readonly domestic: HeldDomestic | null
  readonly vaccination: Held | null
  readonly recovery: Held | null
  readonly tests: readonly Held[]
  /** When the graph was last asked, by this device's clock. */
  readonly checkedAt: string
  /** What contacts have taken away, until it has been read. */
  readonly removed: readonly Removed[]
}

export function toWallet(value: unknown): Wallet | undefined {
  return typeof value === 'object' && value !== null && (value as Wallet).version === 3 ? (value as Wallet) : undefined
}

/**
 * The wallet after a contact. What the graph answered counts, also where it is a no: a certificate that was revoked is
 * gone. What it could not tell stays as it was, until it expires. Undefined where it could not tell who somebody is.
 */
export function afterContact(
  before: Wallet | undefined,
  { data, errors }: Answer<DeviceCertificatesQuery>,
  now: Date,
): Wallet | undefined {
  const me = data?.me
  if (!me?.name || !me.birthDate) return before
  const isSamePerson = before?.name === me.name.full && before.birthDate === me.birthDate
  const old = isSamePerson ? before : undefined
  const isTold = (field: string) => !errors.some(({ path }) => path?.[1] === field)
  const removed: Removed[] = []

  function one<Told extends Named>(
    field: string,
    told: Told | null,
    had: Yes<Told> | null | undefined,
  ): Yes<Told> | null {
    if (told === null) return isTold(field) ? null : (had ?? null)
    if (!isRefusal(told)) return told as Yes<Told>
    if (had) removed.push({ text: told.text, language: told.language })
    return null
  }

  const tests = me.testCertificates ?? (isTold('testCertificates') ? [] : (old?.tests ?? []))
  const held = tests.filter(test => test.__typename === 'Certificate')
  const refusal = tests.find(test => test.__typename === 'CertificateRefusal')
  if (refusal && old && old.tests.length > 0) removed.push({ text: refusal.text, language: refusal.language })
  return {
    version: 3,
    name: me.name.full,
    birthDate: me.birthDate,
    domestic: one('domesticCertificate', me.domesticCertificate, old?.domestic),
    vaccination: one('vaccinationCertificate', me.vaccinationCertificate, old?.vaccination),
    recovery: one('recoveryCertificate', me.recoveryCertificate, old?.recovery),
    tests: held,
    checkedAt: now.toISOString(),
    removed: [...new Map([...(old?.removed ?? []), ...removed].map(each => [each.text, each])).values()],
  }
}

/** What is signed, as it is signed. */
export const signedIn = (wallet: Wallet): readonly string[] => allOf(wallet).map(textOf)

/** What of it the last answer told nothing about: it is here from an earlier contact. */
export function untoldIn(wallet: Wallet, { data }: Answer<DeviceCertificatesQuery>): readonly string[] {
  const { domesticCertificate, vaccinationCertificate, recoveryCertificate, testCertificates } = data?.me ?? {}
  const told = [domesticCertificate, vaccinationCertificate, recoveryCertificate, ...(testCertificates ?? [])]
    .filter(answer => answer != null)
    .flatMap(answer => (isRefusal(answer) ? [] : [textOf(answer)]))
  return signedIn(wallet).filter(text => !told.includes(text))
}

type Doubted = { readonly doubted: readonly string[]; readonly revoked: ReadonlySet<string> }

/**
 * A wallet without what has been revoked of what was in doubt. A domestic certificate that was in doubt goes with any
 * other, since nothing here tells which facts it stands on. The same where nothing has been revoked.
 */
export function withoutRevoked(wallet: Wallet, { doubted, revoked }: Doubted, told: Removed): Wallet {
  const gone = new Set(doubted.filter(text => revoked.has(text)))
  if (gone.size === 0) return wallet
  const isIn = (texts: { has(text: string): boolean }, held: Held | HeldDomestic | null) =>
    held !== null && texts.has(textOf(held))
  return {
    ...wallet,
    domestic: isIn(new Set(doubted), wallet.domestic) ? null : wallet.domestic,
    vaccination: isIn(gone, wallet.vaccination) ? null : wallet.vaccination,
    recovery: isIn(gone, wallet.recovery) ? null : wallet.recovery,
    tests: wallet.tests.filter(test => !isIn(gone, test)),
    removed: [...wallet.removed.filter(({ text }) => text !== told.text), told],
  }
}

const textOf = (held: Held | HeldDomestic): string => (held.__typename === 'DomesticCertificate' ? held.no1 : held.hc1)

type Named = { readonly __typename: string }
type Refusal = { readonly __typename: 'CertificateRefusal' | 'DomesticCertificateRefusal' } & Removed
type Yes<Told> = Exclude<Told, { readonly __typename: Refusal['__typename'] }>

const isRefusal = (told: Named): told is Refusal =>
  told.__typename === 'CertificateRefusal' || told.__typename === 'DomesticCertificateRefusal'

/** Everything signed that the wallet holds. */
export const allOf = ({ domestic, vaccination, recovery, tests }: Wallet): readonly (Held | HeldDomestic)[] =>
  [domestic, vaccination, recovery, ...tests].filter(held => held !== null)

/** After its technical expiry a certificate is no longer one, on the device as anywhere else. */
export const isExpired = ({ expiresAt }: { readonly expiresAt: string }, now: Date): boolean =>
  new Date(expiresAt) <= now

/**
 * What part of its life is left when a certificate is fetched anew. One of a test or a recovery ends with what it states:
 * asking again gives the same.
 */
const parts = { DOMESTIC: 1 / 2, VACCINATION: 1 / 6, RECOVERY: 0, TEST: 0 } as const
/** One that could not be had is not asked for all the time: each question stands in the citizen's own log. */
const pauseMs = 4 * 3_600_000

/** Whether something should be fetched anew: before it expires, not after, and not again at once. */
export function needsRenewal(wallet: Wallet, now: Date, askedAt = new Date(wallet.checkedAt)): boolean {
  if (now.getTime() - askedAt.getTime() < pauseMs) return false
  return allOf(wallet).some(held => {
    const [from, part] =
      held.__typename === 'DomesticCertificate' ? [held.fetchedAt, parts.DOMESTIC] : [held.issuedAt, parts[held.kind]]
    const ends = Date.parse(held.expiresAt)
    const leftMs = ends - now.getTime()
    return leftMs > 0 && leftMs < part * (ends - Date.parse(from))
  })
}
