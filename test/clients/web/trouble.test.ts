import { describe, expect, test } from 'vitest'
import { aVisitor, hasChromium, inBrowser, photograph, violationsOn } from '../../local/start-page/browser.ts'
import { mainOf, startedWebRun } from './a-web-run.ts'

describe.skipIf(!hasChromium)(inBrowser('the pages when something is not there'), () => {
  const given = startedWebRun()

  test('signing out ends the session here and at the provider, and comes back to the front page', async () => {
    await using visitor = await aVisitor(given.browser)
    const { page, complaints } = visitor
    await given.run.signIn(page, 'Tor Haugland')
    await page.getByRole('button', { name: 'Logg ut' }).click()
    await page.getByRole('button', { name: 'Ja, logg ut' }).click()
    await page.getByRole('link', { name: 'Logg inn' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/web/')
    await page.goto(`${given.run.url}/web/vaccinations`)
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('what is known to be empty says so', async () => {
    await using visitor = await given.run.visit(given.browser, 'Tor Haugland', 'vaccinations')
    const main = await mainOf(visitor.page)
    expect(main).toContain('SYSVAK har ingen vaksiner registrert.')
    expect(main).toContain('har ingenting registrert')
  })

  test('no network is not an empty page either, and trying again works', async () => {
    await using visitor = await given.run.visit(given.browser, 'Kari Nordmann')
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
    await using visitor = await given.run.visit(given.browser, 'Kari Nordmann', '', { language: 'nn' })
    const { page } = visitor
    await given.run.world.breakDown('vaccine')
    await page.goto(`${given.run.url}/web/certificates`)
    await page.getByRole('tab', { name: 'I EU og EØS' }).click()
    const main = await mainOf(page)
    expect(main).toContain('Vaksinasjonsregisteret SYSVAK svarer ikkje')
    expect(main).toContain('Det tyder ikkje at ingenting er registrert.')
    expect(main).toContain('URN:UVCI:01:NO:PRV/')
    expect(main).toMatch(/Vaksinasjonsregisteret SYSVAK \(FHI\)\s*svarte ikkje/)
    expect(await violationsOn(page)).toEqual([])
    await photograph(page, 'web-partial')

    await page.goto(`${given.run.url}/web/vaccinations`)
    await page.locator('#sources').waitFor()
    const alone = await mainOf(page)
    expect(alone).toContain('svarer ikkje')
    expect(alone).not.toContain('har ingen vaksinar')
    expect(await page.getByRole('button', { name: 'Prøv igjen' }).isVisible()).toBe(true)
  })

  test('a sign-in that ends under way says so, and comes back to the page one was at', async () => {
    await using visitor = await given.run.visit(given.browser, 'Kari Nordmann')
    const { page } = visitor
    given.run.skip(10 * 60)
    await page.getByRole('navigation').getByRole('link', { name: 'Prøvesvar' }).click()
    await page.getByRole('heading', { name: 'Du er logget ut' }).waitFor()
    expect(await page.getByRole('link', { name: 'Logg inn på nytt' }).getAttribute('href')).toBe(
      '/web/sign-in?then=%2Fweb%2Ftest-results',
    )
  })
})
