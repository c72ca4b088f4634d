import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql'

/** Where subgraphs are, as the supergraph says: `enum join__Graph { VACCINE @join__graph(name: "vaccine", url: "…") }`. */
export function subgraphAddresses(supergraph: DocumentNode): Record<string, string> {
  const graphs = supergraph.definitions.flatMap(definition =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  )
  return Object.fromEntries(
    graphs.flatMap(graph => {
      const join = graph.directives?.find(directive => directive.name.value === 'join__graph')
      const named = Object.fromEntries(
        (join?.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
      )
      return typeof named.name === 'string' && typeof named.url === 'string' ? [[named.name, named.url]] : []
    }),
  )
}
