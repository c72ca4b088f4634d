import { beforeAll, describe, expect, test } from 'vitest'
import type { Identify } from '../../../gateway/identity/index.ts'
import { admitCaller } from '../../../gateway/policy/admit-caller.ts'
import { type InstallationSecrets, passingSecrets } from '../../../local/secrets.ts'
import { openName, pseudonymOf } from '../../../schema/access.ts'
import { anIssuer, type TestIssuer } from '../../id-porten.ts'
import {
  aBindingKey,
  aHelseId,
  aMaskinporten,
  aProof,
  type BindingKey,
  doctor,
  organisationClaim,
} from '../../work-logins.ts'
import { anIdentify, credentials } from './an-identify.ts'

const pid = doctor['helseid://claims/identity/pid']
const orgnr = (kind: string) => `helseid://claims/client/claims/orgnr_${kind}`

let key: BindingKey
let idPorten: TestIssuer
let helseId: TestIssuer
let maskinporten: TestIssuer
let secrets: InstallationSecrets
let identify: Identify

beforeAll(async () => {
  key = await aBindingKey()
  idPorten = await anIssuer()
  helseId = await aHelseId(key)
  maskinporten = await aMaskinporten()
  secrets = await passingSecrets()
  const logins = { citizens: idPorten.trust, staff: helseId.trust, machines: maskinporten.trust }
  identify = await anIdentify(logins, { secrets })
})

type Change = Record<string, unknown>

async function atWork(claims: Change = {}, header: Change = {}) {
  const token = await helseId.token({ ...doctor, ...claims }, header)
  return identify(credentials(`DPoP ${token}`, await aProof(key, token)))
}

async function asSystem(claims: Change = {}) {
  const token = await helseId.token(claims)
  return identify(credentials(`DPoP ${token}`, await aProof(key, token)))
}

const asMachine = async (claims: Change = {}, header: Change = {}) =>
  identify(credentials(`Bearer ${await maskinporten.token(claims, header)}`))

describe('HelseID', () => {
  test('health personnel are callers with a number in HPR, a unit, its owner, its vendor, and a sealed name', async () => {
    const { caller, assurance } = await atWork()
    expect(() => admitCaller({ caller, assurance })).not.toThrow()
    expect(caller).toEqual({
      kind: 'health-personnel',
      id: pseudonymOf(secrets.pseudonymKey, 'caller', pid),
      client: 'sporingsverktoyet',
      organisation: { number: '320000106', parent: '994598759', supplier: '320001005' },
      hprNumber: '7100001',
      scopes: ['nhn:helsegraf/graph'],
      sealedName: expect.any(String),
    })
    expect(assurance).toEqual({ level: '4', identifierKind: 'FODSELSNUMMER', network: 'helsenett' })
    expect(openName(secrets.nameKeys, caller.sealedName ?? '', caller.id)).toBe('Astrid Vik Mohn')
    expect(JSON.stringify(caller)).not.toMatch(/12827190401|Astrid/)
  })

  test('who has no number in HPR is a clerk; whoever is at work is the same person as at home', async () => {
    const { caller } = await atWork({ 'helseid://claims/hpr/hpr_number': undefined })
    const atHome = await identify(credentials(`Bearer ${await idPorten.token({ pid })}`))
    expect(caller.kind).toBe('clerk')
    expect(atHome.caller).toMatchObject({ kind: 'citizen', id: caller.id })
  })

  test('without a person it is a system, another for each customer', async () => {
    const [one, again, other] = [
      await asSystem(),
      await asSystem({ 'helseid://claims/client/client_name': 'x' }),
      await asSystem({ [orgnr('parent')]: '983744516' }),
    ]
    expect(one.caller).toMatchObject({ kind: 'machine', organisation: { parent: '994598759' } })
    expect(one.caller).not.toHaveProperty('sealedIdentity')
    expect(again.caller.id).toBe(one.caller.id)
    expect(other.caller.id).not.toBe(one.caller.id)
  })

  test('a client of one organisation has no supplier, and may have no unit', async () => {
    const { caller } = await atWork({
      'helseid://claims/client/client_tenancy': 'single-tenant',
      [orgnr('child')]: undefined,
      [orgnr('supplier')]: undefined,
    })
    expect(caller.organisation).toEqual({ number: '994598759', parent: '994598759' })
  })

  const seconds = Math.floor(Date.now() / 1000)
  test.each<[string, Change, Change, string, string | undefined]>([
    ['A13 of another issuer', { iss: 'https://helseid.test/' }, {}, 'TOKEN_INVALID', 'iss'],
    ['A13 for another API', { aud: 'nhn:kjernejournal' }, {}, 'TOKEN_INVALID', 'aud'],
    ['A13 for two APIs', { aud: ['nhn:helsegraf', 'nhn:kjernejournal'] }, {}, 'TOKEN_INVALID', 'aud'],
    ['A15 that is an id_token', { aud: 'sporingsverktoyet' }, { typ: 'JWT' }, 'TOKEN_INVALID', undefined],
    ['that has expired', { exp: seconds - 60 }, {}, 'TOKEN_EXPIRED', undefined],
    ['that is not valid yet', { nbf: seconds + 600 }, {}, 'TOKEN_INVALID', 'nbf'],
    ['D05 that is not bound to a key', { cnf: undefined }, {}, 'TOKEN_INVALID', 'cnf'],
    [
      'whose client proved itself with a secret',
      { client_amr: 'client_secret_post' },
      {},
      'TOKEN_INVALID',
      'client_amr',
    ],
    ['without a legal entity', { [orgnr('parent')]: undefined }, {}, 'TOKEN_INVALID', 'orgnr_parent'],
    ['of a legal entity that cannot be', { [orgnr('parent')]: '994598758' }, {}, 'TOKEN_INVALID', 'orgnr_parent'],
    ['of a unit that cannot be', { [orgnr('child')]: '1' }, {}, 'TOKEN_INVALID', 'orgnr_child'],
    ['of many customers without a supplier', { [orgnr('supplier')]: undefined }, {}, 'TOKEN_INVALID', 'orgnr_supplier'],
    [
      'without a tenancy',
      { 'helseid://claims/client/client_tenancy': undefined },
      {},
      'TOKEN_INVALID',
      'client_tenancy',
    ],
    ['with another tenancy', { 'helseid://claims/client/client_tenancy': 'x' }, {}, 'TOKEN_INVALID', 'client_tenancy'],
    ['from no network there is', { 'helseid://claims/identity/network': 'wifi' }, {}, 'TOKEN_INVALID', 'network'],
    ['with a level and no person', { 'helseid://claims/identity/pid': undefined }, {}, 'TOKEN_INVALID', 'pid'],
    ['with a person that cannot be', { 'helseid://claims/identity/pid': '12827190402' }, {}, 'TOKEN_INVALID', 'pid'],
    [
      'with a real person’s number',
      { 'helseid://claims/identity/pid': '13097248022' },
      {},
      'IDENTIFIER_INVALID',
      undefined,
    ],
    [
      'without a level',
      { 'helseid://claims/identity/security_level': undefined },
      {},
      'TOKEN_INVALID',
      'security_level',
    ],
    [
      'with letters for a number in HPR',
      { 'helseid://claims/hpr/hpr_number': 'LE' },
      {},
      'TOKEN_INVALID',
      'hpr_number',
    ],
    ['without a scope', { scope: undefined }, {}, 'TOKEN_INVALID', 'scope'],
  ])('a token %s is refused by name', async (_, claims, header, code, claim) => {
    const refusal = await atWork(claims, header).catch(error => error)
    expect(refusal.code).toBe(code)
    if (claim !== undefined) expect(refusal.details.claim).toBe(claim)
  })

  test.each<[string, Change, string, Record<string, string>]>([
    [
      'A21 a lower level',
      { 'helseid://claims/identity/security_level': '3' },
      'SECURITY_LEVEL_TOO_LOW',
      { claim: 'security_level', requiredLevel: '4' },
    ],
    ['another scope', { scope: 'openid nhn:other/api' }, 'SCOPE_MISSING', { scope: 'nhn:helsegraf/graph' }],
  ])('%s is told what is wanted', async (_, claims, code, details) => {
    const identified = await atWork(claims)
    expect(() => admitCaller(identified)).toThrow(expect.objectContaining({ code, details }))
  })
})

describe('Maskinporten', () => {
  test('a system acts for its own organisation, or for another by delegation', async () => {
    const own = await asMachine()
    const delegated = await asMachine({
      client_id: 'sporingsverktoyet-maskin',
      consumer: organisationClaim('994598759'),
      supplier: organisationClaim('320001005'),
      delegation_source: 'https://altinn.test',
    })
    expect(own.caller).toMatchObject({
      kind: 'machine',
      client: 'fhi-sysvak',
      organisation: { number: '320000807' },
      scopes: ['nhn:helsegraf/graph'],
    })
    expect(() => admitCaller(own)).not.toThrow()
    expect(delegated.caller.organisation).toEqual({ number: '994598759', supplier: '320001005' })
    expect(delegated.caller.id).not.toBe(own.caller.id)
  })

  test('a token may lack a type, for Maskinporten issues nothing else; another type is refused', async () => {
    expect((await asMachine({}, { typ: undefined })).caller.kind).toBe('machine')
    await expect(asMachine({}, { typ: 'JWT' })).rejects.toMatchObject({ details: { claim: 'typ' } })
  })

  test.each<[string, Change, string]>([
    ['without a consumer', { consumer: undefined }, 'consumer'],
    ['of a consumer that cannot be', { consumer: organisationClaim('320000808') }, 'consumer'],
    [
      'of a consumer by another register',
      { consumer: { authority: 'iso6523-actorid-upis', ID: '9908:320000807' } },
      'consumer',
    ],
    ['of a consumer by another authority', { consumer: { authority: 'x', ID: '0192:320000807' } }, 'consumer'],
    ['of a consumer that is a text', { consumer: '320000807' }, 'consumer'],
    ['of a supplier without a delegation', { supplier: organisationClaim('320001005') }, 'delegation_source'],
    ['of a supplier that cannot be', { supplier: organisationClaim('1'), delegation_source: 'x' }, 'supplier'],
    ['A13 for another resource', { aud: 'https://another.example' }, 'aud'],
    ['A13 for no resource', { aud: undefined }, 'aud'],
  ])('a token %s is refused by name', async (_, claims, claim) => {
    await expect(asMachine(claims)).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { claim } })
  })
})

describe('one login never passes for another', () => {
  test('a citizen’s claims under HelseID’s name need HelseID’s key, and the other way round', async () => {
    const posing = await idPorten.token({ pid, iss: 'https://helseid.test', aud: 'nhn:helsegraf' })
    await expect(identify(credentials(`Bearer ${posing}`))).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
    const doctorAtHome = await helseId.token({ ...doctor, iss: 'https://idporten.test', pid, acr: 'idporten-loa-high' })
    await expect(identify(credentials(`Bearer ${doctorAtHome}`))).rejects.toMatchObject({ code: 'TOKEN_INVALID' })
  })

  test('claims of another login mean nothing', async () => {
    const citizen = await identify(
      credentials(`Bearer ${await idPorten.token({ pid, ...doctor, consumer: organisationClaim('320000807') })}`),
    )
    expect(citizen.caller).toMatchObject({ kind: 'citizen' })
    expect(citizen.caller).not.toHaveProperty('hprNumber')
    expect(citizen.caller).not.toHaveProperty('organisation')
  })

  test('a login that is not configured is refused by its name', async () => {
    const onlyCitizens = await anIdentify({ citizens: idPorten.trust }, { secrets })
    const tokens = [await helseId.token(doctor), await maskinporten.token()]
    for (const token of tokens) {
      const refused = onlyCitizens(credentials(`Bearer ${token}`))
      await expect(refused).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { claim: 'iss' } })
    }
  })

  test('two logins of one issuer are a mistake that stops the start', async () => {
    const logins = { citizens: idPorten.trust, staff: { ...helseId.trust, issuer: idPorten.trust.issuer } }
    await expect(anIdentify(logins)).rejects.toThrow('same issuer')
  })
})
