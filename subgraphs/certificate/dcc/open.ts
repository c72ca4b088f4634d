import { decodeBase45 } from './base45.ts'
import { readCbor } from './cbor-reader.ts'
import { type ReceivedClaims, readClaims } from './claims.ts'
import { decompress } from './compress.ts'
import { readCose, verifyCose } from './cose.ts'
import type { CertificateKind } from './facts.ts'
import type { ReceivedDcc } from './payload.ts'
import { CertificateRefusal } from './refusal.ts'
import { profileOf, type TrustedSigner } from './trust.ts'

/** The largest of 581 official test certificates has 1 093 characters; longer than this is not a certificate. */
const longestText = 4096
const prefix = 'HC1:'

/** A certificate that was signed by somebody trusted, for this kind, and is valid now. */
export type Opened = {
  readonly kind: CertificateKind
  /** The claim `iss`, where there is one. */
  readonly issuer: string | undefined
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** Base64 of the `kid`. */
  readonly keyId: string
  readonly signer: TrustedSigner
  /** What was signed. Its frame is checked, its codes and dates are not. */
  readonly payload: ReceivedDcc
}

/** @throws CertificateRefusal with the first reason found, outermost layer first */
export function open(text: string, trust: readonly TrustedSigner[], now: Date): Opened {
  if (text.length > longestText) throw new CertificateRefusal('TOO_LONG')
  if (!text.startsWith(prefix)) throw new CertificateRefusal('BAD_PREFIX')
  const envelope = readCose(decompress(decodeBase45(text.slice(prefix.length))))
  const signer = verifyCose(envelope, trust)
  if (signer.isRevoked) throw new CertificateRefusal('SIGNER_REVOKED')
  const claims = readClaims(readCbor(envelope.payload))
  checkSigner(signer, claims)
  checkTimes(signer, claims, now)
  return {
    kind: claims.kind,
    issuer: claims.issuer,
    issuedAt: new Date(claims.issuedAt * 1000),
    expiresAt: new Date(claims.expiresAt * 1000),
    keyId: Buffer.from(signer.keyId).toString('base64'),
    signer,
    payload: claims.payload,
  }
}

function checkSigner({ certificate, country }: TrustedSigner, { issuer, kind }: ReceivedClaims): void {
  if (country !== undefined && issuer !== undefined && issuer !== country)
    throw new CertificateRefusal('SIGNER_COUNTRY')
  if (!profileOf(certificate).kinds.has(kind)) throw new CertificateRefusal('SIGNER_KEY_USAGE')
}

/** Signer valid from ≤ issued ≤ now ≤ expires ≤ signer valid until (hcert-spec §3.3.4–5). */
function checkTimes({ certificate }: TrustedSigner, claims: ReceivedClaims, now: Date): void {
  const { notBefore, notAfter } = profileOf(certificate)
  const issuedAt = claims.issuedAt * 1000
  const expiresAt = claims.expiresAt * 1000
  const at = now.getTime()
  if (at < notBefore) throw new CertificateRefusal('SIGNER_NOT_YET_VALID')
  if (at > notAfter) throw new CertificateRefusal('SIGNER_EXPIRED')
  if (issuedAt > at) throw new CertificateRefusal('NOT_YET_VALID')
  if (expiresAt < at) throw new CertificateRefusal('EXPIRED')
  if (issuedAt < notBefore) throw new CertificateRefusal('ISSUED_BEFORE_SIGNER')
  if (expiresAt > notAfter) throw new CertificateRefusal('EXPIRES_AFTER_SIGNER')
}
