import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { expect, test, vi } from 'vitest'
import { buildGateway, type GatewayParts } from '../../../gateway/build-gateway.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { createTracing, openTracing } from '../../../gateway/telemetry/tracing.ts'
import { PublicError } from '../../../schema/errors.ts'
import { federate } from '../../federation/kit.ts'
import { anIssuer } from '../../id-porten.ts'
import { identityParts } from '../identity/an-identify.ts'

const { supergraph, answer } = federate({
  people: {
    sdl: `type Query { person(name: String, of: Of): Person } input Of { year: Int, names: [String] }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { person: () => ({ id: '1' }) } },
  },
  ages: {
    sdl: 'type Person @key(fields: "id") { id: ID! age: Int shoe: Int }',
    resolvers: { Person: { age: () => 40 } },
  },
})

async function aGateway(more: Partial<GatewayParts> = {}) {
  const headers: Record<string, Record<string, string>> = {}
  const lines: object[] = []
  const doorTo = (subgraph: string) => ({
    async execute(call: { query: string; variables?: object; headers: Record<string, string> }) {
      headers[subgraph] = call.headers
      if (call.query.includes('shoe'))
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph } })
      return answer({ subgraph, variables: { ...call.variables }, query: call.query })
    },
  })
  const metrics = createMetrics()
  const gateway = await buildGateway({
    supergraph,
    doors: { people: doorTo('people'), ages: doorTo('ages') },
    identity: undefined,
    audience: audiences['first-party'],
    operationMs: 5_000,
    isIntrospectable: true,
    metrics,
    requestLog: { info: line => void lines.push(line) },
    reportBug: error => lines.push({ error }),
    ...more,
  })
  const url = await gateway.listen('127.0.0.1', 0)
  const ask = async (query: string, sent: Record<string, string> = {}, body: object = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sent },
      body: JSON.stringify({ query, ...body }),
    })
    return response.json()
  }
  return { gateway, ask, headers, lines, metrics, [Symbol.asyncDispose]: () => gateway.close() }
}

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const personal = `query KariNordmann13815112345($kari: String = "Kari") {
  nordmann: person(name: $kari, of: { year: 1951, names: ["Kari"] }) { ...Kari } ola: person(name: "Ola") { id }
} fragment Kari on Person { age }`

function aTracing(ratio = 1) {
  const exporter = new InMemorySpanExporter()
  return { tracing: createTracing(new SimpleSpanProcessor({ exporter }), ratio), exporter }
}

test('a trace has the request, its planning and each fetch, as a part of the caller’s', async () => {
  const { tracing, exporter } = aTracing()
  await using world = await aGateway({ tracing })
  await world.ask('{ person { age } }', { traceparent: parent })
  const spans = exporter.getFinishedSpans()
  const [request] = spans.filter(({ name }) => name === 'query')
  expect(spans.map(({ name }) => name).sort()).toEqual(['fetch ages', 'fetch people', 'plan', 'query'])
  expect(request?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  expect(request?.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
  for (const span of spans.filter(span => span !== request))
    expect(span.parentSpanContext?.spanId).toBe(request?.spanContext().spanId)
  const [ages] = spans.filter(({ name }) => name === 'fetch ages')
  expect(world.headers.ages?.traceparent).toBe(`00-${ages?.spanContext().traceId}-${ages?.spanContext().spanId}-01`)
  expect(request?.attributes).toMatchObject({
    'graphql.operation.type': 'query',
    'http.response.status_code': 200,
    'helsegraf.plan.is_remembered': false,
  })
})

test('a plan that is remembered has no span', async () => {
  const { tracing, exporter } = aTracing()
  await using world = await aGateway({ tracing })
  await world.ask('{ person { age } }')
  exporter.reset()
  await world.ask('{ person { age } }')
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['fetch people', 'fetch ages', 'query'])
})

test('no attribute, metric or line holds what a client wrote', async () => {
  const { tracing, exporter } = aTracing()
  await using world = await aGateway({ tracing })
  await world.ask(personal, {}, { variables: { kari: 'Kari' } })
  const spans = exporter.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }))
  expect(spans.find(({ name }) => name === 'query')?.attributes['graphql.document']).toBe(
    'query ($v1: String) { person(name: $v1, of: {}) { ...F2 } person(name: "") { id } } fragment F2 on Person { age }',
  )
  const server = await world.metrics.serve('127.0.0.1', 0)
  const metrics = await (await fetch(server.url)).text()
  await server.close()
  for (const told of [JSON.stringify(spans), JSON.stringify(world.lines), metrics])
    expect(told).not.toMatch(/kari|nordmann|ola:|1951|13815112345/i)
  expect(metrics).toContain('helsegraf_operations_total{kind="query",operation="",outcome="ok"} 1')
  expect(metrics).toContain('helsegraf_plans_total{source="planned"} 1')
  expect(metrics).toContain('helsegraf_subgraph_fetches_total{subgraph="ages",outcome="ok",code=""} 1')
})

test('the name of a trusted document’s operation is known', async () => {
  const text = 'query AgeOfPerson { person { age } }'
  const { tracing, exporter } = aTracing()
  await using world = await aGateway({
    tracing,
    trustedDocuments: { [`sha256:${createHash('sha256').update(text).digest('hex')}`]: text },
  })
  await world.ask(text)
  expect(world.lines[0]).toMatchObject({ operation: 'AgeOfPerson', kind: 'query', status: 200, fetches: 2 })
  const [request] = exporter.getFinishedSpans().filter(({ name }) => name === 'query')
  expect(request?.attributes['graphql.operation.name']).toBe('AgeOfPerson')
  const names = (await world.metrics.figures()).filter(({ name }) => name === 'helsegraf_operation_duration_seconds')
  expect(JSON.stringify(names)).toContain('{"kind":"query","operation":"AgeOfPerson"}')
})

test('a fetch that failed has its code, in its span and in the line', async () => {
  const { tracing, exporter } = aTracing()
  await using world = await aGateway({ tracing })
  await world.ask('{ person { shoe } }')
  const [fetched] = exporter.getFinishedSpans().filter(({ name }) => name === 'fetch ages')
  expect(fetched?.attributes['error.type']).toBe('REGISTRY_UNAVAILABLE')
  expect(world.lines[0]).toMatchObject({ status: 200, codes: ['REGISTRY_UNAVAILABLE'], traceId: expect.any(String) })
})

test('whether a trace is kept is not the caller’s to say, and is told to subgraphs', async () => {
  const { tracing, exporter } = aTracing(0)
  await using world = await aGateway({ tracing })
  await world.ask('{ person { age } }', { traceparent: parent })
  expect(exporter.getFinishedSpans()).toEqual([])
  expect(world.headers.ages?.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/)
})

test.each([
  ['as it is', parent, parent],
  ['not of another form', '00-ABC-1-01', undefined],
  ['not with an id of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, undefined],
])('without tracing the caller’s trace is sent on %s', async (_, given, sent) => {
  await using world = await aGateway()
  await world.ask('{ person { age } }', { traceparent: given, tracestate: 'kari=1' })
  expect(world.headers.ages?.traceparent).toBe(sent)
  expect(world.headers.ages).not.toHaveProperty('tracestate')
})

test('traces reach a collector over OTLP', async () => {
  const bodies: string[] = []
  const collector = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    bodies.push(`${request.url} ${body}`)
    response.end('{}')
  })
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo
  const tracing = openTracing({ endpoint: new URL(`http://127.0.0.1:${port}`), ratio: 1 })
  const world = await aGateway({ tracing })
  await world.ask('{ person { age } }')
  await world.gateway.close()
  collector.close()
  expect(bodies.join()).toMatch(/^\/v1\/traces .*fetch ages/)
  expect(bodies.join()).toContain('helsegraf-gateway')
})

test('the line of what was denied has who it was denied to, as a pseudonym; no other line has', async () => {
  const citizens = await anIssuer()
  await using world = await aGateway({ identity: await identityParts({ citizens: citizens.trust }) })
  const pid = '14868590441'
  const askAs = async (claims: object) =>
    world.ask('{ person { age } }', { authorization: `Bearer ${await citizens.token({ pid, ...claims })}` })
  await askAs({})
  await askAs({ acr: 'idporten-loa-substantial' })
  await askAs({ aud: 'https://another.example' })
  await vi.waitFor(() => expect(world.lines).toHaveLength(3))
  const [served, denied, unknown] = world.lines as Record<string, unknown>[]
  expect(served).not.toHaveProperty('deniedTo')
  expect(denied).toMatchObject({
    status: 403,
    codes: ['STEP_UP_REQUIRED'],
    deniedTo: { kind: 'citizen', client: 'helsenorge-web', id: expect.stringMatching(/^[\w-]{22}$/) },
  })
  expect(unknown).toMatchObject({ status: 401, codes: ['TOKEN_INVALID'] })
  expect(unknown).not.toHaveProperty('deniedTo')
  expect(JSON.stringify(world.lines)).not.toContain(pid)
})
