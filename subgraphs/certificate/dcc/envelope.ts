import { type CborMap, CborTagged, type CborValue, readCbor } from './cbor-reader.ts'
import { CertificateRefusal } from './refusal.ts'

// Needs nothing of Node: browsers read certificates with it too.

export type Algorithm = 'ES256' | 'PS256'
export const header = { algorithm: 1, critical: 2, keyId: 4 } as const
export const algorithms: Readonly<Record<Algorithm, number>> = { ES256: -7, PS256: -37 }
const algorithmNames = new Map<CborValue, Algorithm>([
  [algorithms.ES256, 'ES256'],
  [algorithms.PS256, 'PS256'],
])
const coseSign1 = 18
const cwt = 61

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
 * The trusted signers with the key id of an envelope. A key id is a hint, not a proof: every one of them has to be
 * tried (hcert-spec §3.3.3).
 * @throws CertificateRefusal ALG_MISMATCH, UNKNOWN_SIGNER
 */
export function candidatesFor<Signer extends { readonly keyId: Uint8Array }>(
  envelope: Envelope,
  trust: readonly Signer[],
): { readonly algorithm: Algorithm; readonly candidates: readonly Signer[] } {
  const algorithm = algorithmNames.get(envelope.algorithm)
  if (!algorithm) throw new CertificateRefusal('ALG_MISMATCH')
  const { keyId } = envelope
  const candidates = keyId ? trust.filter(signer => equal(signer.keyId, keyId)) : []
  if (candidates.length === 0) throw new CertificateRefusal('UNKNOWN_SIGNER')
  return { algorithm, candidates }
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

const signatureContext = Uint8Array.of(0x84, 0x6a, ...new TextEncoder().encode('Signature1'))
const noBytes = new Uint8Array()

/** Sig_structure = [ "Signature1", protected, external_aad = '', payload ] (RFC 9052 §4.4), the bytes as they are. */
export function toBeSigned(protectedHeader: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts = [protectedHeader, noBytes, payload]
  const length = parts.reduce((total, part) => total + headLength(part.length) + part.length, signatureContext.length)
  const signed = new Uint8Array(length)
  signed.set(signatureContext)
  let at = signatureContext.length
  for (const part of parts) at = putBytes(signed, at, part)
  return signed
}

/** Of a byte string of less than 64 KiB: major type 2 and its length (RFC 8949 §3.1). */
export const longestHead = 3
const headLength = (length: number) => (length < 24 ? 1 : length < 256 ? 2 : longestHead)

/** Writes a byte string with its head; answers where it ends. */
export function putBytes(into: Uint8Array, at: number, bytes: Uint8Array): number {
  const { length } = bytes
  const start = at + headLength(length)
  if (length < 24) into[at] = 0x40 | length
  else if (length < 256) into.set([0x58, length], at)
  else into.set([0x59, length >> 8, length & 0xff], at)
  into.set(bytes, start)
  return start + length
}
