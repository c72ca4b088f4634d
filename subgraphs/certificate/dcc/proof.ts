import { decodeBase45 } from './base45.ts'
import { readCbor } from './cbor-reader.ts'
import { readClaims } from './claims.ts'
import type { Envelope } from './envelope.ts'
import type { CertificateKind } from './facts.ts'
import type { ReceivedDcc } from './payload.ts'
import { CertificateRefusal, type RefusalReason } from './refusal.ts'

// Needs nothing of Node: browsers open certificates with it too.

/** The largest of 581 official test certificates has 1 093 characters; longer than this is not a certificate. */
const longestText = 4096

/** A certificate that somebody trusted signed, and may sign for this kind. */
export type Proven<Signer> = {
  readonly kind: CertificateKind
  /** The claim `iss`, where there is one. */
  readonly issuer: string | undefined
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** Base64 of the `kid`. */
  readonly keyId: string
  readonly signer: Signer
  /** The raw signature: a revocation list may name a certificate by it. */
  readonly signature: Uint8Array
  /** What was signed. Its frame is checked, its codes and dates are not. */
  readonly payload: ReceivedDcc
}

/** What a document signer certificate lets its key do. */
export type Standing = {
  /** Milliseconds since 1970, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
  readonly kinds: ReadonlySet<CertificateKind>
}

/** What a trust list says of a signer beside its certificate. */
export type Listing = { readonly keyId: Uint8Array; readonly country?: string; readonly isRevoked?: boolean }

/** The compressed bytes a text carries; `NO1:` before one for use in Norway. @throws CertificateRefusal TOO_LONG, BAD_PREFIX, BASE45_INVALID */
export function unwrap(text: string, prefix: 'HC1:' | 'NO1:' = 'HC1:'): Uint8Array<ArrayBuffer> {
  if (text.length > longestText) throw new CertificateRefusal('TOO_LONG')
  if (!text.startsWith(prefix)) throw new CertificateRefusal('BAD_PREFIX')
  return decodeBase45(text.slice(prefix.length))
}

/**
 * Reads what was signed, once the signature of this signer has been verified.
 * @throws CertificateRefusal when the signer may not be believed in this, or it is no certificate
 */
export function readProven<Signer extends Listing>(
  { payload, signature }: Envelope,
  signer: Signer,
  { kinds }: Standing,
): Proven<Signer> {
  if (signer.isRevoked) throw new CertificateRefusal('SIGNER_REVOKED')
  const claims = readClaims(readCbor(payload))
  const { country } = signer
  if (country !== undefined && claims.issuer !== undefined && claims.issuer !== country)
    throw new CertificateRefusal('SIGNER_COUNTRY')
  if (!kinds.has(claims.kind)) throw new CertificateRefusal('SIGNER_KEY_USAGE')
  return {
    kind: claims.kind,
    issuer: claims.issuer,
    issuedAt: new Date(claims.issuedAt * 1000),
    expiresAt: new Date(claims.expiresAt * 1000),
    keyId: btoa(String.fromCharCode(...signer.keyId)),
    signer,
    signature,
    payload: claims.payload,
  }
}

/** Signer valid from ≤ issued ≤ now ≤ expires ≤ signer valid until (hcert-spec §3.3.4–5); undefined when so. */
export function doubtAbout(
  { issuedAt, expiresAt }: Pick<Proven<unknown>, 'issuedAt' | 'expiresAt'>,
  { notBefore, notAfter }: Standing,
  now: Date,
): RefusalReason | undefined {
  const at = now.getTime()
  if (at < notBefore) return 'SIGNER_NOT_YET_VALID'
  if (at > notAfter) return 'SIGNER_EXPIRED'
  if (issuedAt.getTime() > at) return 'NOT_YET_VALID'
  if (expiresAt.getTime() < at) return 'EXPIRED'
  if (issuedAt.getTime() < notBefore) return 'ISSUED_BEFORE_SIGNER'
  if (expiresAt.getTime() > notAfter) return 'EXPIRES_AFTER_SIGNER'
  return undefined
}
