import { PublicError } from '../../../schema/errors.ts'

/** Why a text is not a certificate to rely on, in the order the layers are opened. */
export const refusalReasons = [
  'TOO_LONG',
  'BAD_PREFIX',
  'BASE45_INVALID',
  'ZLIB_INVALID',
  'CBOR_INVALID',
  'COSE_INVALID',
  'ALG_MISMATCH',
  'UNKNOWN_SIGNER',
  'SIGNATURE_INVALID',
  'SIGNER_REVOKED',
  'CLAIMS_INVALID',
  'PAYLOAD_INVALID',
  'SIGNER_COUNTRY',
  'SIGNER_KEY_USAGE',
  'SIGNER_NOT_YET_VALID',
  'SIGNER_EXPIRED',
  'NOT_YET_VALID',
  'EXPIRED',
  'ISSUED_BEFORE_SIGNER',
  'EXPIRES_AFTER_SIGNER',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** A certificate that was not accepted. The reason is public; nothing of the certificate is in it. */
export class CertificateRefusal extends PublicError {
  override name = 'CertificateRefusal'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, cause?: unknown) {
    super('CERTIFICATE_INVALID', { details: { reason }, cause })
    this.reason = reason
  }
}
