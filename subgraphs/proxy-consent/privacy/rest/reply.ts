import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorCode, PublicError } from '../../../../schema/errors.ts'

/** PVK’s error object (facts B4). */
export type PvkError = { readonly code: string; readonly message: string; readonly errorCategory: ErrorCategory }
type ErrorCategory = 'Authentication' | 'Authorization' | 'Validation' | 'Conflict' | 'Limit' | 'Technical'

/** A refusal as PVK words it. */
export class PvkRefusal extends Error {
  override name = 'PvkRefusal'
  readonly status: number
  readonly body: PvkError
  readonly headers: Readonly<Record<string, string>>

  constructor(
    kind: RefusalKind,
    { detail, cause, headers = {} }: { detail?: string; cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    const { status, code, message, category } = refusals[kind]
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.body = { code, message: detail === undefined ? message : `${message}: ${detail}`, errorCategory: category }
    this.headers = headers
  }
}

type RefusalKind = keyof typeof refusals

/** Codes are never renamed: actors’ clients know them. No text carries anything of what was sent. */
const refusals = {
  token: {
    status: 401,
    code: 'PVK-0001',
    category: 'Authentication',
    message: 'The system token is missing or refused',
  },
  tokenUnchecked: { status: 503, code: 'PVK-0002', category: 'Technical', message: 'The token cannot be checked now' },
  right: { status: 403, code: 'PVK-0003', category: 'Authorization', message: 'No right to this party or definition' },
  scope: { status: 403, code: 'PVK-0017', category: 'Authorization', message: 'The token lacks a scope' },
  definition: { status: 404, code: 'PVK-0004', category: 'Validation', message: 'The party has no such definition' },
  field: { status: 400, code: 'PVK-0005', category: 'Validation', message: 'A field is missing or wrong' },
  json: { status: 400, code: 'PVK-0006', category: 'Validation', message: 'The body is not a JSON object' },
  size: { status: 413, code: 'PVK-0007', category: 'Limit', message: 'The body is too large' },
  evidence: { status: 400, code: 'PVK-0008', category: 'Validation', message: 'The evidence cannot be taken' },
  kind: { status: 400, code: 'PVK-0009', category: 'Validation', message: 'typePi is not that of the definition' },
  notOpen: { status: 409, code: 'PVK-0010', category: 'Conflict', message: 'The definition cannot be set on that day' },
  superseded: {
    status: 409,
    code: 'PVK-0011',
    category: 'Conflict',
    message: 'The citizen has decided something later than tidspunkt',
  },
  time: { status: 400, code: 'PVK-0012', category: 'Validation', message: 'tidspunkt is in the future' },
  rate: { status: 429, code: 'PVK-0013', category: 'Limit', message: 'Too many requests; wait as Retry-After says' },
  method: {
    status: 405,
    code: 'PVK-0014',
    category: 'Validation',
    message: 'The method is not the one for this address',
  },
  type: { status: 415, code: 'PVK-0015', category: 'Validation', message: 'Send application/json' },
  nothing: { status: 404, code: 'PVK-0016', category: 'Validation', message: 'There is none' },
  technical: { status: 503, code: 'PVK-0099', category: 'Technical', message: 'Try again later' },
} as const satisfies Record<string, { status: number; code: string; category: ErrorCategory; message: string }>

const byCode: Readonly<Partial<Record<ErrorCode, RefusalKind>>> = {
  FORBIDDEN: 'right',
  SCOPE_MISSING: 'scope',
  PRIVACY_DEFINITION_UNKNOWN: 'definition',
  PRIVACY_SETTING_KIND: 'kind',
  PRIVACY_SETTING_NOT_OPEN: 'notOpen',
  PRIVACY_TIME: 'time',
  QUOTA_EXCEEDED: 'rate',
}

/** Whatever went wrong, as an actor may see it. */
export function toRefusal(error: unknown): PvkRefusal {
  if (error instanceof PvkRefusal) return error
  if (!(error instanceof PublicError)) return new PvkRefusal('technical', { cause: error })
  const kind = byCode[error.code] ?? 'technical'
  const { scope, claim, reason, quota, seconds } = error.details
  const detail = [scope, claim, reason, quota].filter(Boolean).join(' ')
  const headers = seconds === undefined ? {} : { 'retry-after': seconds }
  return new PvkRefusal(kind, { cause: error, headers, ...(detail && { detail }) })
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(text)
}

/** @throws PvkRefusal for what is too large, or no JSON object */
export async function readJson(request: IncomingMessage, largestBytes: number): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw new PvkRefusal('type')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    // The rest would be taken for the next request.
    if (bytes > largestBytes) throw new PvkRefusal('size', { headers: { connection: 'close' } })
    parts.push(part)
  }
  let read: unknown
  try {
    read = JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    // The parser’s message quotes what it read: that may be somebody’s number.
    throw new PvkRefusal('json')
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new PvkRefusal('json')
  return read as Record<string, unknown>
}
