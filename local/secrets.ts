import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { SealKeys } from '../schema/seal.ts'

/** Every secret of one installation. In production they come from configuration; here they are made at first start. */
export type InstallationSecrets = {
  /** The gateway signs access tokens with it; subgraphs get the public half. */
  readonly accessTokenKey: JWK
  readonly grantKeys: SealKeys
  /** Registries that judge a basis seal with it, `person` opens. */
  readonly mandateKeys: SealKeys
  /** Those who may be on a list, between the entry registry, `person` and `test`. */
  readonly cohortKeys: SealKeys
  readonly identityKeys: SealKeys
  /** Names of those at work: the gateway seals, the register that shows them to citizens opens. */
  readonly nameKeys: SealKeys
  readonly cacheKeys: SealKeys
  /** Signs the heads of the access log's chains. */
  readonly accessLogKey: JWK
  readonly pseudonymKey: Uint8Array
  /** Seals what citizens decide with and subscribers’ secrets; and makes citizens’ pseudonyms for subscribers. */
  readonly privacyKeys: SealKeys
  readonly privacyPseudonymKey: Uint8Array
  readonly uvciKey: Uint8Array
  readonly issueKeySecret: Uint8Array
}

type Written = {
  accessTokenKey: JWK
  grantKey: string
  mandateKey: string
  cohortKey: string
  identityKey: string
  nameKey: string
  cacheKey: string
  accessLogKey: JWK
  pseudonymKey: string
  privacyKey: string
  privacyPseudonymKey: string
  uvciKey: string
  issueKeySecret: string
}

const newKey = () => randomBytes(32).toString('base64')

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString('hex') }
}

async function makeSecrets(): Promise<Written> {
  return {
    accessTokenKey: await newSigningKey(),
    grantKey: newKey(),
    mandateKey: newKey(),
    cohortKey: newKey(),
    identityKey: newKey(),
    nameKey: newKey(),
    cacheKey: newKey(),
    accessLogKey: await newSigningKey(),
    pseudonymKey: newKey(),
    privacyKey: newKey(),
    privacyPseudonymKey: newKey(),
    uvciKey: newKey(),
    issueKeySecret: newKey(),
  }
}

/** Reads the secrets of this folder, or makes them: readable by this user alone. */
export async function openSecrets(folder: string): Promise<InstallationSecrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'secrets.json')
  const known = await readFile(file, 'utf8').then(
    text => JSON.parse(text) as Partial<Written>,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return {}
    },
  )
  // A folder made before a secret was needed gets that one and keeps the others.
  const secrets = { ...(await makeSecrets()), ...known }
  if (Object.keys(secrets).some(name => !(name in known))) {
    await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  }
  return revive(secrets)
}

/** Secrets that nobody keeps. */
export const passingSecrets = async (): Promise<InstallationSecrets> => revive(await makeSecrets())

function revive(written: Written): InstallationSecrets {
  const bytes = (text: string) => Buffer.from(text, 'base64')
  const keys = (text: string): SealKeys => [{ id: '1', key: bytes(text) }]
  return {
    accessTokenKey: written.accessTokenKey,
    grantKeys: keys(written.grantKey),
    mandateKeys: keys(written.mandateKey),
    cohortKeys: keys(written.cohortKey),
    identityKeys: keys(written.identityKey),
    nameKeys: keys(written.nameKey),
    cacheKeys: keys(written.cacheKey),
    accessLogKey: written.accessLogKey,
    pseudonymKey: bytes(written.pseudonymKey),
    privacyKeys: keys(written.privacyKey),
    privacyPseudonymKey: bytes(written.privacyPseudonymKey),
    uvciKey: bytes(written.uvciKey),
    issueKeySecret: bytes(written.issueKeySecret),
  }
}

/** What those who verify may know of a signing key. */
export function publicHalf({ d: _, ...publicKey }: JWK): JWK {
  return publicKey
}
