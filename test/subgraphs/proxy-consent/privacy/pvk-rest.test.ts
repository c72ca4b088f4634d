import type { JWTPayload } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serveSubgraph } from '../../../../subgraphs/kernel/serve.ts'
import { aFodselsnummer } from '../../../builders/identifier.ts'
import { now, type RunningSubgraph } from '../../../subgraph.ts'
import { doctor, organisationClaim } from '../../../work-logins.ts'
import { aSystemToken, guidOf, organisationOf, verifySystemToken } from '../a-machine.ts'
import { startProxyConsent } from '../a-proxy-consent.ts'

let pvk: RunningSubgraph
let server: Awaited<ReturnType<typeof serveSubgraph>>
beforeAll(async () => {
  pvk = await startProxyConsent({ verifySystemToken })
  server = await serveSubgraph(pvk.subgraph, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.close()
  await pvk[Symbol.asyncDispose]()
})

const base = 'personvern/Personverninnstillinger'

type How = {
  readonly as?: string
  readonly claims?: JWTPayload
  readonly header?: Record<string, unknown>
  readonly token?: string | null
  readonly method?: string
}

/** An actor’s client as PVK’s documentation has it. */
async function call(
  path: string,
  body: object | undefined,
  { as = 'HDIR_KPR', claims = {}, header, token, method }: How = {},
  at = server.url,
) {
  const bearer = token === undefined ? await aSystemToken(as, claims, header) : token
  const response = await fetch(`${at}${path}`, {
    method: method ?? (body ? 'POST' : 'GET'),
    headers: {
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
  return { status: response.status, headers: response.headers, body: (await response.json()) as any }
}

const names = (citizen: string, code = 'KPR_UTLEVERING_FNR', partKode = 'HDIR_KPR') => ({
  innbyggerFnr: citizen,
  definisjonGuid: guidOf(code),
  definisjonNavn: 'Navnet er for mennesker',
  partKode,
})
const status = (citizen: string, how?: How) => call(`${base}/SjekkInnbyggersPiStatus/v2`, names(citizen), how)
const set = (citizen: string, but: object = {}, how?: How) =>
  call(
    `${base}/SettInnbyggersPersonvernInnstilling/v2`,
    { ...names(citizen), typePi: 'reservasjon', aktiv: true, ...but },
    how,
  )

describe('an actor’s client', () => {
  test('sets a setting and asks for it: endret, ikkeEndret, and the sequence number counts on', async () => {
    const citizen = aFodselsnummer()
    expect((await status(citizen)).body).toEqual({ aktiv: false })
    expect((await set(citizen)).body).toEqual({ returKode: 'ok', instansEndret: 'endret' })
    expect((await set(citizen)).body).toEqual({ returKode: 'ok', instansEndret: 'ikkeEndret' })
    expect((await status(citizen)).body).toMatchObject({ aktiv: true, sekvensnummer: 1 })
    await set(citizen, { aktiv: false })
    expect((await status(citizen)).body).toMatchObject({ aktiv: false, sekvensnummer: 2 })
  })

  test('gets all settings of the part that one citizen has in force, without history', async () => {
    const citizen = aFodselsnummer()
    const [fnr, keeping] = [guidOf('KPR_UTLEVERING_FNR'), guidOf('KPR_OPPBEVARING')]
    await set(citizen)
    await set(citizen, { definisjonGuid: keeping })
    await set(citizen, { aktiv: false })
    const { body } = await call(`${base}/HentInnbyggersPiForPart/v2`, { innbyggerFnr: citizen, partKode: 'HDIR_KPR' })
    expect(body.personvernInnstillinger).toMatchObject([
      { definisjonGuid: keeping, typePi: 'reservasjon', aktiv: true },
    ])
    expect(body.personvernInnstillinger).not.toContainEqual(expect.objectContaining({ definisjonGuid: fnr }))
  })

  test('gets all citizens of a definition in pages, from reference 0 until reference 0', async () => {
    const guid = guidOf('DIABETESREGISTER_VOKSNE')
    const citizens = [aFodselsnummer(), aFodselsnummer()]
    for (const citizen of citizens) {
      await set(citizen, { definisjonGuid: guid, partKode: 'HELSE_BERGEN' }, { as: 'HELSE_BERGEN' })
    }
    const { body } = await call(
      `${base}/HentInnbyggereAktivePiForDefinisjon/v2?definisjonGuid=${guid}&partKode=HELSE_BERGEN&pagingReference=0`,
      undefined,
      { as: 'HELSE_BERGEN' },
    )
    expect(body).toMatchObject({
      definisjonGuid: guid,
      partKode: 'HELSE_BERGEN',
      typePi: 'reservasjon',
      reFasteMetadata: { omfangElementer: [{ omfangKode: 'OPPBEVARING', logiskOmfang: 'OG', presisering: 'ALT' }] },
      pagingReference: 0,
      personvernInnstillinger: citizens.map(innbyggerFnr => ({
        innbyggerFnr,
        sekvensnummer: 1,
        opprettetTidspunkt: now.toISOString(),
        sistEndretTidspunkt: now.toISOString(),
      })),
    })
  })

  test('registers a signed paper, and gets it back byte for byte', async () => {
    const citizen = aFodselsnummer()
    const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 7)]).toString('base64')
    const tidspunkt = '2021-11-01T10:00:00+01:00'
    await set(citizen, { tidspunkt, signertBevisMimeType: 'application/pdf', signertBevisInnhold: paper })
    const kept = await call(`${base}/HentSignertBevis/v1`, { ...names(citizen), sekvensnummer: 1 })
    expect(kept.body).toEqual({ signertBevisMimeType: 'application/pdf', signertBevisInnhold: paper })
    expect((await call(`${base}/HentSignertBevis/v1`, { ...names(citizen), sekvensnummer: 2 })).status).toBe(404)
  })

  test('cannot undo with an old paper what was decided later', async () => {
    const citizen = aFodselsnummer()
    await set(citizen)
    const { status: code, body } = await set(citizen, { aktiv: false, tidspunkt: '2021-11-01T10:00:00Z' })
    expect([code, body.code]).toEqual([409, 'PVK-0011'])
  })

  test.each(['inkludert', 'deltager', 'oppfort'])('tells that a citizen is %s', async inkluderingType => {
    const message = { innbyggerFnr: aFodselsnummer(), partKode: 'HDIR_KPR', inkluderingType, aktiv: true }
    expect((await call('personvern/v1/settinnbyggersinkludering', message)).body.instansEndret).toBe('endret')
    expect((await call('personvern/v1/settinnbyggersinkludering', message)).body.instansEndret).toBe('ikkeEndret')
  })

  test('is in the access log for each citizen it asked about', async () => {
    const before = (await pvk.accessLines()).length
    await status(aFodselsnummer())
    const lines = await pvk.accessLines()
    expect(lines.slice(before)).toMatchObject([
      { register: 'proxy-consent', area: 'consents', basis: 'registry-owner' },
    ])
  })
})

describe('what is refused', () => {
  test.each<[string, How, number, string]>([
    ['no token', { token: null }, 401, 'PVK-0001'],
    ['nonsense for a token', { token: 'nonsense' }, 401, 'PVK-0001'],
    ['another issuer', { claims: { iss: 'https://evil.example/' } }, 401, 'PVK-0001'],
    ['another audience', { claims: { aud: 'https://another.example/' } }, 401, 'PVK-0001'],
    ['two audiences', { claims: { aud: ['https://pvk.example/', 'https://another.example/'] } }, 401, 'PVK-0001'],
    ['an old token', { claims: { exp: 1_000_000_000 } }, 401, 'PVK-0001'],
    ['a token bound to a key', { claims: { cnf: { jkt: 'a' } } }, 401, 'PVK-0001'],
    ['a token of another type', { header: { typ: 'logout+jwt' } }, 401, 'PVK-0001'],
    ['a key the token brings', { header: { jku: 'https://evil.example/' } }, 401, 'PVK-0001'],
    ['no organisation', { claims: { consumer: undefined } }, 401, 'PVK-0001'],
    ['no scope', { claims: { scope: 'something:else' } }, 403, 'PVK-0017'],
    ['another party’s organisation', { as: 'HELSE_BERGEN' }, 403, 'PVK-0003'],
    [
      'a supplier the party has not named',
      { claims: { supplier: organisationClaim('312700131'), delegation_source: 'https://d.example' } },
      403,
      'PVK-0003',
    ],
    [
      'a supplier the party has not named, brought by its processor',
      {
        claims: {
          consumer: organisationClaim('312700077'),
          supplier: organisationClaim('312700131'),
          delegation_source: 'https://d.example',
        },
      },
      403,
      'PVK-0003',
    ],
  ])('%s', async (_, how, code, pvkCode) => {
    const { status: got, body } = await status(aFodselsnummer(), how)
    expect([got, body.code]).toEqual([code, pvkCode])
    expect(Object.keys(body).sort()).toEqual(['code', 'errorCategory', 'message'])
  })

  test('the claim or scope that is missing is named', async () => {
    expect((await status(aFodselsnummer(), { claims: { aud: 'https://another.example/' } })).body.message).toContain(
      'aud',
    )
    expect((await status(aFodselsnummer(), { claims: { scope: '' } })).body.message).toContain('nhn:pvk.les')
    expect((await status(aFodselsnummer(), { as: 'HELSE_BERGEN' })).body.message).toContain('consumer 312700034')
    const supplier = organisationClaim('312700131')
    const { body } = await status(aFodselsnummer(), { claims: { supplier, delegation_source: 'https://d.example' } })
    expect(body.message).toContain('supplier 312700131')
  })

  test('a processor the party has named may, and HelseID’s claims are read too', async () => {
    const named = { supplier: organisationClaim('312700077'), delegation_source: 'https://d.example' }
    expect((await status(aFodselsnummer(), { claims: named })).status).toBe(200)
    const claims = {
      iss: 'https://helseid.example',
      consumer: undefined,
      scope: ['nhn:eksternapi/personverninnstilling_read'],
      client_amr: 'private_key_jwt',
      'helseid://claims/client/client_tenancy': 'single-tenant',
      'helseid://claims/client/claims/orgnr_parent': organisationOf('HDIR_KPR'),
      'helseid://claims/client/claims/orgnr_child': '320000106',
    }
    const header = { typ: 'at+jwt' }
    expect((await status(aFodselsnummer(), { claims, header })).status).toBe(200)
    const signedIn = { ...claims, ...doctor }
    const { status: refused, body } = await status(aFodselsnummer(), { claims: signedIn, header })
    expect([refused, body.message]).toEqual([401, expect.stringContaining('pid')])
  })

  test.each<[string, object, number, string]>([
    ['no identity number', { innbyggerFnr: '12345678901' }, 400, 'PVK-0005'],
    ['a definition of another party', { definisjonGuid: guidOf('KJERNEJOURNAL') }, 404, 'PVK-0004'],
    ['a definition that is none', { definisjonGuid: 'x' }, 404, 'PVK-0004'],
    ['another typePi', { typePi: 'samtykke' }, 400, 'PVK-0009'],
    ['a typePi nobody knows', { typePi: 'ønske' }, 400, 'PVK-0005'],
    ['aktiv as text', { aktiv: 'true' }, 400, 'PVK-0005'],
    ['a time that is none', { tidspunkt: 'i går' }, 400, 'PVK-0005'],
    ['a time ahead', { tidspunkt: '2031-01-01T00:00:00Z' }, 400, 'PVK-0012'],
    ['half an evidence', { signertBevisMimeType: 'application/pdf' }, 400, 'PVK-0008'],
    ['a page as evidence', { signertBevisMimeType: 'text/html', signertBevisInnhold: 'PGI+' }, 400, 'PVK-0008'],
    [
      'evidence that is something else',
      { signertBevisMimeType: 'image/png', signertBevisInnhold: 'PGI+' },
      400,
      'PVK-0008',
    ],
  ])('%s', async (_, but, code, pvkCode) => {
    const citizen = aFodselsnummer()
    const { status: got, body } = await set(citizen, but)
    expect([got, body.code]).toEqual([code, pvkCode])
    expect(JSON.stringify(body)).not.toContain(citizen)
  })

  test('a body that is too large, no JSON, or of another type', async () => {
    const token = await aSystemToken('HDIR_KPR')
    const post = async (body: string, type = 'application/json') => {
      const response = await fetch(`${server.url}${base}/SjekkInnbyggersPiStatus/v2`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body,
      })
      return [response.status, ((await response.json()) as { code: string }).code]
    }
    expect(await post('x'.repeat(20_000))).toEqual([413, 'PVK-0007'])
    expect(await post('nonsense')).toEqual([400, 'PVK-0006'])
    expect(await post('[]')).toEqual([400, 'PVK-0006'])
    expect(await post('{}', 'text/plain')).toEqual([415, 'PVK-0015'])
  })

  test('another method', async () => {
    const { status: code, headers } = await call(`${base}/SjekkInnbyggersPiStatus/v2`, undefined)
    expect([code, headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('what is not PVK’s is left to others', async () => {
    expect((await fetch(`${server.url}personvern/annet`)).status).toBe(404)
  })
})

test('a client that names more citizens than it may in an hour is told to wait, and told of once', async () => {
  const alarms: unknown[] = []
  const alarm = (told: unknown) => void alarms.push(told)
  await using limited = await startProxyConsent({ verifySystemToken, personsPerHour: 3, alarm })
  const door = await serveSubgraph(limited.subgraph, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => door.close())
  const ask = async (client: string) => {
    const {
      status: code,
      headers,
      body,
    } = await call(
      `${base}/SjekkInnbyggersPiStatus/v2`,
      names(aFodselsnummer()),
      { claims: { client_id: client } },
      door.url,
    )
    return [code, body.code, headers.get('retry-after')]
  }
  for (let person = 0; person < 3; person++) expect(await ask('integrasjon')).toEqual([200, undefined, null])
  const refused = [429, 'PVK-0013', '1200']
  expect([await ask('integrasjon'), await ask('integrasjon')]).toEqual([refused, refused])
  expect(await ask('another')).toEqual([200, undefined, null])
  expect(alarms).toMatchObject([{ quota: 'personsPerHour', caller: { kind: 'machine', client: 'integrasjon' } }])
  const { rows } = await sql`select refusal from access_log.entry where kind = 'denied'`.execute(
    limited.database.as<unknown>(),
  )
  expect(rows).toEqual([{ refusal: 'QUOTA_EXCEEDED' }])
}, 60_000)
