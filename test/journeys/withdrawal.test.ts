import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMemoryReplays } from '../../gateway/identity/replays.ts'
import { workIssuersOf } from '../../local/identity-provider/work-names.ts'
import { localLogins } from '../../local/logins.ts'
import { personas } from '../../local/population/personas.ts'
import { type Registries, startGateway, startRegistries, stopRegistries } from '../../local/supergraph.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { audience, startWorld, type World } from '../world.ts'

/*
 * A citizen takes a right back at one replica. Another replica of everything, gateway and registries, refuses the next
 * request: rights are judged when they are used and remembered nowhere, so this holds with Redis and without.
 */
let world: World
let registries: Registries
let gateway: Awaited<ReturnType<typeof startGateway>>
let elsewhere: string
beforeAll(async () => {
  world = await startWorld()
  const clock = () => new Date()
  const reportBug = (report: object) => void world.bugs.push(report)
  registries = await startRegistries({
    database: world.database,
    secrets: world.secrets,
    signerFor: () => world.signer,
    redisUrl: process.env.TEST_REDIS_URL,
    clock,
    reportBug,
  })
  gateway = await startGateway({
    doors: registries,
    secrets: world.secrets,
    logins: localLogins({ issuer: world.issuer, workIssuers: workIssuersOf(world.issuer) }, audience),
    dpop: { publicUrls: () => [world.url], replays: createMemoryReplays(40) },
    clock,
    reportBug,
  })
  elsewhere = await gateway.listen('127.0.0.1', 0)
}, 120_000)
afterAll(async () => {
  await gateway.close()
  await stopRegistries(registries)
  await world[Symbol.asyncDispose]()
})

/** Asks the other replica. */
async function askElsewhere(query: string, { as, variables }: { as: string; variables?: Record<string, unknown> }) {
  const response = await fetch(`${elsewhere}/graphql`, {
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

async function withdraw(id: string): Promise<void> {
  const { errors } = await world.ask('mutation ($id: ID!) { withdrawFullmakt(id: $id) { state } }', {
    as: 'kari',
    variables: { id },
  })
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

test('a page of settings that was shown under a tildelt fullmakt decides nothing once that has ended', async () => {
  const page = `{ me { fullmakter { received { id } }
    representations { person { privacy { settings { id definition { id } } } } } } }`
  const { data } = await askElsewhere(page, { as: 'knut' })
  const [{ person }] = data.me.representations
  const { id } = person.privacy.settings.find(
    ({ definition }: { definition: { id: string } }) => definition.id === guidOf('KJERNEJOURNAL'),
  )
  await world.ask('mutation ($id: ID!) { declineFullmakt(id: $id) { state } }', {
    as: 'knut',
    variables: { id: data.me.fullmakter.received[0].id },
  })
  const decided = await askElsewhere('mutation ($id: ID!) { setReservation(setting: $id) { state } }', {
    as: 'knut',
    variables: { id },
  })
  expect(decided.errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_COVERED_BY_REPRESENTATION'])
})
