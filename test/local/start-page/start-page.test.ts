import { describe, expect, test } from 'vitest'
import { type LocalRun, startLocalRun } from './local-run.ts'
import { aWalker, type Walker } from './walker.ts'

async function signedIn(run: LocalRun): Promise<Walker> {
  const walker = aWalker()
  await walker.signIn(`${run.url}/web/sign-in`, 'kari')
  return walker
}

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

  test('is for our own pages only', async () => {
    await using run = await startLocalRun()
    const foreign = { ...json, origin: 'http://127.0.0.1:1' }
    expect((await (await signedIn(run)).post(`${run.url}/start/graphql`, query, foreign)).status).toBe(403)
    expect(run.graph.asked).toEqual([])
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
})

describe('every page', () => {
  const pages = ['/', '/start/nowhere', '/graphiql', '/graphiql/static/nothing.js']

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
    for (const path of ['/', '/graphiql']) {
      const answer = await aWalker().post(`${run.url}${path}`, '')
      expect([answer.status, answer.headers.get('allow')], path).toEqual([405, 'GET, HEAD'])
    }
  })
})

describe('the front page', () => {
  test('names every persona, and leads to the citizen’s pages', async () => {
    await using run = await startLocalRun()
    const { text } = await aWalker().get(run.url)
    for (const name of ['Kari Nordmann', '<code>odd</code>']) expect(text).toContain(name)
    expect(text).toContain('href="/web/sign-in?then=/web/certificates"')
    const { text: inside } = await (await signedIn(run)).get(run.url)
    expect(inside).toContain('href="/web/certificates"')
    expect(inside).toContain('action="/web/sign-out"')
  })

  test('keeps the language in a cookie that the citizen’s pages can read', async () => {
    await using run = await startLocalRun()
    const { headers } = await aWalker().get(`${run.url}/?lang=nn`)
    expect(headers.getSetCookie()).toEqual(['helsegraf_language=nn; Path=/; Max-Age=31536000; SameSite=Lax'])
  })
})
