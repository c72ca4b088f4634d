import type { JWK } from 'jose'
import { publicPart } from './keys.ts'

/** An application that signs people in here. Redirects are exact, save the port of a loopback address (RFC 8252 §7.3). */
export type Client = {
  readonly id: string
  /** Nine digits; the organisation behind the application, `client_orgno` in tokens. */
  readonly organisationNumber: string
  readonly redirectUris: readonly string[]
  /** Where somebody who has signed out may be sent back to. */
  readonly postLogoutRedirectUris?: readonly string[]
  /** The public key it proves itself with (private_key_jwt). Without one the client is public and lives on loopback. */
  readonly key?: JWK
}

/** Norsk helsenett, who runs Helsenorge. */
const norskHelsenett = '994598759'

/** What the token asks to be let into: the signed-in person's own data. */
export const graphScope = 'helsegraf:me'

/** The citizen's own clients: her pages, and her app. */
export const pagesClients = ['web', 'app'] as const
export type PagesClient = (typeof pagesClients)[number]

export function pagesClient(name: PagesClient, publicUrl: string, key: JWK): Client {
  return {
    id: `helsegraf-${name}`,
    organisationNumber: norskHelsenett,
    redirectUris: [new URL(`/${name}/callback`, publicUrl).href],
    postLogoutRedirectUris: [new URL(`/${name}/`, publicUrl).href],
    key: publicPart(key),
  }
}

/** Scripts, tests and people at a terminal. Nothing needs to listen at the address: the code is read off the redirect. */
export const cliClient: Client = {
  id: 'helsegraf-cli',
  organisationNumber: norskHelsenett,
  redirectUris: ['http://127.0.0.1/callback'],
}

const native = (id: string): Client => ({ ...cliClient, id })

/** Apps of others, each with another standing in the register of clients: approved, applied for, withdrawn. */
export const appClients: readonly Client[] = ['helsenorge-app', 'min-helsedagbok', 'raskere-frisk', 'pusteboka'].map(
  native,
)

/** Those of a local run beside its pages. */
export const localProviderClients: readonly Client[] = [cliClient, ...appClients]
