import { createHash, type X509Certificate } from 'node:crypto'
import { keyIdOf, type Signer } from '../../dcc/index.ts'
import type { TokenKey } from './messages.ts'
import type { TokenProcess } from './token-process.ts'

/**
 * Signs ES256 with a key that stays in a PKCS#11 token: the digest goes there, r ‖ s comes back.
 * `sign` throws TokenFailure.
 */
export function createPkcs11Signer(parts: {
  readonly token: Pick<TokenProcess, 'sign'>
  readonly key: TokenKey
  readonly certificate: X509Certificate
}): Signer {
  const { token, key, certificate } = parts
  return {
    keyId: keyIdOf(certificate),
    algorithm: 'ES256',
    certificate,
    sign: bytes => token.sign(key, createHash('sha256').update(bytes).digest()),
  }
}
