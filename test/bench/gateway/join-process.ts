import { type Ask, startFloor } from './floor-server.ts'
import { type QueryName, queries, queryNames } from './queries.ts'

/*
 * The join as one would write it by hand for these four queries and no other: the same fetches that a plan has, each
 * distinct entity asked for once, maps instead of a merge, no GraphQL. What an engine is measured against.
 */
type User = { id: string; username: string; name: string }
type Ware = { upc: string; name: string; price: number; weight: number }
type Stock = { inStock: boolean; shippingEstimate: number }
type Product = Ware & Stock
/** What the reviews subgraph answers; the join writes the rest into it. */
type Review = { id: string; body: string; product: Reviewed; author?: Author }
type Reviewed = { upc: string; reviews?: Review[] }
type Author = { id: string; reviews: Review[] }

type Post = <Data>(subgraph: string, body: string) => Promise<Data>
type Entities<Entity> = { _entities: Entity[] }

const constant = (query: string) => JSON.stringify({ query })
const entityBody = (query: string, representations: readonly object[]) =>
  JSON.stringify({ query, variables: { representations } })

const meBody = constant('{ me { id name } }')
const smallBody = constant('{ me { id username name } }')
const usersBody = constant('{ users { id username name } }')
const topBody = constant('{ topProducts(first: 5) { upc name price weight } }')
const catalogueBody = constant('{ catalogue { upc name price weight } }')

const on = (type: string, fields: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${fields} } } }`
const userFields = on('User', 'id username name')
const wareFields = on('Product', 'name price weight')
const wareNames = on('Product', 'name')
const inStock = on('Product', 'inStock')
const stockFields = on('Product', 'inStock shippingEstimate')
const reviewsOfUser = on('User', 'reviews { id body product { upc } }')
const ratings = on('Product', 'rating')
const sellers = on('Product', 'seller')
const innermost = 'id body product { upc }'
const fromAuthor = `id body author { id reviews { ${innermost} } }`
const largeReviews = `query ($users: [_Any!]!, $products: [_Any!]!) {
  users: _entities(representations: $users) { ... on User { reviews { id body product { upc reviews { ${fromAuthor} } } } } }
  products: _entities(representations: $products) { ... on Product { reviews { ${fromAuthor} } } } }`

const asProduct = ({ upc }: { upc: string }) => ({ __typename: 'Product', upc })
const asUser = (id: string) => ({ __typename: 'User', id })
const measured = ({ upc, price, weight }: Ware) => ({ __typename: 'Product', upc, price, weight })

async function medium(post: Post): Promise<object> {
  const { me } = await post<{ me: User }>('accounts', meBody)
  const { _entities } = await post<Entities<{ reviews: Review[] }>>(
    'reviews',
    entityBody(reviewsOfUser, [asUser(me.id)]),
  )
  const reviews = _entities[0]?.reviews ?? []
  const upcs = [...new Set(reviews.map(({ product }) => product.upc))]
  const keys = upcs.map(upc => asProduct({ upc }))
  const [names, stock] = await Promise.all([
    post<Entities<{ name: string }>>('products', entityBody(wareNames, keys)),
    post<Entities<{ inStock: boolean }>>('inventory', entityBody(inStock, keys)),
  ])
  const products = new Map(
    upcs.map((upc, index) => [upc, { upc, ...names._entities[index], ...stock._entities[index] }]),
  )
  return {
    me: { ...me, reviews: reviews.map(({ id, body, product }) => ({ id, body, product: products.get(product.upc) })) },
  }
}

async function list(post: Post): Promise<object> {
  const { catalogue } = await post<{ catalogue: Ware[] }>('products', catalogueBody)
  const keys = catalogue.map(asProduct)
  const [sold, rated, stock] = await Promise.all([
    post<Entities<object>>('accounts', entityBody(sellers, keys)),
    post<Entities<object>>('reviews', entityBody(ratings, keys)),
    post<Entities<Stock>>('inventory', entityBody(stockFields, catalogue.map(measured))),
  ])
  return {
    catalogue: catalogue.map((ware, index) => ({
      ...ware,
      ...sold._entities[index],
      ...rated._entities[index],
      ...stock._entities[index],
    })),
  }
}

async function large(post: Post): Promise<object> {
  const [{ users }, { topProducts }] = await Promise.all([
    post<{ users: User[] }>('accounts', usersBody),
    post<{ topProducts: Ware[] }>('products', topBody),
  ])
  const variables = { users: users.map(({ id }) => asUser(id)), products: topProducts.map(asProduct) }
  const [written, topStock] = await Promise.all([
    post<{ users: { reviews: Review[] }[]; products: { reviews: Review[] }[] }>(
      'reviews',
      JSON.stringify({ query: largeReviews, variables }),
    ),
    post<Entities<Stock>>('inventory', entityBody(stockFields, topProducts.map(measured))),
  ])
  const found = { upcs: new Set<string>(), authors: new Set<string>() }
  for (const { reviews } of written.users) note(reviews, found)
  for (const { reviews } of written.products) note(reviews, found)
  const upcs = [...found.upcs]
  const ids = [...found.authors]
  const [wares, people] = await Promise.all([
    post<Entities<Ware>>(
      'products',
      entityBody(
        wareFields,
        upcs.map(upc => asProduct({ upc })),
      ),
    ),
    post<Entities<User>>('accounts', entityBody(userFields, ids.map(asUser))),
  ])
  const known = upcs.map((upc, index) => ({ ...(wares._entities[index] as Ware), upc }))
  const stock = await post<Entities<Stock>>('inventory', entityBody(stockFields, known.map(measured)))
  const products = new Map(known.map((ware, index) => [ware.upc, { ...ware, ...(stock._entities[index] as Stock) }]))
  const authors = new Map(ids.map((id, index) => [id, people._entities[index] as User]))
  return {
    users: users.map((user, index) => ({ ...user, reviews: filled(written.users[index]?.reviews, products, authors) })),
    topProducts: topProducts.map((ware, index) => ({
      ...ware,
      ...topStock._entities[index],
      reviews: filled(written.products[index]?.reviews, products, authors),
    })),
  }
}

function note(reviews: readonly Review[], found: { upcs: Set<string>; authors: Set<string> }): void {
  for (const { product, author } of reviews) {
    if (product) {
      found.upcs.add(product.upc)
      if (product.reviews) note(product.reviews, found)
    }
    if (author) {
      found.authors.add(author.id)
      note(author.reviews, found)
    }
  }
}

function filled(
  reviews: readonly Review[] | undefined,
  products: ReadonlyMap<string, Product>,
  authors: ReadonlyMap<string, User>,
): readonly object[] {
  return (reviews ?? []).map(({ id, body, product, author }) => {
    const written: { id: string; body: string; product?: object | undefined; author?: object } = { id, body }
    if (product) {
      const whole = products.get(product.upc)
      // Where nothing comes below it, the same product is the same object wherever it stands.
      written.product = product.reviews ? { ...whole, reviews: filled(product.reviews, products, authors) } : whole
    }
    if (author) written.author = { ...authors.get(author.id), reviews: filled(author.reviews, products, authors) }
    return written
  })
}

const joins: Readonly<Record<QueryName, (post: Post) => Promise<object>>> = {
  small: post => post('accounts', smallBody),
  medium,
  large,
  list,
}
const byText = new Map(queryNames.map(name => [queries[name], joins[name]]))

const posting = (ask: Ask, authorization: string): Post =>
  async function post<Data>(subgraph: string, body: string): Promise<Data> {
    const bytes = await ask(`/${subgraph}`, body, authorization)
    return (JSON.parse(bytes.toString('utf8')) as { data: Data }).data
  }

startFloor(async (body, authorization, ask) => {
  const { query } = JSON.parse(body) as { query: string }
  const join = byText.get(query)
  if (!join) return '{"errors":[{"message":"only four queries are known here"}]}'
  return JSON.stringify({ data: await join(posting(ask, authorization)) })
})
