import { GraphError } from './graph-errors.ts'

/** For a terminal: what went wrong, the code to look up, and what lies behind it. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = error instanceof GraphError ? ` (${error.code})` : ''
  const cause = error.cause instanceof Error ? `\n  ${error.cause.message}` : ''
  return `${error.message}${code}${cause}`
}
