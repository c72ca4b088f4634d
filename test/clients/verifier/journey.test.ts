import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from '../../../local/revocation/open-desk.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { forge } from '../../certificate/dcc/forgery.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  startBrowser,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { startWebRun, type WebRun } from '../web/a-web-run.ts'
import { filmOf, filmOfScreen, photographOf } from './film.ts'

const certificates = `{ me {
  domesticCertificate { ... on DomesticCertificate { no1 } }
  vaccinationCertificate { ... on Certificate { hc1 uvci } }
  recoveryCertificate { ... on Certificate { hc1 } }
  testCertificates { ... on Certificate { hc1 } }
} }`

describe.skipIf(!hasChromium)(inBrowser('the verifier in a browser with a camera'), () => {
  let folder: string
  let browser: Browser
  let run: WebRun
  const camera = () => join(folder, 'camera.y4m')

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-camera-'))
    await writeFile(camera(), filmOf('NOTHING YET'))
    ;[browser, run] = await Promise.all([
      startBrowser([
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${camera()}`,
      ]),
      startWebRun(),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  /** Holds a certificate in front of the camera, and reads the verdict. */
  const scan = (page: Page, text: string) => film(page, filmOf(text))

  async function film(page: Page, scene: Buffer): Promise<{ verdict: string; reason: string | null; shown: string }> {
    await writeFile(camera(), scene)
    await page.getByRole('button', { name: 'Skann med kameraet' }).click()
    const article = page.locator('[data-verdict]')
    await article.waitFor()
    return {
      verdict: (await article.getAttribute('data-verdict')) ?? '',
      reason: await article.getAttribute('data-reason'),
      shown: await shownText(article),
    }
  }
  const next = (page: Page) => page.getByRole('button', { name: 'Neste' }).click()
  /** At both widths, as it stands. */
  async function inspect(page: Page, name: string): Promise<void> {
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 900 })
      expect([name, width, await violationsOn(page)]).toEqual([name, width, []])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      await photograph(page, `verifier-${name}-${width}`)
    }
  }
  const fresh = (page: Page) => page.locator('[data-state="fresh"]').waitFor()

  test('green; revoked is red at the next contact; without a network what holds is green and what does not is named', async () => {
    await using visitor = await aVisitor(browser, { width: 375 })
    const { page, complaints, hosts } = visitor
    const { me } = (await run.world.ask(certificates, { as: 'kari' })).data
    await page.goto(`${run.url}/verifier`)
    await fresh(page)
    await inspect(page, 'start')

    // At home: whose it is, and nothing of why.
    const atHome = await scan(page, me.domesticCertificate.no1)
    expect(atHome).toMatchObject({ verdict: 'green', reason: null })
    expect(atHome.shown).toContain('Kari Nordmann')
    await inspect(page, 'green')
    await next(page)
    const european = await scan(page, me.recoveryCertificate.hc1)
    expect(european).toMatchObject({ verdict: 'green', shown: atHome.shown })
    await next(page)

    // At the border: what the rules look at.
    await page.getByLabel('Hvor').selectOption({ label: 'Norges grense' })
    const atTheBorder = await scan(page, me.vaccinationCertificate.hc1)
    expect(atTheBorder).toMatchObject({ verdict: 'green', reason: null })
    expect(atTheBorder.shown).toMatch(/Spikevax[\s\S]*Doser i serien/)
    expect(atTheBorder.shown).not.toMatch(/URN:UVCI|Norwegian Institute/)
    await inspect(page, 'green-border')
    await next(page)
    expect(await scan(page, me.domesticCertificate.no1)).toMatchObject({ verdict: 'red', reason: 'ONLY_IN_NORWAY' })
    await next(page)

    const { database, secrets } = run.world
    const clock = () => new Date()
    const { desk, close } = await openDesk({ database, redisUrl: process.env.TEST_REDIS_URL, secrets, clock })
    const target = { kind: 'certificates', uvcis: [me.vaccinationCertificate.uvci] } as const
    await desk.approve(await desk.request(target, 'ISSUED_IN_ERROR', 'kari'), 'ola')
    await close()
    // Replicas know within seconds.
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: 'Hent på nytt' }).click()
        await fresh(page)
        const { reason } = await scan(page, me.vaccinationCertificate.hc1)
        await next(page)
        return reason
      })
      .toBe('REVOKED')

    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('[data-state="failed"]').waitFor()
    expect(await shownText(page.locator('[data-state]'))).toContain('det som er hentet, brukes')
    await page.getByLabel('Hvor').selectOption({ label: 'Norges grense' })
    expect(await scan(page, me.recoveryCertificate.hc1)).toMatchObject({ verdict: 'green', reason: null })
    await next(page)
    expect(await scan(page, me.vaccinationCertificate.hc1)).toMatchObject({ verdict: 'red', reason: 'REVOKED' })
    await next(page)
    const forged = await scan(page, forge())
    expect(forged).toMatchObject({ verdict: 'red', reason: 'UNKNOWN_SIGNER' })
    expect(forged.shown).toContain('Vi kjenner ikke den som har signert')
    await inspect(page, 'red')
    await next(page)
    const inDays = (days: number) => osloDay(new Date(Date.now() + days * 86_400_000))
    // A genuine test certificate: tomorrow the rules let nobody in with one, and in ten days there is none any more.
    await page.getByLabel('Dato').fill(inDays(1))
    const later = await scan(page, me.testCertificates[0].hc1)
    expect(later).toMatchObject({ verdict: 'red', reason: 'RULE_FAILED' })
    expect(later.shown).toContain('Regler som ikke er oppfylt')
    await inspect(page, 'rule')
    await next(page)
    await page.getByLabel('Dato').fill(inDays(10))
    const then = await scan(page, me.testCertificates[0].hc1)
    expect(then).toMatchObject({ verdict: 'red', reason: 'EXPIRED' })
    expect(then.shown).toMatch(/Sertifikatet er ekte, men går ut før \d/)
    await photograph(page, 'verifier-expired-then-375')
    await next(page)
    await page.clock.setFixedTime(Date.now() + 100 * 86_400_000)
    expect(await scan(page, me.recoveryCertificate.hc1)).toMatchObject({ verdict: 'red', reason: 'EXPIRED' })
    expect([...hosts]).toEqual(['localhost'])
    // Nobody answers without a network; nothing else is wrong.
    expect(complaints.filter(complaint => !/ERR_INTERNET_DISCONNECTED/.test(complaint))).toEqual([])
  })

  test('what somebody’s app shows without a network is filmed off its screen, and is green', async () => {
    await using holder = await aVisitor(browser, { width: 375, pixelRatio: 2 })
    await holder.page.goto(`${run.url}/app/sign-in?then=/app/&level=high`)
    await holder.page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await holder.page.getByText('Sist kontrollert').waitFor()
    await holder.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await expect.poll(() => holder.page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true)
    await holder.page.context().setOffline(true)
    await holder.page.reload()
    await holder.page.getByText('Uten nett.').waitFor()

    await using visitor = await aVisitor(browser, { width: 375 })
    const { page } = visitor
    await page.goto(`${run.url}/verifier/`)
    await fresh(page)
    const shown = holder.page.getByRole('article').filter({ hasText: 'Gyldig koronasertifikat i Norge' })
    const atHome = await film(page, filmOfScreen(await shown.locator('img').screenshot()))
    expect(atHome).toMatchObject({ verdict: 'green', reason: null })
    expect(atHome.shown).toContain('Kari Nordmann')
    await next(page)
    await page.getByLabel('Hvor').selectOption({ label: 'Norges grense' })
    const recovery = holder.page.getByRole('article').filter({ hasText: 'Gjennomgått sykdom' })
    const atTheBorder = await film(page, filmOfScreen(await recovery.locator('img').screenshot()))
    expect(atTheBorder).toMatchObject({ verdict: 'green', reason: null })
  })

  test('a picture is read as well, one without a code is told of, and the page speaks its languages', async () => {
    await using visitor = await aVisitor(browser, { width: 1280, language: 'en' })
    const { page, complaints } = visitor
    const { me } = (await run.world.ask(certificates, { as: 'kari' })).data
    await page.goto(`${run.url}/verifier/`)
    await fresh(page)
    expect(await shownText(page.locator('h1'))).toBe('Verify a COVID certificate')
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    expect(await shownText(page.locator('main'))).toContain('utan nett')
    expect(await page.evaluate('document.documentElement.lang')).toBe('nn')
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Davvisámegiella' }).click()
    await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe('se')
    // What there is no text for yet is in bokmål, and says so.
    expect(await page.locator('h1 [lang=nb]').innerText()).toBe('Kontroller koronasertifikat')
    expect(await page.locator('legend').textContent()).toBe('Giella')
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    const picture = page.locator('input[type=file]')
    const png = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })
    await picture.setInputFiles(png('none.png', Buffer.from('no picture')))
    await page.getByText('Vi finn ingen QR-kode').waitFor()
    await picture.setInputFiles(png('certificate.png', photographOf(me.recoveryCertificate.hc1)))
    const article = page.locator('[data-verdict="green"]')
    await article.waitFor()
    expect(await shownText(article)).toContain('Kari Nordmann')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'verifier-green-1280')
    expect(complaints).toEqual([])
  })
})
