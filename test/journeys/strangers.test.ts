import { randomBytes } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personnel } from '../../local/personnel/personnel.ts'
import { personas } from '../../local/population/personas.ts'
import { type Area, type Caller, createAccessTokenSigner, sealGrant } from '../../schema/access.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { EntryRow } from '../../subgraphs/kernel/access-log/entry.ts'
import { anIssuer } from '../id-porten.ts'
import { startWorld, type World } from '../world.ts'

const kari = personas.find(persona => persona.name === 'kari')
const pid = kari?.identifier as PersonIdentifier

describe('through the gateway, nothing leads to another person:', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test.each([
    [
      'an entity reference',
      `{ _entities(representations: [{ __typename: "Person", grant: "somebody" }]) { ... on Person { birthDate } } }`,
    ],
    ['the service field', '{ _service { sdl } }'],
    ['a person by number', `{ person(identifier: "somebody") { birthDate } }`],
    ['an argument on me', `{ me(identifier: "somebody") { birthDate } }`],
    ['a node by grant', `{ node(id: "somebody") { id } }`],
    ['asking for the grant itself', '{ me { grant } }'],
    ['an alias of the grant', '{ me { name: grant } }'],
  ])('%s is no field of the graph', async (_, query) => {
    const { status, data, errors } = await world.ask(query, { as: 'tor' })
    expect(status).toBe(400)
    expect(data).toBeUndefined()
    expect(errors.map(error => error.extensions.code)).toContain('OPERATION_INVALID')
    expect(JSON.stringify(errors)).not.toMatch(/Did you mean/)
  })

  test('a query with somebody’s number in it is refused before it is read any further', async () => {
    const { status, data, errors } = await world.ask(`{ person(identifier: "${pid}") { birthDate } }`, { as: 'tor' })
    expect([status, data]).toEqual([400, undefined])
    expect(errors.map(error => error.extensions.code)).toEqual(['IDENTIFIER_IN_DOCUMENT'])
    expect(JSON.stringify(errors)).not.toContain(pid)
  })

  const mine = '{ me { name { full } vaccinations { id } testResults { id } recoveries { id } } }'
  test.each<[string, Parameters<World['ask']>[1]]>([
    ['variables that name somebody else', { variables: { pid, identifier: pid, grant: pid } }],
    [
      'a header that names somebody else',
      { headers: { 'x-person-id': pid, 'person-id': pid, 'x-authorization': pid } },
    ],
    ['a correlation id that names somebody else', { headers: { 'nhn-event-id': `on-behalf-of-${pid}` } }],
  ])('%s gives the caller’s own data', async (_, how) => {
    const { data, headers } = await world.ask(mine, { as: 'tor', ...how })
    const own = await world.ask(mine, { as: 'tor' })
    expect(data).toEqual(own.data)
    expect(headers.get('nhn-event-id')).not.toContain(pid)
  })

  test.each([
    ['nobody', undefined, 401, 'UNAUTHENTICATED'],
    ['an identity number as token', pid, 401, 'TOKEN_INVALID'],
    ['a grant as token', `a.${randomBytes(80).toString('base64url')}`, 401, 'TOKEN_INVALID'],
  ])('%s is refused before anything is asked', async (_, token, status, code) => {
    world.fetches()
    const answer = await world.ask(mine, token === undefined ? {} : { token })
    expect([answer.status, answer.data, answer.errors[0]?.extensions.code]).toEqual([status, undefined, code])
    expect(world.fetches()).toEqual([])
  })
})

describe('at a subgraph’s own door, nothing leads to another person:', () => {
  const register = { vaccine: 'vaccinations', test: 'testResults', recovery: 'recoveries' } as const
  const area = { vaccine: 'vaccinations', test: 'tests', recovery: 'recoveries' } as const
  const her: Caller = { kind: 'citizen', id: 'kari', client: 'web', purpose: 'own-insight' }
  const stranger: Caller = { ...her, id: 'stranger' }
  let world: World
  let tokenFor: (caller: Caller) => Promise<string>

  beforeAll(async () => {
    world = await startWorld()
    const sign = await createAccessTokenSigner(world.secrets.accessTokenKey)
    tokenFor = caller => sign(caller, new Date())
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const grantFor = (caller: Caller, areas: readonly Area[] = ['vaccinations', 'tests', 'recoveries'], seconds = 300) =>
    sealGrant(
      world.secrets.grantKeys,
      {
        subject: 's',
        identifiers: [pid],
        areas,
        basis: 'self',
        purpose: 'own-insight',
        expires: Date.now() / 1000 + seconds,
      },
      caller,
    )

  const askDoor = (name: keyof typeof register, grant: unknown, authorization: string | undefined) =>
    world.registries[name].execute({
      query: `query($r: [_Any!]!) { _entities(representations: $r) { ... on Person { ${register[name]} { id } } } }`,
      variables: { r: [{ __typename: 'Person', grant }] },
      headers: { authorization },
    })

  describe.each(Object.keys(register) as (keyof typeof register)[])('%s', name => {
    test('gives her own data to her', async () => {
      const { data, errors } = await askDoor(name, grantFor(her), `Bearer ${await tokenFor(her)}`)
      expect(errors).toBeUndefined()
      const [entity] = (data?._entities ?? []) as Record<string, unknown[]>[]
      expect(entity?.[register[name]]?.length).toBeGreaterThan(0)
    })

    test.each<[string, () => unknown, () => Promise<string | undefined>]>([
      ['her grant in a stranger’s hand', () => grantFor(her), () => tokenFor(stranger)],
      ['her identity number as grant', () => pid, () => tokenFor(stranger)],
      ['her pseudonym as grant', () => 'kari', () => tokenFor(stranger)],
      ['a grant for other areas', () => grantFor(her, ['identity']), () => tokenFor(her)],
      ['a grant that has expired', () => grantFor(her, [area[name]], -1), () => tokenFor(her)],
      ['no grant', () => null, () => tokenFor(her)],
      ['her grant and no token', () => grantFor(her), async () => undefined],
      ['her grant and a token of another gateway', () => grantFor(her), foreignToken],
      ['her grant and a citizen’s own token', () => grantFor(her), () => world.tokenOf('kari')],
    ])('gives nothing for %s', async (_, grant, token) => {
      const bearer = await token()
      const { data, errors } = await askDoor(name, grant(), bearer && `Bearer ${bearer}`)
      const [entity] = (data?._entities as Record<string, unknown>[] | undefined) ?? []
      expect(entity?.[register[name]] ?? null).toBeNull()
      expect(errors?.[0]?.extensions?.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/)
    })
  })

  async function foreignToken(): Promise<string> {
    const { privateKey } = await generateKeyPair('ES256')
    const seconds = Math.floor(Date.now() / 1000)
    return new SignJWT({ caller: her })
      .setProtectedHeader({ alg: 'ES256', typ: 'helsegraf-access+jwt' })
      .setIssuer('helsegraf-gateway')
      .setAudience('helsegraf-subgraphs')
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 60)
      .sign(privateKey)
  }
})

describe('200 citizens and two doctors at once, several times each and all mixed:', () => {
  let world: World
  let people: Awaited<ReturnType<typeof signedUp>>
  let tokens: string[]
  beforeAll(async () => {
    const issuer = await anIssuer()
    world = await startWorld({ citizens: issuer.trust, size: 250, transport: 'http' })
    people = await signedUp(world)
    expect(people).toHaveLength(200)
    tokens = await Promise.all(people.map(({ identifier }) => issuer.token({ pid: identifier })))
  }, 120_000)
  afterAll(() => world[Symbol.asyncDispose]())

  /** Everybody once, with those who are neighbours far apart in time. */
  const round = (offset: number) => people.map((_, index) => (index * 37 + offset) % people.length)

  /** Whoever is told by a busy gateway to ask again does so. */
  async function askUntilIn(query: string, how: Parameters<World['ask']>[1]): ReturnType<World['ask']> {
    for (;;) {
      const answer = await world.ask(query, how)
      if (!answer.errors.some(({ extensions }) => extensions.retry)) return answer
      await new Promise(resolve => setTimeout(resolve, 200))
    }
  }

  // A database inside this process answers one after the other: fewer ask it at once, or they wait for nothing else.
  const atOnce = process.env.TEST_DATABASE_URL ? 200 : 20
  async function all<Answered>(questions: readonly (() => Promise<Answered>)[]): Promise<Answered[]> {
    const answered: Answered[] = []
    for (let from = 0; from < questions.length; from += atOnce)
      answered.push(...(await Promise.all(questions.slice(from, from + atOnce).map(ask => ask()))))
    return answered
  }

  test('each citizen gets her own data and her children’s, and nobody else’s', async () => {
    const childrenOf = await childrenByParent(world)
    const query = `{ me { name { family } birthDate
      vaccinationCertificate { ... on Certificate { holder { familyName birthDate } } }
      testCertificates { ... on Certificate { holder { familyName birthDate } } }
      recoveryCertificate { ... on Certificate { holder { familyName birthDate } } }
      representations { basis person { name { family } birthDate
        vaccinationCertificate { ... on Certificate { holder { familyName birthDate } } } } } } }`
    const ask = async (index: number) => ({ index, ...(await askUntilIn(query, { token: tokens[index] ?? '' })) })
    const rounds = [...round(0), ...round(1)]
    const answers = await all(rounds.map(index => () => ask(index)))
    const ofRepresentation = ['LIMITED_BY_AGE', 'NOT_COVERED_BY_REPRESENTATION']

    let holders = 0
    let children = 0
    for (const { index, data, errors } of answers) {
      const person = people[index]
      expect(errors.filter(({ extensions }) => !ofRepresentation.includes(String(extensions.code)))).toEqual([])
      expect([data.me.name.family, data.me.birthDate]).toEqual([person?.family_name, person?.birth_date])
      const { vaccinationCertificate, testCertificates, recoveryCertificate } = data.me
      for (const certificate of [vaccinationCertificate, ...testCertificates, recoveryCertificate]) {
        if (!certificate.holder) continue
        holders++
        expect(certificate.holder).toEqual({ familyName: person?.family_name, birthDate: person?.birth_date })
      }
      for (const { basis, person: child } of data.me.representations) {
        if (basis !== 'PARENT') continue
        children++
        const own = childrenOf.get(person?.person_id ?? 0) ?? []
        expect(own).toContainEqual({ family: child.name.family, birthDate: child.birthDate })
        const { holder } = child.vaccinationCertificate ?? {}
        if (holder) expect(own).toContainEqual({ family: holder.familyName, birthDate: holder.birthDate })
      }
    }
    expect(holders).toBeGreaterThan(200)
    expect(children).toBeGreaterThan(20)
  }, 240_000)

  test('each doctor gets the patient that was asked for, and each line of the log is of that patient and that doctor', async () => {
    const query = `query ($identifier: PersonIdentifier!) { patient(identifier: $identifier, purpose: TREATMENT) {
      person { name { family } birthDate vaccinations { id } } } }`
    const own = '{ me { name { family } birthDate vaccinations { id } } }'
    const patients = round(2).slice(0, 50)
    const idOf = (who: string, index: number) => `patient-${index}-by-${who}`
    const askOwn = (index: number) => async () => {
      const headers = { 'nhn-event-id': idOf('own', index) }
      const { data, errors } = await askUntilIn(own, { token: tokens[index] ?? '', headers })
      return { index, person: data.me, errors }
    }
    const askAs = (as: string, index: number) => async () => {
      const variables = { identifier: people[index]?.identifier }
      const headers = { 'nhn-event-id': idOf(as, index) }
      const { data, errors } = await askUntilIn(query, { as, variables, headers })
      return { index, person: data.patient?.person, errors }
    }
    const alone = new Map<number, unknown>()
    for (const index of patients) alone.set(index, (await askOwn(index)()).person)
    // The two doctors go through the same patients from either end, and the patients look at themselves meanwhile.
    const mixed = patients.flatMap((index, at) => [
      askAs('sykehuslege', index),
      askOwn(index),
      askAs('legevakt', patients.at(-1 - at) ?? index),
    ])
    for (const { index, person, errors } of await all(mixed)) {
      expect(errors).toEqual([])
      expect([person.name.family, person.birthDate]).toEqual([people[index]?.family_name, people[index]?.birth_date])
      expect(person).toEqual(alone.get(index))
    }
    const lines = await world.database
      .as<{ 'access_log.entry': EntryRow }>()
      .selectFrom('access_log.entry')
      .select(['correlation_id', 'subject', 'hpr_number'])
      .where('area', '=', 'vaccinations')
      .execute()
    const hprNumberOf = (name: string) => personnel.find(one => one.name === name)?.hprNumber ?? null
    for (const index of patients) {
      // Who was told to ask again may have more than one line.
      const seenBy = (who: string) =>
        new Set(lines.filter(line => line.correlation_id === idOf(who, index)).map(line => whose(line)))
      const whose = ({ subject, hpr_number }: Pick<EntryRow, 'subject' | 'hpr_number'>) => `${subject} ${hpr_number}`
      const subject = lines.find(line => line.correlation_id === idOf('own', index))?.subject ?? ''
      expect(seenBy('own')).toEqual(new Set([whose({ subject, hpr_number: null })]))
      for (const who of ['sykehuslege', 'legevakt']) {
        expect(seenBy(who)).toEqual(new Set([whose({ subject, hpr_number: hprNumberOf(who) })]))
      }
    }
    expect(new Set(lines.map(line => line.subject)).size).toBeGreaterThanOrEqual(patients.length)
  }, 240_000)
})

/** 200 of those who may sign in. */
function signedUp({ database }: World) {
  return database
    .as<{
      'person.person': {
        person_id: number
        given_name: string
        middle_name: string | null
        family_name: string
        birth_date: string
      }
      'person.identifier': { identifier: string; person_id: number; kind: string; superseded_on: string | null }
    }>()
    .selectFrom('person.person')
    .innerJoin('person.identifier', 'person.identifier.person_id', 'person.person.person_id')
    .where('kind', '!=', 'FELLES_HJELPENUMMER')
    .where('superseded_on', 'is', null)
    .select(['person.person.person_id', 'identifier', 'family_name', 'birth_date'])
    .limit(200)
    .execute()
}

async function childrenByParent({ database }: World) {
  const rows = await database
    .as<{
      'person.person': { person_id: number; family_name: string; birth_date: string }
      'person.parenthood': { child_id: number; parent_id: number }
    }>()
    .selectFrom('person.parenthood')
    .innerJoin('person.person', 'person_id', 'child_id')
    .select(['parent_id', 'family_name', 'birth_date'])
    .execute()
  return new Map(
    [...Map.groupBy(rows, row => row.parent_id)].map(([parent, own]) => [
      parent,
      own.map(({ family_name: family, birth_date: birthDate }) => ({ family, birthDate })),
    ]),
  )
}
