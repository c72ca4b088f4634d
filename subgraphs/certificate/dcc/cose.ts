import { constants, verify } from 'node:crypto'
import { encodeCbor } from './cbor.ts'
import { algorithms, candidatesFor, type Envelope, header, longestHead, putBytes, toBeSigned } from './envelope.ts'
import { derFromRaw } from './es256.ts'
import { CertificateRefusal } from './refusal.ts'
import type { Signer } from './signer.ts'
import { profileOf, type SignerProfile, type TrustedSigner } from './trust.ts'

const protectedHeaders = new WeakMap<Signer, Uint8Array>()

function protectedHeaderOf(signer: Signer): Uint8Array {
  const known = protectedHeaders.get(signer)
  if (known) return known
  const written = Uint8Array.from(
    encodeCbor(
      new Map<number, unknown>([
        [header.algorithm, algorithms[signer.algorithm]],
        [header.keyId, signer.keyId],
      ]),
    ),
  )
  protectedHeaders.set(signer, written)
  return written
}

/** COSE_Sign1 with tag 18, algorithm and key id in the protected header. */
export async function sealCose(payload: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const protectedHeader = protectedHeaderOf(signer)
  // The payload may lie in the encoder's pool: `toBeSigned` copies it before anybody else encodes.
  const signed = toBeSigned(protectedHeader, payload)
  const ownPayload = signed.subarray(signed.length - payload.length)
  const signature = await signer.sign(signed)
  return written(protectedHeader, ownPayload, signature)
}

function written(protectedHeader: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(3 + longestHead * 3 + protectedHeader.length + payload.length + signature.length)
  bytes[0] = 0xd2
  bytes[1] = 0x84
  let at = putBytes(bytes, 2, protectedHeader)
  bytes[at++] = 0xa0
  at = putBytes(bytes, at, payload)
  return bytes.subarray(0, putBytes(bytes, at, signature))
}

/**
 * The signer whose key made this signature.
 * @throws CertificateRefusal ALG_MISMATCH, UNKNOWN_SIGNER, SIGNATURE_INVALID
 */
export function verifyCose(envelope: Envelope, trust: readonly TrustedSigner[]): TrustedSigner {
  const { algorithm, candidates } = candidatesFor(envelope, trust)
  const fitting = candidates.filter(({ certificate }) => profileOf(certificate).algorithm === algorithm)
  if (fitting.length === 0) throw new CertificateRefusal('ALG_MISMATCH')
  const signed = toBeSigned(envelope.protectedHeader, envelope.payload)
  const signer = fitting.find(({ certificate }) => isSignedBy(profileOf(certificate), signed, envelope.signature))
  if (!signer) throw new CertificateRefusal('SIGNATURE_INVALID')
  return signer
}

function isSignedBy({ publicKey, integerBytes }: SignerProfile, signed: Uint8Array, signature: Uint8Array): boolean {
  if (integerBytes > 0) {
    return signature.length === integerBytes * 2 && verify('sha256', signed, publicKey, derFromRaw(signature))
  }
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('sha256', signed, { key: publicKey, padding, saltLength: 32 }, signature)
}
