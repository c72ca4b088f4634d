import { PublicError } from '../../../schema/errors.ts'
import type { Times } from './claims.ts'
import { checkValidity, seal } from './compose.ts'
import { decompress } from './compress.ts'
import { verifyCose } from './cose.ts'
import { domesticVersion, type ProvenDomestic, readProvenDomestic } from './domestic-proof.ts'
import { readCose } from './envelope.ts'
import type { Holder } from './facts.ts'
import { toName } from './facts-to-dcc.ts'
import { GateFailure } from './gate.ts'
import type { DomesticPayload } from './payload.ts'
import { checkDomesticPayload } from './payload-gates.ts'
import { unwrap } from './proof.ts'
import type { Signer, SignerFor } from './signer.ts'
import { profileOf, type TrustedSigner, trustSigner } from './trust.ts'

/**
 * Its keys are those of one kind, always the same: which key signed must not tell why somebody is green. There is no
 * extended key usage for it (hcert-spec §A.5 names those of the EU certificate).
 */
const ring = 'vaccination'

/** How long a certificate for use in Norway holds. */
export type Span = { readonly from: Date; readonly until: Date }

export type IssuedDomestic = {
  readonly kind: 'domestic'
  /** The signed text, `NO1:…`: what a QR code holds. */
  readonly no1: string
  readonly keyId: string
  /** What it says of when it was issued: as long before its end for everyone. */
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly payload: DomesticPayload
}

export type DomesticIssuer = {
  /** @throws PublicError SIGNER_UNAVAILABLE */
  signerAt(instant: Date): Signer
  /**
   * Composes, signs and checks one certificate that says whose it is and until when.
   * @throws PublicError SIGNER_UNAVAILABLE, GateFailure
   */
  issue(holder: Holder, span: Span, signer: Signer): Promise<IssuedDomestic>
}

export type DomesticIssuerParts = {
  readonly signerFor: SignerFor
  readonly clock: () => Date
  readonly country: string
}

export function createDomesticIssuer({ signerFor, clock, country }: DomesticIssuerParts): DomesticIssuer {
  return {
    signerAt(instant) {
      const signer = signerFor(ring, instant)
      if (!signer) throw new PublicError('SIGNER_UNAVAILABLE')
      return signer
    },
    async issue(holder, span, signer) {
      const now = clock()
      const payload = { dob: holder.birthDate, nam: toName(holder), ver: domesticVersion }
      checkDomesticPayload(payload, now)
      const times = timesWithin(signer, span)
      checkValidity(signer, times)
      const no1 = `NO1:${await seal({ issuer: country, ...times, payload }, signer)}`
      checkOwn(no1, signer, payload, now)
      return {
        kind: 'domestic',
        no1,
        keyId: Buffer.from(signer.keyId).toString('base64'),
        issuedAt: new Date(times.issuedAt * 1000),
        expiresAt: new Date(times.expiresAt * 1000),
        payload,
      }
    },
  }
}

/** No certificate is older or younger than the one that signed it (hcert-spec §3.3.5). */
function timesWithin({ certificate }: Signer, { from, until }: Span): Times {
  const { notBefore, notAfter } = profileOf(certificate)
  return {
    issuedAt: Math.ceil(Math.max(from.getTime(), notBefore) / 1000),
    expiresAt: Math.floor(Math.min(until.getTime(), notAfter) / 1000),
  }
}

/** What leaves was read again and verified with the signer's certificate, as every certificate is. */
function checkOwn(text: string, { certificate }: Signer, payload: DomesticPayload, now: Date): void {
  try {
    const opened = openDomestic(text, [trustSigner(certificate)], now)
    if (JSON.stringify(opened.payload) === JSON.stringify(payload)) return
  } catch (cause) {
    throw new PublicError('SIGNER_UNAVAILABLE', { cause })
  }
  throw new GateFailure('self-check', 'the certificate says what was meant')
}

export type OpenedDomestic = ProvenDomestic<TrustedSigner>

/** @throws CertificateRefusal with the first reason found, outermost layer first */
export function openDomestic(text: string, trust: readonly TrustedSigner[], now: Date): OpenedDomestic {
  const envelope = readCose(decompress(unwrap(text, 'NO1:')))
  const signer = verifyCose(envelope, trust)
  return readProvenDomestic(envelope, { signer, standing: profileOf(signer.certificate) }, now)
}
