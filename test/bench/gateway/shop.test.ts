import { graphql, graphqlSync, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createEngine } from '../../../gateway/engine/index.ts'
import { type QueryName, queries, queryNames } from './queries.ts'
import { shopGraphs, shopSupergraph, wholeShop } from './shop.ts'

/** Our engine over the shop's subgraphs in this process, counting its fetches. */
async function answerTo(name: QueryName) {
  const graphs = shopGraphs()
  let fetches = 0
  const engine = createEngine<undefined>({
    supergraph: shopSupergraph(subgraph => `http://${subgraph}.bench/`),
    send: async ({ subgraph, query, variables }) => {
      fetches++
      const graph = graphs[subgraph]
      if (!graph) throw new Error(`there is no ${subgraph}`)
      const { data, errors } = await graphql({ ...graph, source: query, variableValues: variables() })
      return JSON.parse(JSON.stringify({ data, errors }))
    },
  })
  const { data, errors } = await engine.execute({
    document: parse(queries[name]),
    key: name,
    variables: {},
    context: undefined,
    signal: new AbortController().signal,
  })
  return { data, errors, fetches }
}

const wholeAnswer = (name: QueryName) => graphqlSync({ ...wholeShop(), source: queries[name] })

describe('the graph that gateways are measured on', () => {
  test.each(queryNames)('answers %s as the same shop without subgraphs does', async name => {
    const { data, errors } = await answerTo(name)
    expect(errors).toBeUndefined()
    expect(data).toEqual(JSON.parse(JSON.stringify(wholeAnswer(name).data)))
  })

  test.each([
    ['small', 1],
    ['medium', 4],
    ['large', 7],
    ['list', 4],
  ] as const)('takes for %s %i fetches', async (name, fetches) => {
    expect((await answerTo(name)).fetches).toBe(fetches)
  })

  test('has a large answer of some 87 kB in which the same few objects come again and again', () => {
    const text = JSON.stringify(wholeAnswer('large'))
    expect(text.length).toBeGreaterThan(80_000)
    expect(text.length).toBeLessThan(95_000)
    expect(new Set(text.match(/"upc":"[^"]+"/g)).size).toBe(7)
    expect(text.match(/"upc":"[^"]+"/g)?.length).toBeGreaterThan(500)
  })

  test('has a list in which nothing comes twice', () => {
    const { catalogue } = wholeAnswer('list').data as { catalogue: { upc: string }[] }
    expect(new Set(catalogue.map(({ upc }) => upc)).size).toBe(catalogue.length)
    expect(catalogue.length).toBe(250)
  })
})
