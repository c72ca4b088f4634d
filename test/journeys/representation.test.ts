import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personas } from '../../local/population/personas.ts'
import { addDays, localDate, osloDay } from '../../schema/scalars/local-date.ts'
import { startWorld, type World } from '../world.ts'
import { befalls, type Fate } from './befalls.ts'

const identifierOf = (persona: string) => personas.find(({ name }) => name === persona)?.identifier

/*
 * Journeys 3 and 4: a parent of children of different ages, and a daughter who acts for her father in another region.
 * Over real HTTP between gateway and subgraphs.
 */
const everything = `name { full } vaccinations { code } testResults { outcome } recoveries { id }
  vaccinationCertificate { __typename } testCertificates { __typename }`
const representations = (fields = everything) =>
  `{ me { representations { basis areas validUntil person { ${fields} } } } }`

type Represented = {
  basis: string
  areas: string[]
  validUntil: string | null
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  person: any
}

let world: World
beforeAll(async () => {
  world = await startWorld({ transport: 'http' })
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

async function actingAs(persona: string, fields?: string) {
  const answer = await world.ask(representations(fields), { as: persona })
  expect(answer.status).toBe(200)
  const represented: Represented[] = answer.data.me.representations
  const codes = (place: number) =>
    Object.fromEntries(
      answer.errors
        .filter(({ path }) => path?.[2] === place)
        .map(({ path, extensions }) => [path?.slice(4).join('.'), extensions.code]),
    )
  const named = (name: string) => {
    const place = represented.findIndex(({ person }) => person?.name?.full.startsWith(name))
    return { ...(represented[place] as Represented), codes: codes(place) }
  }
  return { represented, named, errors: answer.errors }
}

test('a register that says whose parent she is has told something', async () => {
  const statusFor = async (as: string) => {
    const { extensions } = await world.ask('{ me { representations { id } } }', { as })
    const told: readonly { register: string; status: string }[] = extensions.sources
    return told.find(({ register }) => register === 'proxy-consent')?.status
  }
  expect([await statusFor('hanne'), await statusFor('tor')]).toEqual(['OK', 'EMPTY'])
})

describe('the id of a representation', () => {
  const idsOf = async (as: string, client?: string) => {
    const how = client === undefined ? {} : { how: { client } }
    const answer = await world.ask('{ me { representations { id } } }', { as, ...how })
    return answer.data.me.representations.map(({ id }: { id: string }) => id) as string[]
  }
  const withId = (id: string, as: string) =>
    world.ask('query ($id: ID) { me { representations(id: $id) { id person { name { full } } } } }', {
      as,
      variables: { id },
    })

  test('asks for one alone, each time, and tells nothing of whom it is', async () => {
    const [first, second] = [await idsOf('hanne'), await idsOf('hanne')]
    expect(second).toEqual(first)
    expect(new Set(first).size).toBe(3)
    for (const id of first) {
      expect(id).toMatch(/^[\w-]{22}$/)
      const { data } = await withId(id, 'hanne')
      expect(data.me.representations).toEqual([{ id, person: { name: { full: expect.stringMatching(/Strand$/) } } }])
    }
  })

  test('is another for the other parent and in another app, and opens nothing for them', async () => {
    const [mother, father] = [await idsOf('hanne'), await idsOf('geir')]
    const inApp = await idsOf('hanne', 'min-helsedagbok')
    expect(new Set([...mother, ...father, ...inApp]).size).toBe(9)
    for (const id of [mother[0] ?? '', 'made-up', '']) {
      const { data, errors } = await withId(id, 'geir')
      expect([data.me.representations, errors]).toEqual([[], []])
    }
  })
})

describe('a parent', () => {
  test('sees all of a child of eleven, and fetches the child’s certificates', async () => {
    const { represented, named } = await actingAs('hanne')
    expect(represented.map(({ basis }) => basis)).toEqual(['PARENT', 'PARENT', 'PARENT'])
    const emil = named('Emil')
    expect(emil.person).toMatchObject({
      name: { full: 'Emil Strand' },
      vaccinations: [],
      testResults: [{ outcome: 'NEGATIVE' }],
      recoveries: [],
      vaccinationCertificate: { __typename: 'CertificateRefusal' },
      testCertificates: [{ __typename: 'Certificate' }],
    })
    expect(emil.codes).toEqual({})
    expect(emil.areas).toContain('CERTIFICATES')
  })

  test('sees the vaccinations of a child of thirteen, and at each other field that it is limited by age', async () => {
    const { named } = await actingAs('geir')
    const { person, codes, areas } = named('Jenny')
    expect(areas).toEqual(['IDENTITY', 'VACCINATIONS'])
    expect(person).toMatchObject({ vaccinations: [{ code: 'BNT03' }], testResults: null, recoveries: null })
    expect([person.vaccinationCertificate, person.testCertificates]).toEqual([null, null])
    expect(codes).toEqual({
      testResults: 'LIMITED_BY_AGE',
      recoveries: 'LIMITED_BY_AGE',
      vaccinationCertificate: 'LIMITED_BY_AGE',
      testCertificates: 'LIMITED_BY_AGE',
    })
  })

  test('at a strictly confidential address acts for nobody, and nothing says why', async () => {
    const { represented, errors } = await actingAs('solveig')
    expect([represented, errors]).toEqual([[], []])
  })
})

describe('somebody with a fullmakt', () => {
  test('sees what it covers, and at each other field that it is not covered', async () => {
    const { named } = await actingAs('guro')
    const arne = named('Arne')
    expect(arne.basis).toBe('FULLMAKT')
    expect(arne.person).toMatchObject({ vaccinations: [{}, {}], testResults: null, vaccinationCertificate: null })
    expect(arne.codes).toEqual({
      testResults: 'NOT_COVERED_BY_REPRESENTATION',
      recoveries: 'NOT_COVERED_BY_REPRESENTATION',
      vaccinationCertificate: 'NOT_COVERED_BY_REPRESENTATION',
      testCertificates: 'NOT_COVERED_BY_REPRESENTATION',
    })
  })

  test('for certificates fetches one, with a PDF behind a link', async () => {
    const { named } = await actingAs(
      'guro',
      'name { full } vaccinationCertificate { ... on Certificate { holder { familyName } pdf { url } } }',
    )
    const { person, codes } = named('Bjørn')
    expect(codes).toEqual({})
    expect(person.vaccinationCertificate.holder.familyName).toBe('Ødegård')
    const response = await fetch(new URL(person.vaccinationCertificate.pdf.url, world.url))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const lines = await linesOf('certificates')
    expect(lines.at(-1)).toMatchObject({ basis: 'fullmakt', register: 'certificate' })
  })

  test('that has ended or was withdrawn acts for nobody', async () => {
    expect((await actingAs('eli')).represented).toEqual([])
  })

  test('assigned by a doctor opens what the ordinary one does, and more', async () => {
    const { represented } = await actingAs('knut')
    expect(represented).toMatchObject([{ basis: 'TILDELT_FULLMAKT', person: { name: { full: 'Astrid Vik' } } }])
    expect(represented[0]?.areas).toContain('CONSENTS')
  })

  test('hands nothing on: whom the represented person acts for stays closed', async () => {
    const { represented, errors } = await actingAs('guro', 'name { full } representations { basis }')
    expect(represented.map(({ person }) => person.representations)).toEqual([null, null])
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['NOT_COVERED_BY_REPRESENTATION']))
  })

  test('a stranger acts for nobody', async () => {
    expect((await actingAs('amina')).represented).toEqual([])
  })
})

test('the access log has who acted, for whom and by what right, and no number', async () => {
  await actingAs('guro')
  const lines = await linesOf('vaccinations')
  const last = lines.findLast(({ basis }) => basis === 'fullmakt')
  const { caller, subject } = last ?? {}
  expect(caller).toBeTypeOf('string')
  expect(subject).toBeTypeOf('string')
  expect(caller).not.toBe(subject)
  expect(JSON.stringify(lines)).not.toMatch(/\b\d{11}\b/)
})

async function linesOf(area: string) {
  return world.database
    .as<{ 'access_log.entry': Record<string, string> & { at: Date } }>()
    .selectFrom('access_log.entry')
    .selectAll()
    .where('area', '=', area)
    .orderBy('at')
    .execute()
}

describe('a fullmakt', () => {
  const give = `mutation ($fullmakt: FullmaktInput!) { giveFullmakt(fullmakt: $fullmakt) { id state receiver { name maskedIdentifier } } }`
  const receiver = { identifier: '11829291071', name: 'amina  WARSAME' }
  const fullmakt = { receiver, areas: ['VACCINATIONS'] }
  const lists =
    '{ me { fullmakter { given { id state receiver { name } } received { giver { name maskedIdentifier } } } } }'

  test('is given, has effect with the next request, and ends with the request after it was withdrawn', async () => {
    const { data, errors } = await world.ask(give, { as: 'kari', variables: { fullmakt } })
    expect(errors).toEqual([])
    expect(data.giveFullmakt).toMatchObject({
      state: 'IN_FORCE',
      receiver: { name: 'amina WARSAME', maskedIdentifier: '118292xxxxx' },
    })
    expect((await actingAs('amina')).named('Kari').person.vaccinations).toHaveLength(3)
    const received = await world.ask(lists, { as: 'amina' })
    expect(received.data.me.fullmakter.received).toEqual([
      { giver: { name: 'Kari Nordmann', maskedIdentifier: '148685xxxxx' } },
    ])

    const withdraw = 'mutation ($id: ID!) { withdrawFullmakt(id: $id) { state } }'
    const variables = { id: data.giveFullmakt.id }
    // Somebody else, even the receiver, does not withdraw it.
    expect((await world.ask(withdraw, { as: 'amina', variables })).data.withdrawFullmakt).toBeNull()
    expect((await world.ask(withdraw, { as: 'kari', variables })).data.withdrawFullmakt).toEqual({ state: 'ENDED' })
    expect((await actingAs('amina')).represented).toEqual([])
  })

  test.each<[string, Fate]>([
    ['gets a protected address', 'STRENGT_FORTROLIG'],
    ['dies', { diedOn: localDate('2021-11-01') }],
  ])('of somebody who then %s looks as one that was withdrawn', async (_, fate) => {
    const all = `{ me { representations { id basis areas validUntil person { name { full } } }
      fullmakter { received { id state endedAt giver { name } } } } }`
    const decline = 'mutation ($id: ID!) { declineFullmakt(id: $id) { state } }'
    const seen = async () => {
      const { data, errors, extensions } = await world.ask(all, { as: 'amina' })
      const { representations, fullmakter } = data.me
      const statuses = extensions.sources.map((one: { register: string; status: string }) => [one.register, one.status])
      return { representations, received: fullmakter.received, errors, statuses }
    }
    const given = await world.ask(give, { as: 'kari', variables: { fullmakt } })
    const variables = { id: given.data.giveFullmakt.id }
    const inForce = await seen()
    expect([inForce.representations, inForce.received]).toMatchObject([
      [{ basis: 'FULLMAKT' }],
      [{ state: 'IN_FORCE' }],
    ])
    const hidden = await (async () => {
      await using _kari = await befalls(world, 'kari', fate)
      return { ...(await seen()), declined: (await world.ask(decline, { as: 'amina', variables })).data }
    })()
    // It was not ended by that: the giver finds it as she left it.
    expect((await seen()).received).toEqual(inForce.received)
    const withdraw = 'mutation ($id: ID!) { withdrawFullmakt(id: $id) { state } }'
    await world.ask(withdraw, { as: 'kari', variables })
    const withdrawn = { ...(await seen()), declined: (await world.ask(decline, { as: 'amina', variables })).data }
    expect(hidden).toEqual(withdrawn)
    expect(hidden).toMatchObject({ representations: [], received: [], errors: [], declined: { declineFullmakt: null } })
  })

  test('to a name that is not the number’s looks given to the giver, and has no effect', async () => {
    const wrong = { ...fullmakt, receiver: { ...receiver, name: 'Anna Warsame' } }
    const nobody = { ...fullmakt, receiver: { identifier: '14868590360', name: 'Kari Nordmann' } }
    for (const wanted of [wrong, nobody]) {
      const { data } = await world.ask(give, { as: 'ola', variables: { fullmakt: wanted } })
      expect(data.giveFullmakt.state).toBe('IN_FORCE')
    }
    expect((await actingAs('amina')).represented).toEqual([])
    expect((await world.ask(lists, { as: 'amina' })).data.me.fullmakter.received.length).toBeLessThanOrEqual(1)
  })

  test.each([
    ['a child under sixteen', 'sander', {}, 'FULLMAKT_GIVER_TOO_YOUNG'],
    ['somebody at a protected address', 'solveig', {}, 'REPRESENTATION_NOT_POSSIBLE'],
    ['for nothing', 'kari', { areas: [] }, 'FULLMAKT_INVALID'],
    ['until yesterday', 'kari', { validUntil: '2020-01-01' }, 'FULLMAKT_INVALID'],
    ['to a number with a slip', 'kari', { receiver: { ...receiver, identifier: '11829291072' } }, 'IDENTIFIER_INVALID'],
    ['to oneself', 'kari', { receiver: { identifier: '14868590441', name: 'Kari Nordmann' } }, 'FULLMAKT_INVALID'],
  ])('is not given: %s', async (_, as, but, code) => {
    const { data, errors } = await world.ask(give, { as, variables: { fullmakt: { ...fullmakt, ...but } } })
    expect(data.giveFullmakt).toBeNull()
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code])
    expect(JSON.stringify(errors)).not.toMatch(/\b\d{11}\b/)
  })
})

describe('a tildelt fullmakt', () => {
  const assign = `mutation ($fullmakt: AssignedFullmaktInput!) {
    assignFullmakt(fullmakt: $fullmakt) { id basis state receiver { name } } }`
  const fullmakt = {
    patient: identifierOf('tor'),
    receiver: { identifier: identifierOf('amina'), name: 'Amina Warsame' },
    areas: ['VACCINATIONS', 'CONSENTS'],
    validUntil: addDays(osloDay(new Date()), 300),
    assessment: 'Langt kommet demens, kan ikke samtykke',
  }
  const give = (as: string, but: object = {}) =>
    world.ask(assign, { as, variables: { fullmakt: { ...fullmakt, ...but } } })
  const end = (as: string, id: string) =>
    world.ask('mutation ($id: ID!) { endAssignedFullmakt(id: $id) { state } }', { as, variables: { id } })

  test('is assigned by a doctor with that task, with the reason kept and in the patient’s log, and ended by her organisation', async () => {
    const { data, errors } = await give('sykehuslege')
    expect(errors).toEqual([])
    expect(data.assignFullmakt).toMatchObject({ basis: 'TILDELT_FULLMAKT', state: 'IN_FORCE' })
    const { id } = data.assignFullmakt
    expect((await actingAs('amina')).represented).toMatchObject([
      { basis: 'TILDELT_FULLMAKT', validUntil: fullmakt.validUntil },
    ])
    const log = '{ me { accessLog(first: 20) { nodes { area actor { name } } } } }'
    const { data: read } = await world.ask(log, { as: 'tor' })
    expect(read.me.accessLog.nodes).toContainEqual({ area: 'IDENTITY', actor: { name: 'Turid Berge' } })
    const kept = await world.database
      .as<{ 'proxy_consent.assignment': Record<string, string> }>()
      .selectFrom('proxy_consent.assignment')
      .selectAll()
      .execute()
    expect(kept).toMatchObject([
      { fullmakt_id: id, hpr_number: '7100005', organisation: '320000505', assessment: fullmakt.assessment },
    ])
    expect((await end('lege-bergen', id)).errors).toMatchObject([{ extensions: { code: 'SCOPE_MISSING' } }])
    expect((await end('sykehuslege', id)).data.endAssignedFullmakt).toEqual({ state: 'ENDED' })
    expect((await actingAs('amina')).represented).toEqual([])
    expect((await end('sykehuslege', id)).data.endAssignedFullmakt).toBeNull()
  })

  test('is ended by the patient as any other, and by no organisation that has not assigned it', async () => {
    const { data } = await give('sykehuslege')
    const { id } = data.assignFullmakt
    const withdraw = 'mutation ($id: ID!) { withdrawFullmakt(id: $id) { state } }'
    expect((await world.ask(withdraw, { as: 'tor', variables: { id } })).data.withdrawFullmakt.state).toBe('ENDED')
    const ordinary = await world.ask('{ me { fullmakter { received { id } } } }', { as: 'knut' })
    const [seeded] = ordinary.data.me.fullmakter.received
    expect((await end('sykehuslege', seeded.id)).data.endAssignedFullmakt).toBeNull()
    expect((await actingAs('knut')).represented).toHaveLength(1)
  })

  test.each<[string, string, object, string]>([
    ['by a doctor whose client has another task', 'lege-bergen', {}, 'SCOPE_MISSING'],
    ['by one who is not health personnel', 'karantene-bergen', {}, 'HEALTH_PERSONNEL_REQUIRED'],
    ['without a reason', 'sykehuslege', { assessment: 'dement' }, 'REASON_REQUIRED'],
    ['for longer than two years', 'sykehuslege', { validUntil: addDays(osloDay(new Date()), 800) }, 'FULLMAKT_INVALID'],
    ['until yesterday', 'sykehuslege', { validUntil: '2020-01-01' }, 'FULLMAKT_INVALID'],
    ['for nothing', 'sykehuslege', { areas: [] }, 'FULLMAKT_INVALID'],
    ['for a child', 'sykehuslege', { patient: identifierOf('emil') }, 'FULLMAKT_GIVER_TOO_YOUNG'],
    [
      'for somebody at a protected address',
      'sykehuslege',
      { patient: identifierOf('solveig') },
      'REPRESENTATION_NOT_POSSIBLE',
    ],
    ['for nobody', 'sykehuslege', { patient: '14868590360' }, 'PERSON_UNKNOWN'],
  ])('is not assigned %s', async (_, as, but, code) => {
    const { data, errors } = await give(as, but)
    expect(data.assignFullmakt).toBeNull()
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code])
    expect(JSON.stringify(errors)).not.toMatch(/\b\d{11}\b/)
  })

  test('is not a citizen’s to assign: for her it does not exist', async () => {
    const { status, errors } = await give('kari')
    expect([status, errors[0]?.message]).toEqual([400, expect.stringContaining('AssignedFullmaktInput')])
  })
})
