import { GraphQLScalarType } from 'graphql'

/**
 * As somebody wrote it: `parsePersonIdentifier` decides whether it is one. The scalar itself refuses nothing, for
 * GraphQL quotes what a scalar refuses in its error, and a number with a slip in it is still nearly a person's. A literal
 * in a document becomes an empty text: documents are logged, cached and shared.
 */
export const PersonIdentifierScalar = new GraphQLScalarType<string, string>({
  name: 'PersonIdentifier',
  description:
    'Fødselsnummer, D-nummer or felles hjelpenummer, eleven digits. Sent in a variable only, never written in a document.',
  specifiedByURL: 'https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/fodselsnummer/',
  serialize: () => {
    throw new TypeError('an identity number is never given out')
  },
  parseValue: value => (typeof value === 'string' ? value : ''),
  parseLiteral: () => '',
})
