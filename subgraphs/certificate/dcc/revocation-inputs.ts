import type { ReceivedDcc } from './payload.ts'
import type { Proven } from './proof.ts'

// Needs nothing of Node: browsers look certificates up with it too.

/** What a revocation list may name a certificate by, before it is hashed (dgc-gateway, RevocationHashType). */
export type RevocationInput = {
  readonly type: 'UCI' | 'COUNTRYCODEUCI' | 'SIGNATURE'
  readonly value: string | Uint8Array
}

type Named = Pick<Proven<{ readonly country?: string }>, 'issuer' | 'payload' | 'signer' | 'signature'>

/**
 * Everything by which a certificate may be on a list. Issuers disagree: some hash the id with its checksum, others
 * without; some take the country that issued, others the country of the event. All of them are looked up.
 */
export function revocationInputs({ issuer, payload, signer, signature }: Named): readonly RevocationInput[] {
  const found = new Map<string, RevocationInput>()
  const add = (type: RevocationInput['type'], value: string) => found.set(`${type} ${value}`, { type, value })
  for (const { ci, co } of entriesOf(payload)) {
    if (typeof ci !== 'string') continue
    for (const id of new Set([ci, withoutChecksum(ci)])) {
      add('UCI', id)
      for (const country of new Set([issuer, signer.country, co])) {
        if (typeof country === 'string') add('COUNTRYCODEUCI', country + id)
      }
    }
  }
  return [...found.values(), { type: 'SIGNATURE', value: signatureInput(signature) }]
}

const smallestRsaBytes = 256

/**
 * Anyone can make a second valid ECDSA signature from the first by negating its `s`; so of those only `r` is listed. The
 * length tells them apart: two integers of 32 or 48 bytes, where RSA has at least 2048 bits.
 */
export function signatureInput(signature: Uint8Array): Uint8Array {
  return signature.length < smallestRsaBytes ? signature.subarray(0, signature.length / 2) : signature
}

export const entriesOf = ({ v, t, r }: ReceivedDcc) => [...(v ?? []), ...(t ?? []), ...(r ?? [])]

export const withoutChecksum = (uvci: string): string => uvci.replace(/#.*$/s, '')
