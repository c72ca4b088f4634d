import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** AES-256 keys by id. The first seals, all open: a key can be changed while older seals are still read. */
export type SealKeys = readonly { readonly id: string; readonly key: Uint8Array }[]

const keyObjects = new WeakMap<Uint8Array, KeyObject>()

/** Bytes as a key object, made once: making one for every use costs more than sealing does. */
export function keyObjectOf(bytes: Uint8Array): KeyObject {
  const known = keyObjects.get(bytes)
  if (known) return known
  const fresh = createSecretKey(bytes)
  keyObjects.set(bytes, fresh)
  return fresh
}

const ivBytes = 12
const tagBytes = 16

/**
 * Seals a text with AES-256-GCM (NIST SP 800-38D): `<key id>.<base64url of iv, ciphertext, tag>`. It opens only with the
 * same `boundTo`.
 */
export function seal(keys: SealKeys, plain: string, boundTo: string): string {
  const [current] = keys
  if (!current) throw new Error('no key to seal with')
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(current.key), iv).setAAD(Buffer.from(boundTo))
  const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${current.id}.${body.toString('base64url')}`
}

/** Throws on whatever was not sealed by one of these keys for this purpose, whole and unchanged. */
export function unseal(keys: SealKeys, text: string, boundTo: string): string {
  const dot = text.indexOf('.')
  const key = keys.find(candidate => candidate.id === text.slice(0, dot))
  const body = Buffer.from(text.slice(dot + 1), 'base64url')
  if (!key || body.length <= ivBytes + tagBytes) throw new Error('not sealed by a known key')
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(key.key), body.subarray(0, ivBytes))
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(body.subarray(-tagBytes))
  return decipher.update(body.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
}

/**
 * Keys as configuration writes them: `id:base64,id:base64`, the current first.
 * @throws when a key is not 32 bytes or an id is not letters and digits; the message has no key in it
 */
export function parseSealKeys(text: string): SealKeys {
  return text.split(',').map(part => {
    const [id = '', encoded = ''] = part.trim().split(':')
    const key = Buffer.from(encoded, 'base64')
    if (!/^[A-Za-z0-9]+$/.test(id) || key.length !== 32) throw new Error('a key is written id:base64 of 32 bytes')
    return { id, key }
  })
}
