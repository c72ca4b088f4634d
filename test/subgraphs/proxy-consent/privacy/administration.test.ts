import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { accessHeaders, type Caller, pseudonymOf } from '../../../../schema/access.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { EntryRow } from '../../../../subgraphs/kernel/access-log/entry.ts'
import { signature } from '../../../../subgraphs/proxy-consent/privacy/outbox/webhook.ts'
import { changeSetting } from '../../../../subgraphs/proxy-consent/privacy/store/settings.ts'
import type { PrivacyTables } from '../../../../subgraphs/proxy-consent/privacy/store/tables.ts'
import { aFodselsnummer } from '../../../builders/identifier.ts'
import { aCitizen, aGrant, entitiesOf, now, type RunningSubgraph } from '../../../subgraph.ts'
import { breakAccessLog, pseudonymKey } from '../../registries.ts'
import { aMachine, guidOf } from '../a-machine.ts'
import { startProxyConsent } from '../a-proxy-consent.ts'

let pvk: RunningSubgraph
beforeAll(async () => {
  pvk = await startProxyConsent({ addresses: { allowsPrivate: true } })
})
afterAll(() => pvk[Symbol.asyncDispose]())

const kpr = aMachine('HDIR_KPR')
const [fnr, keeping] = [guidOf('KPR_UTLEVERING_FNR'), guidOf('KPR_OPPBEVARING')]

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
async function ask(query: string, variables: object = {}, caller: Caller = kpr): Promise<any> {
  return JSON.parse(JSON.stringify(await pvk.ask(query, { variables: { ...variables }, caller })))
}

const register = (citizen: string, but: object = {}, caller: Caller = kpr) =>
  ask(
    'mutation ($input: RegistrationInput!) { registerPrivacySetting(input: $input) { state sequenceNumber decidedAt } }',
    { input: { partKode: 'HDIR_KPR', definition: fnr, citizen, isActive: true, ...but } },
    caller,
  )

/** Asks as a party; of the variables those that the selection names. */
function owner(selection: string, variables: object = {}, caller: Caller = kpr, partKode = 'HDIR_KPR') {
  const declared = [
    '$partKode: ID!',
    ...(selection.includes('$citizen') ? ['$citizen: String!'] : []),
    ...(selection.includes('$definition') ? ['$definition: ID!'] : []),
  ]
  const query = `query (${declared.join(', ')}) { privacyOwner(partKode: $partKode) { ${selection} } }`
  return ask(query, { partKode, ...variables }, caller)
}

describe('an owner', () => {
  test('registers, and asks for one setting, for all of one citizen, and for all citizens', async () => {
    const citizen = aFodselsnummer()
    const decidedAt = '2021-11-01T09:00:00.000Z'
    expect((await register(citizen, { decidedAt })).data.registerPrivacySetting).toEqual({
      state: 'ACTIVE',
      sequenceNumber: 1,
      decidedAt,
    })
    const { data } = await owner(
      `setting(definition: $definition, citizen: $citizen) { state definition { id } }
       settings(citizen: $citizen) { definition { id } }
       citizens(definition: $definition) { citizens { identifier pseudonym } next }`,
      { citizen, definition: fnr },
    )
    expect(data.privacyOwner).toMatchObject({
      setting: { state: 'ACTIVE', definition: { id: fnr } },
      settings: [{ definition: { id: fnr } }],
      citizens: {
        citizens: expect.arrayContaining([{ identifier: citizen, pseudonym: expect.any(String) }]),
        next: null,
      },
    })
  })

  test('is told whether it may use data, by what settings mean', async () => {
    const citizen = aFodselsnummer()
    await register(citizen)
    const { data } = await owner(
      `identified: judgement(citizen: $citizen, use: { register: "KPR", discloseFor: RESEARCH }) { isAllowed refusal definition }
       pseudonymised: judgement(citizen: $citizen, use: { register: "KPR", discloseFor: RESEARCH, isIdentified: false }) { isAllowed }
       kept: judgement(citizen: $citizen, use: { register: "KPR", store: true }) { isAllowed }`,
      { citizen },
    )
    expect(data.privacyOwner).toEqual({
      identified: { isAllowed: false, refusal: 'RESERVED', definition: fnr },
      pseudonymised: { isAllowed: true },
      kept: { isAllowed: true },
    })
  })

  test('asks a citizen for a consent, sees how it goes, and takes it back', async () => {
    const fhi = aMachine('FHI')
    const citizen = aFodselsnummer()
    const input = {
      partKode: 'FHI',
      definition: guidOf('SENFOLGER_KORONA'),
      citizen,
      expiresAt: '2021-12-24T12:00:00Z',
    }
    const sent = await ask(
      'mutation ($input: ConsentRequestInput!) { sendConsentRequest(input: $input) { id state } }',
      { input },
      fhi,
    )
    expect(sent.data.sendConsentRequest.state).toBe('SENT')
    const seen = await owner('requests(citizen: $citizen) { state }', { citizen }, fhi, 'FHI')
    expect(seen.data.privacyOwner.requests).toEqual([{ state: 'SENT' }])
    const back = 'mutation ($id: ID!) { withdrawConsentRequest(partKode: "FHI", request: $id) { state } }'
    const { id } = sent.data.sendConsentRequest
    expect((await ask(back, { id }, fhi)).data.withdrawConsentRequest).toEqual({ state: 'WITHDRAWN' })
    expect((await ask(back, { id }, fhi)).errors).toMatchObject([{ extensions: { code: 'CONSENT_REQUEST_CLOSED' } }])
  })

  test('confirms that a withdrawal has been carried out', async () => {
    const ous = aMachine('OUS_NYFODT')
    const citizen = aFodselsnummer()
    const input = { partKode: 'OUS_NYFODT', definition: guidOf('NYFODT_BLODPROVE'), citizen }
    await register(citizen, { ...input }, ous)
    expect((await register(citizen, { ...input, isActive: false }, ous)).data.registerPrivacySetting.state).toBe(
      'WITHDRAWN_AWAITS_CONFIRMATION',
    )
    const confirm = 'mutation ($input: CitizenSettingInput!) { confirmConsentWithdrawal(input: $input) }'
    expect((await ask(confirm, { input }, ous)).data).toEqual({ confirmConsentWithdrawal: true })
    expect((await ask(confirm, { input }, ous)).data).toEqual({ confirmConsentWithdrawal: false })
  })

  test('tells that a citizen is in its register, and the citizen sees it', async () => {
    const citizen = aFodselsnummer()
    const input = { partKode: 'HDIR_KPR', citizen, kind: 'LISTED', isActive: true }
    expect((await ask('mutation ($input: InclusionInput!) { setInclusion(input: $input) }', { input })).data).toEqual({
      setInclusion: true,
    })
    const seen = await pvk.askEntities([aGrant([citizen])], 'privacy { inclusions { owner kind } }')
    expect(entitiesOf(seen)).toEqual([
      { privacy: { inclusions: [{ owner: 'Helsedirektoratet (KPR)', kind: 'LISTED' }] } },
    ])
  })
})

describe('who is not the owner', () => {
  const list = `citizens(definition: "${fnr}") { citizens { identifier } }`
  test.each<[string, Caller]>([
    ['a citizen', aCitizen()],
    ['health personnel', { ...aMachine('HDIR_KPR'), kind: 'health-personnel' }],
    ['another party', aMachine('HELSE_BERGEN')],
    [
      'a vendor the party has not named',
      aMachine('HDIR_KPR', { organisation: { number: '312700018', supplier: '312700131' } }),
    ],
  ])('%s gets no list of citizens', async (_, caller) => {
    const { data, errors } = await owner(list, {}, caller)
    expect(data).toEqual({ privacyOwner: null })
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  test.each<[string, Partial<Caller>, string]>([
    ['Maskinporten’s', {}, 'nhn:pvk.les'],
    [
      'HelseID’s',
      { organisation: { number: '320000106', parent: '312700018' } },
      'nhn:eksternapi/personverninnstilling_read',
    ],
  ])('a machine without the scope is told which it needs, by %s name', async (_, but, scope) => {
    const { errors } = await owner(list, {}, aMachine('HDIR_KPR', { scopes: ['nhn:pvk.skriv'], ...but }))
    expect(errors).toMatchObject([{ extensions: { code: 'SCOPE_MISSING', scope } }])
  })

  test.each<[string, Caller, object]>([
    ['the kind of caller', aCitizen(), { reason: 'citizen is no machine' }],
    ['the party’s organisation', aMachine('HELSE_BERGEN'), { claim: 'consumer', reason: '312700034' }],
    [
      'the legal entity in HelseID',
      aMachine('HELSE_BERGEN', { organisation: { number: '320000106', parent: '312700034' } }),
      { claim: 'orgnr_parent', reason: '312700034' },
    ],
    [
      'the supplier, also where the processor brings it',
      aMachine('HDIR_KPR', { organisation: { number: '312700077', supplier: '312700131' } }),
      { claim: 'supplier', reason: '312700131' },
    ],
  ])('a refusal names what gives no right: %s', async (_, caller, named) => {
    const { errors } = await owner(list, {}, caller)
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', ...named } }])
  })

  test('a processor the party has named is let in', async () => {
    const { errors } = await owner(list, {}, aMachine('HDIR_KPR', { organisation: { number: '312700077' } }))
    expect(errors).toBeUndefined()
  })

  test('a definition of another party is as one that is not there', async () => {
    const { errors } = await owner('citizens(definition: $definition) { next }', {
      definition: guidOf('KJERNEJOURNAL'),
    })
    expect(errors).toMatchObject([{ extensions: { code: 'PRIVACY_DEFINITION_UNKNOWN' } }])
  })

  test('a number that is none is refused, and not repeated', async () => {
    const { errors } = await register('12345678901')
    expect(errors).toMatchObject([{ extensions: { code: 'IDENTIFIER_INVALID' } }])
    expect(JSON.stringify(errors)).not.toContain('12345678901')
  })
})

type Received = { path: string; headers: NodeJS.Dict<string | string[]>; body: string }

async function aReceiver(answers: readonly number[] = []) {
  const got: Received[] = []
  let at = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const status = answers[at++] ?? 204
    if (status < 300) got.push({ path: request.url ?? '', headers: request.headers, body })
    response.writeHead(status).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/endringer`, got }
}

const replay = (variables: object, caller: Caller = kpr) =>
  ask(
    'mutation ($id: ID!, $definition: ID!, $after: Int!) { replayPrivacyChanges(partKode: "HDIR_KPR", subscriber: $id, definition: $definition, after: $after) }',
    variables,
    caller,
  )

const subscribe = (input: object, caller: Caller = kpr) =>
  ask(
    'mutation ($input: SubscriberInput!) { subscribeToPrivacyChanges(input: $input) { secret subscriber { id kind } } }',
    { input: { partKode: 'HDIR_KPR', kind: 'WEBHOOK', ...input } },
    caller,
  )

/** The lines of what was sent of a citizen, as her own log finds them: by her number. */
async function copiesOf({ database }: RunningSubgraph, citizen: PersonIdentifier) {
  return database
    .as<{ 'access_log.entry': EntryRow }>()
    .selectFrom('access_log.entry')
    .selectAll()
    .where('subject', '=', pseudonymOf(pseudonymKey, 'subject', citizen))
    .where('recipient', 'is not', null)
    .execute()
}
const waiting = { timeout: 20_000, interval: 50 }

describe('a subscriber', () => {
  test('is told of each change in order, signed, the one it caused too, with a pseudonym and no identity number', async () => {
    const { url, got } = await aReceiver()
    const { data } = await subscribe({ address: url, definitions: [keeping] })
    const { secret } = data.subscribeToPrivacyChanges
    const citizen = aFodselsnummer()
    await register(citizen, { definition: keeping })
    await register(citizen, { definition: keeping, isActive: false })
    await vi.waitFor(() => expect(got).toHaveLength(2), waiting)
    const events = got.map(({ body }) => JSON.parse(body))
    expect(events).toMatchObject([
      { specversion: '1.0', data: { definition: keeping, kind: 'RESERVATION', isActive: true, sequenceNumber: 1 } },
      { specversion: '1.0', data: { isActive: false, sequenceNumber: 2 } },
    ])
    expect(events[0].subject).toBe(events[1].subject)
    expect(JSON.stringify(got)).not.toContain(citizen)
    for (const { headers, body } of got) {
      const [id, timestamp] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])]
      expect(headers['webhook-signature']).toBe(signature(secret, { id, timestamp, body }))
    }
  })

  test('that keeps a copy is sent PVK’s own message, with the number in the body alone', async () => {
    const { url, got } = await aReceiver()
    await subscribe({ kind: 'REPLICA', address: url, definitions: [fnr] })
    const citizen = aFodselsnummer()
    await register(citizen)
    await vi.waitFor(() => expect(got).toHaveLength(1), waiting)
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
      innbyggerFnr: citizen,
      definisjonGuid: fnr,
      partKode: 'HDIR_KPR',
      typePi: 'reservasjon',
      aktiv: true,
      sekvensnummer: 1,
    })
    expect(JSON.stringify([got[0]?.path, got[0]?.headers])).not.toContain(citizen)
    // What it was sent is in the citizen's log, as what it asks for is: once, however often it is tried.
    const lines = await copiesOf(pvk, citizen)
    expect(lines).toMatchObject([
      {
        kind: 'disclosure',
        caller: 'machine of HDIR_KPR',
        client: 'register',
        organisation: '312700018',
        recipient: '312700018',
        correlation_id: got[0]?.headers['webhook-id'],
      },
    ])
  })

  test('that keeps a copy is sent none while the access log cannot be written', async () => {
    await using closed = await startProxyConsent({ addresses: { allowsPrivate: true } })
    const { url, got } = await aReceiver()
    const subscribing = `mutation ($input: SubscriberInput!) { subscribeToPrivacyChanges(input: $input) { secret } }`
    const input = { partKode: 'HDIR_KPR', kind: 'REPLICA', address: url, definitions: [fnr] }
    await closed.ask(subscribing, { caller: kpr, variables: { input } })
    await breakAccessLog(closed.database)
    const order = { definition: fnr, identifiers: [aFodselsnummer()], isActive: true, now, caller: 'her' }
    await closed.database
      .as<PrivacyTables>()
      .transaction()
      .execute(trx => changeSetting(trx, { ...order, madeBy: 'CITIZEN' }))
    const seen = '{ privacyOwner(partKode: "HDIR_KPR") { subscribers { cursors { lastFailure } } } }'
    const failures = async () => JSON.stringify((await closed.ask(seen, { caller: kpr })).data)
    await vi.waitFor(async () => expect(await failures()).toContain('access-log'), waiting)
    expect(got).toEqual([])
  })

  test('that keeps a copy and fails has one line for each copy, not for each attempt', async () => {
    const { url, got } = await aReceiver([500])
    const { data } = await subscribe({ kind: 'REPLICA', address: url, definitions: [guidOf('KPR_UTLEVERING_FORMAL')] })
    const { id } = data.subscribeToPrivacyChanges.subscriber
    const citizen = aFodselsnummer()
    await register(citizen, { definition: guidOf('KPR_UTLEVERING_FORMAL') })
    const cursor = async () => {
      const seen = await owner('subscribers { id cursors { position failures } }')
      return seen.data.privacyOwner.subscribers.find((one: { id: string }) => one.id === id).cursors[0]
    }
    await vi.waitFor(async () => expect(await cursor()).toMatchObject({ failures: 1 }), waiting)
    await replay({ id, definition: guidOf('KPR_UTLEVERING_FORMAL'), after: (await cursor()).position })
    await vi.waitFor(() => expect(got).toHaveLength(1), waiting)
    expect(await copiesOf(pvk, citizen)).toHaveLength(1)
  })

  test('is begun, ended and told again by nobody who may only read', async () => {
    const reader = aMachine('HDIR_KPR', { scopes: ['nhn:pvk.les'] })
    const { url } = await aReceiver()
    const { data } = await subscribe({ address: url, definitions: [keeping] })
    const { id } = data.subscribeToPrivacyChanges.subscriber
    const answers = [
      await subscribe({ kind: 'REPLICA', address: url, definitions: [keeping], after: 0 }, reader),
      await replay({ id, definition: keeping, after: 0 }, reader),
      await ask(
        'mutation ($id: ID!) { endPrivacySubscription(partKode: "HDIR_KPR", subscriber: $id) }',
        { id },
        reader,
      ),
    ]
    for (const { errors } of answers) {
      expect(errors).toMatchObject([{ extensions: { code: 'SCOPE_MISSING', scope: 'nhn:pvk.skriv' } }])
    }
  })

  test('tells its party who asked for it, and a party has no more than twenty', async () => {
    const { url: address } = await aReceiver()
    const helseBergen = aMachine('HELSE_BERGEN', { client: 'integrasjon' })
    const input = { partKode: 'HELSE_BERGEN', address, definitions: [guidOf('DIABETESREGISTER_VOKSNE')] }
    const answers = await Promise.all(Array.from({ length: 23 }, () => subscribe(input, helseBergen)))
    const refused = answers.flatMap(({ errors }) => errors ?? [])
    expect(refused.map(({ extensions }) => [extensions.code, extensions.limit])).toEqual(
      Array.from({ length: 3 }, () => ['SUBSCRIBERS_TOO_MANY', '20']),
    )
    const selection = 'subscribers { id requestedByClient requestedByOrganisation }'
    const { data } = await owner(selection, {}, helseBergen, 'HELSE_BERGEN')
    const { subscribers } = data.privacyOwner
    expect(subscribers).toHaveLength(20)
    expect(subscribers[0]).toMatchObject({ requestedByClient: 'integrasjon', requestedByOrganisation: '312700034' })
    const end = 'mutation ($id: ID!) { endPrivacySubscription(partKode: "HELSE_BERGEN", subscriber: $id) }'
    await ask(end, { id: subscribers[0].id }, helseBergen)
    expect((await subscribe(input, helseBergen)).errors).toBeUndefined()
  })

  test('that fails is told again, and shows why; nothing behind is told before', async () => {
    const { url, got } = await aReceiver([500])
    const { data } = await subscribe({ address: url, definitions: [fnr] })
    const citizen = aFodselsnummer()
    await register(citizen)
    await register(citizen, { isActive: false })
    const { id } = data.subscribeToPrivacyChanges.subscriber
    const cursor = async () => {
      const seen = await owner('subscribers { id cursors { position failures lastFailure } }')
      return seen.data.privacyOwner.subscribers.find((one: { id: string }) => one.id === id).cursors[0]
    }
    await vi.waitFor(
      async () => expect(await cursor()).toMatchObject({ failures: 1, lastFailure: 'status 500' }),
      waiting,
    )
    // The clock of this subgraph stands still: what waits for later is asked for again by a replay.
    const position = (await cursor()).position
    await replay({ id, definition: fnr, after: position })
    await vi.waitFor(() => expect(got).toHaveLength(2), waiting)
    expect(got.map(({ body }) => JSON.parse(body).data.isActive)).toEqual([true, false])
  })

  test('can have everything again from a position, each under the id it had', async () => {
    const { url, got } = await aReceiver()
    const { data } = await subscribe({ address: url, definitions: [keeping] })
    const { id } = data.subscribeToPrivacyChanges.subscriber
    await register(aFodselsnummer(), { definition: keeping })
    await vi.waitFor(() => expect(got).toHaveLength(1), waiting)
    const first = JSON.parse(got[0]?.body ?? '')
    await replay({ id, definition: keeping, after: first.data.position - 1 })
    await vi.waitFor(() => expect(got).toHaveLength(2), waiting)
    expect(JSON.parse(got[1]?.body ?? '')).toEqual(first)
  })

  test('that has ended is told no more', async () => {
    const { url, got } = await aReceiver()
    const { data } = await subscribe({ address: url, definitions: [keeping] })
    const { id } = data.subscribeToPrivacyChanges.subscriber
    const end = 'mutation ($id: ID!) { endPrivacySubscription(partKode: "HDIR_KPR", subscriber: $id) }'
    expect((await ask(end, { id })).data).toEqual({ endPrivacySubscription: true })
    const other = await aReceiver()
    await subscribe({ address: other.url, definitions: [keeping] })
    await register(aFodselsnummer(), { definition: keeping })
    await vi.waitFor(() => expect(other.got).toHaveLength(1), waiting)
    expect(got).toEqual([])
  })

  test('without a broker nobody subscribes by AMQP', async () => {
    expect((await subscribe({ kind: 'AMQP' })).errors).toMatchObject([
      { extensions: { code: 'SUBSCRIBER_ADDRESS_REFUSED', reason: 'no-broker' } },
    ])
  })

  test('by the graph is told what has been, and then each change as it comes', async () => {
    const definition = guidOf('KPR_UTLEVERING_FORMAL')
    await register(aFodselsnummer(), { definition })
    const gone = new AbortController()
    const token = (await pvk.headers(kpr))[accessHeaders.authorization] ?? ''
    const events = pvk.subgraph.subscribe({
      query: `subscription { privacyChanges(partKode: "HDIR_KPR", definition: "${definition}") { position isActive pseudonym } }`,
      headers: { [accessHeaders.authorization]: token },
      signal: gone.signal,
    })
    const next = async () => JSON.parse(JSON.stringify((await events.next()).value)).data.privacyChanges
    expect(await next()).toMatchObject({ position: 1, isActive: true })
    await register(aFodselsnummer(), { definition })
    expect(await next()).toMatchObject({ position: 2 })
    gone.abort()
    expect((await events.next()).done).toBe(true)
  })

  test('by the graph who is not the owner is refused at once', async () => {
    const token = (await pvk.headers(aCitizen()))[accessHeaders.authorization] ?? ''
    const events = pvk.subgraph.subscribe({
      query: `subscription { privacyChanges(partKode: "HDIR_KPR", definition: "${fnr}") { position } }`,
      headers: { [accessHeaders.authorization]: token },
    })
    expect(JSON.stringify((await events.next()).value)).toContain('FORBIDDEN')
  })
})

test('an address inside our own networks is refused in earnest', { timeout: 120_000 }, async () => {
  await using strict = await startProxyConsent()
  const { errors } = await strict.ask(
    'mutation ($input: SubscriberInput!) { subscribeToPrivacyChanges(input: $input) { secret } }',
    {
      caller: kpr,
      variables: { input: { partKode: 'HDIR_KPR', kind: 'WEBHOOK', address: 'https://169.254.169.254/latest' } },
    },
  )
  expect(errors).toMatchObject([{ extensions: { code: 'SUBSCRIBER_ADDRESS_REFUSED', reason: 'private' } }])
})

test('meets no bug on the way', () => {
  expect(pvk.bugs).toEqual([])
})
