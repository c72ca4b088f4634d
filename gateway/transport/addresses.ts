import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql'

type Addresses = Readonly<Record<string, string>>

/**
 * Where subgraphs are, as the supergraph says (`enum join__Graph { VACCINE @join__graph(name: "vaccine", url: "…") }`),
 * unless another address takes the place of that.
 * @throws naming the subgraphs that have no usable address
 */
export function subgraphAddresses(supergraph: DocumentNode, instead: Addresses): Addresses {
  const addresses = { ...addressesIn(supergraph), ...instead }
  const lost = Object.keys(addresses).filter(name => !/^https?:$/.test(protocolOf(addresses[name])))
  if (lost.length === 0) return addresses
  throw new Error(
    `no address (http://…) of the subgraph ${lost.join(', ')}, neither in the supergraph nor in SUBGRAPH_URLS`,
  )
}

/** Names that have an address and are in no supergraph: most likely misspelt. */
export function unknownSubgraphs(supergraph: DocumentNode, instead: Addresses): string[] {
  const known = addressesIn(supergraph)
  return Object.keys(instead).filter(name => !Object.hasOwn(known, name))
}

const protocolOf = (address: string | undefined): string => URL.parse(address ?? '')?.protocol ?? ''

/** Empty where the supergraph has none. */
function addressesIn(supergraph: DocumentNode): Addresses {
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
      return typeof named.name === 'string' ? [[named.name, typeof named.url === 'string' ? named.url : '']] : []
    }),
  )
}
