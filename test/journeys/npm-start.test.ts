import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectFolder } from '../../local/schema-files.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  startBrowser,
  violationsOn,
} from '../local/start-page/browser.ts'
import { aFreeStretch, npmStart, type Running } from './npm-start.ts'

const npm = promisify(execFile)

describe('npm start', () => {
  let running: Running
  let folder: string
  let browser: Browser | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-start-'))
    running = await npmStart(folder, await aFreeStretch())
    if (hasChromium) browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('says where everything is', () => {
    for (const place of ['/', '/web/', '/app/', '/graphql', '/graphiql', '/schema.graphql']) {
      expect(running.printed()).toContain(`${running.url}${place}`)
    }
    expect(running.printed()).toMatch(/\d+ synthetic persons/)
  })

  test('curl with a token from npm run token gets all three kinds of certificates', async () => {
    const { stdout } = await npm('npm', ['run', '--silent', 'token', '--', 'kari'], {
      cwd: projectFolder,
      env: { ...process.env, PORT: String(running.port) },
    })
    const query = `{ me { vaccinationCertificate { ... on Certificate { hc1 } }
      testCertificates { ... on Certificate { hc1 } } recoveryCertificate { ... on Certificate { hc1 } } } }`
    const { stdout: answer } = await npm('curl', [
      '-s',
      `${running.url}/graphql`,
      '-H',
      `authorization: Bearer ${stdout.trim()}`,
      '-H',
      'content-type: application/json',
      '-d',
      JSON.stringify({ query }),
    ])
    expect(answer.match(/"HC1:/g)).toHaveLength(3)
  })

  test('a name that is no persona is refused with the names there are', async () => {
    const refusal = await npm('npm', ['run', '--silent', 'token', '--', 'nobody'], {
      cwd: projectFolder,
      env: { ...process.env, PORT: String(running.port) },
    }).catch(error => error)
    expect(refusal.code).toBe(2)
    expect(refusal.stdout).toBe('')
    expect(refusal.stderr).toContain('kari')
  })

  test.skipIf(!hasChromium)(
    inBrowser('a persona signs in with a browser and sees three kinds of certificates'),
    async () => {
      if (!browser) throw new Error('the browser did not start')
      await using visitor = await aVisitor(browser)
      const { page, hosts, complaints } = visitor
      await page.goto(`${running.url}/`)
      await page.getByRole('link', { name: 'Logg inn og se koronasertifikat' }).click()
      await page.getByRole('button', { name: /Kari Nordmann/ }).click()
      await page.waitForURL(`${running.url}/web/certificates`)
      await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
      await page.getByRole('tab', { name: 'I EU og EØS' }).click()
      expect(await page.getByRole('tabpanel').locator('img[src^="data:image/svg+xml"]').count()).toBe(3)
      const text = await shownText(page.locator('main'))
      for (const part of ['Kari Nordmann', 'Dose 3 av 3', 'URN:UVCI:01:NO:VAK/', 'URN:UVCI:01:NO:PRV/'])
        expect(text).toContain(part)
      expect(await violationsOn(page)).toEqual([])
      expect([...hosts]).toEqual(['localhost'])
      expect(complaints).toEqual([])
      await photograph(page, 'npm-start-certificates')
    },
  )

  test.skipIf(!hasChromium)(inBrowser('GraphiQL asks with the session’s token'), async () => {
    if (!browser) throw new Error('the browser did not start')
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await page.goto(`${running.url}/web/sign-in?then=/graphiql`)
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${running.url}/graphiql`)
    const answer = await page.evaluate(async () => {
      const response = await fetch('/start/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ me { name { full } } }' }),
      })
      return (await response.json()) as { data: { me: { name: { full: string } } } }
    })
    expect(answer.data.me.name.full).toBe('Kari Nordmann')
    await photograph(page, 'npm-start-graphiql')
  })

  test('Ctrl-C stops it cleanly, and the next start finds its keys and database again', async () => {
    const { port } = running
    expect(await running.stop()).toBe(0)
    running = await npmStart(folder, port)
    expect(running.printed()).toMatch(/\d+ synthetic persons\n/)
    expect(running.printed()).not.toContain('synthetic persons, loaded')
  })

  test('is refused in production', async () => {
    const refusal = await npm('npm', ['start'], {
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'production' },
    }).catch(error => error)
    expect(refusal.code).not.toBe(0)
    expect(refusal.stderr).toContain('docs/running.md')
  })
})
