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
import { filmOf, photographOf } from './film.ts'

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
  async function scan(page: Page, text: string): Promise<{ verdict: string; reason: string | null; shown: string }> {
    await writeFile(camera(), filmOf(text))
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
  const fresh = (page: Page) => page.locator('[data-state="fresh"]').waitFor()

  test('green; revoked is red at the next contact; without a network what holds is green and what does not is named', async () => {
    await using visitor = await aVisitor(browser, { width: 375 })
    const { page, complaints, hosts } = visitor
    const { me } = (await run.world.ask(certificates, { as: 'kari' })).data
    await page.goto(`${run.url}/verifier`)
    await fresh(page)
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'verifier-start-375')

    // At home: whose it is, and nothing of why.
    const atHome = await scan(page, me.domesticCertificate.no1)
    expect(atHome).toMatchObject({ verdict: 'green', reason: null })
    expect(atHome.shown).toContain('Kari Nordmann')
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'verifier-green-375')
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
    await photograph(page, 'verifier-green-border-375')
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
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'verifier-red-375')
    await next(page)
    // A genuine test certificate, on a day whose rules let nobody in with one.
    await page.getByLabel('Dato').fill(osloDay(new Date(Date.now() + 10 * 86_400_000)))
    const later = await scan(page, me.testCertificates[0].hc1)
    expect(later).toMatchObject({ verdict: 'red', reason: 'RULE_FAILED' })
    expect(later.shown).toContain('Regler som ikke er oppfylt')
    await photograph(page, 'verifier-rule-375')
    await next(page)
    await page.clock.setFixedTime(Date.now() + 100 * 86_400_000)
    expect(await scan(page, me.recoveryCertificate.hc1)).toMatchObject({ verdict: 'red', reason: 'EXPIRED' })
    expect([...hosts]).toEqual(['localhost'])
    // Nobody answers without a network; nothing else is wrong.
    expect(complaints.filter(complaint => !/ERR_INTERNET_DISCONNECTED/.test(complaint))).toEqual([])
  })

  test('a picture is read as well, one without a code is told of, and the page speaks three languages', async () => {
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
    await photograph(page, 'verifier-start-1280')
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
