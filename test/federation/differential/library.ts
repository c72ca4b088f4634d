import { GraphQLError } from 'graphql'
import type { TrapSubgraphs } from '../kit.ts'

/** Numbers from a seed (mulberry32): the same seed gives the same data and the same queries. */
export function randomFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (count: number) => Math.floor(next() * count),
    chance: (part: number) => next() < part,
    pick: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item,
  }
}

export type Random = ReturnType<typeof randomFrom>

type Thing = { readonly __typename: string; readonly id: string; readonly [field: string]: unknown }

const count = 6
const ids = Array.from({ length: count }, (_, index) => String(index + 1))

/** A small library whose things point at one another, here and there at nothing, and fail now and then. */
export function createLibrary(seed: number) {
  const random = randomFrom(seed)
  const maybe = <Value>(value: Value) => (random.chance(0.15) ? null : value)
  const some = (names: readonly string[]) => Array.from({ length: random.below(4) }, () => random.pick(names))
  const things = new Map<string, Thing>()
  const add = (thing: Thing) => things.set(thing.id, thing)
  const named = (prefix: string) => ids.map(id => prefix + id)
  const media = [...named('b'), ...named('f'), 'd1']
  for (const id of named('u')) {
    add({
      __typename: 'User',
      id,
      name: maybe(`user ${id}`),
      nick: random.chance(0.1) ? null : `nick ${id}`,
      friends: some(named('u')),
      favourite: maybe(random.pick(media)),
      grid: Array.from({ length: 2 }, () => maybe(some(named('b')).map(maybe))),
    })
  }
  for (const id of named('b')) {
    add({
      __typename: 'Book',
      id,
      title: maybe(`book ${id}`),
      pages: 100 + random.below(9),
      kind: maybe(random.pick(['PAPER', 'DIGITAL', 'SECRET'])),
      author: maybe(random.pick(named('a'))),
      maker: maybe(random.pick(named('a'))),
      size: maybe({ width: random.below(9), height: maybe(random.below(9)), weight: random.below(9) }),
      stock: maybe(random.below(9)),
    })
  }
  for (const id of [...named('f'), 'd1']) {
    add({
      __typename: id === 'd1' ? 'Draft' : 'Film',
      id,
      title: maybe(`film ${id}`),
      minutes: maybe(90 + random.below(9)),
      maker: maybe(random.pick(named('u'))),
      kind: maybe(random.pick(['PAPER', 'DIGITAL'])),
      stock: maybe(random.below(9)),
    })
  }
  for (const id of named('a'))
    add({ __typename: 'Author', id, org: { id: `o${id}` }, name: maybe(`author ${id}`), books: some(named('b')) })
  for (const id of media)
    add({ __typename: 'Rated', id: `r${id}`, rating: maybe(random.below(5)), reviews: some(named('v')) })
  for (const id of named('v'))
    add({
      __typename: 'Review',
      id,
      text: maybe(`review ${id}`),
      stars: random.below(6),
      by: maybe(random.pick(named('u'))),
      of: random.pick(media),
    })
  /** Fields that fail, as `id.field`. */
  const failing = new Set(
    Array.from(
      { length: 3 },
      () => `${random.pick([...things.keys()])}.${random.pick(['name', 'title', 'stock', 'rating', 'text', 'kind'])}`,
    ),
  )
  const hits = some([...named('b'), ...named('f'), ...named('u')])
  return { things, failing, media: [...some(media), ...some(media)], users: some(named('u')), hits }
}

export type Library = ReturnType<typeof createLibrary>

const sdl = {
  users: `
    type Query { users: [User!]! user(id: ID!): User hits: [Hit!] }
    type Mutation { rename(id: ID!, name: String): User }
    type User @key(fields: "id") {
      id: ID! name: String nick: String! friends: [User!] favourite: Media grid: [[Book]]
    }
    union Hit = Book | Film | User
    interface Media @key(fields: "id") { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! }
    type Film implements Media @key(fields: "id") { id: ID! }
    type Draft implements Media @key(fields: "id") @inaccessible { id: ID! }`,
  media: `
    type Query { media: [Media] book(id: ID!): Book }
    interface Media @key(fields: "id") { id: ID! title: String kind: Kind }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String kind: Kind pages: Int! author: Author maker: Author size: Size @shareable
    }
    type Film implements Media @key(fields: "id") { id: ID! title: String kind: Kind minutes: Int maker: User }
    type User @key(fields: "id") { id: ID! }
    type Draft implements Media @key(fields: "id") @inaccessible { id: ID! title: String kind: Kind }
    type Size @shareable { width: Int height: Int! }
    enum Kind { PAPER DIGITAL SECRET @inaccessible }
    type Author @key(fields: "id org { id }") { id: ID! org: Org! }
    type Org @shareable { id: ID! }`,
  authors: `
    type Author @key(fields: "id org { id }") { id: ID! org: Org! name: String books: [Book!] }
    type Org @shareable { id: ID! }
    type Book @key(fields: "id") { id: ID! }`,
  reviews: `
    type Media @key(fields: "id") @interfaceObject { id: ID! rating: Float reviews(least: Int): [Review!]! }
    type Review @key(fields: "id") { id: ID! text: String stars: Int! by: User of: Media! }
    type User @key(fields: "id") { id: ID! }`,
  stock: `
    type Book @key(fields: "id") {
      id: ID! stock: Int pages: Int! @external kind: Kind @external
      label: String @requires(fields: "pages kind") size: Size @shareable
    }
    type Film @key(fields: "id") { id: ID! stock: Int }
    enum Kind { PAPER DIGITAL SECRET @inaccessible }
    type Size @shareable { weight: Int height: Int! }`,
}

type Source = Readonly<Record<string, unknown>>

/** How each field is found, whichever schema asks. */
export function resolversOf(library: Library) {
  const { things, failing } = library
  const find = (id: unknown) => (typeof id === 'string' ? (things.get(id) ?? null) : null)
  const list = (value: unknown): unknown => (Array.isArray(value) ? value.map(list) : find(value))
  const plain = (...names: string[]) =>
    Object.fromEntries(
      names.map(name => [
        name,
        (source: Source) => {
          if (failing.has(`${source.id}.${name}`))
            throw new GraphQLError(`${name} failed`, { extensions: { code: 'FAILED' } })
          return find(source.id)?.[name] ?? null
        },
      ]),
    )
  const linked = (...names: string[]) =>
    Object.fromEntries(names.map(name => [name, (source: Source) => list(find(source.id)?.[name])]))
  const rated = {
    rating: (source: Source) => {
      if (failing.has(`${source.id}.rating`)) throw new GraphQLError('rating failed')
      return find(`r${source.id}`)?.rating ?? null
    },
    reviews: (source: Source, { least = 0 }: { least?: number | null }) =>
      (list(find(`r${source.id}`)?.reviews ?? []) as Source[]).filter(review => Number(review.stars) >= (least ?? 0)),
  }
  const title = plain('title', 'kind')
  const label = (pages: unknown, kind: unknown) => `${pages} pages, ${kind}`
  return {
    find,
    list,
    rated,
    label,
    Query: {
      users: () => list(library.users),
      user: (_: unknown, { id }: { id: string }) => find(id),
      hits: () => list(library.hits),
      media: () => list(library.media),
      book: (_: unknown, { id }: { id: string }) => find(id),
    },
    User: { ...plain('name', 'nick'), ...linked('friends', 'favourite', 'grid') },
    Book: { ...title, ...plain('pages', 'size', 'stock'), ...linked('author', 'maker') },
    Film: { ...title, ...plain('minutes', 'stock'), ...linked('maker') },
    Draft: { ...title },
    Author: { ...plain('name', 'org'), ...linked('books') },
    Review: { ...plain('text', 'stars'), ...linked('by', 'of') },
  }
}

/**
 * The library over five subgraphs: interfaces, an interface object, unions, compound keys, inputs, shared values, and a
 * `maker` that is of another type where it stands in another.
 */
export function librarySubgraphs(library: Library): TrapSubgraphs {
  const all = resolversOf(library)
  const { Query, find } = all
  const typeOf = (value: Source) => value.__typename as string
  const abstract = { __resolveType: typeOf, __resolveReference: ({ id }: Source) => find(id) }
  const entity = (name: 'User' | 'Book' | 'Film' | 'Author' | 'Review' | 'Draft') => ({
    ...all[name],
    __resolveReference: (reference: Source) => find(reference.id) ?? null,
  })
  return {
    users: {
      sdl: sdl.users,
      resolvers: {
        Query: { users: Query.users, user: Query.user, hits: Query.hits },
        User: entity('User'),
        Hit: { __resolveType: typeOf },
        Media: { ...abstract },
      },
    },
    media: {
      sdl: sdl.media,
      resolvers: {
        Query: { media: Query.media, book: Query.book },
        Media: abstract,
        Book: entity('Book'),
        Film: entity('Film'),
        Draft: entity('Draft'),
        Author: { org: all.Author.org as never },
      },
    },
    authors: { sdl: sdl.authors, resolvers: { Author: entity('Author') } },
    reviews: {
      sdl: sdl.reviews,
      resolvers: {
        Media: { ...all.rated, __resolveReference: ({ id }: Source) => ({ id }) },
        Review: { ...entity('Review'), of: (review: Source) => ({ id: find(review.id)?.of }) },
      },
    },
    stock: {
      sdl: sdl.stock,
      resolvers: {
        Book: {
          stock: all.Book.stock as never,
          size: all.Book.size as never,
          label: ({ pages, kind }: Source) => all.label(pages, kind),
          __resolveReference: (reference: Source) => reference,
        },
        Film: { stock: all.Film.stock as never, __resolveReference: (reference: Source) => reference },
      },
    },
  } as TrapSubgraphs
}

type Resolve = (source: Source, args: Record<string, unknown>) => unknown

/** The same library behind the API schema alone, with no federation at all. */
export function monolith(library: Library): (type: string, field: string) => Resolve | undefined {
  const all = resolversOf(library)
  const secret = (value: unknown) => (value === 'SECRET' ? null : value)
  const kind = all.Book.kind as (source: Source) => unknown
  const media = { ...all.rated, kind: (source: Source) => secret(kind(source)) }
  const label = (source: Source) => {
    const pages = all.find(source.id)?.pages
    let known: unknown = null
    try {
      known = kind(source)
    } catch {
      // An input that failed and may be null does not stop the field that needs it.
    }
    if (pages === null || pages === undefined) throw new GraphQLError('no pages')
    return all.label(pages, known)
  }
  const resolvers: Record<string, Record<string, Resolve>> = {
    ...all,
    Book: { ...all.Book, ...media, label },
    Film: { ...all.Film, ...media },
  } as never
  return (type, field) => resolvers[type]?.[field]
}
