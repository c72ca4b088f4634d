import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aVisitor, hasChromium, inBrowser, photograph, shownText, startBrowser, violationsOn } from './browser.ts'
import { startLocalRun } from './local-run.ts'

describe.skipIf(!hasChromium)(inBrowser('in a browser'), () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  test('a name that is markup is shown, not run', async () => {
    await using run = await startLocalRun()
    await using visitor = await aVisitor(browser)
    const { page, complaints } = visitor
    await page.goto(run.url)
    expect(await shownText(page.locator('main'))).toContain('<script>alert(1)</script> "Odd" & \'co\'')
    expect(await page.locator('main script, main img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test.each([360, 1280])('no page violates WCAG 2.1 A or AA, or is wider than %i pixels', async width => {
    await using run = await startLocalRun()
    await using visitor = await aVisitor(browser, { width })
    const { page } = visitor
    const inspect = async (name: string) => {
      await photograph(page, `${name}-${width}`)
      expect.soft(await violationsOn(page), name).toEqual([])
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `width of ${name}`).toBe(width)
    }
    await page.goto(run.url)
    await inspect('front')
    await page.goto(`${run.url}/graphiql`)
    await inspect('graphiql-signed-out')
    await page.goto(`${run.url}/web/sign-in?level=high`)
    await inspect('provider-high-only')
    await page.goto(`${run.issuer}/authorize?client_id=nobody`)
    await inspect('provider-error')
    await page.goto(`${run.issuer}/interaction/nothing`)
    await inspect('provider-expired')
    await page.goto(`${run.url}/web/sign-in`)
    await inspect('provider')
    await page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await page.waitForURL(`${run.url}/web/`)
    await page.goto(run.url)
    await inspect('front-signed-in')
    await page.goto(`${run.url}/start/nowhere`)
    await inspect('not-found')
  })
})
