import { randomBytes } from 'node:crypto'
import { passingSecrets, publicHalf } from './secrets.ts'

/**
 * `npm run keys`: fresh keys as lines of an environment file, for running gateway and subgraphs as processes of their
 * own. Standard output only; nothing is kept.
 */
const { accessTokenKey, accessLogKey } = await passingSecrets()
const bytes = () => randomBytes(32).toString('base64')

console.log(
  [
    `ACCESS_TOKEN_PRIVATE_JWK='${JSON.stringify(accessTokenKey)}'`,
    `ACCESS_TOKEN_PUBLIC_JWKS='${JSON.stringify([publicHalf(accessTokenKey)])}'`,
    `GRANT_KEYS='1:${bytes()}'`,
    `IDENTITY_KEYS='1:${bytes()}'`,
    `MANDATE_KEYS='1:${bytes()}'`,
    `COHORT_KEYS='1:${bytes()}'`,
    `NAME_KEYS='1:${bytes()}'`,
    `CACHE_KEYS='1:${bytes()}'`,
    `ACCESS_LOG_PRIVATE_JWK='${JSON.stringify(accessLogKey)}'`,
    `ACCESS_LOG_PUBLIC_JWKS='${JSON.stringify([publicHalf(accessLogKey)])}'`,
    `PSEUDONYM_KEY='${bytes()}'`,
    `PRIVACY_KEYS='1:${bytes()}'`,
    `PRIVACY_PSEUDONYM_KEY='${bytes()}'`,
    `UVCI_KEY='${bytes()}'`,
    `ISSUE_KEY='${bytes()}'`,
  ].join('\n'),
)
