import { type CryptoKey, decodeJwt, importJWK, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchMachineToken, fetchStaffToken, type WorkKeys } from '../../../local/identity-provider/fetch-work-token.ts'
import { readOrMakeKey } from '../../../local/identity-provider/keys.ts'
import { makeProof } from '../../../local/identity-provider/make-proof.ts'
import { jwtBearer, workKeys } from '../../../local/identity-provider/work-names.ts'
import { type Machine, machines, personnel } from '../../../local/personnel/personnel.ts'
import { aProvider, type TestProvider } from './a-provider.ts'

const graph = 'nhn:helsegraf/graph'
const emergency = 'helsegraf:emergency'
const named = <Named extends { name: string }>(list: readonly Named[], name: string): Named => {
  const found = list.find(one => one.name === name)
  if (!found) throw new Error(name)
  return found
}

let provider: TestProvider
let keys: WorkKeys
beforeAll(async () => {
  provider = await aProvider()
  keys = {
    client: await readOrMakeKey(provider.keysDirectory, workKeys.clients),
    dpop: await readOrMakeKey(provider.keysDirectory, 'test-dpop'),
  }
})
afterAll(() => provider[Symbol.asyncDispose]())

const staff = async (name: string, scope: string) =>
  decodeJwt(await fetchStaffToken({ issuer: provider.issuer, keys, scope, persona: named(personnel, name) }))

describe('HelseID’s likeness', () => {
  test('gives a nurse of Bergen a token with HelseID’s claims, bound to the client’s key', async () => {
    expect(await staff('sporer-bergen', graph)).toMatchObject({
      iss: `${provider.issuer}/helseid`,
      aud: 'nhn:helsegraf',
      scope: graph,
      cnf: { jkt: expect.stringMatching(/^[\w-]{43}$/) },
      client_id: 'sporingsverktoyet',
      client_amr: 'private_key_jwt',
      name: 'Randi Toft',
      'helseid://claims/identity/pid': '23849090275',
      'helseid://claims/identity/security_level': '4',
      'helseid://claims/identity/network': 'helsenett',
      'helseid://claims/hpr/hpr_number': '7100002',
      'helseid://claims/client/client_tenancy': 'multi-tenant',
      'helseid://claims/client/claims/orgnr_parent': '310023604',
      'helseid://claims/client/claims/orgnr_child': '320000106',
      'helseid://claims/client/claims/orgnr_supplier': '320001005',
    })
  })

  test('gives a client of one organisation no supplier', async () => {
    const claims = await staff('kontrollsenter', graph)
    expect(claims).toMatchObject({ 'helseid://claims/client/client_tenancy': 'single-tenant' })
    expect(claims).not.toHaveProperty('helseid://claims/client/claims/orgnr_supplier')
    expect(claims).not.toHaveProperty('helseid://claims/hpr/hpr_number')
  })

  test('gives the scope for emergencies to the client that is for them', async () => {
    expect((await staff('legevakt', `${graph} ${emergency}`)).scope).toBe(`${graph} ${emergency}`)
    expect((await staff('sykehuslege', `${graph} ${emergency}`)).scope).toBe(graph)
  })

  const now = () => Math.floor(Date.now() / 1000)
  const assertion = async (claims: Record<string, unknown> = {}, key: JWK = keys.client) =>
    new SignJWT({
      iss: 'sporingsverktoyet',
      sub: 'sporingsverktoyet',
      aud: `${provider.issuer}/helseid`,
      iat: now(),
      exp: now() + 30,
      jti: crypto.randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'client-authentication+jwt', kid: keys.client.kid ?? '' })
      .sign((await importJWK(key, 'ES256')) as CryptoKey)

  async function asked(clientAssertion: string, { withProof = true } = {}) {
    const url = `${provider.issuer}/helseid/connect/token`
    const dpop = await makeProof({ key: keys.dpop, method: 'POST', url, token: '', now: new Date() })
    const response = await fetch(url, {
      method: 'POST',
      headers: withProof ? { dpop } : {},
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: graph,
        client_assertion: clientAssertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }),
    })
    const { error } = (await response.json()) as { error?: string }
    return [response.status, error]
  }

  test('D07 takes an assertion once', async () => {
    const once = await assertion()
    expect(await asked(once)).toEqual([200, undefined])
    expect(await asked(once)).toEqual([401, 'invalid_client'])
  })

  test.each<[string, Record<string, unknown>]>([
    ['D07 lives longer than a minute', { exp: Math.floor(Date.now() / 1000) + 3_600 }],
    ['D07 is for another issuer', { aud: 'https://helseid.test' }],
    ['is another client’s', { iss: 'smittelista' }],
    ['has no id', { jti: undefined }],
    ['acts for an organisation that is no customer', { authorization_details: detailsOf('NO:ORGNR:983744516:') }],
    ['names an organisation that cannot be', { authorization_details: detailsOf('NO:ORGNR:983744517:') }],
    ['names an organisation in another form', { authorization_details: { type: 'other' } }],
  ])('refuses an assertion that %s', async (_, claims) => {
    expect(await asked(await assertion(claims))).toEqual([401, 'invalid_client'])
  })

  test('refuses an assertion by another key, and a request without a proof', async () => {
    expect(await asked(await assertion({}, keys.dpop))).toEqual([401, 'invalid_client'])
    expect((await asked(await assertion(), { withProof: false }))[0]).toBe(400)
  })
})

describe('Maskinporten’s likeness', () => {
  const machine = (name: string, more: Partial<Machine> = {}) =>
    fetchMachineToken({ issuer: provider.issuer, keys, scope: graph, machine: { ...named(machines, name), ...more } })

  test('gives a system a token for its own organisation, or for one that has delegated', async () => {
    expect(decodeJwt(await machine('fhi'))).toMatchObject({
      iss: `${provider.issuer}/maskinporten`,
      scope: graph,
      consumer: { authority: 'iso6523-actorid-upis', ID: '0192:320000807' },
    })
    expect(decodeJwt(await machine('sporingsverktoyet-maskin'))).toMatchObject({
      consumer: { ID: '0192:310023604' },
      supplier: { ID: '0192:320001005' },
      delegation_source: expect.any(String),
    })
  })

  test('gives nothing for an organisation that has delegated nothing', async () => {
    const { organisation } = named(personnel, 'fhi-admin')
    await expect(machine('sporingsverktoyet-maskin', { organisation })).rejects.toThrow('invalid_grant')
  })

  const grant = async (claims: Record<string, unknown> = {}) =>
    new SignJWT({
      iss: 'fhi-sysvak',
      aud: `${provider.issuer}/maskinporten`,
      scope: graph,
      jti: crypto.randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: keys.client.kid ?? '' })
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign((await importJWK(keys.client, 'ES256')) as CryptoKey)

  async function asked(assertion: string) {
    const body = new URLSearchParams({ grant_type: jwtBearer, assertion })
    const response = await fetch(`${provider.issuer}/maskinporten/token`, { method: 'POST', body })
    return [response.status, ((await response.json()) as { error?: string }).error]
  }

  test('takes a grant once', async () => {
    const once = await grant()
    expect(await asked(once)).toEqual([200, undefined])
    expect(await asked(once)).toEqual([400, 'invalid_grant'])
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['for another issuer', { aud: 'https://maskinporten.no/' }, 'invalid_grant'],
    ['of another client, whose id it does not carry', { iss: 'unknown' }, 'invalid_client'],
    ['for a scope there is not', { scope: 'ks:fiks' }, 'invalid_scope'],
    ['for another resource', { resource: ['https://another.example'] }, 'invalid_target'],
    ['without an id', { jti: undefined }, 'invalid_grant'],
  ])('refuses a grant %s', async (_, claims, error) => {
    expect((await asked(await grant(claims)))[1]).toBe(error)
  })

  test('refuses what is no grant', async () => {
    expect((await asked('no.grant.here'))[0]).toBe(400)
  })
})

function detailsOf(value: string) {
  const identifier = { system: 'urn:oid:1.0.6523', type: 'ENH', value }
  return { type: 'helseid_authorization', practitioner_role: { organization: { identifier } } }
}
