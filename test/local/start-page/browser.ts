import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

const chromiumPath = '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)

/** A title for what needs a browser: says why it is skipped where there is none. */
export const inBrowser = (title: string) =>
  hasChromium ? title : `${title} (skipped: no ${chromiumPath} on this machine)`

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Visitor = AsyncDisposable & {
  readonly page: Page
  /** Hosts that anything on the pages was fetched from. */
  readonly hosts: Set<string>
  /** What the browser refused or a script threw: CSP, failed loads, exceptions. */
  readonly complaints: string[]
}

export type Screen = { readonly width?: number; readonly pixelRatio?: number; readonly language?: string }

/** Cookies and storage of a visitor, for another window of the same person. */
export type Kept = Awaited<ReturnType<BrowserContext['storageState']>>

/** A browser window of its own, with no cookies unless somebody kept some. The content security policy holds. */
export async function aVisitor(
  browser: Browser,
  { width = 1280, language = 'nb', pixelRatio = 1 }: Screen = {},
  kept?: Kept,
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    deviceScaleFactor: pixelRatio,
    locale: language,
    ...(kept && { storageState: kept }),
  })
  const page = await context.newPage()
  const hosts = new Set<string>()
  const complaints: string[] = []
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:') hosts.add(url.hostname)
  })
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  return { page, hosts, complaints, [Symbol.asyncDispose]: () => context.close() }
}

/** What a person sees there: text that is hidden or not drawn is left out, which is what `textContent` cannot tell. */
export const shownText = (place: Locator): Promise<string> => place.innerText()

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Violations of WCAG 2.1 A and AA that axe finds on the page as it is, in words. */
export async function violationsOn(page: Page, { except = [] as readonly string[] } = {}): Promise<readonly string[]> {
  // Evaluated over the debugging protocol, so the page's own policy need not allow it.
  await page.evaluate(axeSource)
  const results: AxeResults = await page.evaluate(`axe.run(${JSON.stringify({ exclude: except })}, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
  })`)
  return results.violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`))
}

/** `SCREENSHOTS=folder` keeps what the pages looked like. */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
