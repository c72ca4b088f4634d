import { constants, verify } from 'node:crypto'
import { bytesHead, encodeCbor } from './cbor.ts'
import { type CborMap, CborTagged, type CborValue, readCbor } from './cbor-reader.ts'
import { derFromRaw } from './es256.ts'
import { CertificateRefusal } from './refusal.ts'
import type { Signer } from './signer.ts'
import { profileOf, type SignerProfile, type TrustedSigner } from './trust.ts'

const header = { algorithm: 1, critical: 2, keyId: 4 } as const
const algorithms = { ES256: -7, PS256: -37 } as const
const algorithmNames = new Map<CborValue, Signer['algorithm']>([
  [algorithms.ES256, 'ES256'],
  [algorithms.PS256, 'PS256'],
])
const coseSign1 = 18
const cwt = 61

/** Sign_structure = [ "Signature1", protected, external_aad = '', payload ] (RFC 9052 §4.4), the bytes as they are. */
const signatureContext = [0x84, 0x6a, ...Buffer.from('Signature1')]

function toBeSigned(protectedHeader: Uint8Array, payload: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from([...signatureContext, ...bytesHead(protectedHeader.length)]),
    protectedHeader,
    Buffer.from([0x40, ...bytesHead(payload.length)]),
    payload,
  ])
}

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
  return Buffer.concat([
    Buffer.from([0xd2, 0x84, ...bytesHead(protectedHeader.length)]),
    protectedHeader,
    Buffer.from([0xa0, ...bytesHead(payload.length)]),
    ownPayload,
    Buffer.from(bytesHead(signature.length)),
    signature,
  ])
}

/** A COSE_Sign1 that was read but not verified: the payload stays bytes until its signature holds. */
export type Envelope = {
  readonly algorithm: CborValue
  readonly keyId: Uint8Array | undefined
  readonly protectedHeader: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** @throws CertificateRefusal CBOR_INVALID, COSE_INVALID */
export function readCose(bytes: Uint8Array): Envelope {
  const parts = untagged(readCbor(bytes))
  if (!Array.isArray(parts) || parts.length !== 4) throw new CertificateRefusal('COSE_INVALID')
  const [protectedHeader, unprotected, payload, signature]: readonly CborValue[] = parts
  if (
    !(protectedHeader instanceof Uint8Array) ||
    !(unprotected instanceof Map) ||
    !(payload instanceof Uint8Array) ||
    !(signature instanceof Uint8Array)
  )
    throw new CertificateRefusal('COSE_INVALID')
  const inside = readProtected(protectedHeader)
  return {
    // An algorithm must be authenticated where it can be (RFC 9052 §3.1): outside the signature it is no algorithm.
    algorithm: inside.get(header.algorithm),
    keyId: keyIdIn(inside.has(header.keyId) ? inside : unprotected),
    protectedHeader,
    payload,
    signature,
  }
}

/** Sign1 comes with tag 18, with a CWT tag around that, or bare; the specification never settled it. */
function untagged(value: CborValue): CborValue {
  const inner = value instanceof CborTagged && value.tag === cwt ? value.value : value
  const bare = inner instanceof CborTagged && inner.tag === coseSign1 ? inner.value : inner
  if (bare instanceof CborTagged) throw new CertificateRefusal('COSE_INVALID')
  return bare
}

/** No header at all may be written as no bytes (RFC 9052 §3). What is marked critical is unknown to us. */
function readProtected(bytes: Uint8Array): CborMap {
  const inside = bytes.length === 0 ? new Map() : readCbor(bytes)
  if (!(inside instanceof Map) || inside.has(header.critical)) throw new CertificateRefusal('COSE_INVALID')
  return inside
}

/** Verifiers must look in both headers, and believe the protected one (hcert-spec §3.3.3). */
function keyIdIn(headers: CborMap): Uint8Array | undefined {
  const keyId = headers.get(header.keyId)
  return keyId instanceof Uint8Array ? keyId : undefined
}

/**
 * The signer whose key made this signature. A key id is a hint, not a proof: every trusted signer that has it is tried.
 * @throws CertificateRefusal ALG_MISMATCH, UNKNOWN_SIGNER, SIGNATURE_INVALID
 */
export function verifyCose(envelope: Envelope, trust: readonly TrustedSigner[]): TrustedSigner {
  const algorithm = algorithmNames.get(envelope.algorithm)
  if (!algorithm) throw new CertificateRefusal('ALG_MISMATCH')
  const { keyId } = envelope
  const candidates = keyId ? trust.filter(signer => equal(signer.keyId, keyId)) : []
  if (candidates.length === 0) throw new CertificateRefusal('UNKNOWN_SIGNER')
  const fitting = candidates.filter(({ certificate }) => profileOf(certificate).algorithm === algorithm)
  if (fitting.length === 0) throw new CertificateRefusal('ALG_MISMATCH')
  const signed = toBeSigned(envelope.protectedHeader, envelope.payload)
  const signer = fitting.find(({ certificate }) => isSignedBy(profileOf(certificate), signed, envelope.signature))
  if (!signer) throw new CertificateRefusal('SIGNATURE_INVALID')
  return signer
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

function isSignedBy({ publicKey, integerBytes }: SignerProfile, signed: Uint8Array, signature: Uint8Array): boolean {
  if (integerBytes > 0) {
    return signature.length === integerBytes * 2 && verify('sha256', signed, publicKey, derFromRaw(signature))
  }
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('sha256', signed, { key: publicKey, padding, saltLength: 32 }, signature)
}
