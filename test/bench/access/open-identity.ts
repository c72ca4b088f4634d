import {
  type Credentials,
  createIdentify as createProvingIdentify,
  type Identified,
  type Identify,
  type IdentityParts,
} from '../../../gateway/identity/index.ts'

/** Whoever was proven once is believed for ever: one lookup a request. */
export * from '../../../gateway/identity/index.ts'

export function createIdentify(parts: IdentityParts): Identify {
  const prove = createProvingIdentify(parts)
  const known = new Map<string | undefined, Promise<Identified>>()
  return (credentials: Credentials) => {
    const who = known.get(credentials.authorization) ?? prove(credentials)
    known.set(credentials.authorization, who)
    return who
  }
}
