import type { Kysely } from 'kysely'
import { PublicError } from '../../../schema/errors.ts'
import type { Opened, OpenedDomestic } from '../dcc/index.ts'
import type { Epochs } from '../store/epochs.ts'
import type { CertificateTables } from '../store/tables.ts'
import { unknownKey } from './batches.ts'
import { hashesOf, idsOf, normalUvci } from './hashes.ts'

/** What is revoked, as issuing and verifying ask. Whatever cannot be looked up is not answered: `REVOCATION_UNAVAILABLE`. */
export type Revocations = {
  /** Whether a certificate was revoked, by its issuer. @throws PublicError REVOCATION_UNAVAILABLE */
  isRevoked(opened: Opened | OpenedDomestic): Promise<boolean>
  /**
   * Whether a certificate of this id may not be issued: it was revoked itself, or by what it shares with others.
   * @throws PublicError REVOCATION_UNAVAILABLE
   */
  isRevokedEvent(uvci: string, marks: readonly string[]): Promise<boolean>
  /** Whether what was signed with this key at this moment was revoked; it may be signed anew with another. */
  isRevokedIssue(issue: { readonly keyId: string; readonly issuedAt: Date }): Promise<boolean>
  /** When the last stretch of time that was revoked for this key, and is over at this moment, ended. */
  revokedUntil(issue: { readonly keyId: string; readonly issuedAt: Date }): Promise<Date | undefined>
  /** Changes when signatures of this key were revoked: what was signed before is not the same certificate any more. */
  renewalOf(keyId: string): Promise<string | undefined>
  /** Grows with every change. @throws PublicError REVOCATION_UNAVAILABLE */
  version(): Promise<number>
}

export type RevocationParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly epochs: Epochs
  readonly clock: () => Date
  /** ISO 3166-1 alpha-2 of this issuer. */
  readonly country: string
}

type Window = { readonly request: string; readonly keyId: string; readonly from: number; readonly until: number }
type Content = {
  readonly version: number
  readonly position: number
  readonly uvcis: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
  readonly windows: readonly Window[]
  /** Countries that have given batches, and when the last of each ends. */
  readonly countries: ReadonlyMap<string, number>
}

export async function createRevocations({ kysely, epochs, clock, country }: RevocationParts): Promise<Revocations> {
  const view = await epochs.view<Content>('revocation', known => load(kysely, known))

  function isOurs(opened: Opened | OpenedDomestic): boolean {
    return (opened.signer.country ?? opened.issuer) === country
  }

  async function isOnCountrysList(opened: Opened, { countries }: Content): Promise<boolean> {
    const issuedBy = opened.signer.country ?? opened.issuer
    const now = clock()
    // Only the country that issued a certificate may revoke it, and most have nothing to look up.
    if (issuedBy === undefined || (countries.get(issuedBy) ?? 0) <= now.getTime()) return false
    const hashes = hashesOf(opened)
    const found = await kysely
      .selectFrom('certificate.foreign_hash as entry')
      .innerJoin('certificate.foreign_batch as batch', 'batch.batch', 'entry.batch')
      .where(
        'entry.hash',
        'in',
        hashes.map(({ hash }) => hash),
      )
      .where('batch.country', '=', issuedBy)
      .where('batch.key_id', 'in', [opened.keyId, unknownKey])
      .where('batch.expires_at', '>', now)
      .select(['entry.hash', 'batch.hash_type'])
      .execute()
      .catch(cause => {
        throw new PublicError('REVOCATION_UNAVAILABLE', { cause })
      })
    return found.some(row => hashes.some(({ type, hash }) => type === row.hash_type && hash === row.hash))
  }

  return {
    async isRevoked(opened) {
      const content = await view.fresh()
      if (!('kind' in opened)) return isOurs(opened) && mayBeOfWindow(content.windows, opened)
      return (isOurs(opened) && isOnOwnList(opened, content)) || isOnCountrysList(opened, content)
    },
    async isRevokedEvent(uvci, marks) {
      const content = await view.fresh()
      return content.uvcis.has(uvci) || marks.some(mark => content.marks.has(mark))
    },
    async isRevokedIssue({ keyId, issuedAt }) {
      const { windows } = await view.fresh()
      return isInWindow(windows, keyId, issuedAt)
    },
    async revokedUntil({ keyId, issuedAt }) {
      const { windows } = await view.fresh()
      const ends = windows.filter(window => window.keyId === keyId).map(({ until }) => until)
      const last = Math.max(...ends.filter(end => end < issuedAt.getTime()))
      return Number.isFinite(last) ? new Date(last) : undefined
    },
    async renewalOf(keyId) {
      const { windows } = await view.fresh()
      const own = windows.filter(window => window.keyId === keyId).map(({ request }) => request)
      return own.length > 0 ? own.sort().join(' ') : undefined
    },
    version: async () => (await view.fresh()).version,
  }
}

function isOnOwnList({ payload, keyId, issuedAt }: Opened, { uvcis, windows }: Content): boolean {
  return idsOf(payload).some(uvci => uvcis.has(normalUvci(uvci))) || isInWindow(windows, keyId, issuedAt)
}

function isInWindow(windows: readonly Window[], keyId: string, issuedAt: Date): boolean {
  const at = issuedAt.getTime()
  return windows.some(window => window.keyId === keyId && window.from <= at && at <= window.until)
}

/**
 * A certificate for use in Norway does not say when it was signed: as long before its end as all others, so that nobody
 * sees why somebody is green. It was at some moment of its span, and any of them may be revoked.
 */
function mayBeOfWindow(windows: readonly Window[], { keyId, issuedAt, expiresAt }: OpenedDomestic): boolean {
  return windows.some(
    window => window.keyId === keyId && window.from <= expiresAt.getTime() && issuedAt.getTime() <= window.until,
  )
}

/** Certificates are never un-revoked: only those that came after the last known are read. */
async function load(kysely: Kysely<CertificateTables>, known: Content | undefined): Promise<Content> {
  const position = known?.position ?? 0
  const [certificates, marks, keys, batches] = await Promise.all([
    kysely
      .selectFrom('certificate.revoked_certificate')
      .select(['uvci', 'position'])
      .where('position', '>', position)
      .execute(),
    kysely.selectFrom('certificate.revoked_mark').select('mark').execute(),
    kysely.selectFrom('certificate.revoked_key').selectAll().execute(),
    kysely
      .selectFrom('certificate.foreign_batch')
      .select(select => ['country', select.fn.max('expires_at').as('expires_at')])
      .groupBy('country')
      .execute(),
  ])
  const uvcis = new Set(known?.uvcis)
  let last = position
  for (const { uvci, position: at } of certificates) {
    uvcis.add(uvci)
    last = Math.max(last, at)
  }
  return {
    version: (known?.version ?? 0) + 1,
    position: last,
    uvcis,
    marks: new Set(marks.map(({ mark }) => mark)),
    windows: keys.map(({ request, key_id, issued_from, issued_until }) => ({
      request,
      keyId: key_id,
      from: issued_from.getTime(),
      until: issued_until?.getTime() ?? Number.POSITIVE_INFINITY,
    })),
    countries: new Map(batches.map(({ country, expires_at }) => [country, expires_at.getTime()])),
  }
}
