import type { JWK } from 'jose'
import { makeProof } from './proof.ts'

/** Where the headers come from that say who asks. */
export type TokenSource = {
  /** For one request: of a token that is bound, with a proof that is good for it alone. */
  authorize(request: { readonly method: string; readonly url: string }): Promise<Readonly<Record<string, string>>>
  /** The graph did not take the token: the next one is new. */
  forget(): void
  /** The token itself, for whoever writes their own requests. */
  token(): Promise<string>
}

/** The login refuses, and says why in OAuth's own words. */
export class LoginRefused extends Error {
  override name = 'LoginRefused'
}

/** Nobody answers as a login at the address. */
export class LoginUnreachable extends Error {
  override name = 'LoginUnreachable'
}

/** A person’s sign-in is over; only she can begin another. */
export class SignInEnded extends Error {
  override name = 'SignInEnded'
}

export type Token = { readonly text: string; readonly endsAt: number }

/** A token that ends within this is fetched anew, so that it does not end on its way. */
const marginMs = 10_000

/**
 * Keeps a token in memory, for as long as it lasts. Requests at the same time share one fetch, also the first: a sign-in
 * gives its token once. What failed is tried again by the next request.
 */
export function keepToken(fetchToken: () => Promise<Token>, proofKey?: JWK): TokenSource {
  let known: Token | undefined
  let coming: Promise<Token> | undefined
  async function fetchAnew(): Promise<Token> {
    try {
      known = await fetchToken()
      return known
    } finally {
      coming = undefined
    }
  }
  async function valid(): Promise<Token> {
    if (known && known.endsAt - marginMs > Date.now()) return known
    coming ??= fetchAnew()
    return coming
  }
  return {
    token: async () => (await valid()).text,
    forget() {
      known = undefined
    },
    async authorize({ method, url }) {
      const { text } = await valid()
      if (!proofKey) return { authorization: `Bearer ${text}` }
      return { authorization: `DPoP ${text}`, dpop: await makeProof({ key: proofKey, method, url, token: text }) }
    },
  }
}

export const endOf = (seconds: number | undefined): number => Date.now() + (seconds ?? 60) * 1000

/** Plain HTTP is for a sandbox on this machine. */
export function isOnThisMachine(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
