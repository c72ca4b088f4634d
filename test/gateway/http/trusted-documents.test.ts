import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildSchema, Kind, parse, validate } from 'graphql'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../../world.ts'

const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const birthDate = 'query BirthDate { me { birthDate } }'
const vaccines = 'query Vaccines($on: LocalDate) { vaccines(on: $on) { code } }'
const outdated = '{ me { fieldOfLastYear } }'
const citizensView = buildSchema(readFileSync(new URL('../../../schema/views/web.graphql', import.meta.url), 'utf8'))

/** The name of the first variable that a document cannot be asked without. */
const requiredVariable = (text: string) =>
  parse(text)
    .definitions.flatMap(part => (part.kind === Kind.OPERATION_DEFINITION ? (part.variableDefinitions ?? []) : []))
    .find(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)?.variable.name.value
const ours = JSON.parse(
  readFileSync(new URL('../../../schema/generated/persisted-documents.json', import.meta.url), 'utf8'),
) as Record<string, string>

let world: World
let token: string
beforeAll(async () => {
  const trustedDocuments = Object.fromEntries([birthDate, vaccines, outdated].map(text => [idOf(text), text]))
  world = await startWorld({ trustedDocuments: { ...trustedDocuments, ...ours } })
  token = await world.tokenOf('kari')
})
afterAll(() => world[Symbol.asyncDispose]())

async function ask(method: 'GET' | 'HEAD' | 'POST', parameters: Record<string, unknown>, headers = {}) {
  const search = new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
  const answer = await request(`${world.url}/graphql${method === 'POST' ? '' : `?${search}`}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : { 'apollo-require-preflight': '1' }),
      ...headers,
    },
    ...(method === 'POST' && { body: JSON.stringify(parameters) }),
  })
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) }
}

describe('a trusted document is asked by its id', () => {
  test.each<[string, 'GET' | 'POST', Record<string, unknown>]>([
    ['as GraphQL over HTTP writes it', 'POST', { documentId: idOf(birthDate) }],
    ['in an address', 'GET', { documentId: idOf(birthDate) }],
    ['in an address, with the operation’s name', 'GET', { documentId: idOf(birthDate), operationName: 'BirthDate' }],
    [
      'as Apollo writes it',
      'POST',
      { extensions: { persistedQuery: { version: 1, sha256Hash: idOf(birthDate).slice(7) } } },
    ],
    [
      'as Apollo writes it in an address',
      'GET',
      { extensions: { persistedQuery: { version: 1, sha256Hash: idOf(birthDate).slice(7) } } },
    ],
  ])('%s', async (_, method, parameters) => {
    const { status, body } = await ask(method, parameters)
    expect([status, body.data]).toEqual([200, { me: { birthDate: expect.any(String) } }])
  })

  test('with variables, in an address', async () => {
    const on = async (day: string) => {
      const { body } = await ask('GET', { documentId: idOf(vaccines), variables: { on: day } })
      return body.data.vaccines.length
    }
    expect(await on('2021-06-01')).toBeGreaterThan(await on('1990-01-01'))
  })

  test('with HEAD: everything but the answer', async () => {
    const { status, headers, body } = await ask('HEAD', { documentId: idOf(birthDate) })
    expect([status, body]).toEqual([200, undefined])
    expect(Number(headers['content-length'])).toBeGreaterThan(20)
  })

  test('among them those of our own clients, as code generation writes them', async () => {
    expect(Object.keys(ours).length).toBeGreaterThan(0)
    for (const [documentId, text] of Object.entries(ours)) {
      const { status, body } = await ask('POST', { documentId })
      // A document of another audience does not exist for this one. What cannot be asked without a variable is known all the same: the variable is what is missing.
      const wanted = requiredVariable(text)
      const codes = body.errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code)
      if (validate(citizensView, parse(text)).length > 0) expect([status, codes]).toEqual([400, ['DOCUMENT_UNKNOWN']])
      else if (wanted === undefined) expect([status, body.errors]).toEqual([200, undefined])
      else expect([status, body.errors[0].message]).toEqual([400, expect.stringContaining(`Variable "$${wanted}"`)])
    }
  })
})

test('a query and the digest of that query go together', async () => {
  const persistedQuery = { version: 1, sha256Hash: idOf('{ me { birthDate } }').slice(7) }
  expect((await ask('POST', { query: '{ me { birthDate } }', extensions: { persistedQuery } })).status).toBe(200)
})

test('a document that the schema no longer answers is unknown', async () => {
  const { status, body } = await ask('POST', { documentId: idOf(outdated) })
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'DOCUMENT_UNKNOWN'])
})

test('where there are trusted documents, Allow says that GET may ask them', async () => {
  const answer = await request(`${world.url}/graphql`, { method: 'PUT', headers: { authorization: `Bearer ${token}` } })
  await answer.body.dump()
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
})
