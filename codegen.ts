import type { CodegenConfig } from '@graphql-codegen/cli'

const asText = {
  useTypeImports: true,
  enumsAsTypes: true,
  scalars: { LocalDate: 'string', Instant: 'string' },
  documentMode: 'string',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
} as const

/** Typed documents for clients and journey tests, from the operations beside the code that uses them. */
const config: CodegenConfig = {
  generates: {
    'schema/generated/': {
      schema: 'schema/api.graphql',
      documents: ['clients/**/*.graphql', '!clients/vendor/**'],
      preset: 'client',
      // Ids are digests with their prefix, as GraphQL over HTTP writes them; clients send the id instead of the text.
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: asText,
    },
    // What journeys ask is nobody's document: it is in no manifest.
    'test/journeys/generated/': {
      schema: 'schema/api.graphql',
      documents: ['test/journeys/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: asText,
    },
    // Vendors know their own view of the graph, and send text.
    'clients/vendor/generated/': {
      schema: 'schema/views/health-personnel.graphql',
      documents: ['clients/vendor/operations/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: asText,
    },
  },
}

export default config
