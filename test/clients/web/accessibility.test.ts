import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { aVisitor, hasChromium, inBrowser, photograph, violationsOn } from '../../local/start-page/browser.ts'
import { inEurope, startedWebRun } from './a-web-run.ts'

const openAll = async (page: Page) => {
  for (const summary of await page.locator('summary:visible').all()) await summary.click()
}
const focused = (page: Page) => page.evaluate('document.activeElement.textContent.trim()')

describe.skipIf(!hasChromium)(inBrowser('the pages for everybody'), () => {
  const given = startedWebRun()

  test('is walked by keyboard: past the menu, between the views, and a new page says what it is', async () => {
    await using visitor = await given.run.visit(given.browser, 'Kari Nordmann', 'certificates')
    const { page } = visitor
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Hopp til innholdet')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('I Norge')
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('I EU og EØS')
    expect(await page.getByRole('tabpanel').getByRole('heading', { name: 'Vaksinasjon' }).isVisible()).toBe(true)
    await page.getByRole('navigation').getByRole('link', { name: 'Vaksiner' }).press('Enter')
    await page.getByRole('heading', { name: 'Vaksiner' }).waitFor()
    await expect.poll(() => focused(page)).toBe('Vaksiner')
    expect(await page.title()).toBe('Vaksiner – Helsegraf')
    await page.goBack()
    await expect.poll(() => focused(page)).toBe('Koronasertifikat')

    // Paper gets the certificate, and neither menu nor buttons.
    await page.emulateMedia({ media: 'print' })
    await page.locator('main img').first().waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(0)
    await photograph(page, 'web-print')
  })

  test('no page violates WCAG 2.1 A or AA, on a phone or a desktop, and none is wider than the screen', async () => {
    const inspect = async (page: Page, name: string) => {
      for (const width of [375, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        await photograph(page, `web-${name}-${width}`)
        expect.soft(await violationsOn(page), `${name} at ${width}`).toEqual([])
        expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `${name} at ${width}`).toBe(width)
      }
      const levels = (await page
        .locator('h1, h2, h3, h4')
        .evaluateAll(all => (all as unknown as { tagName: string }[]).map(each => Number(each.tagName[1])))) as number[]
      expect.soft(levels[0], `first heading of ${name}`).toBe(1)
      for (const [index, level] of levels.entries())
        expect.soft(level - (levels[index - 1] ?? 0), `headings of ${name}`).toBeLessThanOrEqual(1)
    }
    {
      await using stranger = await aVisitor(given.browser)
      await stranger.page.goto(`${given.run.url}/web/?sign-in=cancelled`)
      await stranger.page.getByRole('alert').waitFor()
      await inspect(stranger.page, 'signed-out')
    }
    {
      await using parent = await given.run.visit(given.browser, 'Hanne Strand', 'persons')
      await inspect(parent.page, 'persons')
      await parent.page.getByRole('link', { name: /Emil Strand/ }).click()
      await parent.page.getByText('Du ser opplysningene til Emil Strand').waitFor()
      await inspect(parent.page, 'overview-of-child')
    }
    await using visitor = await given.run.visit(given.browser, 'Henrik')
    const { page, complaints } = visitor
    await inspect(page, 'overview')
    for (const path of ['certificates', 'vaccinations', 'test-results', 'privacy', 'access-log']) {
      await page.goto(`${given.run.url}/web/${path}`)
      await page.locator('#sources').waitFor()
      await focusGoesDown(page)
      await openAll(page)
      await inspect(page, path)
    }
    await page.goto(`${given.run.url}/web/nowhere`)
    await page.getByRole('heading', { name: 'Siden finnes ikke' }).waitFor()
    await inspect(page, 'not-found')
    {
      await using traveller = await given.run.visit(given.browser, 'Paweł Mazur', 'entries')
      await openAll(traveller.page)
      await inspect(traveller.page, 'entries')
    }
    await using kari = await given.run.visit(given.browser, 'Kari Nordmann', 'certificates')
    await inspect(kari.page, 'norway')
    await inEurope(kari.page)
    await openAll(kari.page)
    await inspect(kari.page, 'europe')
    expect([...complaints, ...kari.complaints]).toEqual([])
  })
})

/** The Tab key goes down the page: the same line may be a few pixels off; going back up a line may not. */
async function focusGoesDown(page: Page): Promise<void> {
  const tops: number[] = []
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('Tab')
    const top = await page.evaluate(
      'document.activeElement === document.body ? -1 : document.activeElement.getBoundingClientRect().top + scrollY',
    )
    if (top === -1) break
    tops.push(top as number)
  }
  expect(tops.length).toBeGreaterThan(3)
  for (const [index, top] of tops.entries()) expect(top).toBeGreaterThan((tops[index - 1] ?? -999) - 40)
}
