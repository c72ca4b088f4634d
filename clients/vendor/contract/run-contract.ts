import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, findBreakingChanges, type GraphQLSchema, parse, validate } from 'graphql'
import { errorCatalogue } from '../../../schema/errors.ts'
import { describeFailure } from '../describe-failure.ts'
import { createGraph, type TokenSource } from '../index.ts'
import type { Settings } from '../settings.ts'

/*
 * What a tool built on this package relies on, tried against a graph: run it against the sandbox before you change
 * version, and against the test environment before they do.
 */

export type ContractPlan = {
  readonly settings: Settings
  readonly tokens: TokenSource
  /** Of the vendor’s own documents. */
  readonly operations?: string | undefined
}

type Check = readonly [name: string, run: () => Promise<void>]

/** A line for each thing tried; answers with how the process is to end. */
export async function runContract(plan: ContractPlan): Promise<number> {
  let failures = 0
  for (const [name, run] of [...checks(plan), ...(await operationChecks(plan))]) {
    try {
      await run()
      console.log(`✓ ${name}`)
    } catch (error) {
      failures++
      console.log(`✗ ${name}\n  ${describeFailure(error)}`)
    }
  }
  console.log(failures === 0 ? 'The contract holds.' : `${failures} of it does not hold.`)
  return failures === 0 ? 0 : 1
}

const smallest = '{ __typename }'

function checks({ settings, tokens }: ContractPlan): readonly Check[] {
  const { graph: url } = settings
  const request = { method: 'POST', url }
  const post = (headers: Readonly<Record<string, string>>, query: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
      signal: AbortSignal.timeout(15_000),
    }).then(read)
  const isRefused = ({ status, errors }: Read, code: string, because: string) => {
    expect(
      errors[0]?.extensions?.code === code,
      `${because}: ${code} was expected, not ${status} ${JSON.stringify(errors)}`,
    )
  }
  const checks: Check[] = [
    [
      'a question is answered',
      async () => {
        const { data } = await createGraph({ url, tokens, attempts: 1 }).ask<{ __typename: string }, object>(
          smallest,
          {},
        )
        expect(data.__typename === 'Query', 'the answer is another')
      },
    ],
    ['nobody asks without a token', async () => isRefused(await post({}, smallest), 'UNAUTHENTICATED', 'no token')],
    [
      'the schema at the address keeps every promise of the one in this package',
      async () => {
        const broken = findBreakingChanges(await ourSchema(settings), await theirSchema(settings, tokens))
        expect(broken.length === 0, broken.map(({ description }) => description).join('; '))
      },
    ],
    [
      'a field that does not exist is refused, with a code of the catalogue',
      async () => {
        const { errors } = await post(await tokens.authorize(request), '{ noSuchField }')
        const code = String(errors[0]?.extensions?.code)
        expect(Object.hasOwn(errorCatalogue, code), `${code} is not in the catalogue`)
      },
    ],
    [
      'errors are told in the reader’s language',
      async () => {
        const told = await Promise.all(
          ['nb', 'nn', 'en'].map(language => post({ 'accept-language': language }, smallest)),
        )
        const texts = new Set(told.map(({ errors }) => errors[0]?.message))
        expect(texts.size === 3, `${texts.size} texts in three languages`)
      },
    ],
  ]
  if (settings.login !== 'helse-id') return checks
  return [
    ...checks,
    [
      'a token that is bound is nobody’s without the key',
      async () => {
        const bearer = { authorization: `Bearer ${await tokens.token()}` }
        isRefused(await post(bearer, smallest), 'DPOP_INVALID', 'a bound token as a bearer’s')
      },
    ],
    [
      'a proof is good once',
      async () => {
        const headers = await tokens.authorize(request)
        await post(headers, smallest)
        isRefused(await post(headers, smallest), 'DPOP_INVALID', 'a proof for the second time')
      },
    ],
  ]
}

/** The vendor’s own documents: each is what the graph can answer. */
async function operationChecks({ settings, operations }: ContractPlan): Promise<readonly Check[]> {
  if (operations === undefined) return []
  const schema = await ourSchema(settings)
  const names = (await readdir(operations, { recursive: true })).filter(name => name.endsWith('.graphql')).sort()
  const texts = await Promise.all(names.map(name => readFile(join(operations, name), 'utf8')))
  return names.map((name, index) => [
    `${name} asks what there is`,
    async () => {
      const errors = validate(schema, parse(texts[index] ?? ''))
      expect(errors.length === 0, errors.map(({ message }) => message).join('; '))
    },
  ])
}

const packaged = new URL('../../../../schema/', import.meta.url)

/** Both logins here are of tools for those at work. */
const ourSchema = async (_: Settings): Promise<GraphQLSchema> =>
  buildSchema(await readFile(new URL('health-personnel.graphql', packaged), 'utf8'))

async function theirSchema({ graph }: Settings, tokens: TokenSource): Promise<GraphQLSchema> {
  const url = new URL('/schema.graphql', graph).href
  const headers = await tokens.authorize({ method: 'GET', url })
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(15_000) })
  expect(response.ok, `the schema is answered with status ${response.status}`)
  return buildSchema(await response.text())
}

type Read = {
  readonly status: number
  readonly errors: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
}

async function read(response: Response): Promise<Read> {
  const { errors = [] } = (await response.json()) as Partial<Read>
  return { status: response.status, errors }
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}
