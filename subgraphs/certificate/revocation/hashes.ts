import { createHash } from 'node:crypto'
import {
  entriesOf,
  type Opened,
  type ReceivedDcc,
  revocationInputs,
  signatureInput,
  withoutChecksum,
} from '../dcc/index.ts'

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

export const signatureHash = (signature: Uint8Array): Buffer => revocationHash(signatureInput(signature))

export type TypedHash = { readonly type: HashType /** Base64. */; readonly hash: string }

/** Every hash by which a certificate may be on a list. */
export function hashesOf(opened: Opened): readonly TypedHash[] {
  return revocationInputs(opened).map(({ type, value }) => ({ type, hash: revocationHash(value).toString('base64') }))
}

/** Certificate ids in a certificate, as they stand in it. Older versions hold several entries. */
export function idsOf(payload: ReceivedDcc): readonly string[] {
  return entriesOf(payload).flatMap(({ ci }) => (typeof ci === 'string' ? [ci] : []))
}

/** How we keep an id: comparison ignores case, and a checksum is no part of it (UVCI registration §2). */
export const normalUvci = (uvci: string): string => withoutChecksum(uvci.trim()).toUpperCase()
