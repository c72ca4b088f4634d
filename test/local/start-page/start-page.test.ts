import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { type LocalRun, startLocalRun } from './local-run.ts'
import { aRefusal, aVaccination } from './tiny-graph.ts'
import { aWalker, type Walker } from './walker.ts'

async function signedIn(run: LocalRun): Promise<Walker> {
  const walker = aWalker()
  await walker.signIn(`${run.url}/start/sign-in`, 'kari')
  return walker
}

const graphqlError = (code: string, message: string, path?: readonly unknown[]) => ({
  message,
  ...(path && { path }),
  extensions: { code, language: 'nb' },
})

describe('a sign-in', () => {
  test('ends with a session whose cookie no script and no other site can use, and that holds no token', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const answer = await walker.signIn(`${run.url}/start/sign-in`, 'kari')
    expect(answer).toMatchObject({ status: 303, location: `${run.url}/start/certificates` })
    const cookie = answer.headers.getSetCookie().find(each => each.startsWith('helsegraf_session='))
    expect(cookie).toMatch(/^helsegraf_session=[\w-]{32}; Path=\/; Max-Age=(600|599); HttpOnly; SameSite=Lax$/)
    run.graph.answer({ me: {} })
    const page = await walker.get(answer.location)
    const [question] = run.graph.asked
    expect(decodeJwt(question?.token ?? '')).toMatchObject({
      client_id: 'helsegraf-start-page',
      acr: 'idporten-loa-high',
    })
    expect(page.text).not.toContain(question?.token)
  })

  test('gets a new session each time, and the one before is over', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const before = walker.cookies.get('helsegraf_session') ?? ''
    await walker.signIn(`${run.url}/start/sign-in`, 'kari')
    expect(walker.cookies.get('helsegraf_session')).not.toBe(before)
    const old = await aWalker().get(`${run.url}/start/certificates`, { cookie: `helsegraf_session=${before}` })
    expect(old.status).toBe(401)
  })

  test('is pushed, with PKCE, state and nonce, in the visitor’s language', async () => {
    await using run = await startLocalRun()
    const walker = aWalker({ language: 'nn' })
    const away = new URL((await walker.get(`${run.url}/start/sign-in`)).location)
    expect([...away.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    const page = await walker.get((await walker.get(away)).location)
    expect(page.text).toContain('Kven vil du logge inn som?')
    const back = new URL((await aWalker().signIn(`${run.url}/start/sign-in`, 'kari')).location)
    expect(back.pathname).toBe('/start/certificates')
  })

  test('that is cancelled says so, and nobody is signed in', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const answer = await walker.signIn(`${run.url}/start/sign-in`, '', { cancel: 'true' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Du avbrøt innloggingen')
    expect(walker.cookies.has('helsegraf_session')).toBe(false)
  })

  test('that comes back with another state is refused, and cannot be tried again', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const page = await walker.get((await walker.get(`${run.url}/start/sign-in`)).location)
    const resume = await walker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const back = new URL((await walker.get(resume.location)).location)
    const forged = new URL(back)
    forged.searchParams.set('state', 'forged')
    for (const url of [forged, back]) {
      const answer = await walker.get(url)
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('Innloggingen kunne ikke fullføres')
    }
    expect(walker.cookies.has('helsegraf_session')).toBe(false)
  })

  test('finished in a browser that did not begin it is refused (login CSRF)', async () => {
    await using run = await startLocalRun()
    const attacker = aWalker()
    const page = await attacker.get((await attacker.get(`${run.url}/start/sign-in`)).location)
    const resume = await attacker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const { location } = await attacker.get(resume.location)
    const victim = aWalker()
    expect((await victim.get(location)).status).toBe(400)
    expect(victim.cookies.size).toBe(0)
  })

  test('at another name of this machine is moved to the one that cookies will come back to', async () => {
    await using run = await startLocalRun({ name: 'localhost' })
    const { port } = new URL(run.url)
    const answer = await aWalker().get(`http://127.0.0.1:${port}/start/sign-in?level=high`)
    expect(answer.location).toBe(`http://localhost:${port}/start/sign-in?level=high`)
  })

  test('without an identity provider says what to do', async () => {
    await using run = await startLocalRun()
    await run.stopProvider()
    const answer = await aWalker().get(`${run.url}/start/sign-in`)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain(`Ingenting svarer på ${run.issuer}.`)
    expect(answer.text).toContain('npm start')
  })

  test('whose provider goes away in the middle says the same', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const page = await walker.get((await walker.get(`${run.url}/start/sign-in`)).location)
    const resume = await walker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const { location } = await walker.get(resume.location)
    await run.stopProvider()
    expect((await walker.get(location)).status).toBe(503)
    expect((await walker.get(`${run.url}/start/sign-in`)).status).toBe(503)
  })
})

describe('a session', () => {
  test('ends when the token does', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    expect((await walker.get(`${run.url}/start/certificates`)).status).toBe(200)
    run.skip(10 * 60)
    const answer = await walker.get(`${run.url}/start/certificates`)
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('Innloggingen er utløpt')
  })

  test.each(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'TOKEN_INVALID'])('ends when the graph answers %s', async code => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    run.graph.answer({ status: 401, body: { errors: [graphqlError(code, 'nei')] } })
    const answer = await walker.get(`${run.url}/start/certificates`)
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('href="/start/sign-in"')
    run.graph.answer({ me: {} })
    expect((await walker.get(`${run.url}/start/certificates`)).status).toBe(401)
    expect(run.graph.asked).toHaveLength(1)
  })

  test('is signed out by our own form only', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const out = `${run.url}/start/sign-out`
    expect((await walker.get(out)).status).toBe(405)
    expect((await walker.post(out, '')).status).toBe(403)
    expect((await walker.post(out, '', { origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await walker.post(out, '', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await walker.get(`${run.url}/start/certificates`)).status).toBe(200)
    expect((await walker.post(out, '', { origin: run.url })).location).toBe(`${run.url}/`)
    expect((await walker.get(`${run.url}/start/certificates`)).status).toBe(401)
  })
})

describe('the certificate page', () => {
  test('shows a refusal in the language it is in, and what is known to be empty as empty', async () => {
    await using run = await startLocalRun()
    run.graph.answer({ me: { vaccinationCertificate: aRefusal('Du har fått éi dose.'), testCertificates: [] } })
    const { text } = await (await signedIn(run)).get(`${run.url}/start/certificates`)
    expect(text).toContain('<p class="refusal" lang="nn">Du har fått éi dose.</p>')
    expect(text.split('Ingenting er registrert på deg her.')).toHaveLength(3)
    expect(text).not.toContain('role="alert"')
  })

  test('shows the error of the section that failed, and the others all the same', async () => {
    await using run = await startLocalRun()
    const me = { vaccinationCertificate: aVaccination(), testCertificates: null, recoveryCertificate: null }
    const errors = [
      graphqlError('REGISTRY_TIMEOUT', 'MSIS-labdatabasen brukte for lang tid.', ['me', 'testCertificates']),
    ]
    run.graph.answer({ status: 200, body: { data: { me }, errors } })
    const { text, status } = await (await signedIn(run)).get(`${run.url}/start/certificates`)
    expect(status).toBe(200)
    expect(text).toContain('Comirnaty')
    const [, tests = ''] = text.split('<h2 id="testCertificates">')
    const [section] = tests.split('</section>')
    expect(section).toContain('<p class="problem" role="alert" lang="nb">MSIS-labdatabasen brukte for lang tid.</p>')
    expect(section).not.toContain('Ingenting er registrert')
  })

  test('shows the error of the whole answer, and no section that would look empty', async () => {
    await using run = await startLocalRun()
    const errors = [graphqlError('REGISTRY_UNAVAILABLE', 'Folkeregisteret svarer ikke.', ['me'])]
    run.graph.answer({ status: 200, body: { data: { me: null }, errors } })
    const { text } = await (await signedIn(run)).get(`${run.url}/start/certificates`)
    expect(text).toContain('Folkeregisteret svarer ikke.')
    expect(text).not.toContain('<h2')
  })

  test('says that nothing could be fetched when the graph says nothing at all', async () => {
    await using run = await startLocalRun()
    run.graph.answer({ status: 200, body: { data: { me: null } } })
    const { text } = await (await signedIn(run)).get(`${run.url}/start/certificates`)
    expect(text).toContain('<p class="problem" role="alert">Dette kunne ikke hentes.</p>')
  })

  test('offers a sign-in at the high level when the level was too low, and then only that one is offered', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    await walker.signIn(`${run.url}/start/sign-in`, 'kari', { level: 'substantial' })
    run.graph.answer({ status: 403, body: { errors: [graphqlError('STEP_UP_REQUIRED', 'Logg inn med BankID.')] } })
    const { text } = await walker.get(`${run.url}/start/certificates`)
    expect(decodeJwt(run.graph.asked[0]?.token ?? '').acr).toBe('idporten-loa-substantial')
    expect(text).toContain('Logg inn med BankID.')
    expect(text).toContain('href="/start/sign-in?level=high"')
    const page = await walker.get((await walker.get(`${run.url}/start/sign-in?level=high`)).location)
    expect((await walker.get(page.location)).text).toMatch(/value="substantial" disabled/)
  })

  test.each([
    ['no JSON', { status: 200, body: '<html>' }],
    ['JSON that is no answer', { status: 200, body: '[1]' }],
    ['an answer too large to be one', { status: 200, body: `{"data":"${'x'.repeat(5_000_000)}"}` }],
  ])('takes %s for a graph that does not answer', async (_, next) => {
    await using run = await startLocalRun()
    run.graph.answer(next)
    const answer = await (await signedIn(run)).get(`${run.url}/start/certificates`)
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('Grafen svarer ikke')
  })

  test('says so when nothing listens where the graph should be', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    await run.graph.close()
    expect((await walker.get(`${run.url}/start/certificates`)).status).toBe(502)
  })
})

describe('the graph asked with the session', () => {
  const json = { 'content-type': 'application/json' }
  const query = JSON.stringify({ query: '{ me { birthDate } }' })

  test('answers as the graph does, and the token stays here', async () => {
    await using run = await startLocalRun()
    run.graph.answer({ me: { birthDate: '1955-11-10' } })
    const walker = await signedIn(run)
    const answer = await walker.post(`${run.url}/start/graphql`, query, { ...json, origin: run.url })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ data: { me: { birthDate: '1955-11-10' } } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['another origin', { ...json, origin: 'http://127.0.0.1:1' }, 403],
    [
      'another site, though it sets our header',
      { ...json, 'sec-fetch-site': 'cross-site', 'x-helsegraf-session': '1' },
      403,
    ],
    ['another port of this host', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['nobody knows where', json, 403],
    ['a form', { 'content-type': 'text/plain', origin: 'SELF' }, 415],
    ['our pages', { ...json, origin: 'SELF' }, 200],
    ['our pages, as a browser says it', { ...json, 'sec-fetch-site': 'same-origin' }, 200],
    ['a script that sets our header', { ...json, 'x-helsegraf-session': '1' }, 200],
  ])('from %s', async (_, headers, status) => {
    await using run = await startLocalRun()
    run.graph.answer({ me: {} })
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'SELF' ? run.url : value]),
    )
    expect(await (await signedIn(run)).post(`${run.url}/start/graphql`, query, own)).toMatchObject({ status })
    expect(run.graph.asked).toHaveLength(status === 200 ? 1 : 0)
  })

  test('refuses without a session, in words', async () => {
    await using run = await startLocalRun()
    const answer = await aWalker({ language: 'nn' }).post(`${run.url}/start/graphql`, query, {
      ...json,
      origin: run.url,
    })
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text).errors[0]).toMatchObject({
      message: expect.stringContaining('Du må logge inn.'),
      extensions: { code: 'UNAUTHENTICATED', language: 'nn' },
    })
  })

  test('refuses a question larger than 100 kB, and GET', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const large = JSON.stringify({ query: ' '.repeat(100_000) })
    expect((await walker.post(`${run.url}/start/graphql`, large, { ...json, origin: run.url })).status).toBe(413)
    expect((await walker.get(`${run.url}/start/graphql`)).status).toBe(405)
    expect(run.graph.asked).toHaveLength(0)
  })

  test('says so when the graph is gone', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    await run.graph.close()
    const answer = await walker.post(`${run.url}/start/graphql`, query, { ...json, origin: run.url })
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.text).errors[0].message).toContain('Helsegraf svarer ikke')
  })
})

describe('every page', () => {
  const pages = [
    '/',
    '/start/certificates',
    '/start/callback',
    '/start/nowhere',
    '/graphiql',
    '/graphiql/static/nothing.js',
  ]

  test.each(pages)('%s runs no script and takes nothing from elsewhere', async path => {
    await using run = await startLocalRun()
    const { headers, text } = await aWalker().get(`${run.url}${path}`)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).not.toMatch(/<script|style="| on\w+="/)
  })

  test.each([
    ['nb', 'Norges helseregistre i én graf'],
    ['nn', 'Noregs helseregister i éin graf'],
    ['en', 'Norway’s health registries in one graph'],
  ])('is in %s for a browser that asks for it, and says so', async (language, title) => {
    await using run = await startLocalRun()
    const { text } = await aWalker({ language }).get(run.url)
    expect(text).toContain(`<html lang="${language}">`)
    expect(text).toContain(`<h1>${title}</h1>`)
  })

  test('stays in the language that was chosen', async () => {
    await using run = await startLocalRun()
    const walker = aWalker({ language: 'en' })
    await walker.get(`${run.url}/?lang=nn`)
    expect((await walker.get(`${run.url}/start/nowhere`)).text).toContain('<html lang="nn">')
    expect((await walker.get(`${run.url}/?lang=xx`)).text).toContain('<html lang="nn">')
  })

  test('belongs to the start page; every other address is left to the gateway', async () => {
    await using run = await startLocalRun()
    for (const path of [
      '/graphql',
      '/health/live',
      '/schema.graphql',
      '/start',
      '/startle',
      '/graphiqlx',
      '//evil/start/',
    ]) {
      expect((await aWalker().get(`${run.url}${path}`)).status, path).toBe(418)
    }
  })

  test('is read, not written', async () => {
    await using run = await startLocalRun()
    for (const path of ['/', '/start/sign-in', '/start/callback', '/start/certificates', '/graphiql']) {
      const answer = await aWalker().post(`${run.url}${path}`, '')
      expect([answer.status, answer.headers.get('allow')], path).toEqual([405, 'GET, HEAD'])
    }
  })
})
