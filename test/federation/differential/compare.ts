import { execute, type GraphQLFieldResolver, type GraphQLSchema, parse, validate } from 'graphql'
import type { CreatePlanner } from '../../../gateway/engine/index.ts'
import { compose, federate, type PlainAnswer } from '../kit.ts'
import { randomQuery } from './generator.ts'
import { createLibrary, type Library, librarySubgraphs, monolith, randomFrom } from './library.ts'

const supergraph = compose(librarySubgraphs(createLibrary(0)))
const variables = { yes: true }

/** A query that got something else than one schema without federation gives. */
export type Difference = { readonly query: string; readonly expected: PlainAnswer; readonly got: unknown }

type Compared = { readonly data?: unknown; readonly errors?: PlainAnswer['errors'] | undefined }

/**
 * The same data in the same order, and errors at the same places, each as often: one too many, one twice and one
 * elsewhere are as wrong as one too few.
 */
export function isSame(got: Compared, expected: Compared): boolean {
  const told = ({ errors = [] }: Compared) =>
    errors
      .map(({ path }) => JSON.stringify(path))
      .filter(isReached(got.data))
      .sort()
  return (
    JSON.stringify(got.data) === JSON.stringify(expected.data) &&
    (got.errors === undefined) === (expected.errors === undefined) &&
    JSON.stringify(told(got)) === JSON.stringify(told(expected))
  )
}

/**
 * Asks random queries of a random library, both ways. Of every second seed answers are written by code made for them, of
 * the others without.
 */
export async function differencesIn(seed: number, count: number, planner?: CreatePlanner): Promise<Difference[]> {
  const library = createLibrary(seed)
  const { engine, ask } = federate(librarySubgraphs(library), {
    supergraph,
    quickAfter: seed % 2 === 0 ? 0 : Number.POSITIVE_INFINITY,
    ...(planner && { planner }),
  })
  const differences: Difference[] = []
  for (const query of validQueries(engine.schema, seed, count)) {
    const expected = await askMonolith(engine.schema, library, query)
    const { data, errors } = await ask(query, { variables })
    if (!isSame({ data, errors }, expected)) differences.push({ query, expected, got: { data, errors } })
  }
  return differences
}

function validQueries(schema: GraphQLSchema, seed: number, count: number): string[] {
  const random = randomFrom(seed * 7919)
  const queries: string[] = []
  while (queries.length < count) {
    const query = randomQuery(schema, random, 4)
    if (validate(schema, parse(query)).length === 0) queries.push(query)
  }
  return queries
}

async function askMonolith(schema: GraphQLSchema, library: Library, query: string): Promise<PlainAnswer> {
  const resolve = monolith(library)
  const fieldResolver: GraphQLFieldResolver<Record<string, unknown> | undefined, unknown> = (source, args, _, info) => {
    const own = resolve(info.parentType.name, info.fieldName)
    return withoutDrafts(own ? own(source ?? {}, args) : source?.[info.fieldName])
  }
  const typeResolver = (value: unknown) => (value as { __typename: string }).__typename
  const document = parse(query)
  const answer = await execute({ schema, document, variableValues: variables, fieldResolver, typeResolver })
  return JSON.parse(JSON.stringify(answer))
}

/** A type that clients may not see is null to them. */
function withoutDrafts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDrafts)
  return (value as { __typename?: string } | null)?.__typename === 'Draft' ? null : value
}

/** Below a null that rose, an error may be told or not. */
const isReached = (data: unknown) => (path: string) => {
  let at = data
  for (const step of (JSON.parse(path) as (string | number)[]).slice(0, -1)) {
    at = (at as Record<string | number, unknown> | null)?.[step]
    if (at === null || at === undefined) return false
  }
  return true
}
