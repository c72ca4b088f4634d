import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk } from '../../../local/revocation/open-desk.ts'
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

/** What lies in the browser's files: whether the key can be taken out, and the bytes as text. */
const onDevice = (page: Page) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const opened = indexedDB.open('helsegraf', 1)
    opened.onerror = () => reject(opened.error)
    opened.onsuccess = () => {
      const room = opened.result.transaction('sealed').objectStore('sealed')
      const [key, value] = [room.get('key'), room.get('value')]
      room.transaction.oncomplete = () => resolve({
        isExtractable: key.result?.extractable,
        algorithm: key.result?.algorithm,
        text: value.result && new TextDecoder('latin1').decode(value.result.bytes),
      })
    }
  })`) as Promise<{ isExtractable?: boolean; algorithm?: object; text?: string }>

const mainOf = (page: Page) => shownText(page.locator('main'))

/** On a desktop and on a phone, as it stands. */
async function inspect(page: Page, name: string): Promise<void> {
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 })
    expect([name, width, await violationsOn(page)]).toEqual([name, width, []])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await photograph(page, `${name}-${width}`)
  }
}

describe.skipIf(!hasChromium)(inBrowser('the app'), () => {
  let browser: Browser
  let run: WebRun
  beforeAll(async () => {
    ;[browser, run] = await Promise.all([startBrowser(), startWebRun()])
  })
  afterAll(async () => {
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
  })

  async function revoke(uvci: string): Promise<void> {
    const { database, secrets } = run.world
    const { desk, close } = await openDesk({
      database,
      redisUrl: process.env.TEST_REDIS_URL,
      secrets,
      clock: () => new Date(),
    })
    await desk.approve(await desk.request({ kind: 'certificates', uvcis: [uvci] }, 'ISSUED_IN_ERROR', 'kari'), 'ola')
    await close()
  }

  test('fetches certificates, shows them with no network, and lets go of one that was revoked at the next contact', async () => {
    await using visitor = await aVisitor(browser, { width: 375, pixelRatio: 2 })
    const { page, complaints } = visitor
    await page.goto(`${run.url}/app/`)
    await page.getByRole('link', { name: 'Logg inn og hent' }).waitFor()
    await inspect(page, 'app-signed-out')
    await page.getByRole('link', { name: 'Logg inn og hent' }).click()
    await page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await page.waitForURL(`${run.url}/app/`)
    await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
    await page.getByText('Sist kontrollert').waitFor()
    expect(await page.locator('main img').count()).toBe(4)
    await inspect(page, 'app')

    const log = '{ me { accessLog(area: CERTIFICATES, first: 1) { nodes { actor { application } } } } }'
    const { nodes } = (await run.world.ask(log, { as: 'kari' })).data.me.accessLog
    expect(nodes).toEqual([{ actor: { application: 'helsegraf-app' } }])

    const { isExtractable, algorithm, text = '' } = await onDevice(page)
    expect([isExtractable, algorithm]).toEqual([false, { name: 'AES-GCM', length: 256 }])
    expect(text.length).toBeGreaterThan(10_000)
    expect(text).not.toMatch(/Nordmann|UVCI|svg/)
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, ''])

    await page.evaluate('navigator.serviceWorker.ready')
    await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('Uten nett. Sertifikatene er de som ble hentet sist.').waitFor()
    expect(await page.locator('main img').count()).toBe(4)
    const clock = page.locator('time').first()
    const before = await clock.innerText()
    await expect.poll(() => clock.innerText()).not.toBe(before)
    const moves = "getComputedStyle(document.querySelector('time').parentElement).animationName"
    expect(await page.evaluate(moves)).not.toBe('none')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await page.evaluate(moves)).toBe('none')
    await inspect(page, 'app-offline')

    const uvci = /URN:UVCI:01:NO:VAK\S+/.exec(await mainOf(page))?.[0] ?? ''
    await revoke(uvci)
    const asked = '{ me { vaccinationCertificate { ... on CertificateRefusal { reason } } } }'
    const isRevoked = async () => (await run.world.ask(asked, { as: 'kari' })).data.me.vaccinationCertificate.reason
    await expect.poll(isRevoked).toBe('REVOKED')
    expect(await mainOf(page)).toContain(uvci)
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'Sertifikat fjernet' }).waitFor()
    expect(await mainOf(page)).not.toContain(uvci)
    expect(await page.locator('main img').count()).toBe(3)
    await inspect(page, 'app-revoked')

    run.skip(10 * 60)
    await page.reload()
    await page.getByText('Du er logget ut. Sertifikatene er de som ble hentet sist.').waitFor()
    expect(await page.locator('main img').count()).toBe(3)

    const another = /URN:UVCI:01:NO:\S+/.exec(await mainOf(page))?.[0] ?? ''
    await revoke(another)
    await expect
      .poll(async () => {
        await page.reload()
        await page.getByText('Du er logget ut.').waitFor()
        return mainOf(page)
      })
      .toContain('Et sertifikat er trukket tilbake')
    expect(await mainOf(page)).not.toContain(another)
    // With it went the certificate for Norway: one of the three is left.
    expect(await page.locator('main img').count()).toBe(1)
    await inspect(page, 'app-revoked-signed-out')
    await page.getByRole('button', { name: 'Slett fra denne enheten' }).click()
    await page.getByText('Hent sertifikatene dine én gang').waitFor()
    expect(await onDevice(page)).toEqual({})
    // What the browser says of a network that is not there, of a sign-in that has ended, and of lists that a revocation
    // replaces while they are read.
    expect(complaints.filter(each => !/ERR_INTERNET_DISCONNECTED|401|412/.test(each))).toEqual([])
  })

  test('says that a sign-in was cancelled, and offers another', async () => {
    await using visitor = await aVisitor(browser, { width: 375 })
    await visitor.page.goto(`${run.url}/app/?sign-in=cancelled`)
    await visitor.page.getByText('Du avbrøt innloggingen. Ingen er logget inn.').waitFor()
    await visitor.page.getByRole('link', { name: 'Logg inn og hent' }).waitFor()
    await inspect(visitor.page, 'app-cancelled')
  })

  test('can be installed', async () => {
    const manifest = await fetch(`${run.url}/app/manifest.webmanifest`)
    expect(manifest.headers.get('content-type')).toBe('application/manifest+json')
    expect(await manifest.json()).toMatchObject({ display: 'standalone', start_url: '/app/', scope: '/app/' })
    // iOS takes no drawing for its home screen.
    const page = await (await fetch(`${run.url}/app/`)).text()
    const [, icon = ''] = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(page) ?? []
    const picture = await fetch(run.url + icon)
    expect(picture.headers.get('content-type')).toBe('image/png')
    const { width, height } = PNG.sync.read(Buffer.from(await picture.arrayBuffer()))
    expect([width, height]).toEqual([180, 180])
    const worker = await fetch(`${run.url}/app/service-worker.js`)
    expect([worker.status, worker.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(await worker.text()).not.toMatch(/\bimport\b/)
  })
})
