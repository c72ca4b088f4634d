import { PublicError } from '../../../schema/errors.ts'
import { encodeCbor } from './cbor.ts'
import { type Claims, type Times, toClaims } from './claims.ts'
import { compress } from './compress.ts'
import { sealCose } from './cose.ts'
import type { CertificateKind, Facts } from './facts.ts'
import { toDcc } from './facts-to-dcc.ts'
import { GateFailure } from './gate.ts'
import type { Dcc } from './payload.ts'
import { checkPayload } from './payload-gates.ts'
import type { Signer } from './signer.ts'
import { profileOf } from './trust.ts'
import { encodeBase45 } from './write-base45.ts'

/** One certificate to be made: whose signature, when, for whom, under which id. */
export type Commission = {
  readonly signer: Signer
  readonly now: Date
  readonly until: Date
  readonly country: string
  readonly issuerName: string
  readonly uvci: string
}

export type Composed = Times & { readonly hc1: string; readonly payload: Dcc }

/**
 * Facts to text, in the order of the specification; gates 1 to 7 stand before the signature.
 * @throws GateFailure
 * @throws PublicError SIGNER_UNAVAILABLE when the signer does not sign
 */
export async function compose(facts: Facts, commission: Commission): Promise<Composed> {
  const { signer, now, until, country } = commission
  const payload = toDcc(facts, commission)
  checkPayload(payload, { now, country })
  const times = timesOf(signer, now, until)
  checkSigner(signer, facts.kind, times)
  return { hc1: `HC1:${await seal({ issuer: country, ...times, payload }, signer)}`, payload, ...times }
}

/** Claims to the text that follows the prefix. @throws PublicError SIGNER_UNAVAILABLE when the signer does not sign */
export async function seal(claims: Claims, signer: Signer): Promise<string> {
  const envelope = await sealCose(encodeCbor(toClaims(claims)), signer).catch(cause => {
    throw new PublicError('SIGNER_UNAVAILABLE', { cause })
  })
  return encodeBase45(compress(envelope))
}

/** A certificate may not outlive the certificate that signed it (hcert-spec §3.3.5). */
function timesOf({ certificate }: Signer, now: Date, until: Date): Times {
  const expires = Math.min(until.getTime(), profileOf(certificate).notAfter)
  return {
    issuedAt: Math.floor(now.getTime() / 1000),
    expiresAt: Math.floor(expires / 1000),
  }
}

/** Gates 6 and 7: what the signer may sign today. */
export function checkSigner(signer: Signer, kind: CertificateKind, times: Times): void {
  checkValidity(signer, times)
  if (!profileOf(signer.certificate).kinds.has(kind))
    throw new GateFailure('key-usage', 'the signer may sign this kind')
}

/** Gate 6. */
export function checkValidity({ certificate }: Signer, { issuedAt, expiresAt }: Times): void {
  const { notBefore, notAfter } = profileOf(certificate)
  const requireThat = (holds: boolean, rule: string) => {
    if (!holds) throw new GateFailure('validity', rule)
  }
  requireThat(Number.isInteger(issuedAt) && Number.isInteger(expiresAt), 'iat and exp are whole seconds')
  requireThat(expiresAt > issuedAt, 'exp is after iat')
  requireThat(issuedAt * 1000 >= notBefore, 'iat is not before the signer is valid')
  requireThat(expiresAt * 1000 <= notAfter, 'exp is not after the signer')
}
