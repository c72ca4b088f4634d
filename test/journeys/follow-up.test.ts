import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt, type JWK } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeProof } from '../../local/identity-provider/make-proof.ts'
import { fetchNamedToken } from '../../local/named-token.ts'
import { organisations } from '../../local/personnel/organisations.ts'
import { addDays, osloDay } from '../../schema/scalars/local-date.ts'
import { openDatabase } from '../../subgraphs/kernel/database.ts'
import { aBindingKey } from '../work-logins.ts'
import {
  LetInDocument,
  NationalListsDocument,
  OwnAccessDocument,
  QuarantineListDocument,
  TracingListDocument,
  type TypedDocumentString,
} from './generated/graphql.ts'
import { aFreeStretch, npmStart, type Running, startAgain } from './npm-start.ts'

/*
 * Journeys 11, 12 and 13 as two vendors' tools make them: `npm start` in a process of its own, real HTTP, documents typed
 * by the code generator, tokens of HelseID bound to each vendor's own key.
 */
let running: Running
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-follow-up-'))
  running = await npmStart(folder, await aFreeStretch())
})
afterAll(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

type Answer<Result> = {
  readonly data: Result
  readonly errors?: readonly { path: readonly (string | number)[]; extensions: Record<string, unknown> }[]
}

/** A vendor's tool: its own client at HelseID, and the key that all its tokens are bound to. */
async function aVendor(client: string | undefined) {
  const { key } = await aBindingKey()
  const tokens = new Map<string, string>()
  const keys = join(folder, 'keys')
  async function tokenOf(name: string, dpopKey: JWK): Promise<string> {
    const issuer = `http://localhost:${running.port + 1}`
    const token = tokens.get(name) ?? (await fetchNamedToken({ issuer, name, client, keysDirectory: keys, dpopKey }))
    tokens.set(name, token)
    return token
  }
  return {
    claimsOf: async (name: string) => decodeJwt(await tokenOf(name, key)),
    async ask<Result, Variables>(
      as: string,
      document: TypedDocumentString<Result, Variables>,
      variables: Variables,
    ): Promise<Answer<Result>> {
      const url = `${running.url}/graphql`
      const token = await tokenOf(as, key)
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `DPoP ${token}`,
          dpop: await makeProof({ key, method: 'POST', url, token, now: new Date() }),
        },
        body: JSON.stringify({ query: document.toString(), variables }),
      })
      return (await response.json()) as Answer<Result>
    },
  }
}

type Named = { node: { entry: { name: string } } }
const namesOf = (edges: readonly Named[] | null | undefined) => (edges ?? []).map(({ node }) => node.entry.name)
const codesOf = ({ errors = [] }: Answer<unknown>) => [...new Set(errors.map(({ extensions }) => extensions.code))]

describe('in two vendors’ tools', () => {
  let tool: Awaited<ReturnType<typeof aVendor>>
  let other: Awaited<ReturnType<typeof aVendor>>
  beforeAll(async () => {
    tool = await aVendor('sporingsverktoyet')
    other = await aVendor('smittelista')
  })
  const bergen = { municipality: '4601', first: 100 }

  test('tokens say whose customer they are for, and which vendor acts', async () => {
    expect(await tool.claimsOf('lege-bergen')).toMatchObject({
      'helseid://claims/client/client_tenancy': 'multi-tenant',
      'helseid://claims/client/claims/orgnr_parent': organisations.bergen.number,
      'helseid://claims/client/claims/orgnr_supplier': organisations.sporingsverktoyet.number,
    })
    expect(await other.claimsOf('lege-oslo')).toMatchObject({
      'helseid://claims/client/claims/orgnr_parent': organisations.oslo.number,
      'helseid://claims/client/claims/orgnr_supplier': organisations.smittelista.number,
    })
  })

  test('11: the municipal doctor gets the morning’s quarantine list, and who is untested apart', async () => {
    const { data, errors } = await tool.ask('lege-bergen', QuarantineListDocument, bergen)
    expect(errors).toBeUndefined()
    const list = data.municipality?.travellers
    const statusOf = Object.fromEntries((list?.edges ?? []).map(({ node }) => [node.entry.name, node.testStatus]))
    expect(statusOf).toMatchObject({
      'Magnus Hellesund': 'NEGATIVE',
      'Nadia Haddad': 'NONE',
      'Lena Bakke': 'PENDING',
      'Jakub Zieliński': 'UNCLEAR',
      'Inês Carvalho': 'NEGATIVE',
    })
    expect(Object.keys(statusOf)).not.toContain('Filip Novák')
    expect(Object.values(statusOf)).not.toContain('POSITIVE')
    expect(list?.totalCount).toBeGreaterThan(10)
    expect(list?.unmatched?.map(({ reason }) => reason)).toContain('OTHER_ID_ONLY')
    expect(osloDay(new Date(String(list?.copyUpdatedAt)))).toBe(osloDay(new Date()))
    expect(list?.warnings).toEqual([])
    const untested = await tool.ask('lege-bergen', QuarantineListDocument, {
      ...bergen,
      filter: { testStatuses: ['NONE'] },
    })
    expect(namesOf(untested.data.municipality?.travellers?.edges)).toContain('Nadia Haddad')
    const results = list?.edges?.find(({ node }) => node.entry.name === 'Jakub Zieliński')?.node.person?.testResults
    expect(results).toMatchObject([{ outcome: 'UNKNOWN', resultText: 'Se kommentar' }])
  })

  test('11: the other vendor’s doctor sees who is in quarantine in her kommune, in the same words', async () => {
    const { data, errors } = await other.ask('lege-oslo', QuarantineListDocument, { ...bergen, municipality: '0301' })
    expect(errors).toBeUndefined()
    const edges = data.municipality?.travellers?.edges ?? []
    expect(edges.find(({ node }) => node.entry.name === 'Lena Bakke')?.node.municipalityRoles).toEqual(['QUARANTINE'])
    expect(namesOf(edges)).toContain('Oskar Dahle')
    const mine = await tool.ask('lege-bergen', QuarantineListDocument, bergen)
    const lena = (all: typeof edges) => all.find(({ node }) => node.entry.name === 'Lena Bakke')?.node
    expect(lena(mine.data.municipality?.travellers?.edges ?? [])?.id).toBe(lena(edges)?.id)
    const wrong = await other.ask('lege-oslo', QuarantineListDocument, bergen)
    expect([wrong.data.municipality, codesOf(wrong)]).toEqual([null, ['WRONG_MUNICIPALITY']])
  })

  test('11: tracing needs a provision, which is named, or a demand', async () => {
    const named = { municipality: '4601', sources: ['PREPAREDNESS' as const] }
    const refused = await tool.ask('sporer-bergen', TracingListDocument, named)
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'LEGAL_BASIS_MISSING',
      paragraph: 'covid-19-forskriften § 5c tredje ledd',
    })
    const demanded = await tool.ask('sporer-bergen', TracingListDocument, {
      municipality: '4601',
      demand: { reason: 'Utbrudd på verftet' },
    })
    expect(demanded.errors).toBeUndefined()
    const edges = demanded.data.municipality?.travellers?.edges ?? []
    expect(namesOf(edges)).toContain('Filip Novák')
    expect(edges.every(({ node }) => node.testStatus === 'POSITIVE')).toBe(true)
  })

  test('12: who is no health personnel sees whom to follow up; let in further, that an answer is negative, and no more', async () => {
    const filter = { toFollowUp: true }
    const before = await tool.ask('karantene-bergen', QuarantineListDocument, { ...bergen, filter })
    const magnus = (answer: typeof before) =>
      answer.data.municipality?.travellers?.edges?.find(({ node }) => node.entry.name === 'Magnus Hellesund')?.node
    expect(magnus(before)).toMatchObject({
      toFollowUp: true,
      testStatus: null,
      hasNegativeResult: null,
      person: { testResults: null },
    })
    expect(codesOf(before)).toContain('HEALTH_ROLE_REQUIRED')
    const access = await tool.ask('karantene-bergen', OwnAccessDocument, {})
    const input = {
      id: randomUUID(),
      municipality: '4601',
      pseudonym: access.data.followUpAccess?.pseudonym ?? '',
      role: 'QUARANTINE_TEAM' as const,
      purposes: ['QUARANTINE' as const],
      showsNegative: true,
      validTo: new Date(Date.now() + 86_400_000).toISOString(),
    }
    expect((await tool.ask('lege-bergen', LetInDocument, { input })).errors).toBeUndefined()
    const after = await tool.ask('karantene-bergen', QuarantineListDocument, { ...bergen, filter })
    expect(magnus(after)).toMatchObject({ testStatus: null, hasNegativeResult: true, person: { testResults: null } })
  })
})

test('13: the control centre sees the whole country and who nobody else sees; results when the third phase is on', async () => {
  const centre = await aVendor(undefined)
  const washed = { filter: { testStatuses: ['NEGATIVE' as const] } }
  const refused = await centre.ask('kontrollsenter', NationalListsDocument, washed)
  expect([refused.data.controlCentre?.travellers, codesOf(refused)]).toEqual([null, ['FEATURE_NOT_ACTIVE']])
  const queue = refused.data.controlCentre?.unknownMunicipality?.edges ?? []
  expect(queue.map(({ node }) => node.entry)).toContainEqual({ name: 'Ruth Engen', postalCode: '0000' })
  const held = await centre.ask('kontrollsenter', NationalListsDocument, {
    filter: { name: 'Oskar Dahle' },
    sources: ['PREPAREDNESS'],
  })
  expect(namesOf(held.data.controlCentre?.travellers?.edges)).toEqual([])

  await running.stop()
  await changeLaw(folder)
  running = await startAgain(folder, running.port)
  const now = await centre.ask('kontrollsenter', NationalListsDocument, washed)
  expect(now.errors).toBeUndefined()
  expect(now.data.controlCentre?.hasResults).toBe(true)
  expect(now.data.controlCentre?.travellers?.edges?.every(({ node }) => node.testStatus === 'NEGATIVE')).toBe(true)
  const one = await centre.ask('kontrollsenter', NationalListsDocument, { filter: { name: 'Filip Novák' } })
  expect(one.data.controlCentre?.travellers?.edges).toMatchObject([{ node: { testStatus: 'POSITIVE' } }])

  const tool = await aVendor('sporingsverktoyet')
  const tracing = await tool.ask('sporer-bergen', TracingListDocument, {
    municipality: '4601',
    sources: ['PREPAREDNESS'],
  })
  expect(tracing.errors).toBeUndefined()
  expect(namesOf(tracing.data.municipality?.travellers?.edges)).toContain('Filip Novák')
  const unsubscribed = await tool.ask('lege-bergen', QuarantineListDocument, { municipality: '4601', first: 1 })
  expect(unsubscribed.data.municipality?.travellers?.sources).toContainEqual(
    expect.objectContaining({ source: 'IRRS', isOpen: false, code: 'MUNICIPALITY_NOT_SUBSCRIBED' }),
  )
})

/** The third phase, the change of § 5c, and an end to one subscription: rows, and no new version of anything. */
async function changeLaw(directory: string): Promise<void> {
  const database = await openDatabase({ directory: join(directory, 'pgdata') })
  const kysely = database.as<unknown>()
  const yesterday = addDays(osloDay(new Date()), -1)
  await sql`insert into entry_registry.feature values ('control-centre-results', ${yesterday}, null)`.execute(kysely)
  await sql`
    update entry_registry.legal_basis set valid_from = ${yesterday}
    where legal_basis_id = 'tracer-preparedness-tracing'`.execute(kysely)
  await sql`
    update entry_registry.subscription set valid_to = ${yesterday} where kommune = '4601' and source = 'IRRS'`.execute(
    kysely,
  )
  await database.close()
}
