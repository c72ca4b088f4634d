import { createHmac } from 'node:crypto'
import { keyObjectOf } from '../../../schema/seal.ts'
import { normalUvci } from './hashes.ts'

/** What is to be revoked. */
export type RevocationTarget =
  | { readonly kind: 'certificates'; readonly uvcis: readonly string[] }
  /** Every certificate of a dose of this lot. */
  | { readonly kind: 'lot'; readonly lot: string }
  /** Every certificate of an event that this organisation registered. */
  | { readonly kind: 'organisation'; readonly organisation: string }
  /** Every certificate signed with a key in a stretch of time; to this day and on where `until` is null. */
  | { readonly kind: 'key'; readonly keyId: string; readonly from: string; readonly until: string | null }

/** Why. A closed list: what somebody writes freely would sooner or later name a person. */
export const revocationReasons = [
  'ISSUED_IN_ERROR',
  'REGISTRATION_CORRECTED',
  'REGISTRATION_FALSE',
  'LOT_WITHDRAWN',
  'KEY_COMPROMISED',
] as const
export type RevocationReason = (typeof revocationReasons)[number]

/** A target that names nothing that can be revoked. */
export class TargetInvalid extends Error {
  override name = 'TargetInvalid'
}

const mostUvcis = 10_000
const uvciShape = /^URN:UVCI:01:NO:[A-Z0-9]+(\/[A-Z0-9]+){0,2}$/

/** The same target, written one way. @throws TargetInvalid saying what is wrong with it */
export function readTarget(target: RevocationTarget): RevocationTarget {
  switch (target.kind) {
    case 'certificates': {
      const uvcis = [...new Set(target.uvcis.map(normalUvci))].sort()
      if (uvcis.length === 0 || uvcis.length > mostUvcis) throw new TargetInvalid(`1 to ${mostUvcis} certificate ids`)
      if (!uvcis.every(uvci => uvciShape.test(uvci))) throw new TargetInvalid('a certificate id of Norway')
      return { kind: 'certificates', uvcis }
    }
    case 'lot': {
      const lot = normalLot(target.lot)
      if (!/^[\p{L}\p{N}][\p{L}\p{N} ./_-]{0,39}$/u.test(lot)) throw new TargetInvalid('a lot number')
      return { kind: 'lot', lot }
    }
    case 'organisation': {
      const organisation = target.organisation.replace(/\s/g, '')
      if (!/^\d{9}$/.test(organisation)) throw new TargetInvalid('an organisation number of nine digits')
      return { kind: 'organisation', organisation }
    }
    case 'key': {
      const keyId = Buffer.from(target.keyId, 'base64')
      if (keyId.length !== 8) throw new TargetInvalid('a key id of eight bytes in base64')
      const from = readInstant(target.from)
      const until = target.until === null ? null : readInstant(target.until)
      if (until !== null && until < from) throw new TargetInvalid('an end after the beginning')
      return { kind: 'key', keyId: keyId.toString('base64'), from, until }
    }
    default:
      return target satisfies never
  }
}

function readInstant(text: string): string {
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime())) throw new TargetInvalid('an instant such as 2021-11-22T09:00:00Z')
  return instant.toISOString()
}

const normalLot = (lot: string): string => lot.trim().replace(/\s+/g, ' ').toUpperCase()

/** What the event behind a certificate shares with others. */
export type Traits = { readonly lot?: string | undefined; readonly organisation?: string | undefined }

/**
 * Keyed hashes of traits: the ledger can find the certificates of a lot that somebody names, and nobody without the key
 * can read from the ledger which lot a person was given.
 * @param secret at least 32 bytes
 */
export function marksOf(traits: Traits, secret: Uint8Array): readonly string[] {
  const { lot, organisation } = traits
  const mark = (kind: string, value: string) =>
    createHmac('sha256', keyObjectOf(secret)).update(`revocation mark ${kind} ${value}`).digest('base64url')
  return [
    ...(lot ? [mark('lot', normalLot(lot))] : []),
    ...(organisation ? [mark('organisation', organisation.replace(/\s/g, ''))] : []),
  ]
}
