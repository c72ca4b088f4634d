/**
 * How does a fact become a signed text that all of Europe can read, and back?
 * Knows no GraphQL, no HTTP, no environment and no key: it is handed facts, signers and the time.
 */
import { type Opened, open } from './open.ts'
import type { TrustedSigner } from './trust.ts'

export { rawFromDer } from './es256.ts'
export type {
  CertificateKind,
  Facts,
  Holder,
  RecoveryFacts,
  TestFacts,
  VaccinationFacts,
} from './facts.ts'
export { type Gate, GateFailure } from './gate.ts'
export {
  createIssuer,
  type Issued,
  type Issuer,
  type IssuerParts,
} from './issue.ts'
export type { Opened } from './open.ts'
export type {
  Dcc,
  PersonName,
  ReceivedDcc,
  RecoveryEntry,
  TestEntry,
  VaccinationEntry,
} from './payload.ts'
export { type QrOptions, toQrSvg } from './qr.ts'
export {
  CertificateRefusal,
  type RefusalReason,
  refusalReasons,
} from './refusal.ts'
export type { Signer, SignerFor } from './signer.ts'
export { transliterate } from './transliterate.ts'
export { keyIdOf, type TrustedSigner, trustSigner } from './trust.ts'

/**
 * Opens a certificate that somebody on the trust list signed, for a purpose that signer may sign for, valid now.
 * @throws CertificateRefusal with the first reason found, outermost layer first
 */
export async function openCertificate(
  text: string,
  trust: readonly TrustedSigner[],
  clock: () => Date,
): Promise<Opened> {
  return open(text, trust, clock())
}
