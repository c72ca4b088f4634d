import { str, url } from 'envalid'
import { type IssuerTrust, remoteKeys } from './access-token.ts'

/** One login: whose tokens count, for which audience, and where its keys are. */
export type LoginConfig = { readonly issuer: string; readonly audience: string; readonly jwksUrl: URL }

/** Three variables of the environment that mean something only together. */
export function loginOf(
  env: NodeJS.ProcessEnv,
  name: 'IDPORTEN' | 'HELSEID' | 'MASKINPORTEN',
  { isRequired = false }: { isRequired?: boolean } = {},
) {
  const names = { issuer: `${name}_ISSUER`, audience: `${name}_AUDIENCE`, jwks: `${name}_JWKS_URL` }
  const specs = { [names.issuer]: url(), [names.audience]: str(), [names.jwks]: url() }
  const isWanted = isRequired || Object.values(names).some(one => env[one])
  return {
    specs: isWanted ? specs : {},
    read: (values: Readonly<Record<string, unknown>>): LoginConfig | undefined =>
      isWanted
        ? {
            issuer: String(values[names.issuer]),
            audience: String(values[names.audience]),
            jwksUrl: new URL(String(values[names.jwks])),
          }
        : undefined,
  }
}

/** The login with its keys, which are fetched when a token first needs them. */
export const trustOf = ({ issuer, audience, jwksUrl }: LoginConfig): IssuerTrust => ({
  issuer,
  audience,
  keys: remoteKeys(jwksUrl),
})
