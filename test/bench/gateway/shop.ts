import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { buildSchema, parse } from 'graphql'
import type { Runnable } from '../wire/remembered-answers.ts'

/*
 * The graph that gateways are measured on: a shop in four subgraphs, the shape of graph that published gateway
 * benchmarks use, so that figures can be held against each other. It has cycles (product → reviews → author → reviews)
 * over few objects, and one long catalogue in which nothing comes twice.
 */
export const shopSubgraphs = ['accounts', 'products', 'reviews', 'inventory'] as const
export type ShopSubgraph = (typeof shopSubgraphs)[number]

/** Federation 1 and 2 both read these; only federation 2 wants the `@link` before them. */
export const shopSdl: Readonly<Record<ShopSubgraph, string>> = {
  accounts: `
    extend type Query { me: User users: [User!]! }
    type User @key(fields: "id") { id: ID! username: String! name: String! }
    extend type Product @key(fields: "upc") { upc: String! @external seller: String! }`,
  products: `
    extend type Query { topProducts(first: Int = 5): [Product!]! catalogue: [Product!]! }
    type Product @key(fields: "upc") { upc: String! name: String! price: Int! weight: Int! }`,
  reviews: `
    extend type Query { review(id: ID!): Review }
    type Review { id: ID! body: String! author: User! product: Product! }
    extend type User @key(fields: "id") { id: ID! @external reviews: [Review!]! }
    extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review!]! rating: Float! }`,
  inventory: `
    extend type Query { warehouses: Int! }
    extend type Product @key(fields: "upc") {
      upc: String! @external price: Int! @external weight: Int! @external
      inStock: Boolean! shippingEstimate: Int! @requires(fields: "price weight") }`,
}

const federation2 =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])'

/** The same graph in one schema, without subgraphs: what the right answers are computed with. */
const wholeSdl = `
  type Query { me: User users: [User!]! topProducts(first: Int = 5): [Product!]! catalogue: [Product!]! }
  type User { id: ID! username: String! name: String! reviews: [Review!]! }
  type Review { id: ID! body: String! author: User! product: Product! }
  type Product {
    upc: String! name: String! price: Int! weight: Int! seller: String! reviews: [Review!]! rating: Float!
    inStock: Boolean! shippingEstimate: Int! }`

type User = { readonly id: string; readonly username: string; readonly name: string; readonly reviews: Review[] }
type Review = { readonly id: string; readonly body: string; readonly author: User; readonly product: Product }
type Product = {
  readonly upc: string
  readonly name: string
  readonly price: number
  readonly weight: number
  readonly seller: string
  readonly rating: number
  readonly inStock: boolean
  readonly shippingEstimate: number
  readonly reviews: Review[]
}

const people = ['Uvær Åsen', 'Tåke Dalen', 'Kamille Berg', 'Arve Torp', 'Gil Øyen', 'Laura Kvist']
const wares = ['Table', 'Couch', 'Glass', 'Chair', 'Lamp', 'Kettle', 'Grill', 'Fridge', 'Sofa']
const bodies = ['Love it!', 'Too expensive.', 'Could be better.', 'Prefer something else.', 'Would buy it again.']
const catalogueLength = 250

const estimate = ({ price, weight }: Pick<Product, 'price' | 'weight'>) => (price > 1_000 ? 0 : weight >> 1)

const aProduct = (upc: string, name: string, number: number): Product => {
  const measures = { price: 15 + ((number * 613) % 1_900), weight: 20 + ((number * 97) % 1_000) }
  return {
    upc,
    name,
    ...measures,
    seller: people[number % people.length] ?? '',
    rating: 1 + ((number * 7) % 9) / 2,
    inStock: number % 3 !== 0,
    shippingEstimate: estimate(measures),
    reviews: [],
  }
}

const users = people.map(
  (name, index): User => ({ id: String(index + 1), username: `user${index + 1}`, name, reviews: [] }),
)
const products = wares.map((name, index) => aProduct(String(index + 1), name, index + 1))
const catalogue = Array.from({ length: catalogueLength }, (_, index) =>
  aProduct(`c-${index + 1}`, `Ware number ${index + 1}`, index + 10),
)

/** Who wrote about what: few persons and wares, much said of each, so that most of a large answer is repetition. */
const written: readonly (readonly [user: number, product: number])[] = [
  [0, 0],
  [0, 1],
  [1, 2],
  [1, 0],
  [1, 3],
  [0, 2],
  [2, 4],
  [2, 0],
  [1, 1],
  [3, 5],
  [3, 1],
  [4, 3],
  [4, 0],
  [5, 6],
  [5, 2],
  [2, 3],
  [3, 0],
  [4, 1],
  [5, 3],
  [0, 4],
  [1, 5],
  [3, 2],
  [4, 6],
  [5, 1],
  [2, 5],
]
const reviews = written.flatMap(([by, about], index): Review[] => {
  const author = users[by]
  const product = products[about]
  if (!author || !product) return []
  const review = { id: String(index + 1), body: bodies[index % bodies.length] ?? '', author, product }
  author.reviews.push(review)
  product.reviews.push(review)
  return [review]
})

const byId = new Map(users.map(user => [user.id, user]))
const byUpc = new Map([...products, ...catalogue].map(product => [product.upc, product]))
const root = {
  me: users[0],
  users,
  topProducts: ({ first }: { first: number }) => products.slice(0, first),
  catalogue,
  warehouses: 3,
  review: ({ id }: { id: string }) => reviews.find(review => review.id === id),
}

const User = { __resolveReference: ({ id }: { id: string }) => byId.get(id) }
const Product = { __resolveReference: ({ upc }: { upc: string }) => byUpc.get(upc) }
const resolvers: Readonly<Record<ShopSubgraph, object>> = {
  accounts: { User, Product },
  products: { Product },
  reviews: { User, Product },
  inventory: {
    Product: {
      __resolveReference: (given: Pick<Product, 'upc' | 'price' | 'weight'>) => ({ ...byUpc.get(given.upc), ...given }),
      shippingEstimate: estimate,
    },
  },
}

const federated = (name: ShopSubgraph) => parse(`${federation2}\n${shopSdl[name]}`)

/** What each subgraph executes; their objects hang together, so no field needs a resolver of its own. */
export function shopGraphs(): Readonly<Record<string, Runnable>> {
  return Object.fromEntries(
    shopSubgraphs.map(name => [
      name,
      {
        schema: buildSubgraphSchema([{ typeDefs: federated(name), resolvers: resolvers[name] as never }]),
        rootValue: root,
      },
    ]),
  )
}

export const wholeShop = (): Runnable => ({ schema: buildSchema(wholeSdl), rootValue: root })

/** @throws when the SDLs above do not compose */
export function shopSupergraph(urlOf: (name: ShopSubgraph) => string): string {
  const services = shopSubgraphs.map(name => ({ name, typeDefs: federated(name), url: urlOf(name) }))
  const { errors, supergraphSdl } = composeServices(services)
  if (!supergraphSdl) throw new Error(`the shop does not compose: ${errors?.map(({ message }) => message).join('; ')}`)
  return supergraphSdl
}
