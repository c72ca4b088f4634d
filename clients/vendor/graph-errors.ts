import { type ErrorCode, errorCatalogue } from '../../schema/errors.ts'

/** One error of an answer, as the graph wrote it. */
export type WrittenError = {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** Something the graph refuses or cannot answer: for all of a request, or for the field at `path`. */
export class GraphError extends Error {
  override name = 'GraphError'
  /** Of the catalogue; another where the graph is newer than this package. */
  readonly code: string
  /** Whether the same question may succeed later without anyone changing anything. */
  readonly retry: boolean
  readonly path: readonly (string | number)[]
  /** The register that did not answer, the level that is needed, and so on. */
  readonly details: Readonly<Record<string, unknown>>

  constructor({ message, path = [], extensions = {} }: WrittenError, options?: ErrorOptions) {
    super(message, options)
    this.code = String(extensions.code ?? 'INTERNAL')
    this.retry = extensions.retry === true || (isKnown(this.code) && errorCatalogue[this.code].retry)
    this.path = path
    this.details = extensions
  }
}

/** Nobody answered, or not as a graph does. */
export class GraphUnreachable extends Error {
  override name = 'GraphUnreachable'
}

const codes = Object.keys(errorCatalogue).filter(isKnown)

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}

/**
 * A class for each code of the catalogue: `error instanceof graphErrors.STEP_UP_REQUIRED`. All are `GraphError`s, so a
 * code that is newer than this package is one as well.
 */
export const graphErrors: Readonly<Record<ErrorCode, typeof GraphError>> = Object.fromEntries(
  codes.map(code => [
    code,
    class extends GraphError {
      override name = code
    },
  ]),
) as Record<ErrorCode, typeof GraphError>

export function toGraphError(written: WrittenError): GraphError {
  const code = String(written.extensions?.code)
  return isKnown(code) ? new graphErrors[code](written) : new GraphError(written)
}
