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
  readonly version: 2
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
  return typeof value === 'object' && value !== null && (value as Wallet).version === 2 ? (value as Wallet) : undefined
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
    version: 2,
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

/** The European ones, as they are signed. */
export const signedIn = ({ vaccination, recovery, tests }: Wallet): readonly string[] =>
  [vaccination, recovery, ...tests].flatMap(held => (held ? [held.hc1] : []))

/**
 * A wallet without what has been revoked. The domestic certificate goes with any other, since nothing here tells which facts
 * it stands on. The same where nothing has been revoked.
 */
export function withoutRevoked(wallet: Wallet, revoked: ReadonlySet<string>, { text, language }: Removed): Wallet {
  if (!signedIn(wallet).some(hc1 => revoked.has(hc1))) return wallet
  const kept = (held: Held | null) => (held && revoked.has(held.hc1) ? null : held)
  return {
    ...wallet,
    domestic: null,
    vaccination: kept(wallet.vaccination),
    recovery: kept(wallet.recovery),
    tests: wallet.tests.filter(({ hc1 }) => !revoked.has(hc1)),
    removed: [...wallet.removed.filter(each => each.text !== text), { text, language }],
  }
}

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

/** The domestic one lives a day and others at most 90: what has less than this left is renewed in good time. */
const domesticLeadHours = 12
const leadDays = 14
const hourMs = 3_600_000

/** Whether something expires so soon that it should be fetched anew: before it does, not after. */
export function needsRenewal(wallet: Wallet, now: Date): boolean {
  return allOf(wallet).some(held => {
    const leadMs = held.__typename === 'DomesticCertificate' ? domesticLeadHours * hourMs : leadDays * 24 * hourMs
    return new Date(held.expiresAt).getTime() - now.getTime() < leadMs
  })
}
