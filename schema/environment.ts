import { type CleanedEnv, cleanEnv, makeValidator, type ValidatorSpec } from 'envalid'
import type { JWK } from 'jose'
import { parseSealKeys, type SealKeys } from './seal.ts'

/*
 * How configuration is read: once, at start, all that is wrong told together. Names of variables are printed, values
 * never: some of them are secrets.
 */

/** @throws naming every variable that is missing or not usable */
export function readEnvironment<S extends Record<string, ValidatorSpec<unknown>>>(
  env: NodeJS.ProcessEnv,
  specs: S,
): CleanedEnv<S> {
  return cleanEnv(env, specs, {
    reporter({ errors }) {
      const names = Object.keys(errors)
      if (names.length === 0) return
      throw new Error(
        `Missing or not usable in the environment: ${names.join(', ')}. docs/running.md says what each is.`,
      )
    },
  })
}

/** `id:base64,id:base64`, the current key first. */
export const sealKeys = makeValidator<SealKeys>(parseSealKeys)

/** One JSON Web Key (RFC 7517). */
export const jwk = makeValidator<JWK>(text => {
  const key = JSON.parse(text)
  if (key?.kty !== 'EC' || key.crv !== 'P-256') throw new Error('an EC key on P-256')
  return key
})

/** A JSON array of keys. */
export const jwks = makeValidator<readonly JWK[]>(text => {
  const keys = JSON.parse(text)
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('an array of keys')
  return keys
})

/** At least 32 bytes, in base64. */
export const secretBytes = makeValidator<Uint8Array>(text => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < 32) throw new Error('at least 32 bytes in base64')
  return bytes
})

/** `vaccine=http://…,test=http://…` */
export const addresses = makeValidator<Readonly<Record<string, string>>>(text =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map(pair => {
        const [name = '', address = ''] = pair.trim().split(/=(.*)/s)
        return [name, new URL(address).href]
      }),
  ),
)

/** A port to listen at; 0 takes a free one. */
export const listenPort = makeValidator<number>(text => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error('a port')
  return port
})
