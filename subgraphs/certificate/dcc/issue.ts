import { createSecretKey, type X509Certificate } from 'node:crypto'
import { PublicError } from '../../../schema/errors.ts'
import { type Composed, compose } from './compose.ts'
import type { CertificateKind, Facts } from './facts.ts'
import { GateFailure } from './gate.ts'
import { type Opened, open } from './open.ts'
import type { Dcc } from './payload.ts'
import { CertificateRefusal } from './refusal.ts'
import type { Signer, SignerFor } from './signer.ts'
import { trustSigner } from './trust.ts'
import { uvciOf } from './uvci.ts'

export type Issued = {
  readonly kind: CertificateKind
  readonly uvci: string
  /** The signed text, `HC1:…`: what a QR code holds. */
  readonly hc1: string
  /** Base64 of the eight bytes of `kid`. */
  readonly keyId: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly payload: Dcc
}

export type Issuer = {
  /** The certificate id of an event, without issuing: the same for ever. */
  uvciOf(facts: Pick<Facts, 'kind' | 'event'>): string
  /**
   * Who signs these facts at an instant. Handed to `issue`, it stays the one while keys are changed in between.
   * @throws PublicError SIGNER_UNAVAILABLE
   */
  signerFor(facts: Facts, at: Date): Signer
  /**
   * Composes, signs and checks one certificate. It expires at `until`, or with its signer if that is earlier.
   * @param signer the one of this moment where not given
   * @throws PublicError SIGNER_UNAVAILABLE when nobody can sign, or what was signed does not verify
   * @throws GateFailure when the facts do not make a correct certificate
   */
  issue(facts: Facts, until: Date, signer?: Signer): Promise<Issued>
  /**
   * The same certificate again, byte for byte, from the signature it got: nothing is signed. Undefined when these facts
   * are not what was signed then.
   */
  issueAgain(facts: Facts, until: Date, earlier: EarlierSignature): Promise<Issued | undefined>
}

/** What facts alone do not say of a certificate that was issued before. */
export type EarlierSignature = {
  readonly signer: Signer
  readonly issuedAt: Date
  /** As COSE has it: r ‖ s for ES256. */
  readonly signature: Uint8Array
}

export type IssuerParts = {
  readonly signerFor: SignerFor
  /** The time now; a certificate is issued in whole seconds. */
  readonly clock: () => Date
  /** ISO 3166-1 alpha-2 of the issuing country: `iss`, and a part of the certificate id. */
  readonly country: string
  /** `is`, at most 80 characters. */
  readonly issuerName: string
  /** Secret that makes certificate ids out of events. Changing it changes every id. */
  readonly uvciKey: Uint8Array
}

export function createIssuer({ signerFor, clock, country, issuerName, uvciKey }: IssuerParts): Issuer {
  const key = createSecretKey(uvciKey)
  const idOf = (facts: Pick<Facts, 'kind' | 'event'>) => uvciOf(facts, country, key)

  function signerOf(kind: CertificateKind, at: Date): Signer {
    const signer = signerFor(kind, at)
    if (!signer) throw new PublicError('SIGNER_UNAVAILABLE')
    return signer
  }

  async function issueAt(now: Date, facts: Facts, until: Date, signer: Signer): Promise<Issued> {
    const uvci = idOf(facts)
    const composed = await compose(facts, { signer, now, until, country, issuerName, uvci })
    checkOwn(composed, signer)
    return {
      kind: facts.kind,
      uvci,
      hc1: composed.hc1,
      keyId: toBase64(signer.keyId),
      issuedAt: new Date(composed.issuedAt * 1000),
      expiresAt: new Date(composed.expiresAt * 1000),
      payload: composed.payload,
    }
  }

  return {
    uvciOf: idOf,
    signerFor: (facts, at) => signerOf(facts.kind, at),
    async issue(facts, until, chosen) {
      const now = clock()
      return issueAt(now, facts, until, chosen ?? signerOf(facts.kind, now))
    },
    issueAgain(facts, until, { signer, issuedAt, signature }) {
      const { keyId, algorithm, certificate } = signer
      const earlier: Signer = { keyId, algorithm, certificate, sign: async () => signature }
      return issueAt(issuedAt, facts, until, earlier).catch(error => {
        if (error instanceof PublicError && error.code === 'SIGNER_UNAVAILABLE') return undefined
        throw error
      })
    },
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** A signer that signs wrong, or under another's key id, is no signer. */
const faultsOfTheSigner: ReadonlySet<unknown> = new Set(['ALG_MISMATCH', 'UNKNOWN_SIGNER', 'SIGNATURE_INVALID'])

/** Gate 8: what leaves was read again, verified with the signer's certificate, and says what was meant. */
function checkOwn(composed: Composed, { certificate }: Signer): void {
  const opened = openOwn(composed, certificate)
  const isSame =
    saysTheSame(opened.payload, composed.payload) && opened.expiresAt.getTime() === composed.expiresAt * 1000
  if (!isSame) throw new GateFailure('self-check', 'the certificate says what was meant')
}

/** Deep, keys in the same order: what was read is what was meant, to the letter. */
function saysTheSame(read: unknown, meant: unknown): boolean {
  if (typeof read !== 'object' || typeof meant !== 'object' || read === null || meant === null) return read === meant
  const own = Object.entries(read)
  const others = Object.entries(meant)
  return (
    own.length === others.length &&
    own.every(([key, value], index) => key === others[index]?.[0] && saysTheSame(value, others[index]?.[1]))
  )
}

function openOwn({ hc1, issuedAt }: Composed, certificate: X509Certificate): Opened {
  try {
    return open(hc1, [trustSigner(certificate)], new Date(issuedAt * 1000))
  } catch (cause) {
    if (cause instanceof CertificateRefusal && faultsOfTheSigner.has(cause.reason))
      throw new PublicError('SIGNER_UNAVAILABLE', { cause })
    throw new GateFailure('self-check', 'the certificate can be opened', { cause })
  }
}
