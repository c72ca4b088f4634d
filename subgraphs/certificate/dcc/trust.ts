import { createHash, type KeyObject, type X509Certificate } from 'node:crypto'
import { kindsOf } from './key-usage.ts'
import type { Standing } from './proof.ts'

/** A document signer that a verifier relies on: an entry of its trust list. */
export type TrustedSigner = {
  /** The key id the list gives it; several signers may have the same. */
  readonly keyId: Uint8Array
  readonly certificate: X509Certificate
  /** ISO 3166-1 alpha-2 of the country that put it on the list; where given, the certificate's `iss` must agree. */
  readonly country?: string
  readonly isRevoked?: boolean
}

/** What a document signer certificate says, read once: parsing it costs as much as a signature. */
export type SignerProfile = Standing & {
  /** First eight bytes of SHA-256 of the certificate (hcert-spec §A.1). */
  readonly keyId: Uint8Array
  readonly publicKey: KeyObject
  /** What the key can verify; undefined where it is too small or of a kind no certificate is signed with. */
  readonly algorithm: 'ES256' | 'PS256' | undefined
  /** Bytes of r and of s; 0 for RSA. */
  readonly integerBytes: number
}

const profiles = new WeakMap<X509Certificate, SignerProfile>()

export function profileOf(certificate: X509Certificate): SignerProfile {
  const known = profiles.get(certificate)
  if (known) return known
  const profile = readProfile(certificate)
  profiles.set(certificate, profile)
  return profile
}

function readProfile(certificate: X509Certificate): SignerProfile {
  const { publicKey } = certificate
  return {
    keyId: createHash('sha256').update(certificate.raw).digest().subarray(0, 8),
    publicKey,
    ...algorithmOf(publicKey),
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
    // Node names the extended key usages `keyUsage`.
    kinds: kindsOf(certificate.keyUsage ?? []),
  }
}

const curves = new Map([
  ['prime256v1', 32],
  ['secp384r1', 48],
])

/** ES256 is ECDSA with SHA-256 whatever the curve (RFC 9053 §2.1): P-384 is in live use. RSA from 2048 bits. */
function algorithmOf(key: KeyObject): Pick<SignerProfile, 'algorithm' | 'integerBytes'> {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  const integerBytes = curves.get(namedCurve)
  if (integerBytes !== undefined) return { algorithm: 'ES256', integerBytes }
  return {
    algorithm: modulusLength >= 2048 ? 'PS256' : undefined,
    integerBytes: 0,
  }
}

/** First eight bytes of SHA-256 of the certificate (hcert-spec §A.1). */
export function keyIdOf(certificate: X509Certificate): Uint8Array {
  return profileOf(certificate).keyId
}

/** A signer under the key id the specification gives it. */
export function trustSigner(certificate: X509Certificate): TrustedSigner {
  return { keyId: keyIdOf(certificate), certificate }
}
