import { parseTarGzip } from 'nanotar'
import { type Opened, revocationInputs } from '../../subgraphs/certificate/dcc/browser.ts'
import { ask, askJson, ListsUnavailable, textOf } from './ask.ts'
import { isInHashList } from './hash-list.ts'
import { fromBase64 } from './signers.ts'

/** What has been revoked, as it is kept: slices of hash prefixes, and the tag of the set they are of. */
export type HeldRevocations = { readonly etag: string; readonly slices: readonly HeldSlice[] }

type HeldSlice = {
  /** Base64 of the key that signed what is listed. */
  readonly keyId: string
  /** The first hex digits of every hash in it. */
  readonly digits: string
  readonly expires: string
  /** Base64 of the list. */
  readonly list: string
}

type Partition = {
  readonly id: string | null
  readonly chunks: Readonly<Record<string, Readonly<Record<string, { readonly hash: string }>>>>
}

export const noRevocations: HeldRevocations = { etag: '', slices: [] }

/** What the issuer says where a newer set has come than the one that is asked about. */
const preconditionFailed = 412

/** The whole set, where it is another than the one that is kept. One that is replaced while it is read is left, for the new one. */
export async function readRevocations(held: HeldRevocations): Promise<HeldRevocations> {
  try {
    return await readSet(held)
  } catch (error) {
    if (error instanceof ListsUnavailable && error.status === preconditionFailed) return readSet(held)
    throw error
  }
}

async function readSet(held: HeldRevocations): Promise<HeldRevocations> {
  const { headers, body } = await ask('lists')
  const etag = headers.get('etag') ?? ''
  if (etag === held.etag && etag !== '') return held
  const keys = JSON.parse(textOf(body)) as readonly { readonly kid: string }[]
  const ofSet = { 'if-match': etag, 'x-slice-filter-type': 'VARHASHLIST' }
  const slices = await Promise.all(keys.map(({ kid }) => readKey(kid, ofSet)))
  return { etag, slices: slices.flat() }
}

async function readKey(keyId: string, ofSet: Readonly<Record<string, string>>): Promise<readonly HeldSlice[]> {
  const path = `lists/${keyId.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}/partitions`
  const partitions = (await askJson(path, ofSet)) as readonly Partition[]
  const read = partitions.map(async partition => {
    const { body } = await ask(`${path}/${partition.id}/slices`, ofSet)
    const files = await parseTarGzip(body)
    // A file’s path ends with the digest of its content, by which the partition tells of it.
    const lists = new Map(files.map(({ name, data }) => [name.split('/').at(-1), data]))
    return Object.entries(partition.chunks).flatMap(([chunk, slices]) =>
      Object.entries(slices).map(([expires, { hash }]) => {
        const list = lists.get(hash)
        if (!list) throw new RangeError('a slice that was told of is not there')
        return { keyId, digits: (partition.id ?? '') + chunk, expires, list: toBase64(list) }
      }),
    )
  })
  return (await Promise.all(read)).flat()
}

/** Of certificates whose signing key the ledger no longer knows. */
const anyKey = 'UNKNOWN_KID'

/** Whether a certificate is on the lists: one in a million that is not, is told that it is. */
export async function isRevoked({ slices }: HeldRevocations, opened: Opened, now: Date): Promise<boolean> {
  const hashes = await Promise.all(revocationInputs(opened).map(({ value }) => hashOf(value)))
  return slices
    .filter(({ keyId, expires }) => (keyId === opened.keyId || keyId === anyKey) && now < new Date(expires))
    .some(({ digits, list }) =>
      hashes.some(hash => toHex(hash).startsWith(digits) && isInHashList(fromBase64(list), hash)),
    )
}

const hashBytes = 16

async function hashOf(value: string | Uint8Array): Promise<Uint8Array> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : Uint8Array.from(value)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, hashBytes)
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
