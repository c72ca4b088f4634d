import { afterAll, beforeAll, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { startWorld, type World } from '../world.ts'

/*
 * Journey 5: a citizen's privacy page, over HTTP, and what follows from it for the register that asks. The register asks
 * as it does today: in PVK's own shapes, with a token of Maskinporten.
 */
let world: World
beforeAll(async () => {
  world = await startWorld({ transport: 'http' })
})
afterAll(() => world[Symbol.asyncDispose]())

const page = `{ me { privacy {
  settings { id state isSet since definition { id name kind group owner { name } isSelectable } }
  requests { id state definition { name } } } } }`

type Row = { id: string; isSet: boolean; state: string; definition: { id: string; name: string; group: string } }

async function settingOf(code: string, as = 'kari'): Promise<Row> {
  const { data, errors } = await world.ask(page, { as })
  expect(errors).toEqual([])
  return data.me.privacy.settings.find(({ definition }: Row) => definition.id === guidOf(code))
}

const decide = (mutation: string, setting: string, as = 'kari') =>
  world.ask(`mutation ($setting: ID!) { ${mutation}(setting: $setting) { state history { isActive madeBy } } }`, {
    as,
    variables: { setting },
  })

/** Asks PVK as the register does today: in PVK’s own shapes. */
async function askAsRegister(path: string, persona: string, code = 'KPR_UTLEVERING_FNR', more: object = {}) {
  const response = await fetch(`${world.url}/personvern/Personverninnstillinger/${path}/v2`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.tokenOf('kpr')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      innbyggerFnr: personas.find(({ name }) => name === persona)?.identifier,
      definisjonGuid: guidOf(code),
      definisjonNavn: 'Navnet er for mennesker',
      partKode: 'HDIR_KPR',
      ...more,
    }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as { aktiv: boolean }
}

/** May the register pass somebody’s data on with her number? */
const isReserved = async (persona = 'kari') => (await askAsRegister('SjekkInnbyggersPiStatus', persona)).aktiv

test('a citizen sees every setting in one overview, set or not, in groups and with their owners', async () => {
  const { data, errors } = await world.ask(page, { as: 'kari' })
  expect(errors).toEqual([])
  const { settings } = data.me.privacy
  expect(settings.length).toBeGreaterThanOrEqual(9)
  expect(new Set(settings.map(({ definition }: Row) => definition.group)).size).toBe(4)
})

test('she reserves herself, and the register’s next question is answered so; she lifts it as easily', async () => {
  expect(await isReserved()).toBe(false)
  const { id } = await settingOf('KPR_UTLEVERING_FNR')
  const set = await decide('setReservation', id)
  expect(set.errors).toEqual([])
  expect(set.data.setReservation).toMatchObject({ state: 'ACTIVE', history: [{ isActive: true, madeBy: 'CITIZEN' }] })
  expect(await isReserved()).toBe(true)
  expect((await decide('liftReservation', id)).data.liftReservation.state).toBe('ENDED')
  expect(await isReserved()).toBe(false)
})

test('somebody else’s setting is not hers to decide about', async () => {
  const { id } = await settingOf('KPR_UTLEVERING_FNR')
  const { data, errors } = await decide('setReservation', id, 'ola')
  expect(data.setReservation).toBeNull()
  expect(errors).toMatchObject([{ path: ['setReservation'], extensions: { code: 'FORBIDDEN' } }])
})

test('what the register asks is in the access log, as a disclosure and without a number', async () => {
  await isReserved()
  const lines = await world.database
    .as<{ 'access_log.entry': { kind: string; basis: string; register: string; subject: string } }>()
    .selectFrom('access_log.entry')
    .selectAll()
    .where('basis', '=', 'registry-owner')
    .execute()
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) {
    expect(line).toMatchObject({ kind: 'disclosure', register: 'proxy-consent' })
    expect(JSON.stringify(line)).not.toMatch(/\b\d{11}\b/)
  }
})

test('she reads there what the register was told, though she has never opened her privacy page', async () => {
  const log = `{ me { accessLog(area: CONSENTS) { nodes {
    kind actor { role application organisation { name } } recipient { name } purpose } } } }`
  const before = await world.ask(log, { as: 'tor' })
  expect(before.data.me.accessLog.nodes).toEqual([])
  expect(await isReserved('tor')).toBe(false)
  const { data, errors } = await world.ask(log, { as: 'tor' })
  expect(errors).toEqual([])
  const register = { name: 'Helsedirektoratet' }
  expect(data.me.accessLog.nodes).toEqual([
    {
      kind: 'DISCLOSURE',
      actor: { role: 'MACHINE', application: 'hdir-kpr', organisation: register },
      recipient: register,
      purpose: expect.any(String),
    },
  ])
})

test('papers of the largest size are listed, and fetched one by one', { timeout: 60_000 }, async () => {
  const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4 * 1024 * 1024 - 9, 7)]).toString('base64')
  for (const code of ['KPR_UTLEVERING_FNR', 'KPR_OPPBEVARING']) {
    const signed = { signertBevisMimeType: 'application/pdf', signertBevisInnhold: paper }
    const setting = { typePi: 'reservasjon', aktiv: true, ...signed }
    await askAsRegister('SettInnbyggersPersonvernInnstilling', 'ola', code, setting)
  }
  const all = await world.ask('{ me { privacy { history { isActive evidence { content } } } } }', { as: 'ola' })
  expect(all.errors.map(({ extensions }) => extensions.code)).toEqual(['EVIDENCE_ONE_AT_A_TIME'])
  expect(all.data.me.privacy.history).toHaveLength(2)
  const listed = await world.ask('{ me { privacy { history { evidence { id size } } } } }', { as: 'ola' })
  for (const { evidence } of listed.data.me.privacy.history) {
    const one = 'query ($id: ID!) { me { privacy { evidence(id: $id) { content } } } }'
    const { data, errors } = await world.ask(one, { as: 'ola', variables: { id: evidence.id } })
    expect(errors).toEqual([])
    expect(data.me.privacy.evidence.content === paper).toBe(true)
  }
})

test('one who was asked for a consent sees the question, answers, and the consent is given', async () => {
  const { data } = await world.ask(page, { as: 'silje' })
  const [request] = data.me.privacy.requests
  expect(request.state).toBe('SENT')
  const answered = await world.ask(
    'mutation ($id: ID!) { answerConsentRequest(request: $id, answer: YES) { state } }',
    {
      as: 'silje',
      variables: { id: request.id },
    },
  )
  expect(answered.errors).toEqual([])
  expect(answered.data.answerConsentRequest).toEqual({ state: 'ANSWERED_YES' })
  expect((await settingOf('SENFOLGER_KORONA', 'silje')).isSet).toBe(true)
})

test('with an ordinary fullmakt one sees and does not decide; with a tildelt fullmakt, and for one’s child, one decides', async () => {
  const theirs = `{ me { representations { basis person { privacy { settings { id definition { id } } } } } } }`
  const settingFor = async (as: string, basis: string) => {
    const { data } = await world.ask(theirs, { as })
    const found = data.me.representations.find(
      (one: { basis: string; person: { privacy: unknown } | null }) => one.basis === basis && one.person?.privacy,
    )
    return found.person.privacy.settings.find(({ definition }: Row) => definition.id === guidOf('KJERNEJOURNAL')).id
  }
  const refused = await decide('setReservation', await settingFor('guro', 'FULLMAKT'), 'guro')
  expect(refused.errors).toMatchObject([{ extensions: { code: 'REQUIRES_THE_CITIZEN' } }])
  const asParent = await decide('setReservation', await settingFor('hanne', 'PARENT'), 'hanne')
  expect(asParent.data.setReservation).toMatchObject({ state: 'ACTIVE', history: [{ madeBy: 'PARENT' }] })
  const done = await decide('setReservation', await settingFor('knut', 'TILDELT_FULLMAKT'), 'knut')
  expect(done.data.setReservation).toMatchObject({ state: 'ACTIVE', history: [{ madeBy: 'TILDELT_FULLMAKT' }] })
})

test('with PVK down its part says so, and her own data are served', async () => {
  await world.breakDown('proxy-consent')
  const { data, errors } = await world.ask('{ me { privacy { settings { state } } vaccinations { code } } }', {
    as: 'kari',
    language: 'nb',
  })
  expect(data.me.privacy).toBeNull()
  expect(data.me.vaccinations.length).toBeGreaterThan(0)
  expect(errors).toMatchObject([
    { path: ['me', 'privacy'], extensions: { code: 'REGISTRY_UNAVAILABLE', register: 'proxy-consent' } },
  ])
})
