/** What a log may keep of an error. */
export type LoggableError = {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: LoggableError
}

const deepestCause = 5

/**
 * Whoever chokes on a value quotes it: drivers, and GraphQL when a variable is of another type. Eleven digits may be a
 * person; a certificate and its id are one.
 */
const masked = (text: string) =>
  text
    .replace(/\b(?:HC\w|NO1):[0-9A-Z $%*+\-./:]*/gi, '[certificate]')
    .replace(/\bURN:UVCI:[\w/:#]*/gi, '[certificate id]')
    .replace(/\d{11,}/g, '[number]')

/**
 * An error for a log: its name, text, code and stack, with its causes, and nothing of the other properties that drivers
 * hang on errors (the row, the parameters, the request).
 */
export function toLoggableError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error, message: masked(String(error)) }
  const { code } = error as { code?: unknown }
  return {
    name: error.name,
    message: masked(error.message),
    ...(typeof code === 'string' && { code: masked(code) }),
    ...(error.stack && { stack: masked(error.stack) }),
    ...(error.cause !== undefined && depth < deepestCause && { cause: toLoggableError(error.cause, depth + 1) }),
  }
}
