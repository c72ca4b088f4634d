import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { personas } from '../../../local/population/personas.ts'
import { hasChromium, inBrowser, photograph, shownText, violationsOn } from '../../local/start-page/browser.ts'
import { guidOf } from '../../subgraphs/proxy-consent/a-machine.ts'
import { mainOf, startedWebRun, type WebRun } from './a-web-run.ts'

const focused = (page: Page) => page.evaluate('document.activeElement.textContent.trim()')

describe.skipIf(!hasChromium)(inBrowser('the privacy pages in a browser'), () => {
  const given = startedWebRun()

  test('somebody sets a reservation and closes data, sees it after it was saved, and the next request is answered so', async () => {
    await using visitor = await given.run.visit(given.browser, 'Ola Nordmann', 'privacy')
    const { page } = visitor
    const name = 'Reservasjon mot utlevering med fødselsnummer fra KPR'
    const card = page.getByRole('article', { name })
    const { identifier } = personas.find(each => each.name === 'ola') ?? { identifier: '' }
    expect(await isReserved(given.run, identifier)).toBe(false)
    expect(await shownText(card)).toContain('Ikke reservert')
    await card.getByRole('button', { name: `Reserver: ${name}` }).click()
    await card.getByText('Lagret. Det gjelder nå.').waitFor()
    await card.getByRole('button', { name: 'Opphev reservasjonen' }).waitFor()
    expect(await focused(page)).toBe('Opphev reservasjonen')
    expect(await isReserved(given.run, identifier)).toBe(true)

    const asDoctor = () =>
      given.run.world.ask(
        `query ($of: PersonIdentifier!) { patient(identifier: $of, purpose: TREATMENT) { person {
          vaccinations { code } testResults { id } } } }`,
        { as: 'lege-bergen', variables: { of: identifier } },
      )
    expect((await asDoctor()).errors).toEqual([])
    const access = page.getByRole('article', { name: /Begrensning av helsepersonells innsyn/ })
    await access.getByText('Begrens innsyn for noen').click()
    for (const area of ['Prøvesvar', 'Påvist korona']) await access.locator('label').filter({ hasText: area }).click()
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
    expect([(await asDoctor()).errors, await isReserved(given.run, identifier)]).toEqual([[], false])

    // What the doctor saw, and what KPR was told, stands in her log: reads and copies apart.
    await page.getByRole('navigation').getByRole('link', { name: 'Innsynslogg' }).click()
    await page.getByRole('tab', { name: 'Har sett' }).waitFor()
    const seen = page.getByRole('tabpanel', { name: 'Har sett' })
    const visits = await seen.getByRole('article').count()
    await seen.getByRole('button', { name: 'Vis eldre' }).click()
    await expect.poll(() => seen.getByRole('article').count()).toBeGreaterThan(visits)
    expect(await violationsOn(page)).toEqual([])
    await page.getByLabel('Slags opplysninger').selectOption('Vaksiner')
    await seen.getByRole('heading', { name: 'Astrid Vik Mohn' }).first().waitFor()
    expect(await shownText(seen)).toMatch(/vaksiner \(.*SYSVAK.*\)[\s\S]*Bergen kommune/)
    expect(await shownText(seen)).not.toMatch(/prøvesvar/i)
    await photograph(page, 'web-access-log')
    await page.getByLabel('Slags opplysninger').selectOption('Alle slag')
    await page.getByRole('tab', { name: 'Har fått kopi' }).click()
    await page.getByRole('tabpanel', { name: 'Har fått kopi' }).getByText('Personvern').first().waitFor()
    await page.getByLabel('Fra og med').fill('2999-01-01')
    await page.getByText('Ingen har sett slike opplysninger i denne tiden.').first().waitFor()
  })

  test('one who was asked for a consent answers, and the consent stands among her settings', async () => {
    await using visitor = await given.run.visit(given.browser, 'Silje', 'privacy', { language: 'nn' })
    const { page } = visitor
    expect(await mainOf(page)).toContain('Ventar på svar')
    await page.getByRole('button', { name: /^Eg samtykkjer:/ }).click()
    await page.getByText('Svart ja').waitFor()
    const consent = page.getByRole('article', { name: /Samtykke til å delta i forsking/ })
    expect(await shownText(consent)).toMatch(/Samtykt – /)
    await photograph(page, 'web-consent')
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
