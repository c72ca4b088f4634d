import type { Basis, Caller, Purpose } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { type SealKeys, seal, unseal } from '../../../schema/seal.ts'

/**
 * What a client gives back to decide about a setting or a request it was shown: for this caller alone, and by the right
 * under which it was shown. It carries a pseudonym, never an identity number.
 */
export type Handle = {
  readonly kind: 'setting' | 'request'
  /** The definition's guid, or the request's id. */
  readonly about: string
  readonly subject: string
  readonly basis: Basis
  readonly purpose: Purpose
}

/** As long as somebody reads a page before she decides. */
const lifetimeSeconds = 30 * 60
const longestHandle = 1_024

const bindingOf = ({ kind, id, client }: Caller, about: Handle['kind']) => JSON.stringify([about, kind, id, client])

export function sealHandle(
  keys: SealKeys,
  handle: Handle,
  { caller, now }: { readonly caller: Caller; readonly now: Date },
): string {
  const { kind, about, subject, basis, purpose } = handle
  const expires = Math.floor(now.getTime() / 1000) + lifetimeSeconds
  return seal(keys, JSON.stringify([about, subject, basis, purpose, expires]), bindingOf(caller, kind))
}

/** @throws PublicError FORBIDDEN for what is not sealed, another caller's, of another kind, or too old: nothing tells which */
export function openHandle(
  keys: SealKeys,
  text: string,
  { kind, caller, now }: { readonly kind: Handle['kind']; readonly caller: Caller; readonly now: Date },
): Handle {
  try {
    if (text.length > longestHandle) throw new Error('not a handle')
    const [about, subject, basis, purpose, expires] = JSON.parse(unseal(keys, text, bindingOf(caller, kind)))
    if (expires * 1000 <= now.getTime()) throw new Error('the handle has expired')
    return { kind, about, subject, basis, purpose }
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}

type Right = Pick<Handle, 'subject' | 'basis' | 'purpose'>

/** What of a grant a handle keeps. */
export const rightOf = ({ subject, basis, purpose }: Right): Right => ({
  subject,
  basis,
  purpose,
})
