import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Basis } from '../../../../schema/access.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import { sendRequest } from '../../../../subgraphs/proxy-consent/privacy/store/requests.ts'
import { changeSetting } from '../../../../subgraphs/proxy-consent/privacy/store/settings.ts'
import type { PrivacyTables } from '../../../../subgraphs/proxy-consent/privacy/store/tables.ts'
import { aDNummer, aFodselsnummer } from '../../../builders/identifier.ts'
import { aCitizen, aGrant, entitiesOf, now, type RunningSubgraph } from '../../../subgraph.ts'
import { guidOf } from '../a-machine.ts'
import { startProxyConsent } from '../a-proxy-consent.ts'

let pvk: RunningSubgraph
beforeAll(async () => {
  pvk = await startProxyConsent()
})
afterAll(() => pvk[Symbol.asyncDispose]())

type Row = {
  id: string
  state: string
  isSet: boolean
  definition: { id: string; name: string; isSelectable: boolean }
}
const fields = `privacy { settings { id state isSet since definition { id name kind group isSelectable owner { name } } } }`

type Who = { readonly identifiers?: readonly PersonIdentifier[]; readonly basis?: Basis; readonly subject?: string }
const grantOf = ({ identifiers = [aFodselsnummer()], basis = 'self', subject }: Who = {}) =>
  aGrant(identifiers, { basis, ...(subject !== undefined && { subject }) })

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
async function readPrivacy(grant: string, selection: string, language = 'nb'): Promise<any> {
  const answer = await pvk.askEntities([grant], `privacy { ${selection} }`, { language })
  expect(answer.errors).toBeUndefined()
  return (entitiesOf(answer)[0] as { privacy: unknown }).privacy
}

async function settingOf(grant: string, code: string): Promise<Row> {
  const { settings } = await readPrivacy(grant, 'settings { id state isSet definition { id name isSelectable } }')
  const found = settings.find(({ definition }: Row) => definition.name === code)
  if (!found) throw new Error(`no setting ${code}`)
  return found
}

const mutate = (mutation: string, setting: string, more = '', caller = aCitizen()) =>
  pvk.ask(
    `mutation ($setting: ID!) { ${mutation}(setting: $setting${more}) { state isSet until restrictions { areas organisation hprNumber until }
      history { isActive madeBy decidedAt registeredBy evidence { size } } } }`,
    { variables: { setting }, caller },
  )

const kprNumber = 'Reservasjon mot utlevering med fødselsnummer fra KPR'
const biobank = 'Samtykke til lagring av blodprøver til nyfødtscreening'
const research = 'Samtykke til å delta i forskning på senfølger av korona'
const restriction = 'Begrensning av helsepersonells innsyn i vaksiner, prøvesvar og påvist korona'

describe('the overview', () => {
  test('has every setting, set or not, grouped, with owner and kind', async () => {
    const answer = await pvk.askEntities([grantOf()], fields)
    const settings = (entitiesOf(answer)[0] as { privacy: { settings: (Row & { definition: { group: string } })[] } })
      .privacy.settings
    expect(settings).toHaveLength(10)
    expect(new Set(settings.map(({ state }) => state))).toEqual(new Set(['NOT_SET']))
    const groups = settings.map(({ definition }) => definition.group)
    expect(groups).toEqual(groups.toSorted((a, b) => groups.indexOf(a) - groups.indexOf(b)))
    expect(new Set(groups)).toEqual(new Set(['RESEARCH', 'SCREENING', 'HEALTH_REGISTER', 'HELSENORGE']))
  })

  test('can be one group alone, and comes in the reader’s language', async () => {
    const { settings } = await readPrivacy(grantOf(), 'settings(group: SCREENING) { definition { name } }', 'en')
    expect(settings.map(({ definition }: Row) => definition.name)).toEqual([
      'Consent to blood samples being kept for newborn screening',
      'Reservation against negative findings being kept',
    ])
  })

  test('is closed to health personnel, whatever their grant opens', async () => {
    const answer = await pvk.askEntities([grantOf({ basis: 'helsehjelp' })], fields)
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(entitiesOf(answer)).toEqual([{ privacy: null }])
  })

  test('tells no identity number in what a client is given', async () => {
    const identifiers = [aFodselsnummer()]
    const { id } = await settingOf(grantOf({ identifiers }), kprNumber)
    expect(id).not.toContain(identifiers[0])
    expect(Buffer.from(id.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain(identifiers[0])
  })
})

describe('deciding', () => {
  test('a reservation is set and lifted with the same gesture, and each is remembered', async () => {
    const grant = grantOf()
    const { id } = await settingOf(grant, kprNumber)
    expect((await mutate('setReservation', id)).data?.setReservation).toMatchObject({ state: 'ACTIVE', isSet: true })
    expect(await settingOf(grant, kprNumber)).toMatchObject({ isSet: true })
    const { data } = await mutate('liftReservation', id)
    expect(data?.liftReservation).toMatchObject({
      state: 'ENDED',
      isSet: false,
      history: [
        { isActive: false, madeBy: 'CITIZEN' },
        { isActive: true, madeBy: 'CITIZEN' },
      ],
    })
  })

  test('a consent whose withdrawal must be confirmed waits for that', async () => {
    const { id } = await settingOf(grantOf(), biobank)
    await mutate('giveConsent', id)
    expect((await mutate('withdrawConsent', id)).data?.withdrawConsent).toMatchObject({
      state: 'WITHDRAWN_AWAITS_CONFIRMATION',
      isSet: false,
    })
  })

  test('a consent can be given until a day, where its owner allows that', async () => {
    const grant = grantOf()
    const until = ', until: "2021-12-31"'
    const given = await mutate('giveConsent', (await settingOf(grant, research)).id, until)
    expect(given.data?.giveConsent).toMatchObject({ state: 'ACTIVE', until: '2021-12-31' })
    const refused = await mutate('giveConsent', (await settingOf(grant, biobank)).id, until)
    expect(refused.errors).toMatchObject([{ extensions: { code: 'PRIVACY_PERIOD' } }])
  })

  test('what has not begun is shown, and cannot be set yet', async () => {
    const setting = await settingOf(grantOf(), 'Reservasjon mot lagring av negative funn')
    expect(setting.definition.isSelectable).toBe(false)
    expect((await mutate('setReservation', setting.id)).errors).toMatchObject([
      { extensions: { code: 'PRIVACY_SETTING_NOT_OPEN' } },
    ])
  })

  test('a reservation is not given as a consent', async () => {
    const { id } = await settingOf(grantOf(), kprNumber)
    expect((await mutate('giveConsent', id)).errors).toMatchObject([{ extensions: { code: 'PRIVACY_SETTING_KIND' } }])
  })

  test('data are closed to some health personnel, and opened again', async () => {
    const { id } = await settingOf(grantOf(), restriction)
    const part =
      ', restrictions: [{ areas: [TESTS], organisation: "312700107" }, { hprNumber: "1234567", until: "2022-01-31" }]'
    expect((await mutate('setAccessRestriction', id, part)).data?.setAccessRestriction).toMatchObject({
      isSet: true,
      restrictions: [
        { areas: ['TESTS'], organisation: '312700107' },
        { hprNumber: '1234567', until: '2022-01-31' },
      ],
    })
    expect((await mutate('liftAccessRestriction', id)).data?.liftAccessRestriction).toMatchObject({ restrictions: [] })
  })

  test.each(['organisation: "12"', 'hprNumber: "abc"', 'areas: []', 'from: "2022-02-01", until: "2022-01-01"'])(
    'a restriction of { %s } is refused',
    async part => {
      const { id } = await settingOf(grantOf(), restriction)
      expect((await mutate('setAccessRestriction', id, `, restrictions: [{ ${part} }]`)).errors).toMatchObject([
        { extensions: { code: 'PRIVACY_RESTRICTION' } },
      ])
    },
  )

  test('what was set under a D-nummer is hers under the fødselsnummer', async () => {
    const [dnr, fnr] = [aDNummer(), aFodselsnummer()]
    const subject = 'moved'
    await mutate('setReservation', (await settingOf(grantOf({ identifiers: [dnr], subject }), kprNumber)).id)
    const later = await settingOf(grantOf({ identifiers: [fnr, dnr], subject }), kprNumber)
    expect(later.isSet).toBe(true)
    expect((await mutate('liftReservation', later.id)).data?.liftReservation).toMatchObject({ isSet: false })
  })

  test('it is in the access log, like reading is', async () => {
    const { id } = await settingOf(grantOf({ subject: 'logged' }), kprNumber)
    await mutate('setReservation', id)
    const lines = (await pvk.accessLines()).filter(({ subject }) => subject === 'logged')
    expect(lines).toMatchObject([
      { register: 'proxy-consent', area: 'consents', basis: 'self' },
      { register: 'proxy-consent', area: 'consents', basis: 'self' },
    ])
  })
})

describe('the signed papers that actors have registered', () => {
  const bytes = Buffer.from('%PDF-1.7 signed')
  async function aPerson() {
    const identifiers = [aFodselsnummer()]
    const order = { identifiers, isActive: true, now, madeBy: 'ACTOR', party: 'HDIR_KPR', caller: 'register' } as const
    const evidence = { mediaType: 'application/pdf', bytes } as const
    for (const code of ['KPR_UTLEVERING_FNR', 'KPR_OPPBEVARING']) {
      await pvk.database
        .as<PrivacyTables>()
        .transaction()
        .execute(trx => changeSetting(trx, { ...order, definition: guidOf(code), evidence }))
    }
    return grantOf({ identifiers })
  }
  const listed = { id: expect.any(String), mediaType: 'application/pdf', size: bytes.length }
  const registered = { madeBy: 'ACTOR', registeredBy: 'Helsedirektoratet (KPR)', evidence: listed }

  test('are listed in her history, and each is hers to read', async () => {
    const grant = await aPerson()
    const { history } = await readPrivacy(grant, 'history { madeBy registeredBy evidence { id mediaType size } }')
    expect(history).toEqual([registered, registered])
    for (const { evidence } of history) {
      expect(await readPrivacy(grant, `evidence(id: "${evidence.id}") { mediaType content }`)).toEqual({
        evidence: { mediaType: 'application/pdf', content: bytes.toString('base64') },
      })
      expect(await readPrivacy(grantOf(), `evidence(id: "${evidence.id}") { content }`)).toEqual({ evidence: null })
    }
  })

  test('are read one at a time, for two may be more than an answer holds', async () => {
    const answer = await pvk.askEntities([await aPerson()], 'privacy { history { madeBy evidence { content } } }')
    expect(answer.errors).toMatchObject([
      { path: ['_entities', 0, 'privacy', 'history', 1, 'evidence', 'content'], extensions: oneAtATime },
    ])
    expect(entitiesOf(answer)).toEqual([
      {
        privacy: {
          history: [
            { madeBy: 'ACTOR', evidence: { content: bytes.toString('base64') } },
            { madeBy: 'ACTOR', evidence: null },
          ],
        },
      },
    ])
  })
  const oneAtATime = { code: 'EVIDENCE_ONE_AT_A_TIME' }
})

describe('by what right', () => {
  test.each<Basis>(['parent', 'tildelt-fullmakt'])(
    '%s does not decide while nobody can say whether it still stands',
    async basis => {
      const { id } = await settingOf(grantOf({ basis }), kprNumber)
      const { data, errors } = await mutate('setReservation', id)
      expect(data?.setReservation).toBeNull()
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', register: 'person' })
    },
  )

  test('an ordinary fullmakt reads, and does not decide', async () => {
    const { id } = await settingOf(grantOf({ basis: 'fullmakt' }), kprNumber)
    const { data, errors } = await mutate('setReservation', id)
    expect(data).toMatchObject({ setReservation: null })
    expect(errors).toMatchObject([{ extensions: { code: 'REQUIRES_THE_CITIZEN' } }])
  })

  test.each([
    ['another person', aCitizen({ id: 'somebody-else' })],
    ['another client', aCitizen({ client: 'another-app' })],
  ])('%s cannot use what was shown to one', async (_, caller) => {
    const { id } = await settingOf(grantOf(), kprNumber)
    expect((await mutate('setReservation', id, '', caller)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })

  test.each(['nonsense', 'p1.AAAA', ''])('%j names no setting', async id => {
    expect((await mutate('setReservation', id)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('a consent request', () => {
  const guid = '4a67052d-9f49-4293-bd21-7e6cf63f8ee2'
  const selection = 'requests { id state definition { name } closedAt }'
  const answer = (id: string, what: 'YES' | 'NO') =>
    pvk.ask(
      'mutation ($id: ID!, $what: ConsentAnswer!) { answerConsentRequest(request: $id, answer: $what) { state } }',
      {
        variables: { id, what },
      },
    )

  async function aRequest(hours = 24) {
    const identifier = aFodselsnummer()
    const expiresAt = new Date(now.getTime() + hours * 3_600_000)
    await sendRequest(pvk.database.as<PrivacyTables>(), { definition: guid, identifier, now, expiresAt })
    return grantOf({ identifiers: [identifier] })
  }

  test('is seen and answered yes: the consent is given with the answer', async () => {
    const grant = await aRequest()
    const { requests } = await readPrivacy(grant, selection)
    expect(requests).toMatchObject([{ state: 'SENT', definition: { name: research } }])
    expect((await answer(requests[0].id, 'YES')).data).toEqual({ answerConsentRequest: { state: 'ANSWERED_YES' } })
    expect(await settingOf(grant, research)).toMatchObject({ isSet: true })
    expect((await answer(requests[0].id, 'NO')).errors).toMatchObject([
      { extensions: { code: 'CONSENT_REQUEST_CLOSED' } },
    ])
    expect(await settingOf(grant, research)).toMatchObject({ isSet: true })
  })

  test('answered no gives nothing', async () => {
    const grant = await aRequest()
    const { requests } = await readPrivacy(grant, selection)
    expect((await answer(requests[0].id, 'NO')).data).toEqual({ answerConsentRequest: { state: 'ANSWERED_NO' } })
    expect(await settingOf(grant, research)).toMatchObject({ state: 'NOT_SET' })
  })

  test('that was not answered in time has expired', async () => {
    const grant = await aRequest(0)
    const { requests } = await readPrivacy(grant, selection)
    expect(requests).toMatchObject([{ state: 'EXPIRED' }])
    expect((await answer(requests[0].id, 'YES')).errors).toMatchObject([
      { extensions: { code: 'CONSENT_REQUEST_CLOSED' } },
    ])
  })
})

test('meets no bug on the way', () => {
  expect(pvk.bugs).toEqual([])
})
