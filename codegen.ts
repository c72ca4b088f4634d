import type { CodegenConfig } from '@graphql-codegen/cli'

/** Typed documents for clients and journey tests, from the operations beside the code that uses them. */
const config: CodegenConfig = {
  schema: 'schema/api.graphql',
  documents: ['clients/**/*.graphql', 'local/**/*.graphql', 'test/journeys/**/*.graphql'],
  generates: {
    'schema/generated/': {
      preset: 'client',
      // Ids are digests with their prefix, as GraphQL over HTTP writes them; clients send the id instead of the text.
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { LocalDate: 'string', Instant: 'string' },
        documentMode: 'string',
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  },
}

export default config
