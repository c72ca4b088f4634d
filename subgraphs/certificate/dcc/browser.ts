/**
 * How does a browser open a certificate, with no server to ask? By the same layers as index.ts: only X.509 and the
 * signature itself are the browser's own. Imports nothing of Node; issues nothing.
 */
import { decompress } from './compress.ts'
import { type ProvenDomestic, readProvenDomestic } from './domestic-proof.ts'
import { candidatesFor, type Envelope, readCose, toBeSigned } from './envelope.ts'
import { kindsOf } from './key-usage.ts'
import { doubtAbout, type Listing, type Proven, readProven, type Standing, unwrap } from './proof.ts'
import { CertificateRefusal } from './refusal.ts'
import { countryIn, readSignerCertificate } from './signer-certificate.ts'

export type { CertificateKind } from './facts.ts'
export type { ReceivedDcc } from './payload.ts'
export { CertificateRefusal, type RefusalReason, refusalReasons } from './refusal.ts'
export { type RevocationInput, revocationInputs } from './revocation-inputs.ts'

/** A document signer that a verifier relies on, as a browser holds it. */
export type TrustedSigner = Listing & {
  /** The document signer certificate, DER. */
  readonly certificate: Uint8Array<ArrayBuffer>
}

export type Opened = Proven<TrustedSigner>
export type OpenedDomestic = ProvenDomestic<TrustedSigner>

/**
 * A signer as a trust list for verifiers has it. The list names no country: the certificate's own is all there is.
 * @param listed the key id the list gives it; else the specification's, the first eight bytes of SHA-256 (hcert-spec §A.1)
 */
export async function trustSigner(
  certificate: Uint8Array<ArrayBuffer>,
  listed?: Uint8Array<ArrayBuffer>,
): Promise<TrustedSigner> {
  const keyId = listed ?? new Uint8Array(await crypto.subtle.digest('SHA-256', certificate), 0, 8)
  const country = countryIn(certificate)
  return { keyId, certificate, ...(country !== undefined && { country }) }
}

/**
 * Opens a certificate that somebody on the trust list signed, for a purpose that signer may sign for, valid now.
 * @throws CertificateRefusal with the first reason found, outermost layer first
 */
export async function openCertificate(
  text: string,
  trust: readonly TrustedSigner[],
  clock: () => Date,
): Promise<Opened> {
  const envelope = readCose(decompress(unwrap(text)))
  const { signer, standing } = await verifyCose(envelope, trust)
  const proven = readProven(envelope, signer, standing)
  const doubt = doubtAbout(proven, standing, clock())
  if (doubt) throw new CertificateRefusal(doubt)
  return proven
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
  const envelope = readCose(decompress(unwrap(text, 'NO1:')))
  return readProvenDomestic(envelope, await verifyCose(envelope, trust), clock())
}

/** What a browser needs to verify with one key. */
type Verifier = Standing & {
  readonly algorithm: 'ES256' | 'PS256' | undefined
  readonly signatureBytes: number | undefined
  isSignedBy(signed: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
}

async function verifyCose(
  envelope: Envelope,
  trust: readonly TrustedSigner[],
): Promise<{ readonly signer: TrustedSigner; readonly standing: Standing }> {
  const { algorithm, candidates } = candidatesFor(envelope, trust)
  const fitting = candidates
    .map(signer => ({ signer, standing: verifierOf(signer) }))
    .filter(({ standing }) => standing.algorithm === algorithm)
  if (fitting.length === 0) throw new CertificateRefusal('ALG_MISMATCH')
  const signed = toBeSigned(envelope.protectedHeader, envelope.payload)
  const signature = Uint8Array.from(envelope.signature)
  for (const candidate of fitting) {
    const { signatureBytes } = candidate.standing
    const isOfSize = signatureBytes === undefined || signature.length === signatureBytes
    if (isOfSize && (await candidate.standing.isSignedBy(signed, signature))) return candidate
  }
  throw new CertificateRefusal('SIGNATURE_INVALID')
}

const verifiers = new WeakMap<Uint8Array, Verifier>()

/** Read once a certificate: importing a key costs more than verifying with it. */
function verifierOf({ certificate }: TrustedSigner): Verifier {
  const known = verifiers.get(certificate)
  if (known) return known
  const verifier = readVerifier(certificate)
  verifiers.set(certificate, verifier)
  return verifier
}

const sha256 = { hash: 'SHA-256' } as const
const curves = new Map([
  ['1.2.840.10045.3.1.7', { namedCurve: 'P-256', signatureBytes: 64 }],
  ['1.3.132.0.34', { namedCurve: 'P-384', signatureBytes: 96 }],
])

/** ES256 is ECDSA with SHA-256 whatever the curve (RFC 9053 §2.1): P-384 is in live use. RSA from 2048 bits. */
function readVerifier(der: Uint8Array): Verifier {
  const { publicKey, curve, modulusBits, notBefore, notAfter, usages } = readSignerCertificate(der)
  const onCurve = curves.get(curve ?? '')
  const [imported, verified] = onCurve
    ? [
        { name: 'ECDSA', namedCurve: onCurve.namedCurve },
        { name: 'ECDSA', ...sha256 },
      ]
    : [
        { name: 'RSA-PSS', ...sha256 },
        { name: 'RSA-PSS', saltLength: 32 },
      ]
  const readKey = () => crypto.subtle.importKey('spki', publicKey, imported, false, ['verify']).catch(() => undefined)
  let key: ReturnType<typeof readKey> | undefined
  return {
    algorithm: onCurve ? 'ES256' : modulusBits >= 2048 ? 'PS256' : undefined,
    signatureBytes: onCurve?.signatureBytes,
    notBefore,
    notAfter,
    kinds: kindsOf(usages),
    async isSignedBy(signed, signature) {
      key ??= readKey()
      const readable = await key
      // A key that the browser cannot read has signed nothing that it could tell.
      return readable !== undefined && crypto.subtle.verify(verified, readable, signature, signed)
    },
  }
}
