import { connect } from 'node:net'
import {
  type CryptoKey,
  createLocalJWKSet,
  decodeJwt,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  type ClientAuth,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  None,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createIdentityProvider } from '../../../local/identity-provider/identity-provider.ts'
import { readOrMakeKey } from '../../../local/identity-provider/keys.ts'
import { fetchToken } from '../../../local/token.ts'
import { aWalker } from '../start-page/walker.ts'
import { aKeysDirectory, aProvider, audience, kari, startPageUrl, type TestProvider } from './a-provider.ts'

const redirectUri = `${startPageUrl}/web/callback`

async function asStartPage({ issuer, clientKey }: TestProvider, key: JWK = clientKey): Promise<Configuration> {
  const privateKey = (await importJWK(key, 'ES256')) as CryptoKey
  return discover(issuer, 'helsegraf-web', PrivateKeyJwt({ key: privateKey, ...(key.kid && { kid: key.kid }) }))
}

function discover(issuer: string, clientId: string, authentication: ClientAuth): Promise<Configuration> {
  const execute = [allowInsecureRequests, enableNonRepudiationChecks]
  return discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'ES256' }, authentication, { execute })
}

async function aRequest(more: Record<string, string> = {}) {
  const verifier = randomPKCECodeVerifier()
  const [state, nonce] = [randomState(), randomNonce()]
  const parameters = {
    redirect_uri: redirectUri,
    scope: 'openid profile helsegraf:me',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    resource: audience,
    state,
    nonce,
    ...more,
  }
  return {
    parameters,
    checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
  }
}

/** Picks a persona on the provider's page; the address the browser is sent back to. */
async function pick(start: URL, form: Record<string, string>): Promise<URL> {
  const walker = aWalker()
  const page = (await walker.get(start)).location
  const resume = (await walker.post(page, new URLSearchParams(form))).location
  return new URL((await walker.get(resume)).location)
}

async function keysOf(issuer: string) {
  return createLocalJWKSet((await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet)
}

describe('a sign-in', () => {
  test('over discovery, PAR and PKCE gives an access token with ID-porten’s claims, signed by the published key', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const { parameters, checks } = await aRequest({ ui_locales: 'nn' })
    const start = await buildAuthorizationUrlWithPAR(client, parameters)
    const tokens = await authorizationCodeGrant(client, await pick(start, { persona: 'kari', level: 'high' }), checks)

    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, await keysOf(provider.issuer), {
      issuer: provider.issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    })
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
    expect(payload).toMatchObject({
      aud: audience,
      pid: kari.identifier,
      acr: 'idporten-loa-high',
      amr: ['BankID'],
      client_id: 'helsegraf-web',
      client_orgno: '994598759',
      scope: 'helsegraf:me',
      locale: 'nn',
      jti: expect.any(String),
      sub: expect.not.stringContaining(kari.identifier),
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
    expect(tokens.expires_in).toBe(600)
    expect(tokens.refresh_token).toBeUndefined()
  })

  test('gives an id_token that is for the client, never for the graph', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const { parameters, checks } = await aRequest()
    const start = await buildAuthorizationUrlWithPAR(client, parameters)
    const tokens = await authorizationCodeGrant(
      client,
      await pick(start, { persona: 'kari', level: 'substantial' }),
      checks,
    )
    expect(tokens.claims()).toMatchObject({
      aud: 'helsegraf-web',
      pid: kari.identifier,
      locale: 'nb',
      acr: 'idporten-loa-substantial',
      amr: ['MinID'],
      nonce: checks.expectedNonce,
    })
    const keys = await keysOf(provider.issuer)
    await expect(jwtVerify(tokens.id_token ?? '', keys, { audience })).rejects.toMatchObject({ claim: 'aud' })
    await expect(jwtVerify(tokens.id_token ?? '', keys, { typ: 'at+jwt' })).rejects.toMatchObject({ claim: 'typ' })
  })

  test('asks who it is every time, session or not', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const walker = aWalker()
    for (const persona of ['kari', 'odd']) {
      const { parameters, checks } = await aRequest()
      const page = (await walker.get(await buildAuthorizationUrlWithPAR(client, parameters))).location
      const resume = (await walker.post(page, new URLSearchParams({ persona }))).location
      const back = new URL((await walker.get(resume)).location)
      expect(page).toContain('/interaction/')
      expect((await authorizationCodeGrant(client, back, checks)).claims()?.pid).toBe(
        persona === 'kari' ? kari.identifier : '50846202355',
      )
    }
  })

  test('works for a client on loopback at any port, with PKCE for its only proof', async () => {
    await using provider = await aProvider()
    const client = await discover(provider.issuer, 'helsegraf-cli', None())
    const { parameters, checks } = await aRequest({ redirect_uri: 'http://127.0.0.1:51234/callback' })
    const start = await buildAuthorizationUrlWithPAR(client, parameters)
    const back = await pick(start, { persona: 'kari' })
    expect(back.port).toBe('51234')
    expect((await authorizationCodeGrant(client, back, checks)).access_token).toBeTruthy()
  })

  test('that is cancelled goes back as access_denied', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const start = await buildAuthorizationUrlWithPAR(client, (await aRequest()).parameters)
    expect((await pick(start, { cancel: 'true' })).searchParams.get('error')).toBe('access_denied')
  })
})

describe('refused is', () => {
  test('a request that was not pushed', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const { parameters } = await aRequest()
    const back = new URL((await aWalker().get(buildAuthorizationUrl(client, parameters))).location)
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'invalid_request',
      error_description: 'Pushed Authorization Request must be used',
    })
  })

  test.each([
    ['PKCE with the plain method', { code_challenge_method: 'plain' }, 'not supported value of code_challenge_method'],
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, expect.stringContaining('requires PKCE')],
    ['the implicit flow', { response_type: 'token' }, expect.any(String)],
    ['a resource that is not the graph', { resource: 'https://elsewhere.example/' }, expect.any(String)],
    ['a redirect elsewhere', { redirect_uri: `${startPageUrl}/elsewhere` }, expect.any(String)],
    [
      'a redirect to another port of a client that is not on loopback',
      { redirect_uri: 'http://localhost:1/web/callback' },
      expect.any(String),
    ],
  ])('%s', async (_, more, description) => {
    await using provider = await aProvider()
    const { parameters } = await aRequest(more)
    const body = new URLSearchParams({ response_type: 'code', ...parameters, ...(await assertion(provider)) })
    for (const [name, value] of [...body]) if (value === '') body.delete(name)
    const response = await fetch(`${provider.issuer}/par`, { method: 'POST', body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: expect.any(String), error_description: description })
  })

  test.each([
    ['another’s key', 'stolen'],
    ['no proof at all', 'none'],
    ['a secret, which it has not', 'secret'],
  ])('the start page with %s', async (_, proof) => {
    await using provider = await aProvider()
    await using elsewhere = await aKeysDirectory()
    const { parameters } = await aRequest()
    const proofs: Record<string, Record<string, string>> = {
      stolen: await assertion(provider, await readOrMakeKey(elsewhere.path, 'other')),
      none: { client_id: 'helsegraf-web' },
      secret: { client_id: 'helsegraf-web', client_secret: 'guess' },
    }
    const body = new URLSearchParams({ response_type: 'code', ...parameters, ...proofs[proof] })
    const response = await fetch(`${provider.issuer}/par`, { method: 'POST', body })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })

  test('a code with another verifier, and a code used twice', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const { parameters, checks } = await aRequest()
    const back = await pick(await buildAuthorizationUrlWithPAR(client, parameters), { persona: 'kari' })
    const another = { ...checks, pkceCodeVerifier: randomPKCECodeVerifier() }
    await expect(authorizationCodeGrant(client, back, another)).rejects.toMatchObject({ error: 'invalid_grant' })

    const second = await aRequest()
    const fresh = await pick(await buildAuthorizationUrlWithPAR(client, second.parameters), { persona: 'kari' })
    await authorizationCodeGrant(client, fresh, second.checks)
    await expect(authorizationCodeGrant(client, fresh, second.checks)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test.each(['client_credentials', 'password', 'refresh_token'])('the grant type %s', async grant_type => {
    await using provider = await aProvider()
    const body = new URLSearchParams({ grant_type, ...(await assertion(provider)) })
    const response = await fetch(`${provider.issuer}/token`, { method: 'POST', body })
    expect(response.status).toBe(400)
  })
})

/** A signed client assertion (RFC 7523), as a client sends it. */
async function assertion({ issuer, clientKey }: TestProvider, key: JWK = clientKey): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000)
  const jwt = await new SignJWT({ iss: 'helsegraf-web', sub: 'helsegraf-web', jti: randomState() })
    .setProtectedHeader({ alg: 'ES256', ...(key.kid && { kid: key.kid }) })
    .setAudience(issuer)
    .setIssuedAt(now)
    .setExpirationTime(now + 30)
    .sign(await importJWK(key, 'ES256'))
  return {
    client_id: 'helsegraf-web',
    client_assertion: jwt,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  }
}

describe('the persona page', () => {
  async function open(provider: TestProvider, more: Record<string, string> = {}, language = 'nb') {
    const walker = aWalker({ language })
    const start = await buildAuthorizationUrlWithPAR(await asStartPage(provider), (await aRequest(more)).parameters)
    const { location } = await walker.get(start)
    return { walker, location, page: await walker.get(location) }
  }

  test.each([
    ['nb', 'Hvem vil du logge inn som?', 'To doser'],
    ['nn', 'Kven vil du logge inn som?', 'To dosar'],
    ['en', 'Who do you want to sign in as?', 'Two doses'],
  ])('is in %s when the client asks for it, else when the browser does', async (language, title, shows) => {
    await using provider = await aProvider()
    const asked = await open(provider, { ui_locales: `xx ${language}` }, language === 'nb' ? 'en' : 'nb')
    const browser = await open(provider, {}, language)
    for (const { page } of [asked, browser]) {
      expect(page.text).toContain(`<html lang="${language}">`)
      expect(page.text).toContain(`<h1>${title}</h1>`)
      expect(page.text).toContain(shows)
    }
  })

  test('gives the language chosen on it to the token', async () => {
    await using provider = await aProvider()
    const client = await asStartPage(provider)
    const { parameters, checks } = await aRequest({ ui_locales: 'nb' })
    const walker = aWalker()
    const { location } = await walker.get(await buildAuthorizationUrlWithPAR(client, parameters))
    const page = await walker.get(`${location}?lang=nn`)
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page.text) ?? []
    const resume = await walker.post(new URL(action, location), new URLSearchParams({ persona: 'kari' }))
    const tokens = await authorizationCodeGrant(client, new URL((await walker.get(resume.location)).location), checks)
    expect(decodeJwt(tokens.access_token).locale).toBe('nn')
  })

  test('escapes names, runs no script, and lets its form end at the client only', async () => {
    await using provider = await aProvider()
    const { page } = await open(provider)
    expect(page.text).toContain('&lt;b onclick=&quot;x&quot;&gt;Odd&lt;/b&gt;')
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${startPageUrl}; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['an unknown persona', {}, { persona: 'nobody' }],
    ['an unknown level', {}, { persona: 'kari', level: 'low' }],
    [
      'a level below what the client asked for',
      { acr_values: 'idporten-loa-high' },
      { persona: 'kari', level: 'substantial' },
    ],
  ])('refuses %s and is shown again', async (_, more, form) => {
    await using provider = await aProvider()
    const { walker, location } = await open(provider, more)
    const answer = await walker.post(location, new URLSearchParams(form))
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('role="alert"')
    expect((await walker.post(location, new URLSearchParams({ persona: 'kari' }))).status).toBe(303)
  })

  test('gives the lowest level the client named, or any above', async () => {
    await using provider = await aProvider()
    const { page } = await open(provider, { acr_values: 'idporten-loa-high' })
    expect(page.text).toContain('value="high" checked>')
    expect(page.text).toContain('value="substantial" disabled>')
  })

  test('is of no use in another browser', async () => {
    await using provider = await aProvider()
    const { location } = await open(provider)
    const answer = await aWalker().get(location)
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Innloggingen er utløpt')
  })

  test('does not read a form larger than any it sends', async () => {
    await using provider = await aProvider()
    const { walker, location } = await open(provider)
    const answer = await walker.post(location, new URLSearchParams({ persona: 'kari', padding: 'x'.repeat(100_000) }))
    expect(answer.status).toBe(400)
  })
})

describe('the provider', () => {
  afterEach(() => vi.restoreAllMocks())

  test('says nothing on the console, through a whole sign-in', async () => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map(method => vi.spyOn(console, method))
    const warnings = vi.spyOn(process, 'emitWarning')
    await using provider = await aProvider()
    await fetchToken({ issuer: provider.issuer, persona: 'kari' })
    await aWalker().get(`${provider.issuer}/nowhere`)
    for (const spy of [...spies, warnings]) expect(spy.mock.calls).toEqual([])
  })

  test('keeps its key over a restart, so that tokens of before still verify', async () => {
    await using keys = await aKeysDirectory()
    const before = await aProvider({ keysDirectory: keys.path })
    const token = await fetchToken({ issuer: before.issuer, persona: 'kari' })
    await before.close()
    await using after = await aProvider({ keysDirectory: keys.path })
    await jwtVerify(token, await keysOf(after.issuer), { audience })
  })

  test('publishes no private part of its key', async () => {
    await using provider = await aProvider()
    const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: object[] }
    expect(keys.map(key => Object.keys(key).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']])
  })

  test('has the issuer it is told, when it stands behind another address', async () => {
    await using keys = await aKeysDirectory()
    const issuer = 'https://login.helsegraf.example'
    const options = { host: '127.0.0.1', personas: [kari], keysDirectory: keys.path, audience, clients: [] }
    const probe = await createIdentityProvider({ ...options, port: 0 })
    const port = Number(new URL(probe.issuer).port)
    await probe.close()
    const provider = await createIdentityProvider({ ...options, port, issuer })
    expect(provider.issuer).toBe(issuer)
    const found = await (await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`)).json()
    expect(found).toMatchObject({ issuer })
    await provider.close()
  })

  test('rejects when its port is taken', async () => {
    await using provider = await aProvider()
    const port = Number(new URL(provider.issuer).port)
    await using keys = await aKeysDirectory()
    const options = { host: '127.0.0.1', port, personas: [], keysDirectory: keys.path, audience, clients: [] }
    await expect(createIdentityProvider(options)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('does not start in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    try {
      await expect(aProvider()).rejects.toThrow('does not start in production')
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('lives on after a request whose address is none', async () => {
    await using provider = await aProvider()
    const { port } = new URL(provider.issuer)
    for (const target of ['//', '//[', 'http://[/', '*', '/%', '/interaction/%2e%2e/x', '/\\evil']) {
      const answer = await new Promise<string>(resolve => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
        )
        let text = ''
        socket.on('data', data => {
          text += data
        })
        socket.on('close', () => resolve(text))
      })
      expect(answer, target).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect(await fetchToken({ issuer: provider.issuer, persona: 'kari' })).toBeTruthy()
  })
})
