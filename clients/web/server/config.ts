import { str, url } from 'envalid'
import { jwk, listenPort, readEnvironment, sealKeys } from '../../../schema/environment.ts'

export type Config = ReturnType<typeof readConfig>

/** @throws naming every variable that is missing or not usable */
export function readConfig(env: NodeJS.ProcessEnv) {
  return readEnvironment(env, {
    CLIENT: str<'web' | 'app'>({ choices: ['web', 'app'], default: 'web' }),
    PORT: listenPort({ default: 4200 }),
    HOST: str({ default: '127.0.0.1' }),
    PUBLIC_URL: url(),
    GRAPHQL_URL: url(),
    IDPORTEN_ISSUER: url(),
    IDPORTEN_CLIENT_ID: str(),
    IDPORTEN_CLIENT_JWK: jwk(),
    IDPORTEN_SCOPE: str(),
    REDIS_URL: str(),
    SESSION_KEYS: sealKeys(),
  })
}
