import jsqr from 'jsqr'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  violationsOn,
} from '../../local/start-page/browser.ts'
import { inEurope, mainOf, questionsOf, startedWebRun } from './a-web-run.ts'

/** What a camera would read. */
function scan(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture)
  return jsqr.default(new Uint8ClampedArray(data), width, height)?.data
}

describe.skipIf(!hasChromium)(inBrowser('the pages in a browser'), () => {
  const given = startedWebRun()

  test('somebody signs in, at a level that is too low first, and sees all her certificates in one question', async () => {
    await using visitor = await aVisitor(given.browser)
    const { page, hosts, complaints } = visitor
    await page.goto(`${given.run.url}/web/certificates`)
    await page.getByRole('link', { name: 'Logg inn på nytt' }).click()
    await page.getByLabel(/MinID/).check()
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${given.run.url}/web/certificates`)
    const higher = page.getByRole('link', { name: 'Logg inn med høyt sikkerhetsnivå' })
    await higher.waitFor()
    const asked = questionsOf(page)
    // The given.browser tells of the answer that was refused.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('403')])
    await higher.click()
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
    expect([...hosts]).toEqual(['localhost'])
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
    await using visitor = await given.run.visit(given.browser, 'Kari Nordmann', 'certificates', screen)
    const { page } = visitor
    const query = `{ me { domesticCertificate { ... on DomesticCertificate { no1 } }
      vaccinationCertificate { ... on Certificate { hc1 } } recoveryCertificate { ... on Certificate { hc1 } }
      testCertificates { ... on Certificate { hc1 } } } }`
    const { me } = (await given.run.world.ask(query, { as: 'kari' })).data
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
    await using visitor = await given.run.visit(given.browser, 'Nora', 'certificates')
    const { page } = visitor
    const html = page.locator('html')
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    await page.getByText('Kvar opplysningane kjem frå').waitFor()
    expect(await html.getAttribute('lang')).toBe('nn')
    expect(await mainOf(page)).toContain('Det har gått for kort tid sidan')
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

  test('a parent opens the pages of her child, and what the right does not cover is refused in words', async () => {
    await using visitor = await given.run.visit(given.browser, 'Hanne Strand')
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

    await using other = await given.run.visit(given.browser, 'Kari Nordmann', '')
    await other.page.goto(page.url())
    await other.page.getByText('Du kan ikke se opplysninger for denne personen.').waitFor()
  })

  test('a daughter with a fullmakt sees what it opens, decides nothing for her father, and he reads who looked', async () => {
    await using visitor = await given.run.visit(given.browser, 'Guro Nilsen', 'persons', { language: 'nb' })
    const { page, complaints } = visitor
    const father = page.getByRole('link', { name: /Arne Nilsen/ })
    expect(await shownText(father)).toMatch(/Du har fullmakt\. Du kan se .*vaksiner/)
    await father.click()
    await page.getByText('Du ser opplysningene til Arne Nilsen').waitFor()
    const asked = questionsOf(page)
    await page
      .getByRole('main')
      .getByRole('link', { name: /Vaksiner/ })
      .click()
    await page.getByRole('heading', { name: 'Vaksiner', level: 1 }).waitFor()
    await page.locator('#sources').waitFor()
    expect(await mainOf(page)).toMatch(/Du har fullmakt[\s\S]*Comirnaty/)
    expect(asked).toEqual([
      expect.objectContaining({ variables: { isForAnother: true, for: expect.stringMatching(/^[\w-]{22}$/) } }),
    ])
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      expect([width, await violationsOn(page)]).toEqual([width, []])
      await photograph(page, `web-fullmakt-${width}`)
    }

    await page.getByRole('navigation').getByRole('link', { name: 'Personvern' }).click()
    await page.getByRole('heading', { name: 'Personvern', level: 1 }).waitFor()
    await page.locator('#sources').waitFor()
    const card = page.getByRole('article', { name: 'Reservasjon mot utlevering med fødselsnummer fra KPR' })
    expect(await shownText(card)).toContain('Ikke reservert')
    expect(await mainOf(page)).toContain('Bare personen selv kan bestemme.')
    expect(
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(Reserver|Gi samtykke|Jeg samtykker|Begrens)/ })
        .count(),
    ).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-fullmakt-privacy')
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByRole('heading', { name: 'Prøvesvar', level: 1 }).waitFor()
    await page.locator('#sources').waitFor()
    const refused = await mainOf(page)
    expect(refused).toContain('Dette er ikke med i det du kan se for denne personen.')
    expect(refused).not.toContain('Ingen prøvesvar')
    expect(complaints).toEqual([])

    await using arne = await given.run.visit(given.browser, 'Arne Nilsen', 'access-log')
    expect(await mainOf(arne.page)).toContain('Guro Nilsen')
  })

  test('a traveller sees what she has registered when crossing the border', async () => {
    await using visitor = await given.run.visit(given.browser, 'Lena Bakke', 'entries', { language: 'en' })
    const main = await mainOf(visitor.page)
    for (const part of ['Entered on', 'Goes into quarantine', 'Karantenehotellet', 'Bergen'])
      expect(main).toContain(part)
    await photograph(visitor.page, 'web-entries')
  })
})
