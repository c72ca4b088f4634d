import { decompress } from './compress.ts'
import { verifyCose } from './cose.ts'
import { readCose } from './envelope.ts'
import { doubtAbout, type Proven, readProven, unwrap } from './proof.ts'
import { CertificateRefusal, type RefusalReason } from './refusal.ts'
import { profileOf, type TrustedSigner } from './trust.ts'

/** A certificate that was signed by somebody trusted, for this kind. */
export type Opened = Proven<TrustedSigner>

/** @throws CertificateRefusal with the first reason found, outermost layer first */
export function open(text: string, trust: readonly TrustedSigner[], now: Date): Opened {
  const proven = prove(text, trust)
  const doubt = doubtAt(proven, now)
  if (doubt) throw new CertificateRefusal(doubt)
  return proven
}

/** Everything but the times. @throws CertificateRefusal with the first reason found, outermost layer first */
export function prove(text: string, trust: readonly TrustedSigner[]): Opened {
  const envelope = readCose(decompress(unwrap(text)))
  const signer = verifyCose(envelope, trust)
  return readProven(envelope, signer, profileOf(signer.certificate))
}

/** Why a certificate that was proven is not to be relied on at this moment; undefined when it is. */
export function doubtAt(proven: Opened, now: Date): RefusalReason | undefined {
  return doubtAbout(proven, profileOf(proven.signer.certificate), now)
}
