import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { type DocumentNode, parse } from 'graphql'
import type { Runnable } from '../wire/remembered-answers.ts'

/** Three registers of one person, no more than a failure needs: `test` is the one that fails. */
const names = ['person', 'vaccine', 'test'] as const

const sdl: Readonly<Record<(typeof names)[number], string>> = {
  person: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String }',
  vaccine: `type Query { vaccines: Int } type Vaccination { code: String! givenOn: String! }
    type Person @key(fields: "id") { id: ID! vaccinations: [Vaccination!] }`,
  test: `type Query { laboratories: Int } type TestResult { code: String! outcome: String! }
    type Person @key(fields: "id") { id: ID! testResults: [TestResult!] }`,
}

export const query = 'query Mine { me { name vaccinations { code givenOn } testResults { code outcome } } }'

const me = {
  id: '1',
  name: 'Kari Nordmann',
  vaccinations: [
    { code: 'BNT03', givenOn: '2021-05-03' },
    { code: 'BNT03', givenOn: '2021-06-14' },
  ],
  testResults: [{ code: 'SARS-CoV-2 NAAT', outcome: 'NOT_DETECTED' }],
}
const { id: _, ...asked } = me

/** `data` of a whole answer, and of one in which everything is there but what the failing register knows. */
export const wholeData = JSON.stringify({ me: asked })
export const dataWithoutTests = JSON.stringify({ me: { ...asked, testResults: null } })

const federated = (name: (typeof names)[number], more = ''): DocumentNode => {
  const text = name === 'person' ? sdl[name].replace('name: String', `name: String ${more}`) : sdl[name]
  return parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n${text}`)
}

export function registerGraphs(): Readonly<Record<string, Runnable>> {
  const resolvers = { Person: { __resolveReference: () => me } }
  return Object.fromEntries(
    names.map(name => [
      name,
      { schema: buildSubgraphSchema([{ typeDefs: federated(name), resolvers }]), rootValue: { me } },
    ]),
  )
}

/**
 * @param url every register is there, each under its name
 * @param more fields of a person that a supergraph has beside those that are asked for
 */
export function registersSupergraph(url: string, more = ''): string {
  const services = names.map(name => ({ name, typeDefs: federated(name, more), url: `${url}/${name}` }))
  const { errors, supergraphSdl } = composeServices(services)
  if (!supergraphSdl) throw new Error(`they do not compose: ${errors?.map(({ message }) => message).join('; ')}`)
  return supergraphSdl
}
