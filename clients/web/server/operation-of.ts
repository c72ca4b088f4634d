import { PublicError } from '../../../schema/errors.ts'

const documentId = /^sha256:[0-9a-f]{64}$/

/**
 * The operation that a page asks: the id of a trusted document, and variables. Text of a query is refused here already,
 * so that a page that somebody wrote into can ask nothing but what our pages ask.
 */
export function operationOf(body: Buffer): string {
  const { documentId: id, variables, ...rest } = parsed(body)
  if ('query' in rest) throw new PublicError('DOCUMENT_REQUIRED')
  if (typeof id !== 'string' || !documentId.test(id)) throw badRequest('documentId')
  if (variables !== undefined && !isRecord(variables)) throw badRequest('variables')
  return JSON.stringify({ documentId: id, ...(variables && { variables }) })
}

function parsed(body: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest('json')
  }
  if (!isRecord(value)) throw badRequest('json')
  return value
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const badRequest = (reason: string) => new PublicError('BAD_REQUEST', { details: { reason } })
