import type { X509Certificate } from 'node:crypto'
import type { CertificateKind } from './facts.ts'

/** What signs: a file key, a PKCS#11 token, a remote service. The key itself never enters `dcc/`. */
export type Signer = {
  /** First eight bytes of SHA-256 of the document signer certificate (hcert-spec §A.1). */
  readonly keyId: Uint8Array
  readonly algorithm: 'ES256' | 'PS256'
  /** The document signer certificate: says from when to when, and for which kinds, it may sign. */
  readonly certificate: X509Certificate
  /** The raw signature of COSE (r ‖ s, 64 bytes, for ES256) over the bytes of a Sig_structure. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** Who signs a kind at an instant: a key for each kind, replaced with an overlap. Undefined when there is none. */
export type SignerFor = (kind: CertificateKind, now: Date) => Signer | undefined
