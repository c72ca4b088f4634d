import { readCbor } from './cbor-reader.ts'
import { readDomesticClaims } from './claims.ts'
import type { Envelope } from './envelope.ts'
import type { DomesticPayload } from './payload.ts'
import { doubtAbout, type Listing, type Proven, type Standing } from './proof.ts'
import { CertificateRefusal } from './refusal.ts'

// Needs nothing of Node: browsers open certificates with it too.

/** Norway's wire version of this payload (FHI's verifier app, NoDGCSchemaV1). */
export const domesticVersion = '1.0.0'

/** A certificate for use in Norway that somebody trusted signed: its holder is green while it is valid. */
export type ProvenDomestic<Signer> = Pick<Proven<Signer>, 'issuer' | 'issuedAt' | 'expiresAt' | 'keyId' | 'signer'> & {
  /** Name and birth date, to hold against an identity document; there is nothing else in it. */
  readonly payload: DomesticPayload
}

/**
 * Reads what was signed, once the signature of this signer has been verified; valid at this moment.
 * @throws CertificateRefusal with the first reason found, outermost layer first
 */
export function readProvenDomestic<Signer extends Listing>(
  envelope: Envelope,
  { signer, standing }: { readonly signer: Signer; readonly standing: Standing },
  now: Date,
): ProvenDomestic<Signer> {
  if (signer.isRevoked) throw new CertificateRefusal('SIGNER_REVOKED')
  const claims = readDomesticClaims(readCbor(envelope.payload))
  const { issuer, payload } = claims
  if (payload.ver !== domesticVersion) throw new CertificateRefusal('PAYLOAD_INVALID')
  if (signer.country !== undefined && issuer !== undefined && issuer !== signer.country)
    throw new CertificateRefusal('SIGNER_COUNTRY')
  const times = { issuedAt: new Date(claims.issuedAt * 1000), expiresAt: new Date(claims.expiresAt * 1000) }
  const doubt = doubtAbout(times, standing, now)
  if (doubt) throw new CertificateRefusal(doubt)
  return { issuer, ...times, keyId: btoa(String.fromCharCode(...signer.keyId)), signer, payload }
}
