import { X509Certificate } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { TrustedSigner } from '../dcc/index.ts'
import type { Epochs } from '../store/epochs.ts'
import { type CertificateTables, ownSource } from '../store/tables.ts'
import type { CheckedTrustList, RefusedEntry } from './check-trust-list.ts'
import { applyDifference, differenceOf, keepRefused, lockList, notYetKnown, revokeOwn, toOwn } from './replace-list.ts'

/** A document signer as verifiers are told of it. */
export type PublishedSigner = {
  /** Where it stands in the order of arrival. */
  readonly position: number
  /** Base64. */
  readonly keyId: string
  readonly country: string
  /** DER, base64. */
  readonly certificate: string
  readonly addedAt: Date
  /** When it stopped, or will stop, being relied on. */
  readonly until: Date
}

export type TrustStore = {
  /**
   * Every document signer that is or was trusted; one that is not any longer says so (`isRevoked`), one whose authority
   * has expired is gone. The same array until something changes.
   */
  trust(): readonly TrustedSigner[]
  /** What verifiers may rely on, or were once told they may, in order of arrival. */
  published(): readonly PublishedSigner[]
  /** Grows with every change of the list. */
  version(): number
  /** Who may sign a country's uploads at a moment: this one, where none is given. */
  uploadersOf(country: string, at?: Date): readonly X509Certificate[]
  /**
   * Puts a list in the place of all that this source has given before: whole or not at all. What is no longer in it is
   * revoked (certificate-governance §3.2). The same list again changes nothing.
   * @throws TrustListEmpty when it has no document signer: a list that was cut short must not end all trust
   */
  replace(source: string, list: CheckedTrustList): Promise<{ readonly isChanged: boolean }>
  /** Adds signers that are trusted by configuration. None is removed, and a revoked one does not come back. */
  addOwn(certificates: readonly X509Certificate[], country: string): Promise<void>
  /** What the last list of a source had that was not believed. */
  refusedOf(source: string): Promise<readonly RefusedEntry[]>
}

export class TrustListEmpty extends Error {
  override name = 'TrustListEmpty'
}

export type TrustStoreParts = {
  readonly kysely: Kysely<CertificateTables>
  readonly epochs: Epochs
  readonly clock: () => Date
}

type Row = Selectable<CertificateTables['certificate.trusted_certificate']>
type Content = { readonly version: number; readonly rows: readonly Row[] }
type List = { readonly signers: readonly TrustedSigner[]; readonly until: number; readonly version: number }

export async function createTrustStore({ kysely, epochs, clock }: TrustStoreParts): Promise<TrustStore> {
  const certificates = new Map<string, X509Certificate>()
  const view = await epochs.view<Content>('trust', async known => {
    const rows = await kysely.selectFrom('certificate.trusted_certificate').selectAll().orderBy('position').execute()
    return { version: (known?.version ?? 0) + 1, rows }
  })
  let list: List = { signers: [], until: 0, version: 0 }

  /** One object a certificate: what is read from it once is remembered with it. */
  function certificateOf({ thumbprint, certificate }: Row): X509Certificate {
    const known = certificates.get(thumbprint)
    if (known) return known
    const fresh = new X509Certificate(Buffer.from(certificate, 'base64'))
    certificates.set(thumbprint, fresh)
    return fresh
  }

  function signersOf(now: Date): readonly Row[] {
    return distinct(view.current().rows.filter(row => row.role === 'DSC' && !hasLostItsAuthority(row, now)))
  }

  return {
    trust() {
      const now = clock()
      const { version } = view.current()
      if (list.version === version && now.getTime() < list.until) return list.signers
      const rows = signersOf(now)
      const signers = rows.map(row => ({
        keyId: Buffer.from(row.key_id, 'base64'),
        certificate: certificateOf(row),
        country: row.country,
        isRevoked: row.revoked_at !== null,
      }))
      const ends = rows.map(row => row.trusted_until.getTime()).filter(end => end >= now.getTime())
      list = { signers, version, until: Math.min(...ends, Number.MAX_SAFE_INTEGER) }
      return signers
    },
    published: () =>
      distinct(view.current().rows.filter(({ role }) => role === 'DSC')).map(row => ({
        position: row.position,
        keyId: row.key_id,
        country: row.country,
        certificate: row.certificate,
        addedAt: row.added_at < row.not_before ? row.not_before : row.added_at,
        until: row.revoked_at ?? row.trusted_until,
      })),
    version: () => view.current().version,
    uploadersOf: (country, at = clock()) =>
      view
        .current()
        .rows.filter(row => row.role === 'UPLOAD' && row.country === country && row.revoked_at === null)
        .filter(({ not_before, trusted_until }) => not_before <= at && at <= trusted_until)
        .map(certificateOf),
    async replace(source, checked) {
      if (!checked.accepted.some(({ role }) => role === 'DSC')) throw new TrustListEmpty(source)
      const now = clock()
      const isChanged = await kysely.transaction().execute(async transaction => {
        await lockList(transaction)
        await keepRefused(transaction, source, checked.refused, now)
        const difference = await differenceOf(transaction, source, checked.accepted, now)
        if (difference.added.length + difference.ended.length === 0) return false
        await applyDifference(transaction, epochs, source, difference, now)
        return true
      })
      if (isChanged) await epochs.announce()
      return { isChanged }
    },
    async addOwn(signers, country) {
      const isChanged = await kysely.transaction().execute(async transaction => {
        await lockList(transaction)
        const added = await notYetKnown(
          transaction,
          signers.map(certificate => toOwn(certificate, country)),
        )
        if (added.length === 0) return false
        await applyDifference(transaction, epochs, ownSource, { added, ended: [] }, clock())
        await revokeOwn(transaction)
        return true
      })
      if (isChanged) await epochs.announce()
    },
    async refusedOf(source) {
      const rows = await kysely
        .selectFrom('certificate.refused_entry')
        .selectAll()
        .where('source', '=', source)
        .orderBy('ordinal')
        .execute()
      return rows.map(({ reason, key_id, country, role, thumbprint }) => ({
        reason: reason as RefusedEntry['reason'],
        keyId: key_id,
        country,
        role,
        thumbprint,
      }))
    },
  }
}

function weightOf({ source, revoked_at }: Row): number {
  if (revoked_at === null) return 1
  return source === ownSource ? 2 : 0
}

/** One that expired by itself still tells a reader so; one whose authority ended before it is nobody's signer. */
function hasLostItsAuthority({ trusted_until, not_after }: Row, now: Date): boolean {
  return trusted_until < not_after && trusted_until < now
}

/**
 * A certificate that several sources have counts once, and as trusted while one of them trusts it. Only what we have
 * revoked ourselves stays revoked, whoever goes on listing it.
 */
function distinct(rows: readonly Row[]): readonly Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) {
    const known = found.get(row.thumbprint)
    if (!known || weightOf(row) > weightOf(known)) found.set(row.thumbprint, row)
  }
  return [...found.values()].sort((one, other) => one.position - other.position)
}
