import { randomBytes, verify, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type CertificateKind, profileOf, type Signer } from '../dcc/index.ts'
import { createFileSigner } from './file-signer.ts'
import { TokenFailure, type TokenFault, type TokenKey } from './pkcs11/messages.ts'
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

  constructor(fault: KeyFault, options?: { cause: unknown }) {
    super(fault, options)
    this.fault = fault
  }
}

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
  const { tokenKey } = entry
  const signer = tokenKey
    ? await tokenSigner(tokenOf(tokenKey.token), tokenKey, certificate)
    : fileSigner(entry, certificate)
  return { name: entry.name, kinds, useFrom, useUntil, signer }
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
async function tokenSigner(token: TokenProcess, key: TokenKey, certificate: X509Certificate): Promise<Signer> {
  const signer = createPkcs11Signer({ token, key, certificate })
  const challenge = randomBytes(32)
  // Opening may take longer than a signature ever may.
  const signature = await token
    .opened()
    .then(() => signer.sign(challenge))
    .catch(cause => {
      throw new KeyFailure(cause instanceof TokenFailure ? cause.fault : 'TOKEN_FAULT', { cause })
    })
  const own = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', challenge, own, signature)) throw new KeyFailure('CERTIFICATE_NOT_OF_KEY')
  return signer
}
