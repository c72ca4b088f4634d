import type { IncomingMessage } from 'node:http'
import { PublicError } from '../../schema/errors.ts'
import type { DocumentReference } from '../policy/trusted-documents.ts'
import { needsPreflight } from './cors.ts'
import { isUtf8 } from './media-type.ts'

/** What a request asks, before anyone has looked at the document. */
export type OperationRequest = {
  readonly reference: DocumentReference
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

export type ReadRules = {
  /** Of a body. */
  readonly bytes: number
  /** GET asks trusted documents only: there is something to ask where there are any. */
  readonly hasTrustedDocuments: boolean
}

/**
 * The parameters of a GraphQL request (GraphQL over HTTP, «Request»; its appendix «Persisted Documents» for GET).
 * Nothing is inflated: a compressed body is refused.
 * @throws PublicError METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST
 */
export async function readOperation(request: IncomingMessage, rules: ReadRules): Promise<OperationRequest> {
  if (request.method === 'POST') return readParameters(await readBody(request, rules.bytes))
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  if (!isSafe || !rules.hasTrustedDocuments) throw new PublicError('METHOD_NOT_ALLOWED')
  return readParameters(readSearch(request))
}

const badRequest = (reason: string, cause?: unknown) => new PublicError('BAD_REQUEST', { details: { reason }, cause })

function readParameters(parameters: Readonly<Record<string, unknown>>): OperationRequest {
  const extensions = objectAt(parameters, 'extensions')
  const persisted = objectAt(extensions, 'persistedQuery')
  return {
    reference: {
      query: textAt(parameters, 'query'),
      documentId: textAt(parameters, 'documentId'),
      sha256Hash: textAt(persisted, 'sha256Hash'),
    },
    operationName: textAt(parameters, 'operationName'),
    variables: objectAt(parameters, 'variables'),
  }
}

function textAt(parameters: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = parameters[name] ?? undefined
  if (value === undefined || typeof value === 'string') return value
  throw badRequest(name)
}

function objectAt(parameters: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = parameters[name] ?? {}
  if (isObject(value)) return value
  throw badRequest(name)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A GET is what any page can make a browser send, so it must carry what makes the browser ask first. */
function readSearch(request: IncomingMessage): Record<string, unknown> {
  if (!needsPreflight(request)) throw badRequest('apollo-require-preflight')
  const search = new URLSearchParams(request.url?.split(/\?(.*)/s)[1] ?? '')
  const once = (name: string) => {
    const [value, ...more] = search.getAll(name)
    if (more.length > 0) throw badRequest(name)
    return value
  }
  if (search.has('query')) throw badRequest('query')
  const json = (name: string) => {
    const text = once(name)
    return text === undefined ? undefined : parseJson(text, name)
  }
  return {
    documentId: once('documentId'),
    operationName: once('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  }
}

function isJson(contentType: string): boolean {
  if (contentType === 'application/json') return true
  const [type = '', ...parameters] = contentType.toLowerCase().split(';')
  return type.trim() === 'application/json' && isUtf8(parameters.map(parameter => parameter.trim()))
}

async function readBody(request: IncomingMessage, most: number): Promise<Record<string, unknown>> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (!isJson(request.headers['content-type'] ?? '') || encoding !== 'identity')
    throw new PublicError('UNSUPPORTED_MEDIA_TYPE')
  const body = parseJson(decode(await readBytes(request, most)), 'body')
  if (!isObject(body)) throw badRequest('body')
  return body
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw badRequest('body', cause)
  }
}

function parseJson(text: string, reason: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw badRequest(reason, cause)
  }
}

/** By events: an iterator over the same stream costs several times as much, and ends the connection where it stops. */
function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const tooLarge = () => new PublicError('PAYLOAD_TOO_LARGE', { details: { limit: `${most} B` } })
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge()
  const parts: Buffer[] = []
  let bytes = 0
  request.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes <= most) parts.push(part)
    else {
      // Nothing more is taken in; the refusal ends the connection.
      request.pause()
      reject(tooLarge())
    }
  })
  request.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)))
  request.on('error', cause => reject(badRequest('body', cause)))
  request.on('close', () => request.complete || reject(badRequest('body')))
  return promise
}
