import type { Browser } from 'playwright-core'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aVisitor, hasChromium, inBrowser, photograph, shownText, startBrowser, violationsOn } from './browser.ts'
import { startLocalRun } from './local-run.ts'
import { aWalker } from './walker.ts'

describe.skipIf(!hasChromium)(inBrowser('GraphiQL in a browser'), () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  test('opens with examples, knows the schema, runs a query, and fetches nothing from outside this machine', async () => {
    await using run = await startLocalRun({ name: 'localhost' })
    await using visitor = await aVisitor(browser)
    const { page, hosts, complaints } = visitor
    run.graph.answer({ me: { name: { full: 'Kari Nordmann' } } })

    await page.goto(`${run.url}/graphiql`)
    await page.getByRole('link', { name: 'Logg inn' }).click()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${run.url}/graphiql`)
    await page.getByRole('tab', { name: 'MyCertificates' }).waitFor()
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(
      expect.arrayContaining(['VaccinationOnly', 'SignedText']),
    )
    await expect.poll(() => run.graph.asked.some(({ query }) => query.includes('__schema'))).toBe(true)
    // A click does nothing where the editor has not read the operation yet: then one clicks again.
    const hasAsked = () => run.graph.asked.some(({ query }) => query.includes('query MyCertificates'))
    const clickUntilAsked = async () => {
      if (!hasAsked()) await page.locator('.graphiql-execute-button').click()
      return hasAsked()
    }
    await expect.poll(clickUntilAsked, { interval: 1_000 }).toBe(true)
    await expect.poll(() => shownText(page.locator('.result-window'))).toMatch(/Kari\sNordmann/)
    await photograph(page, 'graphiql')

    expect(run.graph.asked.at(-1)?.query).toContain('query MyCertificates')
    expect([...hosts]).toEqual(['localhost'])
    // The 401 before signing in is the only thing the browser minds: no policy is broken, no worker fails to load.
    expect(complaints.filter(text => !text.includes('401'))).toEqual([])
    // What is inside #ruru-root is GraphiQL's own; the rest is ours.
    expect(await violationsOn(page, { except: ['#ruru-root'] })).toEqual([])
  })
})

test('GraphiQL’s scripts run by address or by a nonce that no two answers share', async () => {
  await using run = await startLocalRun()
  const walker = aWalker()
  await walker.signIn(`${run.url}/web/sign-in?then=/graphiql`, 'kari')
  const nonces = new Set<string>()
  for (let i = 0; i < 2; i++) {
    const { headers, text } = await walker.get(`${run.url}/graphiql`)
    const policy = headers.get('content-security-policy') ?? ''
    const [, nonce = ''] = /script-src 'self' 'nonce-([\w-]+)'/.exec(policy) ?? []
    expect(text.match(/<script(?! nonce="[\w-]+")/)).toBeNull()
    expect(text).toContain(`<script nonce="${nonce}"`)
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(2)
})

test('GraphiQL’s files come compressed, are typed, and are asked for again only when they changed', async () => {
  await using run = await startLocalRun()
  const url = `${run.url}/graphiql/static/ruru.js`
  const first = await request(url, { headers: { 'accept-encoding': 'br' } })
  expect(first.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(first.headers['content-encoding']).toBe('br')
  const etag = String(first.headers.etag)
  await first.body.dump()
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
  for (const outside of ['../../package.json', '..%2f..%2fpackage.json', '__proto__', 'ruru.js.map']) {
    expect((await fetch(`${run.url}/graphiql/static/${outside}`)).status).not.toBe(200)
  }
})
