import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parts, sitePages } from '../../../clients/docs/site.ts'
import { inProject, projectFolder } from '../../../local/schema-files.ts'
import { errorCatalogue } from '../../../schema/errors.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  startBrowser,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { type LocalRun, startLocalRun } from '../../local/start-page/local-run.ts'

const pages = sitePages(projectFolder)
const built = (path: string) => readFileSync(join(inProject('dist/pages/docs'), path, 'index.html'), 'utf8')

describe('the documentation', () => {
  test('has each of its parts, once', () => {
    const paths = pages.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths).toEqual(expect.arrayContaining(parts.map(({ path }) => path)))
    expect(pages.filter(({ title }) => title === '')).toEqual([])
  })

  test('has no link that leads nowhere', () => {
    const places = new Map(
      pages.map(({ path, html }) => [
        `/docs/${path}`,
        new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id)),
      ]),
    )
    const dead = pages.flatMap(({ path, html }) =>
      Array.from(html.matchAll(/ href="([^"]+)"/g), ([, href = '']) => href)
        .filter(href => !/^https?:/.test(href))
        .filter(href => {
          const [page = '', anchor] = href.split('#')
          const place = places.get(page === '' ? `/docs/${path}` : page)
          return !place || (anchor !== undefined && !place.has(decodeURIComponent(anchor)))
        })
        .map(href => `${path} → ${href}`),
    )
    expect(dead).toEqual([])
  })

  test('has every field of the graph, and every code of the catalogue', () => {
    const html = pages.map(page => page.html).join('\n')
    const sdl = readFileSync(inProject('schema/api.graphql'), 'utf8')
    const types = Array.from(sdl.matchAll(/^(?:type|input|enum|union|scalar|interface) (\w+)/gm), ([, name]) => name)
    expect(types.length).toBeGreaterThan(50)
    expect(types.filter(name => !html.includes(`id="${name}"`))).toEqual([])
    expect(html).toContain('id="Person.vaccinations"')
    expect(Object.keys(errorCatalogue).filter(code => !html.includes(`id="${code}"`))).toEqual([])
  })

  test('is built from what stands in the project now', () => {
    for (const { path, html } of pages) expect(built(path)).toContain(html.replace(/^[\s\S]*<\/h1>/, ''))
  })
})

describe.skipIf(!hasChromium)(inBrowser('the documentation in a browser'), () => {
  let browser: Browser
  let run: LocalRun
  beforeAll(async () => {
    ;[browser, run] = await Promise.all([startBrowser(), startLocalRun()])
  })
  afterAll(async () => {
    await browser?.close()
    await run?.[Symbol.asyncDispose]()
  })

  test.each([375, 1280])('is reached from the start page and reads well at %i pixels', async width => {
    await using visitor = await aVisitor(browser, { width, language: 'en' })
    const { page, complaints } = visitor
    await page.goto(run.url)
    await page.getByRole('link', { name: 'Documentation' }).click()
    await page.getByRole('heading', { name: 'Helsegraf', exact: true }).waitFor()
    // One page of each form: text with code, reference, wide table, catalogue.
    const shown = ['', 'start/', 'reference/inputs/', 'policies/', 'errors/']
    for (const path of shown) {
      await page.goto(`${run.url}/docs/${path}`)
      expect([path, await violationsOn(page)]).toEqual([path, []])
      // Nothing but tables is wider than the window, and those are moved by themselves.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await photograph(page, `docs-${path.replaceAll('/', '-')}${width}`)
    }
    expect(complaints).toEqual([])
    expect((await fetch(`${run.url}/docs/nowhere/`)).status).toBe(404)
  })
})
