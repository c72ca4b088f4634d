import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDesk } from '../../../local/revocation/open-desk.ts'
import type { RevocationTarget } from '../../../subgraphs/certificate/revocation/target.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { startedWebRun } from '../web/a-web-run.ts'

const mainOf = (page: Page) => shownText(page.locator('main'))
const pictures = (page: Page) => page.locator('main img')

/** Names of what lies in the device's store. */
const kept = (page: Page) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const opened = indexedDB.open('helsegraf', 1)
    opened.onerror = () => reject(opened.error)
    opened.onsuccess = () => {
      const keys = opened.result.transaction('sealed').objectStore('sealed').getAllKeys()
      keys.onsuccess = () => resolve(keys.result)
    }
  })`) as Promise<string[]>

/** As when somebody turns to another app and comes back. */
const comeToFront = (page: Page) => page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)

/** Time goes by, minute by minute: a clock that ran through every second of it would keep the page busy. */
async function wait(page: Page, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await page.clock.fastForward(60_000)
}

/** What was asked of the graph, and of the issuer's lists. */
function askedOn(page: Page): { readonly graph: () => number; readonly lists: () => number } {
  const paths: string[] = []
  page.on('request', request => paths.push(new URL(request.url()).pathname))
  return {
    graph: () => paths.filter(path => path === '/app/graphql').length,
    lists: () => paths.filter(path => path === '/verifier/signercertificateStatus').length,
  }
}

describe.skipIf(!hasChromium)(inBrowser('the app at its contacts'), () => {
  const given = startedWebRun()

  async function open(name: string, before: (page: Page) => Promise<unknown> = async () => {}) {
    const visitor = await aVisitor(given.browser, { width: 375 })
    const { page } = visitor
    await before(page)
    await page.goto(`${given.run.url}/app/`)
    await page.getByRole('link', { name: 'Logg inn og hent' }).click()
    await page.getByRole('button', { name }).click()
    await page.waitForURL(`${given.run.url}/app/`)
    await page.getByText('Sist kontrollert').waitFor()
    return visitor
  }

  async function revoke(target: RevocationTarget): Promise<void> {
    const { database, secrets } = given.run.world
    const clock = () => new Date()
    const { desk, close } = await openDesk({ database, redisUrl: process.env.TEST_REDIS_URL, secrets, clock })
    await desk.approve(await desk.request(target, 'ISSUED_IN_ERROR', 'kari'), 'ola')
    await close()
  }

  test('what was deleted from the device stays away until the person asks, also what was under way', async () => {
    await using visitor = await open('Kari Nordmann', page =>
      page.addInitScript(`navigator.storage.persist = async () => {
        window.promises = (window.promises ?? 0) + 1
        return true
      }`),
    )
    const { page } = visitor
    // Kept from being cleared by the browser: asked for once, when there is something to keep.
    expect(await page.evaluate('window.promises')).toBe(1)
    const asked = askedOn(page)
    const erase = page.getByRole('button', { name: 'Slett fra denne enheten' })
    const answers: (() => Promise<void>)[] = []
    await page.route('**/app/graphql', route => void answers.push(() => route.continue()))
    await comeToFront(page)
    await expect.poll(() => answers.length).toBe(1)
    await erase.click()
    await page.getByText('Slettet fra denne enheten.').waitFor()
    await answers[0]?.()
    await page.getByText('Henter …').waitFor({ state: 'detached' })
    await page.unroute('**/app/graphql')
    expect([await kept(page), await pictures(page).count()]).toEqual([['erased'], 0])
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 900 })
      expect([width, await violationsOn(page)]).toEqual([width, []])
      await photograph(page, `app-erased-${width}`)
    }

    const before = asked.graph()
    await comeToFront(page)
    await page.evaluate(`window.dispatchEvent(new Event('online'))`)
    await page.reload()
    await page.getByText('Slettet fra denne enheten.').waitFor()
    expect([asked.graph(), await kept(page)]).toEqual([before, ['erased']])

    await page.getByRole('button', { name: 'Hent på nytt' }).click()
    await expect.poll(() => pictures(page).count()).toBe(4)
    expect((await kept(page)).sort()).toEqual(['key', 'value'])
    expect(await page.evaluate('window.promises')).toBe(1)
  })

  test('what was deleted is not stored by another window either, and signing in asks for it again', async () => {
    await using visitor = await open('Kari Nordmann')
    const { page } = visitor
    const other = await page.context().newPage()
    await other.goto(`${given.run.url}/app/`)
    await other.getByText('Sist kontrollert').waitFor()
    await page.getByRole('button', { name: 'Slett fra denne enheten' }).click()
    await page.getByText('Slettet fra denne enheten.').waitFor()
    await comeToFront(other)
    await other.getByText('Slettet fra denne enheten.').waitFor()
    expect([await kept(page), await pictures(other).count()]).toEqual([['erased'], 0])
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Hent på nytt' }).click()
    await page.getByRole('link', { name: 'Logg inn og hent' }).waitFor()
    await page.getByRole('link', { name: 'Logg inn og hent' }).click()
    await page.getByRole('button', { name: 'Kari Nordmann' }).click()
    await page.waitForURL(`${given.run.url}/app/`)
    await expect.poll(() => pictures(page).count()).toBe(4)
  })

  test('a test certificate is not asked about every minute: nobody can make it last longer', async () => {
    await using visitor = await open('Kari Nordmann', page => page.clock.install())
    const { page } = visitor
    const asked = askedOn(page)
    await wait(page, 30)
    expect([asked.graph(), asked.lists()]).toEqual([0, 0])
    // The one for Norway has half of its day left after a while: then, once, and nothing on the screen comes and goes.
    const log = `window.told = []
      new MutationObserver(() => window.told.push(document.querySelector('[role=status]').innerText))
        .observe(document.querySelector('[role=status]'), { childList: true, subtree: true, characterData: true })`
    await page.evaluate(log)
    await page.clock.fastForward('13:00:00')
    await expect.poll(asked.graph).toBe(1)
    await wait(page, 5)
    expect(asked.graph()).toBe(1)
    expect(await page.evaluate('window.told.filter(text => /Henter/.test(text))')).toEqual([])
  })

  test('who is signed out is not asked about, and the lists are read once an hour', async () => {
    await using visitor = await open('Kari Nordmann', page => page.clock.install())
    const { page } = visitor
    const asked = askedOn(page)
    await page.context().clearCookies()
    await comeToFront(page)
    await page.getByText('Du er logget ut.').waitFor()
    await expect.poll(asked.lists).toBe(1)
    const before = asked.graph()
    await wait(page, 50)
    expect([asked.graph(), asked.lists()]).toEqual([before, 1])
    await wait(page, 15)
    await expect.poll(asked.lists).toBe(2)
    expect(asked.graph()).toBe(before)
  })

  test('a revoked certificate goes also when the register it stands on does not answer; what was told stays', async () => {
    await using visitor = await open('Kari Nordmann')
    const { page } = visitor
    const test = page.getByRole('article').filter({ hasText: 'Negativ test' })
    const uvci = /URN:UVCI:01:NO:\S+/.exec(await shownText(test))?.[0] ?? ''
    expect(uvci).not.toBe('')
    await given.run.world.breakDown('test')
    await revoke({ kind: 'certificates', uvcis: [uvci] })
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: 'Hent på nytt' }).click()
        await page.getByText(/svarer ikke/).waitFor()
        return mainOf(page)
      })
      .toContain('Et sertifikat er trukket tilbake')
    expect(await mainOf(page)).not.toContain(uvci)
    await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
    await photograph(page, 'app-revoked-register-down')
  })

  // The last: this world has one key.
  test('what a withdrawn key has signed is gone, for Norway and for Europe, though nobody is signed in', async () => {
    await using visitor = await open('Kari Nordmann')
    const { page } = visitor
    await page.context().clearCookies()
    await comeToFront(page)
    await page.getByText('Du er logget ut.').waitFor()
    expect(await mainOf(page)).toContain('Gyldig koronasertifikat i Norge')
    expect(await pictures(page).count()).toBeGreaterThan(1)
    const keyId = Buffer.from(given.run.world.signer.keyId).toString('base64')
    await revoke({ kind: 'key', keyId, from: '2020-01-01T00:00:00Z', until: null })
    await expect
      .poll(async () => {
        await page.reload()
        await page.getByText('Du er logget ut.').waitFor()
        return pictures(page).count()
      })
      .toBe(0)
    expect(await mainOf(page)).toContain('Et sertifikat er trukket tilbake')
    expect(await violationsOn(page)).toEqual([])
  })
})
