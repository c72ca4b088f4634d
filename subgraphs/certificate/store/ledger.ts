import { hkdfSync } from 'node:crypto'
import type { Kysely } from 'kysely'
import { type SealKeys, seal, unseal } from '../../../schema/seal.ts'
import { createGroupCommit } from '../../kernel/group-commit.ts'
import type { CertificateTables } from './tables.ts'

export type LedgerEntry = CertificateTables['certificate.issuance']

/** The signature under an issue key, and when it was made: with the facts, the whole certificate. */
export type KeptSignature = { readonly signature: Uint8Array; readonly issuedAt: Date }

export type Ledger = {
  /**
   * Resolves once the row is durable, with the signature that some replica has kept under this issue key before. The
   * same issue key again, from any replica, adds nothing.
   */
  record(entry: LedgerEntry): Promise<KeptSignature | undefined>
  /** Keeps a signature; resolves with the one that holds: this, or the one another replica kept first. */
  keep(issueKey: string, signature: KeptSignature, expiresAt: Date): Promise<KeptSignature>
  /** Drops a signature that does not fit its facts any more; its row in the ledger stays. */
  forget(issueKey: string): Promise<void>
  /** Drops the signatures of certificates that have expired. */
  dropExpired(now: Date): Promise<void>
}

type Recording = { readonly entry: LedgerEntry; kept?: KeptSignature | undefined }
type Keeping = { readonly issueKey: string; readonly sealed: string; readonly expiresAt: Date; kept?: KeptSignature }

/**
 * @param secret the secret of the issue keys. Who has it can guess facts and compare; so the signatures, which would let
 * anyone with the public key do the same, are sealed under a key made of it.
 */
export function createLedger(kysely: Kysely<CertificateTables>, secret: Uint8Array): Ledger {
  const keys = signatureKeys(secret)
  const openSignature = createSignatureOpener(secret)

  async function forget(issueKey: string): Promise<void> {
    await kysely.deleteFrom('certificate.signature').where('issue_key', '=', issueKey).execute()
  }

  async function findKept(issueKeys: readonly string[]): Promise<ReadonlyMap<string, KeptSignature>> {
    if (issueKeys.length === 0) return new Map()
    const rows = await kysely
      .selectFrom('certificate.signature')
      .select(['issue_key', 'sealed'])
      .where('issue_key', 'in', issueKeys)
      .execute()
    const kept = new Map<string, KeptSignature>()
    for (const { issue_key, sealed } of rows) {
      const signature = openSignature(issue_key, sealed)
      if (signature) kept.set(issue_key, signature)
      // Nobody can ever read it: the next one to sign keeps its own.
      else await forget(issue_key)
    }
    return kept
  }

  const record = createGroupCommit<Recording>(async unordered => {
    const group = unordered.toSorted((a, b) => compare(a.entry.issue_key, b.entry.issue_key))
    const added = await kysely
      .insertInto('certificate.issuance')
      .values(group.map(({ entry }) => entry))
      .onConflict(conflict => conflict.column('issue_key').doNothing())
      .returning('issue_key')
      .execute()
    const isNew = new Set(added.map(({ issue_key }) => issue_key))
    const known = group.filter(({ entry }) => !isNew.has(entry.issue_key))
    const kept = await findKept(known.map(({ entry }) => entry.issue_key))
    for (const recording of known) recording.kept = kept.get(recording.entry.issue_key)
  })

  const keep = createGroupCommit<Keeping>(async unordered => {
    const group = unordered.toSorted((a, b) => compare(a.issueKey, b.issueKey))
    const added = await kysely
      .insertInto('certificate.signature')
      .values(group.map(({ issueKey, sealed, expiresAt }) => ({ issue_key: issueKey, sealed, expires_at: expiresAt })))
      .onConflict(conflict => conflict.column('issue_key').doNothing())
      .returning('issue_key')
      .execute()
    const isNew = new Set(added.map(({ issue_key }) => issue_key))
    const late = group.filter(({ issueKey }) => !isNew.has(issueKey))
    const kept = await findKept(late.map(({ issueKey }) => issueKey))
    for (const keeping of late) {
      const first = kept.get(keeping.issueKey)
      if (first) keeping.kept = first
    }
  })

  return {
    async record(entry) {
      const recording: Recording = { entry }
      await record(recording)
      return recording.kept
    },
    async keep(issueKey, signature, expiresAt) {
      const keeping: Keeping = { issueKey, sealed: sealSignature(keys, signature, issueKey), expiresAt }
      await keep(keeping)
      return keeping.kept ?? signature
    },
    forget,
    async dropExpired(now) {
      await kysely.deleteFrom('certificate.signature').where('expires_at', '<', now).execute()
    },
  }
}

/** All replicas insert in the same order: in different ones, two groups that share keys would wait for each other. */
const compare = (left: string, right: string) => (left < right ? -1 : 1)

function signatureKeys(secret: Uint8Array): SealKeys {
  return [{ id: '1', key: Buffer.from(hkdfSync('sha256', secret, '', 'signatures in the ledger', 32)) }]
}

const purpose = (issueKey: string) => `signature of ${issueKey}`

function sealSignature(keys: SealKeys, { signature, issuedAt }: KeptSignature, issueKey: string): string {
  const text = `${issuedAt.getTime()} ${Buffer.from(signature).toString('base64')}`
  return seal(keys, text, purpose(issueKey))
}

/** Reads a signature that the ledger keeps; undefined where it cannot be read. */
export type OpenSignature = (issueKey: string, sealed: string) => KeptSignature | undefined

/** @param secret as for the ledger */
export function createSignatureOpener(secret: Uint8Array): OpenSignature {
  const keys = signatureKeys(secret)
  return (issueKey, sealed) => {
    try {
      const [issuedAt, signature = ''] = unseal(keys, sealed, purpose(issueKey)).split(' ')
      return { issuedAt: new Date(Number(issuedAt)), signature: Buffer.from(signature, 'base64') }
    } catch {
      return undefined
    }
  }
}
