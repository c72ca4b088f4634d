import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildGateway, type Gateway } from '../../gateway/build-gateway.ts'
import { createClients } from '../../gateway/identity/clients.ts'
import { createMetrics } from '../../gateway/metrics.ts'
import { type AudienceView, audiences, audienceViews, viewProfiles } from '../../gateway/policy/audiences.ts'
import { aFodselsnummer } from '../builders/identifier.ts'
import { compose } from '../federation/kit.ts'
import { anIssuer, type TestIssuer } from '../id-porten.ts'
import { identityParts } from './identity/an-identify.ts'

/*
 * One gateway, five classes of clients, each with the part of the graph that is for it. What is not does not exist: the
 * answer to asking for it is the answer to asking for what nobody has.
 */
const supergraph = compose({
  only: {
    sdl: `type Query { open: String  numbered(of: [String]): String  mine: Mine @tag(name: "citizen")  patients: [String] @tag(name: "personnel")
        owners: Owners @tag(name: "administration") }
      type Mine { secret: String } type Owners { list: [String] }`,
  },
})
const field = {
  open: '{ open }',
  citizen: '{ mine { secret } }',
  personnel: '{ patients }',
  administration: '{ owners { list } }',
}
const sees: Record<AudienceView, readonly (keyof typeof field)[]> = {
  web: ['open', 'citizen'],
  app: ['open', 'citizen'],
  'health-personnel': ['open', 'personnel'],
  vendor: ['open', 'citizen'],
  admin: ['open', 'personnel', 'administration'],
}
const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const pid = aFodselsnummer()

let gateway: Gateway
let url: string
let issuer: TestIssuer
const refused: string[] = []
beforeAll(async () => {
  issuer = await anIssuer()
  gateway = await buildGateway({
    supergraph,
    doors: {
      only: {
        execute: async () => ({
          data: { open: 'o', numbered: 'n', mine: { secret: 's' }, patients: ['p'], owners: { list: ['l'] } },
        }),
      },
    },
    identity: await identityParts(
      { citizens: issuer.trust },
      {
        clients: createClients(
          [...audienceViews.map(view => [view, view] as const), ['another-vendor', 'vendor'] as const].map(
            ([id, view]) => ({ login: 'id-porten', id, name: id, view, status: 'approved' }),
          ),
        ),
      },
    ),
    audience: audiences['first-party'],
    trustedDocuments: Object.fromEntries(Object.values(field).map(text => [idOf(text), text])),
    reportRefusedDocument: id => refused.push(id),
    operationMs: 5_000,
    isIntrospectable: true,
    metrics: createMetrics(),
    reportBug: error => {
      throw error
    },
  })
  url = await gateway.listen('127.0.0.1', 0)
})
afterAll(() => gateway.close())

const tokenOf = (client: string) => issuer.token({ pid, client_id: client })

async function ask(view: AudienceView, body: object) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(view)}` },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as { data?: object; errors?: { message: string }[] }) }
}

const cases = audienceViews.flatMap(view => Object.keys(field).map(part => [view, part as keyof typeof field] as const))
test.each(cases)('%s, asking for what is %s by its registered document', async (view, part) => {
  const { status, data } = await ask(view, { documentId: idOf(field[part]) })
  expect([status, data !== undefined]).toEqual(sees[view].includes(part) ? [200, true] : [400, false])
})

describe.each(audienceViews.filter(view => view !== 'app'))('for %s', view => {
  test.each(Object.entries(field).filter(([part]) => !sees[view].includes(part as never)))(
    'what is %s is answered as what nobody has',
    async (_, query) => {
      const hidden = await ask(view, { query })
      const unheard = await ask(view, { query: query.replace(/\w+/, 'nobodyHasThis') })
      const plain = (answer: object) =>
        JSON.stringify(answer).replace(/nobodyHasThis|mine|patients|owners|"eventId":"[^"]*"/g, '')
      expect(plain(hidden)).toBe(plain(unheard))
      expect(hidden.status).toBe(400)
    },
  )

  test('a misspelt name is not helped to one that is hidden', async () => {
    const answer = await ask(view, { query: '{ patient owner min }' })
    expect(JSON.stringify(answer)).not.toMatch(/Did you mean|patients|owners|mine/)
  })
})

test.each(audienceViews)('/schema.graphql is %s’s own', async view => {
  const read = await fetch(`${url}/schema.graphql`, { headers: { authorization: `Bearer ${await tokenOf(view)}` } })
  const sdl = await read.text()
  const shown = { citizen: /mine|Mine/, personnel: /patients/, administration: /owners|Owners/ }
  for (const [part, pattern] of Object.entries(shown))
    expect(pattern.test(sdl), part).toBe(sees[view].includes(part as never))
  expect(sdl).not.toMatch(/@tag|inaccessible|join__/)
})

test('whoever has not said who she is reads the schema that is open, and a bad token is refused', async () => {
  const sdl = await (await fetch(`${url}/schema.graphql`)).text()
  expect(sdl).toMatch(/mine/)
  expect(sdl).not.toMatch(/patients|owners/)
  expect((await fetch(`${url}/schema.graphql`, { headers: { authorization: 'Bearer x' } })).status).toBe(401)
})

test('introspection tells the same', async () => {
  const { data } = await ask('web', { query: '{ __schema { queryType { fields { name } } types { name } } }' })
  expect(JSON.stringify(data)).toMatch(/mine/)
  expect(JSON.stringify(data)).not.toMatch(/patients|owners|Owners/)
  expect((await ask('vendor', { query: '{ __schema { types { name } } }' })).status).toBe(400)
})

test('an app asks registered documents alone', async () => {
  const { status, errors } = await ask('app', { query: '{ open open2: open }' })
  expect([status, errors]).toMatchObject([403, [{ extensions: { code: 'DOCUMENT_REQUIRED' } }]])
})

test('a document that one class may not ask is no document that nobody can', () => {
  expect(refused).toEqual([])
})

test('two vendors of one class are treated alike (N3.2): the same schema to the byte, and the same quota', async () => {
  const vendors = ['vendor', 'another-vendor']
  const schemas = await Promise.all(
    vendors.map(async client => {
      const headers = { authorization: `Bearer ${await tokenOf(client)}` }
      return Buffer.from(await (await fetch(`${url}/schema.graphql`, { headers })).arrayBuffer())
    }),
  )
  expect(schemas[0]?.length).toBeGreaterThan(0)
  expect(schemas[0]?.equals(schemas[1] as Buffer)).toBe(true)

  // One caller through each of them: what she has used up through one, she has whole through the other.
  const most = audiences['third-party'].limits.personsPerHour
  const lookUp = async (client: string, persons: number) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(client)}` },
      body: JSON.stringify({
        query: 'query ($n: [String]) { numbered(of: $n) }',
        variables: { n: Array.from({ length: persons }, () => aFodselsnummer()) },
      }),
    })
    const { errors } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] }
    const { code, quota, limit } = errors?.[0]?.extensions ?? {}
    return { status: response.status, code, quota, limit }
  }
  const asked = []
  for (const client of vendors) asked.push([await lookUp(client, most), await lookUp(client, 1)])
  expect(asked[0]?.map(({ status }) => status)).toEqual([200, 429])
  expect(asked[0]?.[1]).toMatchObject({ code: 'QUOTA_EXCEEDED', quota: 'personsPerHour', limit: String(most) })
  expect(asked[1]).toEqual(asked[0])
})

test('two classes with the same tags and other limits are told their own limits', async () => {
  const { web, vendor } = viewProfiles(audiences['first-party'], audiences['third-party'])
  expect(web.hides).toEqual(vendor.hides)
  const query = `{ ${Array.from({ length: vendor.limits.aliases + 1 }, (_, index) => `a${index}: open`).join(' ')} }`
  expect((await ask('web', { query })).status).toBe(200)
  expect((await ask('vendor', { query })).status).toBe(400)
})
