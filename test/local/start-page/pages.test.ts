import jsqr from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aVisitor, hasChromium, inBrowser, photograph, shownText, startBrowser, violationsOn } from './browser.ts'
import { type LocalRun, startLocalRun } from './local-run.ts'
import { aRecovery, aRefusal, aTest, aVaccination, hc1 } from './tiny-graph.ts'

const everything = {
  name: { full: 'Kari Nordmann' },
  birthDate: '1955-11-10',
  vaccinationCertificate: aVaccination(),
  testCertificates: [aTest()],
  recoveryCertificate: aRecovery(),
}

/** What a camera would read. */
function scan(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture)
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data
}

async function signIn(page: Page, run: LocalRun, person = 'Kari Nordmann'): Promise<void> {
  await page.goto(`${run.url}/start/sign-in`)
  await page.getByRole('button', { name: person }).click()
  await page.waitForURL(`${run.url}/start/certificates`)
}

describe.skipIf(!hasChromium)(inBrowser('in a browser'), () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  test('a persona signs in, sees all three kinds of certificates, changes language and signs out', async () => {
    await using run = await startLocalRun()
    await using visitor = await aVisitor(browser)
    const { page, hosts, complaints } = visitor
    run.graph.answer({ me: everything })

    await page.goto(run.url)
    await page.getByRole('link', { name: 'Logg inn og se koronasertifikat' }).click()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${run.url}/start/certificates`)

    expect(await page.locator('html').getAttribute('lang')).toBe('nb')
    const text = await shownText(page.locator('main'))
    expect(text).toContain('Kari Nordmann')
    expect(text).toContain('10. november 1955')
    expect(text).toContain('Dose 2 av 2')
    expect(text).toContain('Comirnaty')
    expect(text).toContain('4. juli 2021')
    // 23:15 in UTC is past midnight in Oslo.
    expect(text).toContain('22. november 2021 kl. 00:15')
    expect(text).toContain('22. november 2021 kl. 10:30')
    expect(text).toContain('Norge')
    expect(text).toContain('URN:UVCI:01:NO:1A2B3C4D5E6F7G8H9I0J#K')
    expect(text).toMatch(/Spurt:\s*Folkeregisteret \(Skatteetaten\): svarte, oppdatert 22. november 2021 kl. 06:00/)
    expect(await page.getByText(hc1).first().isVisible()).toBe(false)
    await page.getByText('Sertifikatet som tekst').first().click()
    expect(await page.getByText(hc1).first().isVisible()).toBe(true)

    await page.getByRole('link', { name: 'Nynorsk' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('nn')
    expect(await shownText(page.locator('main'))).toContain('Gjennomgått sjukdom')
    expect(run.graph.asked.map(({ language }) => language)).toEqual(['nb', 'nn'])

    await page.getByRole('button', { name: 'Logg ut' }).click()
    await page.waitForURL(`${run.url}/`)
    expect(await page.locator('html').getAttribute('lang')).toBe('nn')
    expect((await page.goto(`${run.url}/start/certificates`))?.status()).toBe(401)
    expect(hosts).toEqual(new Set(['127.0.0.1', 'localhost']))
    // The one 401 just asked for is the only thing the browser minds.
    expect(complaints.filter(text => !text.includes('401'))).toEqual([])
  })

  test('each QR code is at least 280 pixels wide, can be scanned off the screen, and has words of its own', async () => {
    await using run = await startLocalRun()
    run.graph.answer({ me: everything })
    for (const [width, pixelRatio] of [
      [360, 3],
      [1280, 1],
    ] as const) {
      await using visitor = await aVisitor(browser, { width, pixelRatio, language: 'en' })
      const { page } = visitor
      await signIn(page, run)
      const codes = await page.locator('img.qr').all()
      expect(codes).toHaveLength(3)
      for (const code of codes) {
        expect((await code.boundingBox())?.width).toBeGreaterThanOrEqual(280)
        expect(scan(await code.screenshot())).toBe(hc1)
        const svg = Buffer.from((await code.getAttribute('src'))?.split(',')[1] ?? '', 'base64').toString()
        const modules = Number(/viewBox="\S+ \S+ (\d+)/.exec(svg)?.[1])
        expect(Number(await code.getAttribute('width')) % modules).toBe(0)
      }
      const alternatives = await Promise.all(codes.map(code => code.getAttribute('alt')))
      expect(alternatives).toEqual([
        'QR code: Vaccination, Dose 2 of 2',
        'QR code: Test, 22 November 2021 at 00:15',
        'QR code: Recovery, Coronavirus found',
      ])
    }
  })

  test('a name that is markup is shown, not run', async () => {
    await using run = await startLocalRun()
    await using visitor = await aVisitor(browser)
    const { page, complaints } = visitor
    const attack = '"><script>document.title = "run"</script><img src=x onerror=alert(1)>'
    run.graph.answer({ me: { ...everything, name: { full: attack }, vaccinationCertificate: aVaccination(attack) } })
    await page.goto(run.url)
    expect(await shownText(page.locator('main'))).toContain('<script>alert(1)</script> "Odd" & \'co\'')
    await signIn(page, run, '<script>alert(1)</script>')
    expect((await shownText(page.locator('main'))).split(attack)).toHaveLength(3)
    expect(await page.locator('main script, img:not(.qr)').count()).toBe(0)
    expect(await page.title()).toBe('Koronasertifikat – Helsegraf')
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
    await page.goto(`${run.url}/start/certificates`)
    await inspect('expired')
    await page.goto(`${run.url}/graphiql`)
    await inspect('graphiql-signed-out')
    await page.goto(`${run.url}/start/sign-in?level=high`)
    await inspect('provider-high-only')
    await page.goto(`${run.url}/start/sign-in`)
    await inspect('provider')
    await page.goto(`${run.issuer}/authorize?client_id=nobody`)
    await inspect('provider-error')
    await page.goto(`${run.issuer}/interaction/nothing`)
    await inspect('provider-expired')

    run.graph.answer({ me: everything })
    await signIn(page, run)
    await page.getByText('Sertifikatet som tekst').first().click()
    await inspect('certificates')
    await page.goto(run.url)
    await inspect('front-signed-in')
    run.graph.answer({
      me: {
        ...everything,
        vaccinationCertificate: aRefusal('Du har fått éi av to dosar. Sertifikatet kjem når du har fått begge.'),
        testCertificates: () => {
          throw new Error('MSIS-labdatabasen svarer ikke akkurat nå, så dette kunne ikke hentes. Prøv igjen om litt.')
        },
        recoveryCertificate: null,
      },
    })
    await page.goto(`${run.url}/start/certificates`)
    await inspect('certificates-partial')
    await page.goto(`${run.url}/start/nowhere`)
    await inspect('not-found')
    await page.goto(`${run.url}/start/callback?code=x&state=y`)
    await inspect('refused')
    await run.stopProvider()
    await page.goto(`${run.url}/start/sign-in`)
    await inspect('provider-down')
  })
})
