import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { sql } from 'kysely'
import {
  type AccessTokenSigner,
  type Area,
  accessHeaders,
  areas,
  type Caller,
  createAccessTokenSigner,
  createAccessTokenVerifier,
  type Grant,
  type SealKeys,
  sealGrant,
} from '../schema/access.ts'
import type { PersonIdentifier } from '../schema/scalars/person-identifier.ts'
import { createAccessLog } from '../subgraphs/kernel/access-log.ts'
import type { Database } from '../subgraphs/kernel/database.ts'
import type { SubgraphDefinition } from '../subgraphs/kernel/define-subgraph.ts'
import { runSubgraph, type Subgraph, type SubgraphAnswer } from '../subgraphs/kernel/run-subgraph.ts'
import { aDatabase } from './database.ts'

export const grantKeys: SealKeys = [{ id: 'g1', key: randomBytes(32) }]
export const mandateKeys: SealKeys = [{ id: 'm1', key: randomBytes(32) }]
export const now = new Date('2021-11-22T09:30:00Z')

export function aCitizen(but: Partial<Caller> = {}): Caller {
  return { kind: 'citizen', id: 'pseudonym-of-kari', client: 'helsenorge-web', purpose: 'own-insight', ...but }
}

/** A grant for a caller, over these numbers: everything is open for five minutes unless the test says otherwise. */
export function aGrant(
  identifiers: readonly PersonIdentifier[],
  { caller = aCitizen(), ...but }: Partial<Grant> & { caller?: Caller } = {},
): string {
  const grant: Grant = {
    subject: `subject-${identifiers[0]}`,
    identifiers,
    areas,
    basis: 'self',
    purpose: caller.purpose ?? 'own-insight',
    expires: now.getTime() / 1000 + 300,
    ...but,
  }
  return sealGrant(grantKeys, grant, caller)
}

export type AccessLine = {
  register: string
  area: Area
  subject: string
  caller: string
  basis: string
  purpose: string
}

type Ask = { readonly variables?: Record<string, unknown>; readonly caller?: Caller; readonly language?: string }

/** One registry with a database of its own, and somebody who asks it. */
export type RunningSubgraph = AsyncDisposable & {
  readonly subgraph: Subgraph
  readonly database: Database
  /** How many statements the registry's store has answered; those of the access log are not among them. */
  statements(): number
  ask(query: string, how?: Ask): Promise<SubgraphAnswer>
  /** Asks for the same fields of several persons, as a gateway does. */
  askEntities(grants: readonly unknown[], fields: string, how?: Ask): Promise<SubgraphAnswer>
  /** What a gateway sends for a caller, for those who ask in their own way. */
  headers(caller: Caller): Promise<Record<string, string>>
  /** What was read or given, not what was denied. */
  accessLines(): Promise<AccessLine[]>
  bugs: unknown[]
}

export async function startSubgraph<Services, Loaders, Needs>(
  definition: SubgraphDefinition<Services, Loaders, Needs>,
  needs: Needs,
): Promise<RunningSubgraph> {
  const database = await aDatabase()
  let statements = 0
  const bugs: unknown[] = []
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const sign = await createAccessTokenSigner({ ...(await exportJWK(privateKey)), kid: 't' })
  const subgraph = await runSubgraph(definition, {
    database: counting(database, () => statements++),
    accessLog: await createAccessLog(database),
    verify: await createAccessTokenVerifier([{ ...(await exportJWK(publicKey)), kid: 't' }]),
    grantKeys,
    clock: () => now,
    needs,
    reportBug: ({ error }) => bugs.push(error),
  })
  const statementsToStart = statements

  const ask = async (query: string, { variables, caller = aCitizen(), language = 'nb' }: Ask = {}) =>
    subgraph.execute({ query, variables, headers: await headersOf(sign, caller, language) })

  return {
    subgraph,
    database,
    statements: () => statements - statementsToStart,
    bugs,
    headers: caller => headersOf(sign, caller, 'nb'),
    ask,
    askEntities: (grants, fields, how = {}) =>
      ask(`query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { ${fields} } } }`, {
        ...how,
        variables: { people: grants.map(grant => ({ __typename: 'Person', grant })) },
      }),
    async accessLines() {
      const { rows } = await sql<AccessLine>`
        select register, area, subject, caller, basis, purpose from access_log.entry
        where kind <> 'denied' order by sequence`.execute(database.as<unknown>())
      return rows
    },
    async [Symbol.asyncDispose]() {
      await subgraph.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}

async function headersOf(sign: AccessTokenSigner, caller: Caller, language: string) {
  return {
    [accessHeaders.authorization]: `Bearer ${await sign(caller, now)}`,
    [accessHeaders.correlationId]: 'test',
    [accessHeaders.deadline]: '20000',
    [accessHeaders.language]: language,
  }
}

/** The same database, which tells each time it has answered a statement. */
function counting(database: Database, answered: () => void): Database {
  return {
    ...database,
    as: <Tables>() =>
      database.as<Tables>().withPlugin({
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          answered()
          return result
        },
      }),
  }
}

/** The entities of an answer, without GraphQL's null prototypes in the way of comparing them. */
export function entitiesOf(answer: SubgraphAnswer): Record<string, unknown>[] {
  return JSON.parse(JSON.stringify(answer.data?._entities ?? null))
}
