import { readFile } from 'node:fs/promises'
import { bool, num, str } from 'envalid'
import { sealKeys, secretBytes } from '../../../schema/environment.ts'
import { loginOf, trustOf } from '../../../schema/logins/configuration.ts'
import type { SealKeys } from '../../../schema/seal.ts'
import { readCatalogue } from './catalogue/catalogue.ts'
import { usualPersonsPerHour } from './rest/quotas.ts'
import { createSystemTokenVerifier, type SystemLogins } from './rest/system-token.ts'
import type { PrivacyNeeds } from './services.ts'

/** What this room asks of the environment. */
export const privacyVariables = {
  PRIVACY_KEYS: sealKeys(),
  PRIVACY_PSEUDONYM_KEY: secretBytes(),
  PSEUDONYM_KEY: secretBytes(),
  PRIVACY_CATALOGUE_FILE: str({ default: '' }),
  NODE_ENV: str({ default: '' }),
  AMQP_URL: str({ default: '' }),
  ALLOW_PRIVATE_ADDRESSES: bool({ default: false }),
  PVK_PERSONS_PER_HOUR: num({ default: usualPersonsPerHour }),
}

/** PVK’s own interface is served where a login is set whose system tokens count. */
export function systemLoginsOf(env: NodeJS.ProcessEnv) {
  const [maskinporten, helseId] = [loginOf(env, 'MASKINPORTEN'), loginOf(env, 'HELSEID')]
  return {
    specs: { ...maskinporten.specs, ...helseId.specs },
    read(values: Readonly<Record<string, unknown>>): SystemLogins | undefined {
      const [machines, staff] = [maskinporten.read(values), helseId.read(values)]
      if (!machines && !staff) return undefined
      return { maskinporten: machines && trustOf(machines), helseId: staff && trustOf(staff) }
    },
  }
}

type Variables = {
  readonly PRIVACY_KEYS: SealKeys
  readonly PRIVACY_PSEUDONYM_KEY: Uint8Array
  readonly PSEUDONYM_KEY: Uint8Array
  readonly PRIVACY_CATALOGUE_FILE: string
  readonly NODE_ENV: string
  readonly AMQP_URL: string
  readonly ALLOW_PRIVATE_ADDRESSES: boolean
  readonly PVK_PERSONS_PER_HOUR: number
}

/** @throws RangeError where the file of definitions cannot be used */
export async function toPrivacyNeeds(
  read: Variables,
  { grantKeys, systemLogins }: { grantKeys: SealKeys; systemLogins: SystemLogins | undefined },
): Promise<PrivacyNeeds> {
  const file = read.PRIVACY_CATALOGUE_FILE
  return {
    grantKeys,
    keys: read.PRIVACY_KEYS,
    pseudonymKey: read.PRIVACY_PSEUDONYM_KEY,
    subjectKey: read.PSEUDONYM_KEY,
    identifierProfile: read.NODE_ENV === 'production' ? 'only-real' : 'only-synthetic',
    addresses: { allowsPrivate: read.ALLOW_PRIVATE_ADDRESSES },
    brokerUrl: read.AMQP_URL || undefined,
    personsPerHour: read.PVK_PERSONS_PER_HOUR,
    verifySystemToken: systemLogins && createSystemTokenVerifier(systemLogins),
    catalogue: file ? readCatalogue(JSON.parse(await readFile(file, 'utf8'))) : undefined,
  }
}
