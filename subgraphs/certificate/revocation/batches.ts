import type { X509Certificate } from 'node:crypto'
import { CmsInvalid, type MessageSigner, readSignedMessage, signMessage } from '../trust/cms.ts'
import { type HashType, hashBytes, hashTypes } from './hashes.ts'

/** Where a batch does not say which key signed what it revokes. */
export const unknownKey = 'UNKNOWN_KID'
export const mostEntries = 1_000

/** A batch of revocations as countries exchange it through their gateway (dgc-gateway, POST /revocation-list). */
export type RevocationBatch = {
  /** ISO 3166-1 alpha-2: whose certificates, and who revokes them. */
  readonly country: string
  readonly expires: Date
  /** Base64 of eight bytes, or `UNKNOWN_KID`. */
  readonly keyId: string
  readonly hashType: HashType
  /** Base64 of 16 bytes each. */
  readonly hashes: readonly string[]
}

/** A revoked certificate as a list has it: until when it matters, and which key signed it. */
export type RevokedEntry = {
  readonly keyId: string
  readonly type: HashType
  /** Base64. */
  readonly hash: string
  readonly revokedAt: Date
  /** When the last certificate it is about has ended. */
  readonly expiresAt: Date
}

/**
 * As few batches as the rules allow: one key and one kind of hash each, at most 1 000 entries, and together those that
 * expire together, so that a list becomes shorter as certificates expire.
 */
export function toBatches(entries: readonly RevokedEntry[], country: string): readonly RevocationBatch[] {
  const groups = Map.groupBy(entries, ({ keyId, type }) => `${type} ${keyId}`)
  return [...groups.keys()].sort().flatMap(name => {
    const group = [...(groups.get(name) ?? [])].sort(byExpiry)
    const batches: RevocationBatch[] = []
    for (let first = 0; first < group.length; first += mostEntries) {
      const part = group.slice(first, first + mostEntries)
      const last = part.at(-1)
      if (!last) break
      batches.push({
        country,
        expires: last.expiresAt,
        keyId: last.keyId,
        hashType: last.type,
        hashes: part.map(({ hash }) => hash),
      })
    }
    return batches
  })
}

function byExpiry(one: RevokedEntry, other: RevokedEntry): number {
  return one.expiresAt.getTime() - other.expiresAt.getTime() || (one.hash < other.hash ? -1 : 1)
}

export function writeBatch({ country, expires, keyId, hashType, hashes }: RevocationBatch): string {
  return JSON.stringify({
    country,
    expires: wholeSecond(expires),
    kid: keyId,
    hashType,
    entries: hashes.map(hash => ({ hash })),
  })
}

/** The gateway writes and reads `2022-11-01T00:00:00Z`. Rounded up: nothing is forgotten a moment too early. */
export function wholeSecond(instant: Date): string {
  return new Date(Math.ceil(instant.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** What is posted with `Content-Type: application/cms`: CMS with the batch inside, base64. */
export async function toUpload(batch: RevocationBatch, uploader: MessageSigner): Promise<string> {
  const message = await signMessage(Buffer.from(writeBatch(batch), 'utf8'), uploader)
  return Buffer.from(message).toString('base64')
}

export const batchRefusals = [
  'SIGNATURE_INVALID',
  'SIGNER_NOT_TRUSTED',
  'BATCH_MALFORMED',
  'COUNTRY_MISMATCH',
  'TOO_MANY_ENTRIES',
] as const
export type BatchRefusal = (typeof batchRefusals)[number]

export class BatchRefused extends Error {
  override name = 'BatchRefused'
  readonly reason: BatchRefusal
  constructor(reason: BatchRefusal, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/**
 * Reads another country's batch.
 * @param upload CMS, base64
 * @param country whose the gateway says it is; the batch must say the same
 * @param uploadersOf who may sign a country's uploads
 * @throws BatchRefused
 */
export async function readUpload(
  upload: string,
  country: string,
  uploadersOf: (country: string) => readonly X509Certificate[],
): Promise<RevocationBatch> {
  const { content, signer } = await readSignedMessage(Buffer.from(upload, 'base64')).catch(cause => {
    throw cause instanceof CmsInvalid ? new BatchRefused('SIGNATURE_INVALID', cause) : cause
  })
  if (!uploadersOf(country).some(uploader => uploader.raw.equals(signer.raw)))
    throw new BatchRefused('SIGNER_NOT_TRUSTED')
  const batch = readBatch(Buffer.from(content).toString('utf8'))
  if (batch.country !== country) throw new BatchRefused('COUNTRY_MISMATCH')
  return batch
}

/** @throws BatchRefused BATCH_MALFORMED, TOO_MANY_ENTRIES */
export function readBatch(json: string): RevocationBatch {
  const { country, expires, kid, hashType, entries } = parseObject(json)
  const end = typeof expires === 'string' ? new Date(expires) : new Date(Number.NaN)
  if (
    typeof country !== 'string' ||
    Number.isNaN(end.getTime()) ||
    typeof kid !== 'string' ||
    !isKeyId(kid) ||
    !isHashType(hashType) ||
    !Array.isArray(entries)
  )
    throw new BatchRefused('BATCH_MALFORMED')
  if (entries.length > mostEntries) throw new BatchRefused('TOO_MANY_ENTRIES')
  const hashes = entries.map((entry: unknown) => readHash(entry))
  return { country, expires: end, keyId: kid, hashType, hashes: [...new Set(hashes)] }
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json)
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>
  } catch (cause) {
    throw new BatchRefused('BATCH_MALFORMED', cause)
  }
  throw new BatchRefused('BATCH_MALFORMED')
}

const isKeyId = (kid: string): boolean => kid === unknownKey || Buffer.from(kid, 'base64').length === 8

const isHashType = (value: unknown): value is HashType => hashTypes.some(type => type === value)

function readHash(entry: unknown): string {
  const hash = typeof entry === 'object' && entry !== null && 'hash' in entry ? entry.hash : undefined
  const bytes = typeof hash === 'string' ? Buffer.from(hash, 'base64') : undefined
  if (bytes?.length !== hashBytes) throw new BatchRefused('BATCH_MALFORMED')
  return bytes.toString('base64')
}
