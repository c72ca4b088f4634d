import { Lexer, Source, TokenKind } from 'graphql'
import { PublicError } from '../../../schema/errors.ts'
import type { Limits } from '../audiences.ts'
import { refuseOver } from './refusal.ts'

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/**
 * Counts tokens and brackets without parsing: the parser and all that comes after it recurse, and none of them sees
 * more brackets inside each other than this lets through. A text with a fault in it is left to the parser, which says
 * where.
 * @throws PublicError QUERY_TOO_COSTLY (tokens, nesting), BAD_REQUEST where there is no token at all
 */
export function scanText(text: string, limits: Limits): void {
  const lexer = new Lexer(new Source(text))
  let tokens = 0
  let nesting = 0
  for (let kind = nextKind(lexer); kind !== TokenKind.EOF; kind = nextKind(lexer)) {
    if (kind === undefined) return
    refuseOver(limits, 'tokens', ++tokens)
    if (opening.has(kind)) refuseOver(limits, 'nesting', ++nesting)
    else if (closing.has(kind)) nesting--
  }
  if (tokens === 0) throw new PublicError('BAD_REQUEST', { details: { reason: 'query' } })
}

/** Undefined where the text is no GraphQL. */
function nextKind(lexer: Lexer): string | undefined {
  try {
    return lexer.advance().kind
  } catch {
    return undefined
  }
}
