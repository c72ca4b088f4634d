import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { JWK } from 'jose'
import type { Chain } from './entry.ts'

/** The end of a chain at an instant, signed: a chain that later ends before it has lost entries. */
export type HeadRow = {
  writer: string
  sequence: number
  hash: string
  at: Date
  /** The writer has stopped: nothing comes after. */
  is_final: boolean
  key_id: string
  /** ES256 as JOSE writes it (RFC 7518 §3.4), base64url. */
  signature: string
}

/** How much of a chain's end may be unsigned, in time and in entries. */
export const headPace = { everyMs: 5_000, everyEntries: 1_000 } as const

export type SignHead = (chain: Chain, at: Date, end: 'open' | 'final') => HeadRow

/** @throws when the key is not a private key with an id */
export function createHeadSigner(jwk: JWK): SignHead {
  const { kid: keyId } = jwk
  if (!keyId) throw new Error('the key of the access log has no kid')
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return ({ writer, sequence, hash }, at, end) => {
    const head = { writer, sequence, hash, at, is_final: end === 'final', key_id: keyId }
    const signature = sign('sha256', signedText(head), { key, dsaEncoding: 'ieee-p1363' })
    return { ...head, signature: signature.toString('base64url') }
  }
}

export type CheckHead = (head: HeadRow) => 'good' | 'forged' | 'unknown key'

/** Any of these keys may have signed: old ones stay in the list for as long as the log is kept. */
export function createHeadCheck(publicKeys: readonly JWK[]): CheckHead {
  const keys = new Map<string, KeyObject>(
    publicKeys.map(jwk => [jwk.kid ?? '', createPublicKey({ key: jwk, format: 'jwk' })]),
  )
  return head => {
    const key = keys.get(head.key_id)
    if (!key) return 'unknown key'
    const signature = Buffer.from(head.signature, 'base64url')
    return verify('sha256', signedText(head), { key, dsaEncoding: 'ieee-p1363' }, signature) ? 'good' : 'forged'
  }
}

function signedText({ writer, sequence, hash, at, is_final, key_id }: Omit<HeadRow, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(['access-log-head', writer, sequence, hash, at.toISOString(), is_final, key_id]))
}
