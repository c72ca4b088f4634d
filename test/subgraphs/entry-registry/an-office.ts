import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse, validate } from 'graphql'
import { exportJWK, generateKeyPair } from 'jose'
import { sql } from 'kysely'
import { createEngine, type SubgraphCall } from '../../../gateway/engine/index.ts'
import {
  accessHeaders,
  type Caller,
  createAccessTokenSigner,
  createAccessTokenVerifier,
} from '../../../schema/access.ts'
import type { SubgraphName } from '../../../schema/registers.ts'
import { localDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Actor, LawSource } from '../../../subgraphs/entry-registry/domain/law.ts'
import type { AuthorisationTables } from '../../../subgraphs/entry-registry/store/authorisation-tables.ts'
import type { ContactTables } from '../../../subgraphs/entry-registry/store/contact-tables.ts'
import type { EntryTables, NewEntryRow } from '../../../subgraphs/entry-registry/store/tables.ts'
import { entryRegistrySubgraph } from '../../../subgraphs/entry-registry/subgraph.ts'
import { createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { runSubgraph, type Subgraph } from '../../../subgraphs/kernel/run-subgraph.ts'
import type { PersonTables } from '../../../subgraphs/person/store/tables.ts'
import { personSubgraph } from '../../../subgraphs/person/subgraph.ts'
import type { TestTables } from '../../../subgraphs/test/store/tables.ts'
import { testSubgraph } from '../../../subgraphs/test/subgraph.ts'
import { anEntry } from '../../builders/entry.ts'
import { aFodselsnummer } from '../../builders/identifier.ts'
import { aPerson } from '../../builders/person.ts'
import { aTestResult, type TestResultRow } from '../../builders/test-result.ts'
import { aDatabase, type TestDatabase } from '../../database.ts'
import { cohortKeys, identityKeys, pseudonymKey } from '../registries.ts'

/** Monday 22 November 2021, half past ten in the morning in Norway. */
export const morning = new Date('2021-11-22T09:30:00Z')
export const bergen = '4601'
export const oslo = '0301'
const organisations = { [bergen]: '310000001', [oslo]: '310000002', national: '310000009' } as const

/** Somebody at work, as the gateway has proven her. */
export const doctor: Caller = {
  kind: 'health-personnel',
  id: 'pseudonym-of-the-doctor',
  client: 'tracing-tool',
  organisation: { number: organisations[bergen] },
  hprNumber: '7654321',
}
export const tracer: Caller = { ...doctor, id: 'pseudonym-of-the-tracer', hprNumber: '7654322' }
export const clerk: Caller = {
  kind: 'clerk',
  id: 'pseudonym-of-the-clerk',
  client: 'tracing-tool',
  organisation: { number: organisations[bergen] },
}
export const operator: Caller = {
  ...clerk,
  id: 'pseudonym-of-an-operator',
  organisation: { number: organisations.national },
}
export const inspector: Caller = { ...operator, id: 'pseudonym-of-an-inspector' }
export const searcher: Caller = { ...operator, id: 'pseudonym-of-a-searcher' }

export type Answer = {
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  readonly data: any
  readonly errors: readonly { path?: readonly (string | number)[]; extensions: Record<string, unknown> }[]
}

export type Office = AsyncDisposable & {
  readonly database: TestDatabase
  readonly registries: Readonly<Record<'person' | 'test' | 'entry-registry', Subgraph>>
  readonly bugs: unknown[]
  /** Every call that went through the gateway, since the last look. */
  calls(): SubgraphCall[]
  setClock(now: Date): void
  breakDown(name: SubgraphName): void
  ask(query: string, as: Caller, variables?: Record<string, unknown>): Promise<Answer>
  subscribe(query: string, as: Caller, signal: AbortSignal): AsyncIterable<Answer>
  /** A traveller: a person, an entry on her number, and results. */
  arrive(traveller?: Traveller): Promise<{ readonly number: PersonIdentifier; readonly reference: string }>
  authorise(
    who: Caller,
    role: Actor,
    but?: Partial<AuthorisationTables['entry_registry.authorisation']>,
  ): Promise<string>
}

export type Traveller = {
  /** The first is current. */
  readonly numbers?: readonly PersonIdentifier[]
  /** In place of a person's number: nothing joins. */
  readonly entry?: Partial<NewEntryRow>
  readonly in?: 'IRRS' | 'PREPAREDNESS' | 'both'
  readonly results?: readonly Partial<TestResultRow>[]
  readonly isUnknown?: boolean
}

/** The three registries that make a list, and an engine over the committed supergraph between them. */
export async function openOffice(): Promise<Office> {
  const database = await aDatabase()
  const bugs: unknown[] = []
  let now = morning
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const sign = await createAccessTokenSigner({ ...(await exportJWK(privateKey)), kid: 't' })
  const common = {
    database,
    accessLog: await createAccessLog(database),
    verify: await createAccessTokenVerifier([{ ...(await exportJWK(publicKey)), kid: 't' }]),
    grantKeys: [{ id: 'g1', key: randomBytes(32) }],
    clock: () => now,
    reportBug: (report: object) => void bugs.push(report),
  }
  const mandateKeys = [{ id: 'm1', key: randomBytes(32) }]
  const { grantKeys } = common
  const registries = {
    person: await runSubgraph(personSubgraph, {
      ...common,
      needs: { identityKeys, grantKeys, mandateKeys, cohortKeys, pseudonymKey },
    }),
    test: await runSubgraph(testSubgraph, { ...common, needs: { cohortKeys } }),
    'entry-registry': await runSubgraph(entryRegistrySubgraph, {
      ...common,
      needs: { mandateKeys, cohortKeys, pseudonymKey },
    }),
  }
  const calls: SubgraphCall[] = []
  const broken = new Set<string>()
  const headersOf = async (caller: Caller) => ({
    [accessHeaders.authorization]: `Bearer ${await sign(caller, now)}`,
    [accessHeaders.correlationId]: 'test',
    [accessHeaders.deadline]: '20000',
  })
  const requestOf = async (call: SubgraphCall, caller: Caller, signal: AbortSignal) => ({
    ...call,
    variables: call.variables(),
    headers: await headersOf(caller),
    signal,
  })
  const registryOf = (call: SubgraphCall): Subgraph => {
    calls.push(call)
    const registry = registries[call.subgraph as keyof typeof registries]
    if (!registry || broken.has(registry.name)) {
      const extensions = { code: 'REGISTRY_UNAVAILABLE', register: call.subgraph }
      throw Object.assign(new Error('not reached'), { extensions })
    }
    return registry
  }
  const engine = createEngine<Caller>({
    supergraph: await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    async send(call, caller, signal) {
      return registryOf(call).execute(await requestOf(call, caller, signal))
    },
    async *openSource(call, caller, signal) {
      yield* registryOf(call).subscribe(await requestOf(call, caller, signal))
    },
  })
  const operation = (query: string, context: Caller, variables: Record<string, unknown>, signal: AbortSignal) => {
    const document = parse(query)
    const [invalid] = validate(engine.schema, document)
    if (invalid) throw new Error(invalid.message)
    return { document, key: query, variables, context, signal }
  }
  const plain = (answer: unknown): Answer => {
    const { data, errors = [] } = JSON.parse(JSON.stringify(answer))
    return { data, errors }
  }
  const kysely = database.as<EntryTables & ContactTables & AuthorisationTables & PersonTables & TestTables>()

  const office: Office = {
    database,
    registries,
    bugs,
    calls: () => calls.splice(0),
    setClock(to) {
      now = to
    },
    breakDown: name => void broken.add(name),
    async ask(query, as, variables = {}) {
      return plain(await engine.execute(operation(query, as, variables, new AbortController().signal)))
    },
    async *subscribe(query, as, signal) {
      const answers = await engine.subscribe(operation(query, as, {}, signal))
      if (!(Symbol.asyncIterator in answers)) return yield plain(answers)
      for await (const answer of answers) yield plain(answer)
    },
    async arrive({ numbers = [aFodselsnummer()], entry = {}, in: where = 'IRRS', results = [], isUnknown } = {}) {
      const [number = aFodselsnummer()] = numbers
      if (!isUnknown) {
        const { person, identifiers } = aPerson({
          identifiers: numbers.map((identifier, at) => ({
            identifier,
            superseded_on: at === 0 ? null : localDate(`20${20 - at}-01-01`),
          })),
        })
        await kysely.insertInto('person.person').values(person).execute()
        await kysely.insertInto('person.identifier').values(identifiers).execute()
      }
      const row = anEntry({ fodselsnummer: number, ...entry })
      for (const source of ['IRRS', 'PREPAREDNESS'] as const) {
        if (where !== source && where !== 'both') continue
        const table = source === 'IRRS' ? 'entry_registry.irrs_entry' : 'entry_registry.preparedness_entry'
        await kysely
          .insertInto(table)
          .values({ ...row, arrived_at: row.updated_at })
          .execute()
      }
      const rows = results.map(result => aTestResult({ person_identifier: number, ...result }))
      if (rows.length > 0) await kysely.insertInto('test.result').values(rows).execute()
      return { number, reference: row.reference }
    },
    async authorise(who, role, but = {}) {
      const id = randomUUID()
      const purposes = { quarantine: ['quarantine'], both: ['quarantine', 'contact-tracing'] } as const
      const row = {
        authorisation_id: id,
        kommune: bergen,
        caller: who.id,
        organisation: who.organisation?.number ?? '',
        role,
        purposes: [...purposes.both],
        shows_negative: false,
        district: null,
        valid_from: new Date('2021-01-01T00:00:00Z'),
        valid_to: null,
        given_by: 'nobody',
        given_at: new Date('2021-01-01T00:00:00Z'),
        revoked_by: null,
        revoked_at: null,
        ...but,
      }
      await kysely
        .insertInto('entry_registry.authorisation')
        .values(row as never)
        .execute()
      return id
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(registries).map(registry => registry.stop()))
      await database[Symbol.asyncDispose]()
    },
  }
  await fillRegister(office)
  return office
}

/** Bergen and Oslo with all they need to ask, their people, and copies that came this morning. */
async function fillRegister({ database, authorise }: Office): Promise<void> {
  const kysely = database.as<EntryTables & AuthorisationTables & TestTables>()
  const from = { valid_from: localDate('2021-01-01'), valid_to: null }
  for (const kommune of [bergen, oslo] as const) {
    await kysely
      .insertInto('entry_registry.municipality_organisation')
      .values({ kommune, organisation: organisations[kommune] })
      .execute()
    await kysely
      .insertInto('entry_registry.agreement')
      .values({ kommune, reference: 'KS-1', ...from })
      .execute()
    for (const source of ['IRRS', 'PREPAREDNESS', 'MSIS_LAB'] as const) {
      await kysely
        .insertInto('entry_registry.subscription')
        .values({ kommune, source, ...from })
        .execute()
    }
  }
  for (const source of ['IRRS', 'PREPAREDNESS', 'CONVERSATION'] as const) {
    await kysely
      .insertInto('entry_registry.freshness')
      .values({ source, updated_at: new Date('2021-11-22T03:00:00Z') })
      .execute()
  }
  await kysely
    .insertInto('test.freshness')
    .values({ only: true, updated_at: new Date('2021-11-22T09:00:00Z') })
    .execute()
  await authorise(doctor, 'MUNICIPAL_DOCTOR')
  await authorise(tracer, 'CONTACT_TRACER', { purposes: ['contact-tracing'] })
  await authorise(clerk, 'QUARANTINE_TEAM', { purposes: ['quarantine'] })
  await authorise(operator, 'CONTROL_CENTRE', { kommune: null, purposes: ['control-centre'] })
  await authorise(inspector, 'LABOUR_INSPECTION', { kommune: null, purposes: ['labour-inspection'] })
  await authorise(searcher, 'CROSS_MUNICIPALITY_SEARCH', { kommune: null, purposes: ['quarantine'] })
}

/** A provision holds from a day on, by nothing but a change of data. */
export async function decideLaw(
  database: TestDatabase,
  id: string,
  validFrom: string | null,
  validTo: string | null = null,
) {
  await sql`
    update entry_registry.legal_basis set valid_from = ${validFrom}::date, valid_to = ${validTo}::date
    where legal_basis_id = ${id}`.execute(database.as<unknown>())
}

export async function endSubscription(database: TestDatabase, kommune: string, source: LawSource) {
  await sql`
    delete from entry_registry.subscription where kommune = ${kommune} and source = ${source}`.execute(
    database.as<unknown>(),
  )
}
