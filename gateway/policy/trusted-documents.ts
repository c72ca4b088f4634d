import { createHash } from 'node:crypto'
import type { ErrorDetails } from '../../schema/errors.ts'
import { PublicError } from '../../schema/errors.ts'
import type { Audience } from './audiences.ts'
import { type Documents, isInvalid } from './operation/read-document.ts'

/** Document id → text, as code generation writes it: `{ "sha256:…": "query …" }`. */
export type Manifest = Readonly<Record<string, string>>

/** What a request says about which document it wants. */
export type DocumentReference = {
  readonly query?: string | undefined
  /** GraphQL over HTTP, appendix «Persisted Documents». */
  readonly documentId?: string | undefined
  /** Apollo's form: `extensions.persistedQuery.sha256Hash`. */
  readonly sha256Hash?: string | undefined
}

export type TrustedDocuments = {
  /** How many can be asked for. */
  readonly size: number
  /** Documents of the manifest that the schema no longer answers; asking for one is refused. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[]
  /**
   * The text that a request means.
   * @throws PublicError BAD_REQUEST (none, malformed, or two that contradict each other), DOCUMENT_UNKNOWN,
   *   DOCUMENT_REQUIRED
   */
  textOf(reference: DocumentReference): string
}

/** The appendix knows other identifiers too; here there are only digests, in lower case. */
const wellFormedId = /^sha256:[0-9a-f]{64}$/

/**
 * Registers the documents of a manifest against a schema: what a client asks by its id has been measured and validated
 * before anyone asks. Made anew for a new schema.
 * @throws where an id is not the digest of its text: that manifest has been tampered with, or is none
 */
export function createTrustedDocuments(
  manifest: Manifest,
  { documents, audience }: { documents: Documents; audience: Audience },
): TrustedDocuments {
  const texts = new Map<string, string>()
  const refused: { id: string; reason: string }[] = []
  for (const [id, text] of Object.entries(manifest)) {
    if (id !== idOf(text)) throw new Error(`the manifest of trusted documents has another text than ${id} says`)
    const reason = reasonToRefuse(text, documents)
    if (reason === undefined) texts.set(id, text)
    else refused.push({ id, reason })
  }

  function trustedText(id: string): string {
    if (!wellFormedId.test(id)) throw badRequest('documentId')
    const text = texts.get(id)
    if (text === undefined) throw new PublicError('DOCUMENT_UNKNOWN')
    return text
  }

  function freeText(query: string): string {
    if (audience.requiresTrustedDocuments && !texts.has(idOf(query))) throw new PublicError('DOCUMENT_REQUIRED')
    return query
  }

  return {
    size: texts.size,
    refused,
    textOf({ query, documentId, sha256Hash }) {
      if (documentId !== undefined) {
        if (query !== undefined || sha256Hash !== undefined) throw badRequest('documentId')
        return trustedText(documentId)
      }
      if (sha256Hash === undefined) {
        if (query === undefined) throw badRequest('query')
        return freeText(query)
      }
      if (query === undefined) return trustedText(`sha256:${sha256Hash}`)
      if (idOf(query) !== `sha256:${sha256Hash}`) throw badRequest('sha256Hash')
      return freeText(query)
    },
  }
}

const idOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

const badRequest = (reason: NonNullable<ErrorDetails['reason']>) =>
  new PublicError('BAD_REQUEST', { details: { reason } })

function reasonToRefuse(text: string, documents: Documents): string | undefined {
  try {
    const read = documents.read(text)
    if (isInvalid(read)) return read.errors[0]?.message ?? read.stage
    return undefined
  } catch (error) {
    if (error instanceof PublicError) return error.message
    throw error
  }
}
