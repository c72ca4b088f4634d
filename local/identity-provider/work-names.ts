/*
 * What the provider and those who ask it agree on. Apart from the provider, so that a command that only asks does not
 * have to load one.
 */

export type WorkIssuers = { readonly 'helse-id': string; readonly maskinporten: string }

export const workPaths = { 'helse-id': '/helseid', maskinporten: '/maskinporten' } as const

/** Where the issuers for work are, below the one for citizens. */
export const workIssuersOf = (issuer: string): WorkIssuers => ({
  'helse-id': issuer + workPaths['helse-id'],
  maskinporten: issuer + workPaths.maskinporten,
})

/** Names of the keys that are kept beside each other: of the issuers, and the one that all clients here share. */
export const workKeys = { 'helse-id': 'helse-id', maskinporten: 'maskinporten', clients: 'work-clients' } as const

/** Of clients of HelseID: loopback, at any port (RFC 8252 §7.3), for tools on this machine. */
export const workRedirect = 'http://127.0.0.1/callback'

export const securityLevels = ['4', '3'] as const
export type SecurityLevel = (typeof securityLevels)[number]
export const networks = ['helsenett', 'internett'] as const
export type Network = (typeof networks)[number]

/** RFC 7523 §2.1: the signed grant is all there is; it also says and proves who the client is. */
export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
