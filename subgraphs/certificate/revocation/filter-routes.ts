import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { answer, answerJson, headerOf, isAllowed, isNamed, type Routes, refuse } from '../public-routes/answer.ts'
import { wholeSecond } from './batches.ts'
import type { Filters } from './filters.ts'
import { describePartition, type FilterSet, type KeyFilters, type Partition, type Slice } from './partitions.ts'
import { writeTar } from './tar.ts'

export type FilterRouteParts = { readonly filters: Filters }

const compress = promisify(gzip)
/** A list of at most some thousand names of slices. */
const largestBodyBytes = 512 * 1024

/**
 * Revocations for verifiers that are offline (dgca-revocation-distribution-service): which keys have any, how they are
 * parted, and the slices, as a gzipped tar. All but the first name the set they speak of with If-Match, and hear 412
 * when there is a newer one.
 */
export function createFilterRoutes({ filters }: FilterRouteParts): Routes {
  return async (request, response) => {
    const [first, ...path] = (request.url?.split('?')[0] ?? '').split('/').filter(Boolean)
    if (first !== 'lists') return false
    try {
      await answerPath(request, response, path, await filters.current())
    } catch (error) {
      // Nothing else here is about the reader: what fails is the database.
      const code = error instanceof BodyTooLarge ? 'PAYLOAD_TOO_LARGE' : 'REVOCATION_UNAVAILABLE'
      if (!response.headersSent) refuse(response.setHeader('connection', 'close'), code)
      else response.destroy()
    }
    return true
  }
}

async function answerPath(
  request: IncomingMessage,
  response: ServerResponse,
  [kid, partitionsWord, id, ...rest]: readonly string[],
  set: FilterSet,
): Promise<void> {
  if (kid === undefined) {
    if (isAllowed(request, response, 'GET', 'HEAD')) answerJson(request, response, lists(set), { etag: set.etag })
    return
  }
  if (!isOfThisSet(request, response, set)) return
  const key = set.keys.get(toBase64(kid))
  if (!key || partitionsWord !== 'partitions') return refuse(response, 'NOT_FOUND')
  if (id === undefined) {
    const described = key.partitions.map(partition => describePartition(key, partition, sliceType(request)))
    if (isAllowed(request, response, 'GET', 'HEAD')) answerJson(request, response, described, ofSet)
    return
  }
  const partition = key.partitions.find(one => (one.id ?? 'null') === id.toLowerCase())
  if (!partition) return refuse(response, 'NOT_FOUND')
  if (rest.length > 0) return answerSlices(request, response, { key, partition, path: rest })
  const described = describePartition(key, partition, sliceType(request))
  if (isAllowed(request, response, 'GET', 'HEAD')) answerJson(request, response, described, ofSet)
}

/** The answers differ by the set that is asked for and the form the reader can read. */
const ofSet = { headers: { vary: 'if-match, x-slice-filter-type' } }

function lists({ keys }: FilterSet) {
  return [...keys.values()].map(({ keyId, mode, hashTypes, expires, lastUpdated }) => ({
    kid: keyId,
    mode,
    hashTypes,
    expires: wholeSecond(expires),
    lastUpdated: wholeSecond(lastUpdated),
  }))
}

function isOfThisSet(request: IncomingMessage, response: ServerResponse, { etag }: FilterSet): boolean {
  const wanted = request.headers['if-match']
  if (isNamed(wanted, etag)) return true
  refuse(response, 'BAD_REQUEST', wanted === undefined ? 428 : 412)
  return false
}

function sliceType(request: IncomingMessage): Slice['type'] {
  return headerOf(request, 'x-slice-filter-type')?.toUpperCase() === 'VARHASHLIST' ? 'VARHASHLIST' : 'BLOOMFILTER'
}

/** Key ids stand in the path as base64url. */
const toBase64 = (kid: string): string =>
  kid === 'UNKNOWN_KID' ? kid : Buffer.from(kid, 'base64url').toString('base64')

type Asked = { readonly key: KeyFilters; readonly partition: Partition; readonly path: readonly string[] }

/** `slices`, `chunks/{chunk}/slices` or `chunks/{chunk}/slices/{slice}`; a POST names the ones that are wanted. */
async function answerSlices(
  request: IncomingMessage,
  response: ServerResponse,
  { key, partition, path }: Asked,
): Promise<void> {
  const type = sliceType(request)
  const ofType = partition.slices.filter(slice => slice.type === type)
  const [word, chunk, slicesWord, name, ...more] = path
  if (word === 'slices' && chunk === undefined) {
    if (!isAllowed(request, response, 'GET', 'HEAD', 'POST')) return
    const wanted = await readNames(request)
    return sendSlices(request, response, { key, partition }, ofType.filter(wantedBy(wanted, 'chunk')))
  }
  if (word !== 'chunks' || slicesWord !== 'slices' || more.length > 0) return refuse(response, 'NOT_FOUND')
  if (!isAllowed(request, response, 'GET', 'HEAD', 'POST')) return
  const wanted = name === undefined ? await readNames(request) : new Set([name])
  const slices = ofType.filter(slice => slice.chunk === chunk).filter(wantedBy(wanted, 'hash'))
  return sendSlices(request, response, { key, partition }, slices)
}

function wantedBy(names: ReadonlySet<string> | undefined, property: 'chunk' | 'hash') {
  return (slice: Slice) => names === undefined || names.has(slice[property])
}

class BodyTooLarge extends Error {
  override name = 'BodyTooLarge'
}

/** The names in the body of a POST; undefined for all of them. */
async function readNames(request: IncomingMessage): Promise<ReadonlySet<string> | undefined> {
  if (request.method !== 'POST') return undefined
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > largestBodyBytes) throw new BodyTooLarge()
    parts.push(part)
  }
  if (bytes === 0) return undefined
  try {
    const names: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    return new Set(Array.isArray(names) ? names.map(String) : [])
  } catch {
    return new Set()
  }
}

async function sendSlices(
  request: IncomingMessage,
  response: ServerResponse,
  { key, partition }: Pick<Asked, 'key' | 'partition'>,
  slices: readonly Slice[],
): Promise<void> {
  if (slices.length === 0) return refuse(response, 'NOT_FOUND')
  const files = slices.map(({ chunk, hash, bytes }) => ({
    name: `${key.keyId}/${partition.id}/${chunk}/${hash}`,
    bytes,
  }))
  answer(request, response, { contentType: 'application/gzip', body: await compress(writeTar(files)), ...ofSet })
}
