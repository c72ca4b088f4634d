import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { citizenClients, citizenKeys, createCitizenPages, readOwnDocuments } from '../../../local/citizen-pages.ts'
import { pagesOf } from '../../../local/supergraph.ts'
import {
  aVisitor,
  type Kept,
  type Screen,
  shownText,
  startBrowser,
  type Visitor,
} from '../../local/start-page/browser.ts'
import { startWorld, type World } from '../../world.ts'

export type WebRun = AsyncDisposable & {
  readonly url: string
  readonly world: World
  /** Moves the clock of sessions. */
  skip(seconds: number): void
  /** Signs a persona in with a browser, and stays at a page. */
  signIn(page: Page, name: string, path?: string): Promise<void>
  /** A window at a page, of a persona who has signed in: once a run, however many windows she opens. */
  visit(browser: Browser, name: string, path?: string, screen?: Screen): Promise<Visitor>
}

/** The whole: built pages, their server, the gateway, every registry and the identity provider, in one process. */
export async function startWebRun(): Promise<WebRun> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-web-'))
  const server = createServer().listen(0, 'localhost')
  await new Promise(resolve => server.once('listening', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const keys = await citizenKeys(folder)
  const world = await startWorld({
    signInClients: citizenClients(url, keys),
    trustedDocuments: await readOwnDocuments(),
  })
  let skipped = 0
  const now = () => new Date(Date.now() + skipped)
  const citizens = createCitizenPages({
    publicUrl: url,
    issuer: world.issuer,
    graphUrl: `${world.url}/graphql`,
    keys,
    now,
    reportBug: bug => world.bugs.push(bug),
  })
  const others = pagesOf(world.registries)
  const signedIn = new Map<string, Promise<Kept>>()

  async function signIn(page: Page, name: string, path = ''): Promise<void> {
    await page.goto(`${url}/web/sign-in?then=/web/${path}`)
    await page.getByRole('button', { name }).click()
    await page.waitForURL(`${url}/web/${path}`)
    await page.locator('#sources').waitFor()
  }

  async function signInOnce(browser: Browser, name: string): Promise<Kept> {
    await using visitor = await aVisitor(browser)
    await signIn(visitor.page, name)
    return await visitor.page.context().storageState()
  }

  server.on('request', async (request, response) => {
    if (await citizens.routes(request, response)) return
    if (!(await others(request, response))) response.writeHead(404).end()
  })
  return {
    url,
    world,
    skip(seconds) {
      skipped += seconds * 1000
    },
    signIn,
    async visit(browser, name, path = '', screen = {}) {
      const kept = signedIn.get(name) ?? signInOnce(browser, name)
      signedIn.set(name, kept)
      const visitor = await aVisitor(browser, screen, await kept)
      await visitor.page.goto(`${url}/web/${path}`)
      await visitor.page.locator('#sources').waitFor()
      return visitor
    },
    async [Symbol.asyncDispose]() {
      server.close().closeAllConnections()
      await world[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A browser and a run of its own for one file of tests, started before them and ended after them. */
export function startedWebRun(): { readonly browser: Browser; readonly run: WebRun } {
  let started: [Browser, WebRun] | undefined
  beforeAll(async () => {
    started = await Promise.all([startBrowser(), startWebRun()])
  })
  afterAll(async () => {
    const [browser, run] = started ?? []
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
  })
  const get = (): [Browser, WebRun] => {
    if (!started) throw new Error('the run has not been started')
    return started
  }
  return {
    get browser() {
      return get()[0]
    },
    get run() {
      return get()[1]
    },
  }
}

/** What our pages asked the graph: the bodies, as sent. */
export function questionsOf(page: Page): unknown[] {
  const asked: unknown[] = []
  page.on('request', request => {
    if (request.url().endsWith('/web/graphql')) asked.push(request.postDataJSON())
  })
  return asked
}

export const mainOf = (page: Page) => shownText(page.locator('main'))
export const inEurope = (page: Page) => page.getByRole('tab', { name: 'I EU og EØS' }).click()
