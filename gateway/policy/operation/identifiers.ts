import { type DocumentNode, visit } from 'graphql'
import { PublicError } from '../../../schema/errors.ts'
import { parsePersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

/**
 * A document's text stands in caches and may be told to whoever operates the gateway; a variable's value never is.
 * @throws PublicError IDENTIFIER_IN_DOCUMENT where a value in the text is a national identity number
 */
export function refuseIdentifiers(document: DocumentNode, text: string): void {
  // Digits may be written as escapes too.
  if (!/\\|\d[\d\s]{9,}\d/.test(text)) return
  const refuse = ({ value }: { readonly value: string }) => {
    if (parsePersonIdentifier(value.replace(/\s/g, ''))) throw new PublicError('IDENTIFIER_IN_DOCUMENT')
  }
  visit(document, { StringValue: refuse, IntValue: refuse })
}
