import { execute, type GraphQLFieldResolver, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { compose, federate } from '../kit.ts'
import { randomQuery } from './generator.ts'
import { createLibrary, librarySubgraphs, monolith, randomFrom } from './library.ts'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
const queriesEach = Number(process.env.DIFF_EACH ?? 10)
const offset = Number(process.env.DIFF_OFFSET ?? 0)

const supergraph = compose(librarySubgraphs(createLibrary(0)))

test.each(seeds.map(seed => seed + offset))(
  `${queriesEach} random queries get the same data as from one schema (seed %i)`,
  async seed => {
    const library = createLibrary(seed)
    const { engine, ask } = federate(librarySubgraphs(library), { supergraph })
    const resolve = monolith(engine.schema, library)
    const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
      const own = resolve(info.parentType.name, info.fieldName)
      const value = (source as Record<string, unknown> | undefined)?.[info.fieldName]
      return withoutDrafts(typeof own === 'function' ? own(source, args, context, info) : value)
    }
    const typeResolver = (value: { __typename: string }) => value.__typename
    const random = randomFrom(seed * 7919)
    const variableValues = { yes: true }
    let asked = 0
    while (asked < queriesEach) {
      const query = randomQuery(engine.schema, random, 4)
      const document = parse(query)
      if (validate(engine.schema, document).length > 0) continue
      asked++
      const expected = await execute({
        schema: engine.schema,
        document,
        variableValues,
        fieldResolver,
        typeResolver: typeResolver as never,
      })
      const { data, errors } = await ask(query, { variables: variableValues }).catch(error => ({
        data: String(error),
        errors: [],
      }))
      const wanted = JSON.parse(JSON.stringify(expected))
      if (process.env.DIFF_SHOW && (JSON.stringify(data) !== JSON.stringify(wanted.data) || (process.env.DIFF_ERR && JSON.stringify(paths(errors)) !== JSON.stringify(paths(wanted.errors))))) {
        const { appendFileSync } = await import('node:fs')
        appendFileSync(
          process.env.DIFF_SHOW,
          [
            '-----',
            seed,
            query,
            'GOT',
            JSON.stringify(data),
            JSON.stringify(errors),
            'WANT',
            JSON.stringify(wanted),
            await engine.explain(document).catch(String),
          ].join('\n') + '\n',
        )
        continue
      }
      expect(JSON.stringify(data), query).toBe(JSON.stringify(wanted.data))
    }
  },
)

const paths = (errors: readonly { path?: unknown }[] = []) => [...new Set(errors.map(({ path }) => JSON.stringify(path)))].sort()

/** A type that clients may not see is null to them. */
function withoutDrafts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDrafts)
  return (value as { __typename?: string } | null)?.__typename === 'Draft' ? null : value
}
