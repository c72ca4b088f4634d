/**
 * How does a fact become a signed text that all of Europe can read, and back?
 * Knows no GraphQL, no HTTP, no environment and no key: it is handed facts, signers and the time.
 */
import { decompress } from './compress.ts'
import { type OpenedDomestic, openDomestic } from './domestic.ts'
import { readCose } from './envelope.ts'
import { doubtAt, type Opened, open, prove } from './open.ts'
import { unwrap } from './proof.ts'
import type { RefusalReason } from './refusal.ts'
import type { TrustedSigner } from './trust.ts'

export { createDomesticIssuer, type DomesticIssuer, type IssuedDomestic, type OpenedDomestic } from './domestic.ts'
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
export { inspectUnverified, type Layers } from './inspect.ts'
export {
  createIssuer,
  type EarlierSignature,
  type Issued,
  type Issuer,
  type IssuerParts,
} from './issue.ts'
export type { Opened } from './open.ts'
export type {
  Dcc,
  DomesticPayload,
  PersonName,
  ReceivedDcc,
  RecoveryEntry,
  TestEntry,
  VaccinationEntry,
} from './payload.ts'
export { type QrOptions, toQrModules, toQrSvg } from './qr.ts'
export {
  CertificateRefusal,
  type RefusalReason,
  refusalReasons,
} from './refusal.ts'
export {
  entriesOf,
  type RevocationInput,
  revocationInputs,
  signatureInput,
  withoutChecksum,
} from './revocation-inputs.ts'
export type { Signer, SignerFor } from './signer.ts'
export { transliterate } from './transliterate.ts'
export { keyIdOf, profileOf, type SignerProfile, type TrustedSigner, trustSigner } from './trust.ts'

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

/**
 * Proves who signed a certificate and that they may, whatever the time: for those who tell an expired certificate from a
 * false one. On its own it is no permission to rely on the certificate; `doubtAbout` says what is against that.
 * @throws CertificateRefusal with the first reason found, outermost layer first
 */
export async function proveCertificate(text: string, trust: readonly TrustedSigner[]): Promise<Opened> {
  return prove(text, trust)
}

/** Why a proven certificate is not to be relied on now, by the dates of it and its signer; undefined when it is. */
export function doubtAbout(proven: Opened, now: Date): RefusalReason | undefined {
  return doubtAt(proven, now)
}

/** The signature of a text, unverified: r ‖ s for ES256. @throws CertificateRefusal when it is no certificate */
export function signatureOf(text: string): Uint8Array {
  return readCose(decompress(unwrap(text))).signature
}

/**
 * Opens a certificate for use in Norway (`NO1:`). What it says is that its holder is green now, and who that is.
 * @throws CertificateRefusal with the first reason found, outermost layer first
 */
export async function openDomesticCertificate(
  text: string,
  trust: readonly TrustedSigner[],
  clock: () => Date,
): Promise<OpenedDomestic> {
  return openDomestic(text, trust, clock())
}
