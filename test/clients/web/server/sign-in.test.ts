import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { StoreDown, type TimedStore } from '../../../../clients/web/server/sessions.ts'
import { type LocalRun, startLocalRun } from '../../../local/start-page/local-run.ts'
import { aWalker, type Walker } from '../../../local/start-page/walker.ts'

const json = { 'content-type': 'application/json' }
const question = JSON.stringify({ documentId: `sha256:${'0'.repeat(64)}` })

async function signedIn(run: LocalRun, query = ''): Promise<Walker> {
  const walker = aWalker()
  await walker.signIn(`${run.url}/web/sign-in${query}`, 'kari')
  return walker
}

const ask = (run: LocalRun, walker: Walker) =>
  walker.post(`${run.url}/web/graphql`, question, { ...json, origin: run.url })

const secondsLeft = async (run: LocalRun, walker: Walker) =>
  JSON.parse((await walker.get(`${run.url}/web/session`)).text).secondsLeft

describe('a sign-in', () => {
  test('ends with a session whose cookie no script and no other site can use, and that holds no token', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const answer = await walker.signIn(`${run.url}/web/sign-in`, 'kari')
    expect(answer).toMatchObject({ status: 303, location: `${run.url}/web/` })
    const cookie = answer.headers.getSetCookie().find(each => each.startsWith('helsegraf_session='))
    expect(cookie).toMatch(/^helsegraf_session=[\w-]{32}; Path=\/; Max-Age=(600|599); HttpOnly; SameSite=Strict$/)
    run.graph.answer({ me: {} })
    const answered = await ask(run, walker)
    const [asked] = run.graph.asked
    expect(decodeJwt(asked?.token ?? '')).toMatchObject({ client_id: 'helsegraf-web', acr: 'idporten-loa-high' })
    expect(answered.text).not.toContain(asked?.token)
  })

  test('gets a new session each time, and the one before is over', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const before = walker.cookies.get('helsegraf_session') ?? ''
    await walker.signIn(`${run.url}/web/sign-in`, 'kari')
    expect(walker.cookies.get('helsegraf_session')).not.toBe(before)
    const old = aWalker()
    old.cookies.set('helsegraf_session', before)
    expect(await secondsLeft(run, old)).toBe(0)
  })

  test('is pushed, with PKCE, state and nonce, in the language of the pages', async () => {
    await using run = await startLocalRun()
    const walker = aWalker({ language: 'en' })
    walker.cookies.set('helsegraf_language', 'nn')
    const away = new URL((await walker.get(`${run.url}/web/sign-in`)).location)
    expect([...away.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    const page = await walker.get((await walker.get(away)).location)
    expect(page.text).toContain('Kven vil du logge inn som?')
  })

  test.each([
    ['/web/certificates', '/web/certificates'],
    ['/web/vaccinations?x=1', '/web/vaccinations?x=1'],
    ['/graphiql', '/graphiql'],
    ['https://evil.example/web/', '/web/'],
    ['//evil.example/web/', '/web/'],
    ['/\\evil.example/web/', '/web/'],
    ['/web/../graphql', '/web/'],
    ['javascript:alert(1)', '/web/'],
    ['', '/web/'],
  ])('that wants to end at «%s» ends at %s', async (wanted, end) => {
    await using run = await startLocalRun()
    const query = new URLSearchParams([['then', wanted]])
    const answer = await aWalker().signIn(`${run.url}/web/sign-in?${query}`, 'kari')
    expect(answer.location).toBe(run.url + end)
  })

  test('asks for the high level when a page says that it is needed', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const page = await walker.get((await walker.get(`${run.url}/web/sign-in?level=high`)).location)
    expect((await walker.get(page.location)).text).toMatch(/value="substantial" disabled/)
  })

  test('that is cancelled says so, and nobody is signed in', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const answer = await walker.signIn(`${run.url}/web/sign-in`, '', { cancel: 'true' })
    expect(answer.location).toBe(`${run.url}/web/?sign-in=cancelled`)
    expect(walker.cookies.has('helsegraf_session')).toBe(false)
  })

  test('that comes back with another state is refused, and cannot be tried again', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const page = await walker.get((await walker.get(`${run.url}/web/sign-in`)).location)
    const resume = await walker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const back = new URL((await walker.get(resume.location)).location)
    const forged = new URL(back)
    forged.searchParams.set('state', 'forged')
    for (const url of [forged, back]) {
      expect((await walker.get(url)).location).toBe(`${run.url}/web/?sign-in=refused`)
    }
    expect(walker.cookies.has('helsegraf_session')).toBe(false)
  })

  test('finished in a browser that did not begin it is refused (login CSRF)', async () => {
    await using run = await startLocalRun()
    const attacker = aWalker()
    const page = await attacker.get((await attacker.get(`${run.url}/web/sign-in`)).location)
    const resume = await attacker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const { location } = await attacker.get(resume.location)
    const victim = aWalker()
    expect((await victim.get(location)).location).toBe(`${run.url}/web/?sign-in=refused`)
    expect(victim.cookies.size).toBe(0)
  })

  test('at another name of this machine is moved to the one that cookies will come back to', async () => {
    await using run = await startLocalRun({ name: 'localhost' })
    const { port } = new URL(run.url)
    const answer = await aWalker().get(`http://127.0.0.1:${port}/web/sign-in?level=high`)
    expect(answer.location).toBe(`http://localhost:${port}/web/sign-in?level=high`)
  })

  test('whose provider is away, or goes away in the middle, says so', async () => {
    await using run = await startLocalRun()
    const walker = aWalker()
    const page = await walker.get((await walker.get(`${run.url}/web/sign-in`)).location)
    const resume = await walker.post(page.location, new URLSearchParams({ persona: 'kari' }))
    const { location } = await walker.get(resume.location)
    await run.stopProvider()
    expect((await walker.get(location)).location).toBe(`${run.url}/web/?sign-in=unavailable`)
    expect((await walker.get(`${run.url}/web/sign-in`)).location).toBe(`${run.url}/web/?sign-in=unavailable`)
  })
})

describe('a session', () => {
  test('ends when the token does, and tells before', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    expect(await secondsLeft(run, walker)).toBeGreaterThan(590)
    expect((await ask(run, walker)).status).toBe(200)
    run.skip(10 * 60)
    expect(await secondsLeft(run, walker)).toBe(0)
    expect((await ask(run, walker)).status).toBe(401)
  })

  test.each(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'TOKEN_INVALID'])('ends when the graph answers %s', async code => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const errors = [{ message: 'nei', extensions: { code, language: 'nb' } }]
    run.graph.answer({ status: 401, body: { errors } })
    const answer = await ask(run, walker)
    expect([answer.status, JSON.parse(answer.text)]).toEqual([401, { errors }])
    run.graph.answer({ me: {} })
    expect((await ask(run, walker)).status).toBe(401)
    expect(run.graph.asked).toHaveLength(1)
  })

  test('is signed out by our own form only', async () => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const out = `${run.url}/web/sign-out`
    expect((await walker.get(out)).status).toBe(405)
    expect((await walker.post(out, '')).status).toBe(403)
    expect((await walker.post(out, '', { origin: 'http://127.0.0.1:1' })).status).toBe(403)
    expect((await walker.post(out, '', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect(await secondsLeft(run, walker)).toBeGreaterThan(0)
    const away = new URL((await walker.post(out, '', { origin: run.url })).location)
    expect(away.origin + away.pathname).toBe(`${run.issuer}/session/end`)
    // The id_token has the identity number in it, and this is an address.
    expect(Object.fromEntries(away.searchParams)).toEqual({
      client_id: 'helsegraf-web',
      post_logout_redirect_uri: `${run.url}/web/`,
      ui_locales: 'nb',
    })
    expect(walker.cookies.has('helsegraf_session')).toBe(false)
    expect(await secondsLeft(run, walker)).toBe(0)
  })

  test.each([
    ['yes', true],
    ['no', false],
  ])('is over at the provider too for whoever says %s, and both ways lead back', async (_, isOver) => {
    await using run = await startLocalRun()
    const walker = await signedIn(run)
    const before = walker.cookies.get('helsegraf_idp_session')
    const { location } = await walker.post(`${run.url}/web/sign-out`, '', { origin: run.url })
    const page = await walker.get(location)
    expect(page.text).toContain('Ja, logg ut')
    const [, action = '', xsrf = ''] = /action="([^"]+)"[\s\S]*?name="xsrf" value="([^"]+)"/.exec(page.text) ?? []
    const back = await walker.post(action, new URLSearchParams({ xsrf, ...(isOver && { logout: 'yes' }) }))
    expect(back.location).toBe(`${run.url}/web/`)
    expect(walker.cookies.get('helsegraf_idp_session') === before).toBe(!isOver)
  })

  test('whose store is down is neither there nor over: the answer says to try again', async () => {
    const down = () => Promise.reject(new StoreDown('down'))
    const store: TimedStore = { keep: down, find: down, forget: down, close: async () => {} }
    await using run = await startLocalRun({ store })
    const walker = aWalker()
    walker.cookies.set('helsegraf_session', 'some')
    expect((await ask(run, walker)).status).toBe(503)
    expect((await walker.get(`${run.url}/web/session`)).status).toBe(503)
    expect((await walker.get(`${run.url}/web/sign-in`)).location).toBe(`${run.url}/web/?sign-in=unavailable`)
    expect((await walker.get(`${run.url}/web/certificates`)).status).toBe(200)
    expect(run.bugs).toEqual([])
  })
})
