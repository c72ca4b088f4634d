import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMemoryReplays } from '../../gateway/identity/replays.ts'
import { workIssuersOf } from '../../local/identity-provider/work-names.ts'
import { localLogins } from '../../local/logins.ts'
import { personas } from '../../local/population/personas.ts'
import { startGateway, startRegistries, stopRegistries } from '../../local/supergraph.ts'
import { localDate } from '../../schema/scalars/local-date.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { audience, startWorld, type World } from '../world.ts'
import { befalls, type Fate } from './befalls.ts'

/*
 * A citizen takes a right back at one replica. Another replica of everything, gateway and registries, refuses the next
 * request: rights are judged when they are used and remembered nowhere, so this holds with Redis and without.
 */
let world: World
let other: Replica
beforeAll(async () => {
  world = await startWorld()
  other = await startReplica(process.env.TEST_REDIS_URL)
}, 120_000)
afterAll(async () => {
  await other[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

type Replica = AsyncDisposable & { readonly url: string }

/** Gateway and registries over the same database. */
async function startReplica(redisUrl: string | undefined): Promise<Replica> {
  const { database, secrets, signer, issuer } = world
  const clock = () => new Date()
  const reportBug = (report: object) => void world.bugs.push(report)
  const registries = await startRegistries({
    database,
    secrets,
    signerFor: () => signer,
    redisUrl,
    clock,
    reportBug,
  })
  const gateway = await startGateway({
    doors: registries,
    secrets,
    logins: localLogins({ issuer, workIssuers: workIssuersOf(issuer) }, audience),
    dpop: { publicUrls: () => [world.url], replays: createMemoryReplays(40) },
    clock,
    reportBug,
  })
  return {
    url: await gateway.listen('127.0.0.1', 0),
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await stopRegistries(registries)
    },
  }
}

type Ask = { readonly as: string; readonly variables?: Record<string, unknown> }

/** Asks the other replica. */
const askElsewhere = (query: string, how: Ask) => askAt(other, query, how)

async function askAt({ url }: Pick<Replica, 'url'>, query: string, { as, variables }: Ask) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await world.credentialsOf(await world.tokenOf(as))) },
    body: JSON.stringify({ query, variables }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  return (await response.json()) as { data: any; errors?: { extensions: { code: string } }[] }
}

const identifierOf = (persona: string) => personas.find(({ name }) => name === persona)?.identifier

async function giveFullmakt(areas: string[]): Promise<string> {
  const { data, errors } = await world.ask('mutation ($f: FullmaktInput!) { giveFullmakt(fullmakt: $f) { id } }', {
    as: 'kari',
    variables: { f: { receiver: { identifier: identifierOf('amina'), name: 'Amina Warsame' }, areas } },
  })
  expect(errors).toEqual([])
  return data.giveFullmakt.id
}

const withdrawal = 'mutation ($id: ID!) { withdrawFullmakt(id: $id) { state } }'

async function withdraw(id: string): Promise<void> {
  const { errors } = await world.ask(withdrawal, { as: 'kari', variables: { id } })
  expect(errors).toEqual([])
}

const theirs = `{ me { representations { person { vaccinations { code }
  vaccinationCertificate { ... on Certificate { pdf { url } } } } } } }`

test('A23 a fullmakt that is withdrawn acts for nobody at the other replica’s next request', async () => {
  const id = await giveFullmakt(['VACCINATIONS'])
  expect((await askElsewhere(theirs, { as: 'amina' })).data.me.representations).toHaveLength(1)
  await withdraw(id)
  expect((await askElsewhere(theirs, { as: 'amina' })).data.me.representations).toEqual([])
})

test('a link to a PDF that was made under a fullmakt is no longer good once it is withdrawn', async () => {
  const id = await giveFullmakt(['CERTIFICATES'])
  const linkTo = async () => {
    const { data } = await world.ask(theirs, { as: 'amina' })
    return new URL(data.me.representations[0].person.vaccinationCertificate.pdf.url, world.url)
  }
  const [before, after] = [await linkTo(), await linkTo()]
  expect((await fetch(before)).status).toBe(200)
  await withdraw(id)
  const spent = await fetch(after)
  expect([spent.status, spent.headers.get('helsegraf-error-code')]).toEqual([410, 'LINK_SPENT'])
})

test('what is closed to health personnel at one replica is closed at the other', async () => {
  const patient = `query ($identifier: PersonIdentifier!) {
    patient(identifier: $identifier, purpose: TREATMENT) { person { vaccinations { code } } } }`
  const look = () => askElsewhere(patient, { as: 'sykehuslege', variables: { identifier: identifierOf('kari') } })
  expect((await look()).errors).toBeUndefined()
  const { data } = await world.ask('{ me { privacy { settings { id definition { id } } } } }', { as: 'kari' })
  const { id } = data.me.privacy.settings.find(
    ({ definition }: { definition: { id: string } }) => definition.id === guidOf('INNSYN_HELSEPERSONELL'),
  )
  const decide = (decision: string) =>
    world.ask(`mutation ($id: ID!) { ${decision}(setting: $id) { state } }`, { as: 'kari', variables: { id } })
  await decide('setAccessRestriction')
  expect((await look()).errors?.map(({ extensions }) => extensions.code)).toEqual(['RESTRICTED_BY_PATIENT'])
  await decide('liftAccessRestriction')
  expect((await look()).errors).toBeUndefined()
})

/** As knut, with his tildelt fullmakt: the fullmakt, and a setting on the page of who cannot consent herself. */
async function pageOfAstrid() {
  const page = `{ me { fullmakter { received { id } }
    representations { person { privacy { settings { id definition { id } } } } } } }`
  const { data } = await askElsewhere(page, { as: 'knut' })
  const [{ person }] = data.me.representations
  const { id } = person.privacy.settings.find(
    ({ definition }: { definition: { id: string } }) => definition.id === guidOf('KJERNEJOURNAL'),
  )
  return { fullmakt: data.me.fullmakter.received[0].id as string, id: id as string }
}

const reserve = (id: string) =>
  askElsewhere('mutation ($id: ID!) { setReservation(setting: $id) { state } }', { as: 'knut', variables: { id } })

test.each<[string, Fate]>([
  ['has got a protected address', 'STRENGT_FORTROLIG'],
  ['has died', { diedOn: localDate('2021-11-01') }],
])('what was made under a fullmakt is of no use once the giver %s', async (_, fate) => {
  const fullmakt = await giveFullmakt(['CERTIFICATES'])
  const { data } = await world.ask(theirs, { as: 'amina' })
  const link = new URL(data.me.representations[0].person.vaccinationCertificate.pdf.url, world.url)
  const { id } = await pageOfAstrid()
  {
    await using _kari = await befalls(world, 'kari', fate)
    await using _astrid = await befalls(world, 'astrid', fate)
    expect((await reserve(id)).errors?.map(({ extensions }) => extensions.code)).toEqual([
      'NOT_COVERED_BY_REPRESENTATION',
    ])
    const spent = await fetch(link)
    expect([spent.status, spent.headers.get('helsegraf-error-code')]).toEqual([410, 'LINK_SPENT'])
  }
  await withdraw(fullmakt)
})

test('with Redis unreachable for both replicas a withdrawal is seen by the next request all the same', async () => {
  await using one = await startReplica('redis://127.0.0.1:1')
  await using another = await startReplica('redis://127.0.0.1:1')
  const id = await giveFullmakt(['VACCINATIONS'])
  const represented = async () => (await askAt(another, theirs, { as: 'amina' })).data.me.representations
  expect(await represented()).toHaveLength(1)
  const ended = await askAt(one, withdrawal, { as: 'kari', variables: { id } })
  expect(ended).toEqual({ data: { withdrawFullmakt: { state: 'ENDED' } }, extensions: expect.anything() })
  expect(await represented()).toEqual([])
}, 120_000)

test('a page of settings that was shown under a tildelt fullmakt decides nothing once that has ended', async () => {
  const { fullmakt, id } = await pageOfAstrid()
  await world.ask('mutation ($id: ID!) { declineFullmakt(id: $id) { state } }', {
    as: 'knut',
    variables: { id: fullmakt },
  })
  const decided = await reserve(id)
  expect(decided.errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_COVERED_BY_REPRESENTATION'])
})
