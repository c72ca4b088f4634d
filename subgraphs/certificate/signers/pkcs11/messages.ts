/*
 * What the process that uses keys and the process that holds the token say to each other. A digest goes one way and a
 * signature the other: the token's process never sees what is signed, and nobody else ever has its key.
 */

/** Why a token does not sign. Stable names: they stand in logs and in refusals to start. */
export const tokenFaults = [
  /** The PKCS#11 library cannot be loaded. */
  'MODULE_UNUSABLE',
  'TOKEN_MISSING',
  /** No PIN where it was said to be. */
  'PIN_UNREADABLE',
  /** Wrong, locked or expired. It is not tried again: a token locks itself after a few wrong ones. */
  'PIN_REFUSED',
  'KEY_MISSING',
  'KEY_AMBIGUOUS',
  /** The token would hand the key out: then it is no better than a file. */
  'KEY_EXTRACTABLE',
  /** The token's process ended, or is between two starts. */
  'TOKEN_DOWN',
  'DEADLINE',
  /** More waits than could be answered in time. */
  'TOO_MANY',
  /** Anything else; `detail` has the return value's name (`CKR_…`). */
  'TOKEN_FAULT',
] as const
export type TokenFault = (typeof tokenFaults)[number]

/** A private key in the token: by CKA_LABEL, by CKA_ID in hexadecimal, or by both. */
export type TokenKey = { readonly label?: string; readonly id?: string }

export type OpenToken = {
  readonly type: 'open'
  /** Path of the PKCS#11 library. */
  readonly module: string
  /** The token's label. */
  readonly token: string
  readonly pin: string
  /** How many signatures may be under way in the token at once. */
  readonly sessions: number
}

export type SignDigest = {
  readonly type: 'sign'
  readonly id: number
  readonly key: TokenKey
  /** SHA-256, 32 bytes. */
  readonly digest: Uint8Array
  /** Milliseconds since 1970: after that nobody waits for the answer. */
  readonly until: number
}

export type ToToken = OpenToken | SignDigest

export type FromToken =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly fault: TokenFault; readonly detail: string }
  | { readonly type: 'signed'; readonly id: number; readonly signature: Uint8Array }
  | { readonly type: 'failed'; readonly id: number; readonly fault: TokenFault; readonly detail: string }

/** A token that did not sign. Says why in names, never with a PIN, a key or what was to be signed. */
export class TokenFailure extends Error {
  override name = 'TokenFailure'
  readonly fault: TokenFault

  constructor(fault: TokenFault, detail = '') {
    super(detail ? `${fault}: ${detail}` : fault)
    this.fault = fault
  }
}
