import { createHmac, type KeyObject } from 'node:crypto'
import type { Facts } from './facts.ts'

const characters = 17
const range = 36n ** BigInt(characters)

/** `VAK` for a vaccination, `PRV` (prøve) for a test and for a recovery, which rests on one. */
const series = { vaccination: 'VAK', test: 'PRV', recovery: 'PRV' } as const

/**
 * The certificate id of a registry event: the same at every re-issue and on every machine that has the key, so that
 * revoking it revokes all of them; nobody without the key can tell the event from it. HMAC-SHA-256, its first 128 bits
 * as 17 characters A–Z0–9: the chance that two of 100 million events share one is about 2 in 100 000 million.
 * No checksum: verifiers disagree on whether to hash it (see the decision on the certificate room).
 */
export function uvciOf(facts: Pick<Facts, 'kind' | 'event'>, country: string, key: KeyObject): string {
  const digest = createHmac('sha256', key).update(`${facts.kind} ${facts.event}`).digest('hex')
  const number = BigInt(`0x${digest.slice(0, 32)}`) % range
  const opaque = number.toString(36).toUpperCase().padStart(characters, '0')
  return `URN:UVCI:01:${country}:${series[facts.kind]}/${opaque}`
}
