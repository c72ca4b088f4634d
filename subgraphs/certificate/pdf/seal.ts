import { createPrivateKey, sign, X509Certificate } from 'node:crypto'

/**
 * What seals a PDF: the issuer's electronic seal, as a file key, a token or a service has it. Not a document signer:
 * those may sign EU certificates and nothing else (their extended key usage says so).
 */
export type PdfSeal = {
  readonly certificate: X509Certificate
  /** From its issuer upward, without the root; may be empty. */
  readonly chain: readonly X509Certificate[]
  /** ECDSA on P-256 with SHA-256, in DER. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/**
 * A seal whose key was read from a file.
 * @param pem PKCS#8 key, and its certificate followed by those that vouch for it
 * @throws TypeError when they do not belong together or the key is not of P-256; says nothing of the key
 */
export function createFileSeal(pem: { readonly privateKey: string; readonly certificates: string }): PdfSeal {
  const key = createPrivateKey(pem.privateKey)
  const [certificate, ...chain] = (pem.certificates.match(certificatePattern) ?? []).map(
    one => new X509Certificate(one),
  )
  if (!certificate) throw new TypeError('there is no certificate of the PDF seal')
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new TypeError('the key of the PDF seal is not of P-256')
  if (!certificate.checkPrivateKey(key)) throw new TypeError('the certificate is not of the key of the PDF seal')
  return { certificate, chain, sign: async bytes => sign('sha256', bytes, key) }
}

const certificatePattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
