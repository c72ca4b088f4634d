import type { TrapSubgraphs } from '../kit.ts'

/** One thing that federated execution can get wrong: whose data it is, what is asked, and what must come of it. */
export type Trap = {
  /** With their data, in their resolvers. */
  readonly subgraphs: TrapSubgraphs
  readonly asked: readonly Asked[]
  /** Makes another supergraph of the composed one: what other composers make, and ours refuses. */
  readonly recompose?: (supergraph: string) => string
  /** What its subgraphs did since it was last emptied, where the order matters. */
  readonly done?: string[]
}

export type Asked = {
  readonly query: string
  readonly variables?: Record<string, unknown>
  readonly operationName?: string
  /** Compared as text: the order of keys is that of the query. */
  readonly data: unknown
  /** Message and path of each. */
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[]
  /** How often each subgraph is asked. */
  readonly fetches: Readonly<Record<string, number>>
  /** What the subgraphs did, in that order, where they tell it. */
  readonly done?: readonly string[]
  /** Which labels of `@override` are on, and what is drawn for its percentages, from 0 and below 100. */
  readonly labels?: readonly string[]
  readonly draw?: number
}
