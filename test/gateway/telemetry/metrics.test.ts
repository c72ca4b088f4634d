import { expect, test } from 'vitest'
import { createMetrics } from '../../../gateway/metrics.ts'

/** A metric's value for one set of labels, as it is read. */
async function read(url: string, start: string): Promise<number> {
  const text = await (await fetch(url)).text()
  return Number(
    text
      .split('\n')
      .find(line => line.startsWith(start))
      ?.slice(start.length) ?? 0,
  )
}

test('whoever reads a metric finds all that was seen before, however much it was', async () => {
  const metrics = createMetrics()
  const server = await metrics.serve('127.0.0.1', 0)
  const fetches = () => read(server.url, 'helsegraf_subgraph_fetches_total{subgraph="vaccine",outcome="ok",code=""} ')
  const waits = () => read(server.url, 'helsegraf_subgraph_fetch_duration_seconds_count{subgraph="vaccine"} ')
  let seen = 0
  for (const more of [1, 3, 2_000, 0, 1]) {
    for (let count = 0; count < more; count++) metrics.observeFetch({ subgraph: 'vaccine', outcome: 'ok', ms: 2 })
    seen += more
    expect([await fetches(), await waits()]).toEqual([seen, seen])
  }
  for (let count = 0; count < 700; count++) metrics.observeRequest('/graphql', 200, 20)
  const figures = await metrics.figures()
  const requests = figures.find(({ name }) => name === 'helsegraf_http_request_duration_seconds')
  expect(requests?.values).toContainEqual(
    expect.objectContaining({ value: 700, labels: expect.objectContaining({ le: 0.025, path: '/graphql' }) }),
  )
  await server.close()
})
