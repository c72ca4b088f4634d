/** What is asked of every contender. */
export const queryNames = ['small', 'medium', 'large', 'list'] as const
export type QueryName = (typeof queryNames)[number]

export const queries: Readonly<Record<QueryName, string>> = {
  /** One fetch. */
  small: 'query Small { me { id username name } }',
  /** Four fetches, one after the other or side by side; a small answer. */
  medium: 'query Medium { me { id name reviews { id body product { upc name inStock } } } }',
  /** Seven fetches from four subgraphs, and an answer in which the same wares and persons come many times over. */
  large: `fragment U on User { id username name }
fragment R on Review { id body }
fragment P on Product { upc name price weight inStock shippingEstimate }
query Large {
  users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
  topProducts(first: 5) { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } }
}`,
  /** One long list of distinct entities, joined over three more subgraphs: nothing to share. */
  list: 'query List { catalogue { upc name price weight seller rating inStock shippingEstimate } }',
}

export const bodyOf = (name: QueryName) => JSON.stringify({ query: queries[name] })
