import { createHash } from 'node:crypto'
import type { Opened, ReceivedDcc } from '../dcc/index.ts'

/** What a revocation entry hashes (dgc-gateway, RevocationHashType). */
export const hashTypes = ['UCI', 'COUNTRYCODEUCI', 'SIGNATURE'] as const
export type HashType = (typeof hashTypes)[number]

export const hashBytes = 16

/** The first 128 bits of SHA-256. */
export function revocationHash(input: string | Uint8Array): Buffer {
  return createHash('sha256').update(input).digest().subarray(0, hashBytes)
}

export const uciHash = (uvci: string): Buffer => revocationHash(uvci)
export const countryUciHash = (country: string, uvci: string): Buffer => revocationHash(country + uvci)

/** Anyone can make a second valid signature from the first by negating its `s`; so of ES256 only `r` is hashed. */
export function signatureHash(signature: Uint8Array, keyType: string | undefined): Buffer {
  return revocationHash(keyType === 'ec' ? signature.subarray(0, signature.length / 2) : signature)
}

export type TypedHash = { readonly type: HashType /** Base64. */; readonly hash: string }

/**
 * Every hash by which a certificate may be on a list. Issuers disagree: some hash the id with its checksum, others
 * without; some take the country that issued, others the country of the event. All of them are looked up.
 */
export function hashesOf({ issuer, payload, signer, signature }: Opened): readonly TypedHash[] {
  const entries = entriesOf(payload)
  const found = new Map<string, TypedHash>()
  const add = (type: HashType, hash: Buffer) => {
    const typed = { type, hash: hash.toString('base64') }
    found.set(`${type} ${typed.hash}`, typed)
  }
  for (const { ci, co } of entries) {
    if (typeof ci !== 'string') continue
    for (const id of new Set([ci, withoutChecksum(ci)])) {
      add('UCI', uciHash(id))
      for (const country of new Set([issuer, signer.country, co])) {
        if (typeof country === 'string') add('COUNTRYCODEUCI', countryUciHash(country, id))
      }
    }
  }
  add('SIGNATURE', signatureHash(signature, signer.certificate.publicKey.asymmetricKeyType))
  return [...found.values()]
}

/** Certificate ids in a certificate, as they stand in it. Older versions hold several entries. */
export function idsOf(payload: ReceivedDcc): readonly string[] {
  return entriesOf(payload).flatMap(({ ci }) => (typeof ci === 'string' ? [ci] : []))
}

const entriesOf = ({ v, t, r }: ReceivedDcc) => [...(v ?? []), ...(t ?? []), ...(r ?? [])]

export const withoutChecksum = (uvci: string): string => uvci.replace(/#.*$/s, '')

/** How we keep an id: comparison ignores case, and a checksum is no part of it (UVCI registration §2). */
export const normalUvci = (uvci: string): string => withoutChecksum(uvci.trim()).toUpperCase()
