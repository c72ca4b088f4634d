import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type CertificateKind, profileOf, type Signer } from '../dcc/index.ts'
import { createFileSigner } from './file-signer.ts'
import { TokenFailure, type TokenFault } from './pkcs11/messages.ts'
import { createPkcs11Signer } from './pkcs11/pkcs11-signer.ts'
import type { TokenProcess } from './pkcs11/token-process.ts'
import type { RingKey } from './ring.ts'
import type { RingEntry } from './ring-file.ts'

/** Why a key of the ring cannot be used. Stable names, for logs and refusals to start. */
export type KeyFault =
  | TokenFault
  | 'CERTIFICATE_UNREADABLE'
  | 'KEY_UNREADABLE'
  | 'KEY_NOT_P256'
  | 'CERTIFICATE_NOT_OF_KEY'
  /** Its certificate does not allow a kind that it is to sign. */
  | 'KIND_NOT_ALLOWED'
  | 'USE_PERIOD_EMPTY'

export class KeyFailure extends Error {
  override name = 'KeyFailure'
  readonly fault: KeyFault
  /** The key as it will be when its token is back. Until then what it has signed is known by it. */
  readonly away: RingKey | undefined

  constructor(fault: KeyFault, options: { cause?: unknown; away?: RingKey | undefined } = {}) {
    super(fault, options)
    this.fault = fault
    this.away = options.away
  }
}

/** What passes by itself; anything else is wrong until somebody puts it right. */
const outages: ReadonlySet<KeyFault> = new Set<TokenFault>([
  'TOKEN_MISSING',
  'TOKEN_DOWN',
  'DEADLINE',
  'TOO_MANY',
  'TOKEN_FAULT',
])

/**
 * A key of the ring, ready to sign: read, tried once, and known to belong to its certificate.
 * @param tokenOf the process of the token that the entry names
 * @throws KeyFailure
 */
export async function loadKey(entry: RingEntry, tokenOf: (name: string) => TokenProcess): Promise<RingKey> {
  const certificate = readCertificate(entry)
  const { notBefore, notAfter, publicKey, kinds: allowed } = profileOf(certificate)
  if (publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new KeyFailure('KEY_NOT_P256')
  const kinds = new Set<CertificateKind>(entry.kinds ?? allowed)
  if (!kinds.isSubsetOf(allowed)) throw new KeyFailure('KIND_NOT_ALLOWED')
  const useFrom = Math.max(notBefore, instantOf(entry.useFrom) ?? notBefore)
  const useUntil = Math.min(notAfter, instantOf(entry.useUntil) ?? notAfter)
  if (!(useFrom < useUntil)) throw new KeyFailure('USE_PERIOD_EMPTY')
  const { name, tokenKey } = entry
  if (!tokenKey) return { name, kinds, useFrom, useUntil, signer: fileSigner(entry, certificate) }
  const token = tokenOf(tokenKey.token)
  const key = { name, kinds, useFrom, useUntil, signer: createPkcs11Signer({ token, key: tokenKey, certificate }) }
  await tryOnce(token, key)
  return key
}

/** All that decides what a key is: when none of it has changed, neither has the key. */
export function contentOf(entry: RingEntry): string {
  const read = (file: string | undefined) => (file === undefined ? '' : readIfThere(file))
  return JSON.stringify([entry, read(entry.certificate), read(entry.keyFile)])
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function instantOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}

function readCertificate({ certificate }: RingEntry): X509Certificate {
  try {
    return new X509Certificate(readFileSync(certificate))
  } catch (cause) {
    throw new KeyFailure('CERTIFICATE_UNREADABLE', { cause })
  }
}

function fileSigner({ keyFile = '' }: RingEntry, certificate: X509Certificate): Signer {
  let privateKey: string
  try {
    privateKey = readFileSync(keyFile, 'utf8')
  } catch (cause) {
    throw new KeyFailure('KEY_UNREADABLE', { cause })
  }
  try {
    return createFileSigner({ privateKey, certificate: certificate.toString() })
  } catch (cause) {
    // The certificate was read and is of P-256: what does not fit it is the key, or is no key at all.
    throw new KeyFailure(cause instanceof TypeError ? 'CERTIFICATE_NOT_OF_KEY' : 'KEY_UNREADABLE', { cause })
  }
}

/** A token tells nobody's private key; one signature shows whose it is. */
async function tryOnce(token: TokenProcess, key: RingKey): Promise<void> {
  const { signer } = key
  const challenge = randomBytes(32)
  // Opening may take longer than a signature ever may.
  const signature = await token
    .opened()
    .then(() => signer.sign(challenge))
    .catch(cause => {
      const fault = cause instanceof TokenFailure ? cause.fault : 'TOKEN_FAULT'
      throw new KeyFailure(fault, { cause, away: outages.has(fault) ? { ...key, isAway: true } : undefined })
    })
  const own = { key: signer.certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', challenge, own, signature)) throw new KeyFailure('CERTIFICATE_NOT_OF_KEY')
}
