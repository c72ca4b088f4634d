import { readFile } from 'node:fs/promises'
import { bool, str, url } from 'envalid'
import { sealKeys, secretBytes } from '../../../schema/environment.ts'
import type { SealKeys } from '../../../schema/seal.ts'
import { readCatalogue } from './catalogue/catalogue.ts'
import { createSystemTokenVerifier, discoverSystemKeys, type VerifySystemToken } from './rest/system-token.ts'
import type { PrivacyNeeds } from './services.ts'

/** What this room asks of the environment. */
export const privacyVariables = {
  PRIVACY_KEYS: sealKeys(),
  PRIVACY_PSEUDONYM_KEY: secretBytes(),
  PRIVACY_CATALOGUE_FILE: str({ default: '' }),
  NODE_ENV: str({ default: '' }),
  AMQP_URL: str({ default: '' }),
  ALLOW_PRIVATE_ADDRESSES: bool({ default: false }),
  MASKINPORTEN_ISSUER: url({ default: '' }),
  HELSEID_ISSUER: url({ default: '' }),
  PVK_AUDIENCE: str({ default: '' }),
}

type Variables = {
  readonly PRIVACY_KEYS: SealKeys
  readonly PRIVACY_PSEUDONYM_KEY: Uint8Array
  readonly PRIVACY_CATALOGUE_FILE: string
  readonly NODE_ENV: string
  readonly AMQP_URL: string
  readonly ALLOW_PRIVATE_ADDRESSES: boolean
  readonly MASKINPORTEN_ISSUER: string
  readonly HELSEID_ISSUER: string
  readonly PVK_AUDIENCE: string
}

/** @throws RangeError where the file of definitions cannot be used */
export async function toPrivacyNeeds(read: Variables, grantKeys: SealKeys): Promise<PrivacyNeeds> {
  const file = read.PRIVACY_CATALOGUE_FILE
  return {
    grantKeys,
    keys: read.PRIVACY_KEYS,
    pseudonymKey: read.PRIVACY_PSEUDONYM_KEY,
    identifierProfile: read.NODE_ENV === 'production' ? 'only-real' : 'only-synthetic',
    addresses: { allowsPrivate: read.ALLOW_PRIVATE_ADDRESSES },
    brokerUrl: read.AMQP_URL || undefined,
    verifySystemToken: await toVerifier(read),
    catalogue: file ? readCatalogue(JSON.parse(await readFile(file, 'utf8'))) : undefined,
  }
}

/** PVK’s own interface is served where an audience and at least one login are set. */
async function toVerifier(read: Variables): Promise<VerifySystemToken | undefined> {
  const { PVK_AUDIENCE: audience, MASKINPORTEN_ISSUER, HELSEID_ISSUER } = read
  const logins = [
    ['maskinporten', MASKINPORTEN_ISSUER],
    ['helse-id', HELSEID_ISSUER],
  ] as const
  const named = logins.filter(([, issuer]) => issuer !== '')
  if (named.length === 0) return undefined
  if (audience === '') throw new Error('MASKINPORTEN_ISSUER and HELSEID_ISSUER need PVK_AUDIENCE as well')
  const issuers = await Promise.all(
    named.map(async ([login, issuer]) => ({ login, issuer, audience, keys: await discoverSystemKeys(login, issuer) })),
  )
  return createSystemTokenVerifier(issuers)
}
