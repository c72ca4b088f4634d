import { X509Certificate } from 'node:crypto'
import { type TrustedSigner, trustSigner } from '../dcc/index.ts'

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * Document signers from a file: JSON of key ids and certificates (base64 of the DER; one, or a list where several share a
 * key id), or PEM with one certificate or more.
 * @throws RangeError when it is neither, or a certificate in it cannot be read; nothing is left out silently
 */
export function readTrustedSigners(text: string): readonly TrustedSigner[] {
  if (/^\s*\{/.test(text)) return readJson(text)
  const blocks = text.match(pemBlock) ?? []
  if (blocks.length === 0) throw new RangeError('neither JSON of certificates nor PEM')
  return blocks.map(block => trustSigner(readCertificate(block)))
}

function readJson(text: string): readonly TrustedSigner[] {
  const content: unknown = JSON.parse(text)
  return Object.entries(content as object).flatMap(([keyId, certificates]: [string, unknown]) =>
    [certificates].flat().map(certificate => {
      if (typeof certificate !== 'string') throw new RangeError(`key id ${keyId} has no certificate`)
      return {
        keyId: Uint8Array.from(Buffer.from(keyId, 'base64')),
        certificate: readCertificate(Buffer.from(certificate, 'base64')),
      }
    }),
  )
}

function readCertificate(content: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(content)
  } catch (cause) {
    throw new RangeError('a certificate cannot be read', { cause })
  }
}
