import jsqr from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personas } from '../../../local/population/personas.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { EntryTables } from '../../../subgraphs/entry-registry/store/tables.ts'
import { anEntry } from '../../builders/entry.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  startBrowser,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { guidOf } from '../../subgraphs/proxy-consent/a-machine.ts'
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

const mainOf = (page: Page) => shownText(page.locator('main'))
const inEurope = (page: Page) => page.getByRole('tab', { name: 'I EU og EØS' }).click()
const focused = (page: Page) => page.evaluate('document.activeElement.textContent.trim()')
const openAll = async (page: Page) => {
  for (const summary of await page.locator('summary:visible').all()) await summary.click()
}

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

  test('somebody signs in, at a level that is too low first, and sees all her certificates in one question', async () => {
    await using visitor = await aVisitor(browser)
    const { page, hosts, complaints } = visitor
    await page.goto(`${run.url}/web/certificates`)
    await page.getByRole('link', { name: 'Logg inn på nytt' }).click()
    await page.getByLabel(/MinID/).check()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${run.url}/web/certificates`)
    const asked = questionsOf(page)
    await page.getByRole('link', { name: 'Logg inn med høyt sikkerhetsnivå' }).click()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
    expect(asked).toEqual([
      { documentId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), variables: { isForAnother: false } },
    ])
    const norway = await mainOf(page)
    expect(norway).toContain('Kari Nordmann')
    expect(norway).not.toContain('Spikevax')

    await inEurope(page)
    const europe = await mainOf(page)
    for (const part of ['Dose 3 av 3', 'Spikevax', 'URN:UVCI:01:NO:VAK/', 'Gjelder', 'Prøve tatt', 'Ikke påvist'])
      expect(europe).toContain(part)
    expect(await page.getByRole('tabpanel').locator('img').count()).toBe(3)
    await page.getByText('Hvorfor dette sertifikatet?').nth(1).click()
    expect(await mainOf(page)).toContain('Teller med')
    expect(asked).toHaveLength(1)
    expect([...hosts].toSorted()).toEqual(['127.0.0.1', 'localhost'])
    expect(complaints).toEqual([])
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, ''])

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Last ned som PDF: Negativ test' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('koronasertifikat-test.pdf')
    expect(asked.at(-1)).toMatchObject({ variables: { vaccination: false, test: true, recovery: false } })
  })

  test.each([
    ['on a desktop at 1×', { width: 1280, pixelRatio: 1 }],
    ['on a desktop at 2×', { width: 1280, pixelRatio: 2 }],
    ['on a phone at 2×', { width: 375, pixelRatio: 2 }],
  ])('QR codes %s are read off the screen, small and large, and give back what was signed', async (_, screen) => {
    await using visitor = await run.visit(browser, 'Kari Nordmann', 'certificates', screen)
    const { page } = visitor
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
    if (screen.pixelRatio === 1) expect(await violationsOn(page)).toEqual([])
    await photograph(page, `web-qr-${screen.width}-${screen.pixelRatio}`)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Vis QR-koden stort: Vaksinasjon')
  })

  test('the language is changed at once, kept, and texts that are in another one say so', async () => {
    await using visitor = await run.visit(browser, 'Nora', 'certificates')
    const { page } = visitor
    const html = page.locator('html')
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    await page.getByText('Kvar opplysningane kjem frå').waitFor()
    expect(await html.getAttribute('lang')).toBe('nn')
    expect(await mainOf(page)).toContain('Det er for kort tid sidan')
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
    await using visitor = await run.visit(browser, 'Kari Nordmann', 'certificates')
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

  test('a parent opens the pages of her child, and what the right does not cover is refused in words', async () => {
    await using visitor = await run.visit(browser, 'Hanne Strand')
    const { page } = visitor
    await page.getByRole('link', { name: 'Bytt person' }).click()
    await page.getByRole('heading', { name: 'Andre du kan hjelpe' }).waitFor()
    await photograph(page, 'web-persons')
    const persons = await mainOf(page)
    expect(persons).toMatch(/Jenny Strand[\s\S]*Du er forelder\. Du kan se vaksiner\. Til og med/)

    const asked = questionsOf(page)
    await page.getByRole('link', { name: /Emil Strand/ }).click()
    await page.getByText('Du ser opplysningene til Emil Strand').waitFor()
    await page
      .getByRole('main')
      .getByRole('link', { name: /Koronasertifikat/ })
      .click()
    await page.getByRole('heading', { name: 'Koronasertifikat' }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/web\/for\/[\w-]{22}\/certificates$/)
    await page.getByRole('tab', { name: 'I EU og EØS' }).click()
    expect(await mainOf(page)).toContain('Ikke påvist')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Last ned som PDF: Negativ test' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('koronasertifikat-test.pdf')
    // One question a page, and one for the link of the PDF.
    expect(asked).toHaveLength(3)
    expect(asked.at(-1)).toMatchObject({ variables: { isForAnother: true, for: expect.any(String) } })
    await photograph(page, 'web-child')

    await page.getByRole('link', { name: 'Bytt person' }).first().click()
    await page.getByRole('link', { name: /Jenny Strand/ }).click()
    await page.getByText('Du ser opplysningene til Jenny Strand').waitFor()
    expect(await page.getByRole('main').getByRole('link', { name: 'Prøvesvar' }).count()).toBe(0)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByText('Barnet er så gammelt at foreldre ikke ser dette lenger.').waitFor()
    expect(await page.getByRole('button', { name: 'Prøv igjen' }).count()).toBe(0)
    expect(await mainOf(page)).not.toContain('Ingen prøvesvar')
    await photograph(page, 'web-refused')

    await using other = await run.visit(browser, 'Kari Nordmann', '')
    await other.page.goto(page.url())
    await other.page.getByText('Du kan ikke se opplysninger for denne personen.').waitFor()
  })

  test('somebody sets a reservation and closes data, sees it after it was saved, and the next request is answered so', async () => {
    await using visitor = await run.visit(browser, 'Ola Nordmann', 'privacy')
    const { page } = visitor
    const name = 'Reservasjon mot utlevering med fødselsnummer fra KPR'
    const card = page.getByRole('article', { name })
    const { identifier } = personas.find(each => each.name === 'ola') ?? { identifier: '' }
    expect(await isReserved(run, identifier)).toBe(false)
    expect(await shownText(card)).toContain('Ikke reservert')
    await card.getByRole('button', { name: `Reserver: ${name}` }).click()
    await card.getByText('Lagret. Det gjelder nå.').waitFor()
    await card.getByRole('button', { name: 'Opphev reservasjonen' }).waitFor()
    expect(await focused(page)).toBe('Opphev reservasjonen')
    expect(await isReserved(run, identifier)).toBe(true)

    const asDoctor = () =>
      run.world.ask(
        `query ($of: PersonIdentifier!) { patient(identifier: $of, purpose: TREATMENT) { person {
          vaccinations { code } testResults { id } } } }`,
        { as: 'lege-bergen', variables: { of: identifier } },
      )
    expect((await asDoctor()).errors).toEqual([])
    const access = page.getByRole('article', { name: /Begrensning av helsepersonells innsyn/ })
    await access.getByText('Begrens innsyn for noen').click()
    await access.getByLabel('Prøvesvar').uncheck()
    await access.getByLabel('Påvist korona').uncheck()
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-privacy-form')
    await access.getByRole('button', { name: 'Begrens innsynet' }).click()
    await access.getByText('Vaksiner · for alt helsepersonell').waitFor()
    const { data, errors } = await asDoctor()
    expect(data.patient.person).toEqual({ vaccinations: null, testResults: [] })
    expect(errors).toMatchObject([{ extensions: { code: 'RESTRICTED_BY_PATIENT' } }])

    await page.reload()
    await page.locator('#sources').waitFor()
    expect(await shownText(card)).toMatch(/Reservert – /)
    expect(await mainOf(page)).toMatch(/Historikk[\s\S]*Innsynet er begrenset[\s\S]*Reservert[\s\S]*Av personen selv/)
    await photograph(page, 'web-privacy')
    await access.getByRole('button', { name: /Åpne igjen: Vaksiner/ }).click()
    await access.getByText('Begrensningen er opphevet').waitFor()
    await card.getByRole('button', { name: 'Opphev reservasjonen' }).click()
    await card.getByText('Reservasjonen er opphevet').waitFor()
    expect([(await asDoctor()).errors, await isReserved(run, identifier)]).toEqual([[], false])

    // What the doctor saw, and what KPR was told, stands in her log: reads and copies apart.
    await page.getByRole('navigation').getByRole('link', { name: 'Innsynslogg' }).click()
    await page.getByRole('tab', { name: 'Har sett' }).waitFor()
    const seen = page.getByRole('tabpanel', { name: 'Har sett' })
    await seen.getByRole('button', { name: 'Vis eldre' }).click()
    await expect.poll(() => seen.getByRole('article').count()).toBeGreaterThan(20)
    expect(await violationsOn(page)).toEqual([])
    await page.getByLabel('Slags opplysninger').selectOption('Vaksiner')
    await seen.getByRole('heading', { name: 'Astrid Vik Mohn' }).first().waitFor()
    expect(await shownText(seen)).toMatch(/Vaksiner \(.*SYSVAK.*\)[\s\S]*Bergen kommune/)
    expect(await shownText(seen)).not.toContain('Prøvesvar')
    await photograph(page, 'web-access-log')
    await page.getByLabel('Slags opplysninger').selectOption('Alle slag')
    await page.getByRole('tab', { name: 'Har fått kopi' }).click()
    await page.getByRole('tabpanel', { name: 'Har fått kopi' }).getByText('Personvern').first().waitFor()
    await page.getByLabel('Fra og med').fill('2999-01-01')
    await page.getByText('Ingen har sett slike opplysninger i denne tiden.').first().waitFor()
  })

  test('one who was asked for a consent answers, and the consent stands among her settings', async () => {
    await using visitor = await run.visit(browser, 'Silje', 'privacy', { language: 'nn' })
    const { page } = visitor
    expect(await mainOf(page)).toContain('Ventar på svar')
    await page.getByRole('button', { name: /^Eg samtykkjer:/ }).click()
    await page.getByText('Svart ja').waitFor()
    const consent = page.getByRole('article', { name: /Samtykke til å delta i forsking/ })
    expect(await shownText(consent)).toMatch(/Samtykt – /)
    await photograph(page, 'web-consent')
  })

  test('a traveller sees what she has registered when crossing the border', async () => {
    const { identifier } = personas.find(each => each.name === 'piotr') ?? { identifier: '' }
    const today = new Date()
    const entry = { travelled_on: osloDay(today), registered_at: today, updated_at: today, from_country: 'PL' }
    await run.world.database
      .as<EntryTables>()
      .insertInto('entry_registry.irrs_entry')
      .values(anEntry({ fodselsnummer: identifier as PersonIdentifier, ...entry }))
      .execute()
    await using visitor = await run.visit(browser, 'Piotr', 'entries', { language: 'en' })
    const main = await mainOf(visitor.page)
    for (const part of ['Entered on', 'Poland', 'Gardermoen', 'Goes into quarantine', 'Innreiseregisteret'])
      expect(main).toContain(part)
    await photograph(visitor.page, 'web-entries')
  })

  test.each([375, 1280])('no page violates WCAG 2.1 A or AA, or is wider than %i pixels', async width => {
    const inspect = async (page: Page, name: string) => {
      await photograph(page, `web-${name}-${width}`)
      expect.soft(await violationsOn(page), name).toEqual([])
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `width of ${name}`).toBe(width)
      const levels = (await page
        .locator('h1, h2, h3, h4')
        .evaluateAll(all => (all as unknown as { tagName: string }[]).map(each => Number(each.tagName[1])))) as number[]
      expect.soft(levels[0], `first heading of ${name}`).toBe(1)
      for (const [index, level] of levels.entries())
        expect.soft(level - (levels[index - 1] ?? 0), `headings of ${name}`).toBeLessThanOrEqual(1)
    }
    {
      await using stranger = await aVisitor(browser, { width })
      await stranger.page.goto(`${run.url}/web/?sign-in=cancelled`)
      await stranger.page.getByRole('alert').waitFor()
      await inspect(stranger.page, 'signed-out')
    }
    {
      await using child = await run.visit(browser, 'Hanne Strand', 'persons', { width })
      await inspect(child.page, 'persons')
      await child.page.getByRole('link', { name: /Emil Strand/ }).click()
      await child.page.getByText('Du ser opplysningene til Emil Strand').waitFor()
      await inspect(child.page, 'overview-of-child')
    }
    await using visitor = await run.visit(browser, 'Henrik', '', { width })
    const { page, complaints } = visitor
    await inspect(page, 'overview')
    for (const path of ['certificates', 'vaccinations', 'test-results', 'entries', 'privacy', 'access-log']) {
      await page.goto(`${run.url}/web/${path}`)
      await page.locator('#sources').waitFor()
      await openAll(page)
      await inspect(page, path)
      if (width === 375) await focusGoesDown(page)
    }
    await page.goto(`${run.url}/web/nowhere`)
    await page.getByRole('heading', { name: 'Siden finnes ikke' }).waitFor()
    await inspect(page, 'not-found')
    await using kari = await run.visit(browser, 'Kari Nordmann', 'certificates', { width })
    await inspect(kari.page, 'norway')
    await inEurope(kari.page)
    await openAll(kari.page)
    await inspect(kari.page, 'europe')
    expect([...complaints, ...kari.complaints]).toEqual([])
  })

  test('signing out ends the session here and at the provider, and comes back to the front page', async () => {
    await using visitor = await aVisitor(browser)
    const { page, complaints } = visitor
    await run.signIn(page, 'Tor Haugland')
    await page.getByRole('button', { name: 'Logg ut' }).click()
    await page.getByRole('button', { name: 'Ja, logg ut' }).click()
    await page.getByRole('link', { name: 'Logg inn' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/web/')
    await page.goto(`${run.url}/web/vaccinations`)
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('what is known to be empty says so', async () => {
    await using visitor = await run.visit(browser, 'Tor Haugland', 'vaccinations')
    const main = await mainOf(visitor.page)
    expect(main).toContain('SYSVAK har ingen vaksiner registrert.')
    expect(main).toContain('har ingenting registrert')
  })

  test('no network is not an empty page either, and trying again works', async () => {
    await using visitor = await run.visit(browser, 'Kari Nordmann')
    const { page } = visitor
    await page.context().setOffline(true)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByText('Vi fikk ikke hentet opplysningene').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-offline')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Prøv igjen' }).click()
    await page.getByRole('heading', { name: /Negativ/ }).waitFor()
  })

  test('a register that does not answer is told where it is missing, beside what the others said', async () => {
    await using visitor = await run.visit(browser, 'Kari Nordmann', '', { language: 'nn' })
    const { page } = visitor
    await run.world.breakDown('vaccine')
    await page.goto(`${run.url}/web/certificates`)
    await page.getByRole('tab', { name: 'I EU og EØS' }).click()
    const main = await mainOf(page)
    expect(main).toContain('Vaksinasjonsregisteret SYSVAK svarer ikkje')
    expect(main).toContain('Det tyder ikkje at ingenting er registrert.')
    expect(main).toContain('URN:UVCI:01:NO:PRV/')
    expect(main).toMatch(/Vaksinasjonsregisteret SYSVAK \(FHI\)\s*svarte ikkje/)
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-partial')

    await page.goto(`${run.url}/web/vaccinations`)
    await page.locator('#sources').waitFor()
    const alone = await mainOf(page)
    expect(alone).toContain('svarer ikkje')
    expect(alone).not.toContain('har ingen vaksinar')
    expect(await page.getByRole('button', { name: 'Prøv igjen' }).isVisible()).toBe(true)
  })

  test('a sign-in that ends under way says so, and comes back to the page one was at', async () => {
    await using visitor = await run.visit(browser, 'Kari Nordmann')
    const { page } = visitor
    run.skip(10 * 60)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
    expect(await page.getByRole('link', { name: 'Logg inn på nytt' }).getAttribute('href')).toBe(
      '/web/sign-in?then=%2Fweb%2Ftest-results',
    )
  })
})

/** May KPR pass somebody's data on with her number? It asks PVK as it does today. */
async function isReserved({ world }: WebRun, citizen: string): Promise<boolean> {
  const response = await fetch(`${world.url}/personvern/Personverninnstillinger/SjekkInnbyggersPiStatus/v2`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.tokenOf('kpr')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      innbyggerFnr: citizen,
      definisjonGuid: guidOf('KPR_UTLEVERING_FNR'),
      definisjonNavn: 'Reservasjon mot utlevering med fødselsnummer fra KPR',
      partKode: 'HDIR_KPR',
    }),
  })
  return ((await response.json()) as { aktiv: boolean }).aktiv
}

/** The Tab key goes down the page: the same line may be a few pixels off; going back up a line may not. */
async function focusGoesDown(page: Page): Promise<void> {
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)')
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
