import { type Dispatcher, request } from 'undici'
import { wholeSecond } from './batches.ts'

/** One line of the gateway's list of batches. */
export type ListedBatch = {
  readonly batchId: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly date: Date
  readonly isDeleted: boolean
}

export type BatchPage = { readonly hasMore: boolean; readonly batches: readonly ListedBatch[] }

/** What is asked of a gateway. */
export type BatchGateway = {
  /** The next page of batches that came or went since. */
  list(since: Date): Promise<BatchPage>
  /** The batch as it was uploaded, CMS in base64; undefined when it is gone (404, 410). */
  fetch(batchId: string): Promise<string | undefined>
}

/** Why the gateway could not be read. */
export class GatewayFailure extends Error {
  override name = 'GatewayFailure'
  readonly reason: 'UNREACHABLE' | 'TOO_LARGE' | 'ANSWER_INVALID'
  constructor(reason: GatewayFailure['reason'], cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

export type GatewayOptions = {
  /** The gateway's address, over `/revocation-list`. */
  readonly url: string
  /** Carries the client certificate: the gateway speaks mutual TLS only. */
  readonly dispatcher?: Dispatcher
  readonly deadlineMs?: number
}

const defaultDeadlineMs = 20_000
/** A page has at most 1 000 lines, a batch at most 1 000 entries. */
const largestAnswerBytes = 1024 * 1024

/** @throws GatewayFailure from each of its functions */
export function createGatewayReader(options: GatewayOptions): BatchGateway {
  const { dispatcher, deadlineMs = defaultDeadlineMs } = options
  const base = `${options.url.replace(/\/$/, '')}/revocation-list`

  async function get(url: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
    try {
      const { statusCode, body } = await request(url, {
        headers,
        signal: AbortSignal.timeout(deadlineMs),
        ...(dispatcher && { dispatcher }),
      })
      const parts: Buffer[] = []
      let bytes = 0
      for await (const part of body as AsyncIterable<Buffer>) {
        bytes += part.length
        if (bytes > largestAnswerBytes) throw new GatewayFailure('TOO_LARGE')
        parts.push(part)
      }
      return { status: statusCode, text: Buffer.concat(parts).toString('utf8') }
    } catch (cause) {
      throw cause instanceof GatewayFailure ? cause : new GatewayFailure('UNREACHABLE', cause)
    }
  }

  return {
    async list(since) {
      // The gateway wants an ISO date-time here, not an HTTP date (dgc-gateway, DgcGatewayRevocationListDownloadIterator).
      const headers = { accept: 'application/json', 'if-modified-since': wholeSecondBefore(since) }
      const { status, text } = await get(base, headers)
      if (status === 204) return { hasMore: false, batches: [] }
      if (status !== 200) throw new GatewayFailure('ANSWER_INVALID')
      return readPage(text)
    },
    async fetch(batchId) {
      const { status, text } = await get(`${base}/${encodeURIComponent(batchId)}`, { accept: 'application/cms' })
      if (status === 404 || status === 410) return undefined
      if (status !== 200) throw new GatewayFailure('ANSWER_INVALID')
      return text
    },
  }
}

/** Rounded down: what came within the same second is listed again rather than missed. */
function wholeSecondBefore(instant: Date): string {
  return wholeSecond(new Date(Math.floor(instant.getTime() / 1000) * 1000))
}

function readPage(text: string): BatchPage {
  try {
    const { more, batches } = JSON.parse(text) as { more?: unknown; batches?: unknown }
    if (!Array.isArray(batches)) throw new TypeError('no batches')
    return { hasMore: more === true, batches: batches.map(readLine) }
  } catch (cause) {
    throw new GatewayFailure('ANSWER_INVALID', cause)
  }
}

function readLine(line: unknown): ListedBatch {
  const { batchId, country, date, deleted } = line as Record<string, unknown>
  const at = typeof date === 'string' ? new Date(date) : new Date(Number.NaN)
  if (typeof batchId !== 'string' || batchId.length > 100 || typeof country !== 'string' || Number.isNaN(at.getTime()))
    throw new TypeError('not a line of the list')
  return { batchId, country, date: at, isDeleted: deleted === true }
}
