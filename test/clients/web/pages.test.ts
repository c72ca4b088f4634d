import jsqr from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  startBrowser,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { startWebRun, type WebRun } from './a-web-run.ts'

/** What a camera would read. */
function scan(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture)
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data
}

/** What our pages asked the graph: the bodies, as sent. */
function questionsOf(page: Page): unknown[] {
  const asked: unknown[] = []
  page.on('request', request => {
    if (request.url().endsWith('/web/graphql')) asked.push(request.postDataJSON())
  })
  return asked
}

const inEurope = (page: Page) => page.getByRole('tab', { name: 'I EU og EØS' }).click()

describe.skipIf(!hasChromium)(inBrowser('the web client in a browser'), () => {
  let browser: Browser
  let run: WebRun
  beforeAll(async () => {
    ;[browser, run] = await Promise.all([startBrowser(), startWebRun()])
  })
  afterAll(async () => {
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
  })

  test('somebody signs in, sees Norway’s certificate and all three kinds of the EU’s, in one question to the graph', async () => {
    await using visitor = await aVisitor(browser)
    const { page, hosts, complaints } = visitor
    const asked = questionsOf(page)
    await page.goto(`${run.url}/web/certificates`)
    await page.getByRole('link', { name: 'Logg inn på nytt' }).click()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${run.url}/web/certificates`)
    await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
    expect(asked).toEqual([{ documentId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), variables: {} }])
    const norway = await shownText(page.locator('main'))
    expect(norway).toContain('Kari Nordmann')
    expect(norway).not.toContain('Spikevax')

    await inEurope(page)
    const europe = await shownText(page.locator('main'))
    for (const part of ['Dose 3 av 3', 'Spikevax', 'URN:UVCI:01:NO:VAK/', 'Gjelder', 'Prøve tatt', 'Ikke påvist'])
      expect(europe).toContain(part)
    expect(await page.getByRole('tabpanel').locator('img').count()).toBe(3)
    await page.getByText('Hvorfor har jeg dette sertifikatet?').nth(1).click()
    expect(await shownText(page.locator('main'))).toContain('Teller med')
    expect(asked).toHaveLength(1)
    expect([...hosts]).toEqual(['localhost'])
    expect(complaints).toEqual([])
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, ''])
  })

  test.each([
    ['on a desktop at 1×', { width: 1280, pixelRatio: 1 }],
    ['on a desktop at 2×', { width: 1280, pixelRatio: 2 }],
    ['on a phone at 2×', { width: 375, pixelRatio: 2 }],
  ])('QR codes %s are read off the screen, small and large, and give back what was signed', async (_, screen) => {
    await using visitor = await aVisitor(browser, screen)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    const query = `{ me { domesticCertificate { ... on DomesticCertificate { no1 } }
      vaccinationCertificate { ... on Certificate { hc1 } } recoveryCertificate { ... on Certificate { hc1 } }
      testCertificates { ... on Certificate { hc1 } } } }`
    const { me } = (await run.world.ask(query, { as: 'kari' })).data
    const norwegian = page.getByRole('tabpanel').locator('img')
    expect(scan(await norwegian.screenshot())).toMatch(/^NO1:/)
    await inEurope(page)
    const codes = page.getByRole('tabpanel').locator('img')
    const signed = [me.vaccinationCertificate.hc1, me.recoveryCertificate.hc1, me.testCertificates[0].hc1]
    for (const [index, hc1] of signed.entries()) expect(scan(await codes.nth(index).screenshot())).toBe(hc1)

    const small = (await codes.first().boundingBox())?.width ?? 0
    const opener = page.getByRole('button', { name: 'Vis QR-koden stort: Vaksinasjon' })
    await opener.click()
    const large = page.getByRole('dialog').locator('img')
    expect((await large.boundingBox())?.width).toBeGreaterThan(small)
    expect(scan(await page.screenshot())).toBe(signed[0])
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, `web-qr-${screen.width}-${screen.pixelRatio}`)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Vis QR-koden stort: Vaksinasjon')
  })

  test('a certificate is downloaded as a PDF by a link asked for when it is wanted', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    const asked = questionsOf(page)
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    await inEurope(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Last ned som PDF: Negativ test' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('koronasertifikat-test.pdf')
    expect(asked.at(-1)).toMatchObject({ variables: { vaccination: false, test: true, recovery: false } })
  })

  test('the language is changed at once, kept, and texts that are in another one say so', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Nora', 'certificates')
    const html = page.locator('html')
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    await page.getByText('Kvar opplysningane kjem frå').waitFor()
    expect(await html.getAttribute('lang')).toBe('nn')
    expect(await shownText(page.locator('main'))).toContain('Det er for kort tid sidan')
    expect(await page.locator('main [lang]').count()).toBe(0)

    await page.getByRole('button', { name: 'Davvisámegiella' }).click()
    await page.getByText('Hvor opplysningene kommer fra').waitFor()
    expect(await html.getAttribute('lang')).toBe('se')
    expect(await page.locator('h1').innerText()).toBe('Koronaduođaštus')
    expect(await page.locator('h1 [lang]').count()).toBe(0)
    expect(await page.getByText('Hvor opplysningene kommer fra').getAttribute('lang')).toBe('nb')
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-se')

    await page.reload()
    await page.getByText('Hvor opplysningene kommer fra').waitFor()
    expect(await html.getAttribute('lang')).toBe('se')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Where the information comes from').waitFor()
    expect(await page.title()).toBe('COVID certificates – Helsegraf')
  })

  test('is walked by keyboard: past the menu, between the views, and a new page says what it is', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    const focused = () => page.evaluate('document.activeElement.textContent.trim()')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Hopp til innholdet')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('I Norge')
    await page.keyboard.press('ArrowRight')
    expect(await focused()).toBe('I EU og EØS')
    expect(await page.getByRole('tabpanel').getByRole('heading', { name: 'Vaksinasjon' }).isVisible()).toBe(true)
    await page.getByRole('navigation').getByRole('link', { name: 'Vaksiner' }).press('Enter')
    await page.getByRole('heading', { name: 'Vaksiner' }).waitFor()
    await expect.poll(focused).toBe('Vaksiner')
    expect(await page.title()).toBe('Vaksiner – Helsegraf')
    await page.goBack()
    await expect.poll(focused).toBe('Koronasertifikat')
  })

  test('headings go down one step at a time, and focus goes in the order of the page', async () => {
    await using visitor = await aVisitor(browser, { width: 375 })
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    await inEurope(page)
    for (const path of ['certificates', 'vaccinations', 'test-results']) {
      await page.goto(`${run.url}/web/${path}`)
      await page.locator('#sources').waitFor()
      const names = await page
        .locator('h1, h2, h3, h4')
        .evaluateAll(all => (all as unknown as { tagName: string }[]).map(each => each.tagName))
      const levels = names.map(name => Number(name[1]))
      expect(levels[0]).toBe(1)
      for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
      const tops: number[] = []
      for (let step = 0; step < 25; step++) {
        await page.keyboard.press('Tab')
        const top = await page.evaluate(
          'document.activeElement === document.body ? -1 : document.activeElement.getBoundingClientRect().top + scrollY',
        )
        if (top === -1) break
        tops.push(top as number)
      }
      // The same line may be a few pixels off; going back up a line may not.
      for (const [index, top] of tops.entries()) expect(top).toBeGreaterThan((tops[index - 1] ?? -999) - 40)
    }
  })

  test.each([375, 1280])('no page violates WCAG 2.1 A or AA, or is wider than %i pixels', async width => {
    await using visitor = await aVisitor(browser, { width })
    const { page, complaints } = visitor
    const inspect = async (name: string) => {
      await photograph(page, `web-${name}-${width}`)
      expect.soft(await violationsOn(page), name).toEqual([])
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `width of ${name}`).toBe(width)
    }
    await page.goto(`${run.url}/web/`)
    await page.getByRole('link', { name: 'Logg inn' }).waitFor()
    await inspect('signed-out')
    await page.goto(`${run.url}/web/?sign-in=cancelled`)
    await page.getByRole('alert').waitFor()
    await inspect('cancelled')
    await run.signIn(page, 'Henrik', '')
    await inspect('overview')
    for (const path of ['certificates', 'vaccinations', 'test-results']) {
      await page.goto(`${run.url}/web/${path}`)
      await page.locator('#sources').waitFor()
      for (const summary of await page.locator('summary:visible').all()) await summary.click()
      await inspect(path)
    }
    await page.goto(`${run.url}/web/nowhere`)
    await page.getByRole('heading', { name: 'Siden finnes ikke' }).waitFor()
    await inspect('not-found')
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    await inspect('norway')
    await inEurope(page)
    for (const summary of await page.locator('summary:visible').all()) await summary.click()
    await inspect('europe')
    expect(complaints).toEqual([])
  })

  test('paper gets the certificate and neither menu nor buttons', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await page.locator('img').first().isVisible()).toBe(true)
    await photograph(page, 'web-print')
  })

  test('a sign-in at a low level leads to the high one', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await page.goto(`${run.url}/web/sign-in?then=/web/certificates`)
    await page.getByLabel(/MinID/).check()
    await page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await page.getByRole('link', { name: 'Logg inn med høyt sikkerhetsnivå' }).click()
    await page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
  })

  test('what is known to be empty says so', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Tor Haugland', 'vaccinations')
    expect(await shownText(page.locator('main'))).toContain('SYSVAK har ingen vaksiner registrert på deg.')
    expect(await shownText(page.locator('main'))).toContain('har ingenting registrert')
  })

  test('signing out ends the session and comes back to the front page', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann')
    await page.getByRole('button', { name: 'Logg ut' }).click()
    await page.getByRole('link', { name: 'Logg inn' }).waitFor()
    await page.goto(`${run.url}/web/vaccinations`)
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
  })
})

describe.skipIf(!hasChromium)(inBrowser('the web client when something is away'), () => {
  let browser: Browser
  let run: WebRun
  beforeAll(async () => {
    ;[browser, run] = await Promise.all([startBrowser(), startWebRun()])
  })
  afterAll(async () => {
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
  })

  test('a register that does not answer is told where it is missing, beside what the others said', async () => {
    await run.world.breakDown('vaccine')
    await using visitor = await aVisitor(browser, { language: 'nn' })
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann', 'certificates')
    await page.getByRole('tab', { name: 'I EU og EØS' }).click()
    const main = await shownText(page.locator('main'))
    expect(main).toContain('Vaksinasjonsregisteret SYSVAK svarer ikkje')
    expect(main).toContain('Det tyder ikkje at ingenting er registrert.')
    expect(main).toContain('URN:UVCI:01:NO:PRV/')
    expect(main).toMatch(/Vaksinasjonsregisteret SYSVAK \(FHI\)\s*svarte ikkje/)
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-partial')

    await page.goto(`${run.url}/web/vaccinations`)
    await page.locator('#sources').waitFor()
    const alone = await shownText(page.locator('main'))
    expect(alone).toContain('svarer ikkje')
    expect(alone).not.toContain('har ingen vaksinar')
    expect(await page.getByRole('button', { name: 'Prøv igjen' }).isVisible()).toBe(true)
    await photograph(page, 'web-partial-vaccinations')
  })

  test('no network is not an empty page either, and trying again works', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann')
    await page.context().setOffline(true)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByText('Vi fikk ikke hentet opplysningene').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-offline')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Prøv igjen' }).click()
    await page.getByRole('heading', { name: /Negativ/ }).waitFor()
  })

  test('a sign-in that ends under way says so, and comes back to the page one was at', async () => {
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await run.signIn(page, 'Kari Nordmann')
    run.skip(10 * 60)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
    expect(await page.getByRole('link', { name: 'Logg inn på nytt' }).getAttribute('href')).toBe(
      '/web/sign-in?then=%2Fweb%2Ftest-results',
    )
  })
})
