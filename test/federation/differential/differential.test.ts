import { execute, type GraphQLFieldResolver, type GraphQLSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { compose, federate, type PlainAnswer } from '../kit.ts'
import { randomQuery } from './generator.ts'
import { createLibrary, type Library, librarySubgraphs, monolith, randomFrom } from './library.ts'

const queriesEach = 10
const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
const supergraph = compose(librarySubgraphs(createLibrary(0)))
const variables = { yes: true }

test.each(seeds)(`${queriesEach} random queries get what one schema without federation gives (seed %i)`, async seed => {
  const library = createLibrary(seed)
  const { engine, ask } = federate(librarySubgraphs(library), { supergraph })
  for (const query of validQueries(engine.schema, seed)) {
    const expected = await askMonolith(engine.schema, library, query)
    const { data, errors } = await ask(query, { variables })
    expect(JSON.stringify(data), query).toBe(JSON.stringify(expected.data))
    expect(pathsOf(errors), query).toEqual(expect.arrayContaining(pathsOf(expected.errors).filter(isReached(data))))
    expect(errors === undefined, query).toBe(expected.errors === undefined)
  }
})

function validQueries(schema: GraphQLSchema, seed: number): string[] {
  const random = randomFrom(seed * 7919)
  const queries: string[] = []
  while (queries.length < queriesEach) {
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

const pathsOf = (errors: PlainAnswer['errors'] = []) => errors.map(({ path }) => JSON.stringify(path))

/** Below a null that rose, an error may be told or not. */
const isReached = (data: unknown) => (path: string) => {
  let at = data
  for (const step of (JSON.parse(path) as (string | number)[]).slice(0, -1)) {
    at = (at as Record<string | number, unknown> | null)?.[step]
    if (at === null || at === undefined) return false
  }
  return true
}
