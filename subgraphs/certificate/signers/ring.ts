import { type CertificateKind, profileOf, type Signer, type TrustedSigner, trustSigner } from '../dcc/index.ts'

/** A key: what it may sign, and when. */
export type RingKey = {
  readonly name: string
  readonly kinds: ReadonlySet<CertificateKind>
  /** Milliseconds since 1970: first inclusive, second exclusive; within the life of the certificate. */
  readonly useFrom: number
  readonly useUntil: number
  readonly signer: Signer
  /** Its token was not there to try it with. It signs once the token is. */
  readonly isAway?: true
}

export const allKinds: readonly CertificateKind[] = ['vaccination', 'test', 'recovery']

/** The newest key that is in use and may sign the kind: of two that overlap, the one whose use began last. */
export function chooseKey(keys: readonly RingKey[], kind: CertificateKind, at: number): RingKey | undefined {
  return keys
    .filter(key => key.kinds.has(kind) && key.useFrom <= at && at < key.useUntil)
    .reduce<RingKey | undefined>((newest, key) => (newest && isNewer(newest, key) ? newest : key), undefined)
}

/**
 * Where nobody signs a kind any more, whoever did last, as long as its certificates can be valid: what it has signed is
 * found by its key id. It signs nothing more.
 */
export function lastSigner(keys: readonly RingKey[], kind: CertificateKind, at: number): Signer | undefined {
  const ends = keys.filter(key => key.kinds.has(kind) && key.useUntil <= at).map(({ useUntil }) => useUntil)
  const last = chooseKey(keys, kind, Math.max(...ends) - 1)?.signer
  if (!last || profileOf(last.certificate).notAfter <= at) return undefined
  const { keyId, algorithm, certificate } = last
  return { keyId, algorithm, certificate, sign: async () => Promise.reject(new Error('the use of the key is over')) }
}

/** Equal beginnings are told apart by the key id, so that all replicas choose alike. */
function isNewer(left: RingKey, right: RingKey): boolean {
  if (left.useFrom !== right.useFrom) return left.useFrom > right.useFrom
  return Buffer.compare(left.signer.keyId, right.signer.keyId) > 0
}

/**
 * Whom a verifier has to trust: every certificate of the ring that has not expired. Those whose use is over are among
 * them, because what they signed is still carried about; and those whose use has not begun, so that verifiers have
 * them in time. A key that is taken out of the ring is no longer trusted.
 */
export function trustListOf(keys: readonly RingKey[], at: number): readonly TrustedSigner[] {
  return keys
    .map(({ signer }) => signer.certificate)
    .filter(certificate => at <= profileOf(certificate).notAfter)
    .map(trustSigner)
}

/** When nobody will sign a kind any more, counting keys that follow without a gap; undefined where nobody does now. */
export function endOf(keys: readonly RingKey[], kind: CertificateKind, at: number): number | undefined {
  let end: number | undefined
  let next = chooseKey(keys, kind, at)
  while (next) {
    end = next.useUntil
    next = chooseKey(keys, kind, end)
  }
  return end
}
