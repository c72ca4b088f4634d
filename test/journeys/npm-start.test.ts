import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { inProject, projectFolder } from '../../local/schema-files.ts'
import { filmOf, filmOfScreen } from '../clients/verifier/film.ts'
import {
  aVisitor,
  hasChromium,
  inBrowser,
  photograph,
  shownText,
  startBrowser,
  violationsOn,
} from '../local/start-page/browser.ts'
import { guidOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { aFreeStretch, npmStart, type Running } from './npm-start.ts'

const npm = promisify(execFile)

/** The commands of a page, block by block. */
const shellOf = (page: string): readonly string[] =>
  [...page.matchAll(/```\n([\s\S]*?)\n```/g)].map(([, commands = '']) => commands)

describe('npm start', () => {
  let running: Running
  let folder: string
  let browser: Browser | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-start-'))
    running = await npmStart(folder, await aFreeStretch())
    if (hasChromium) browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('says where everything is', () => {
    for (const place of ['/', '/web/', '/app/', '/graphql', '/graphiql', '/schema.graphql']) {
      expect(running.printed()).toContain(`${running.url}${place}`)
    }
    expect(running.printed()).toMatch(/\d+ synthetic persons/)
  })

  test('curl with a token from npm run token gets all three kinds of certificates', async () => {
    const { stdout } = await npm('npm', ['run', '--silent', 'token', '--', 'kari'], {
      cwd: projectFolder,
      env: { ...process.env, PORT: String(running.port) },
    })
    const query = `{ me { vaccinationCertificate { ... on Certificate { hc1 } }
      testCertificates { ... on Certificate { hc1 } } recoveryCertificate { ... on Certificate { hc1 } } } }`
    const { stdout: answer } = await npm('curl', [
      '-s',
      `${running.url}/graphql`,
      '-H',
      `authorization: Bearer ${stdout.trim()}`,
      '-H',
      'content-type: application/json',
      '-d',
      JSON.stringify({ query }),
    ])
    expect(answer.match(/"HC1:/g)).toHaveLength(3)
  })

  test('a name that is no persona is refused with the names there are', async () => {
    const refusal = await npm('npm', ['run', '--silent', 'token', '--', 'nobody'], {
      cwd: projectFolder,
      env: { ...process.env, PORT: String(running.port) },
    }).catch(error => error)
    expect(refusal.code).toBe(2)
    expect(refusal.stdout).toBe('')
    expect(refusal.stderr).toContain('kari')
  })

  test.skipIf(!hasChromium)(
    inBrowser('a persona signs in with a browser and sees three kinds of certificates'),
    async () => {
      if (!browser) throw new Error('the browser did not start')
      await using visitor = await aVisitor(browser)
      const { page, hosts, complaints } = visitor
      await page.goto(`${running.url}/`)
      await page.getByRole('link', { name: 'Logg inn og se koronasertifikat' }).click()
      await page.getByRole('button', { name: /Kari Nordmann/ }).click()
      await page.waitForURL(`${running.url}/web/certificates`)
      await page.getByRole('heading', { name: 'Gyldig koronasertifikat i Norge' }).waitFor()
      await page.getByRole('tab', { name: 'I EU og EØS' }).click()
      expect(await page.getByRole('tabpanel').locator('img[src^="data:image/svg+xml"]').count()).toBe(3)
      const text = await shownText(page.locator('main'))
      for (const part of ['Kari Nordmann', 'Dose 3 av 3', 'URN:UVCI:01:NO:VAK/', 'URN:UVCI:01:NO:PRV/'])
        expect(text).toContain(part)
      expect(await violationsOn(page)).toEqual([])
      expect([...hosts]).toEqual(['localhost'])
      expect(complaints).toEqual([])
      await photograph(page, 'npm-start-certificates')
    },
  )

  test.skipIf(!hasChromium)(inBrowser('GraphiQL asks with the session’s token'), async () => {
    if (!browser) throw new Error('the browser did not start')
    await using visitor = await aVisitor(browser)
    const { page } = visitor
    await page.goto(`${running.url}/web/sign-in?then=/graphiql`)
    await page.getByRole('button', { name: /Kari Nordmann/ }).click()
    await page.waitForURL(`${running.url}/graphiql`)
    const answer = await page.evaluate(async () => {
      const response = await fetch('/start/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ me { name { full } } }' }),
      })
      return (await response.json()) as { data: { me: { name: { full: string } } } }
    })
    expect(answer.data.me.name.full).toBe('Kari Nordmann')
    await photograph(page, 'npm-start-graphiql')
  })

  const tokenOf = async (...named: string[]): Promise<string> => {
    // What `npm run token` runs once it has built, which npm start has done already.
    const { stdout } = await npm(process.execPath, ['dist/local/token.js', ...named], {
      cwd: projectFolder,
      env: { ...process.env, PORT: String(running.port), DATA_DIR: folder },
    })
    return stdout.trim()
  }
  const post = async (path: string, token: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    })
    // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
    return { status: response.status, body: (await response.json()) as any }
  }

  /** Signs somebody in with a browser; what is asked then has the session's token. */
  async function signedIn(name: RegExp) {
    if (!browser) throw new Error('the browser did not start')
    const visitor = await aVisitor(browser)
    const { page } = visitor
    await page.goto(`${running.url}/web/sign-in?then=/graphiql`)
    await page.getByRole('button', { name }).click()
    await page.waitForURL(`${running.url}/graphiql`)
    const ask = (query: string, variables: object = {}) =>
      page.evaluate(
        async body => {
          const headers = { 'content-type': 'application/json' }
          const response = await fetch('/start/graphql', { method: 'POST', headers, body: JSON.stringify(body) })
          // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
          return (await response.json()) as any
        },
        { query, variables },
      )
    return { ask, [Symbol.asyncDispose]: () => visitor[Symbol.asyncDispose]() }
  }
  const codesOf = (errors: readonly { extensions: { code: string } }[] = []) => errors.map(one => one.extensions.code)

  test.skipIf(!hasChromium)(inBrowser('a mother signs in and sees what each child’s age lets her see'), async () => {
    await using hanne = await signedIn(/Hanne Strand/)
    const { data, errors } = await hanne.ask(`{ me { representations { basis validUntil person {
      name { given } vaccinations { code } testResults { outcome } entries { __typename } } } } }`)
    const children = Object.fromEntries(
      data.me.representations.map((one: { person: { name: { given: string } } }) => [
        one.person.name.given,
        one.person,
      ]),
    )
    expect(children.Emil).toMatchObject({ testResults: [{ outcome: 'NEGATIVE' }], entries: expect.any(Array) })
    expect(children.Jenny).toMatchObject({ vaccinations: [{ code: 'BNT03' }], testResults: null, entries: null })
    expect(new Set(codesOf(errors))).toEqual(new Set(['LIMITED_BY_AGE']))
  })

  test.skipIf(!hasChromium)(
    inBrowser('a daughter acts for her father, decides nothing for him, and he reads her name in his log'),
    async () => {
      await using guro = await signedIn(/Guro Nilsen/)
      const { data } = await guro.ask(`{ me { representations { person { name { given }
        vaccinations { code } privacy { settings { id definition { id } } } } } } }`)
      const { person } = data.me.representations.find(
        (one: { person: { name: { given: string } } }) => one.person.name.given === 'Arne',
      )
      expect(person.vaccinations.length).toBeGreaterThan(0)
      const { id } = person.privacy.settings.find(
        (one: { definition: { id: string } }) => one.definition.id === guidOf('KJERNEJOURNAL'),
      )
      const decided = await guro.ask('mutation ($id: ID!) { setReservation(setting: $id) { state } }', { id })
      expect(codesOf(decided.errors)).toEqual(['REQUIRES_THE_CITIZEN'])
      await using arne = await signedIn(/Arne Nilsen/)
      const read = await arne.ask(`{ me { accessLog(area: VACCINATIONS) { nodes {
        at purpose legalBasis actor { isYou } representedBy { name { full } } } } } }`)
      expect(read.data.me.accessLog.nodes[0]).toMatchObject({
        actor: { isYou: false },
        representedBy: { name: { full: expect.stringContaining('Guro') } },
      })
    },
  )

  test.skipIf(!hasChromium)(
    inBrowser('a mother reads the pages in nynorsk, opens her child’s, and sets a reservation of her own'),
    async () => {
      if (!browser) throw new Error('the browser did not start')
      await using visitor = await aVisitor(browser)
      const { page, complaints } = visitor
      await page.goto(`${running.url}/web/sign-in?then=/web/persons&level=high`)
      await page.getByRole('button', { name: /Hanne Strand/ }).click()
      await page.getByRole('heading', { name: 'Andre du kan hjelpe' }).waitFor()
      await page.getByRole('button', { name: 'Nynorsk' }).click()
      await page.getByText('Kvar opplysningane kjem frå').waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe('nn')

      await page.getByRole('link', { name: /Emil Strand/ }).click()
      await page.getByText('Du ser opplysningane til Emil Strand').waitFor()
      await page.getByRole('navigation').getByRole('link', { name: 'Koronasertifikat' }).click()
      await page.getByRole('tab', { name: 'I EU og EØS' }).click()
      await page.getByRole('tabpanel').locator('img[src^="data:image/svg+xml"]').first().waitFor()
      expect(await shownText(page.locator('main'))).toMatch(/Emil Strand[\s\S]*Ikkje påvist/)

      await page.goto(`${running.url}/web/privacy`)
      const name = 'Reservasjon mot utlevering med fødselsnummer frå KPR'
      const card = page.getByRole('article', { name })
      await card.getByRole('button', { name: `Reserver: ${name}` }).click()
      await card.getByText('Lagra. Det gjeld no.').waitFor()
      await page.reload()
      await card.getByRole('button', { name: 'Opphev reservasjonen' }).click()
      await card.getByText('Reservasjonen er oppheva').waitFor()
      await page.getByRole('navigation').getByRole('link', { name: 'Innsynslogg' }).click()
      await page.getByRole('tabpanel').getByRole('article').first().waitFor()
      expect(complaints).toEqual([])
      await photograph(page, 'npm-start-access-log')
    },
  )

  test('the ten-minute page is run as it is written, command by command', async context => {
    const text = await readFile(inProject('clients/vendor/README.md'), 'utf8')
    const [start, install, init, ask, ...more] = shellOf(text)
    // The first of them is what runs here already.
    expect([start, more]).toEqual(['npm ci && npm start', []])
    const [pack = '', ...inOwnFolder] = (install ?? '').split('\n')
    const [watch = '', ...before] = (ask ?? '').split('\n').reverse()
    const fitted = (commands: readonly (string | undefined)[]) =>
      commands
        .join('\n')
        .replaceAll('/tmp', `${folder}/vendor`)
        .replaceAll('PATH/TO/helsegraf/.helsegraf', folder)
        .replace('helsegraf init', `helsegraf init --port ${running.port}`)
    const quick = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fetch_retries: '0' }
    const shell = (cwd: string, ...commands: readonly (string | undefined)[]) =>
      npm('sh', ['-ec', fitted(commands)], { cwd, env: { ...process.env, ...quick } })
    await mkdir(join(folder, 'vendor'))
    await shell(projectFolder, pack)
    try {
      await shell(join(folder, 'vendor'), ...inOwnFolder)
    } catch (error) {
      const { stderr = '' } = error as { stderr?: string }
      if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(stderr))
        return context.skip('the registry is not reachable')
      throw error
    }
    const tool = join(folder, 'vendor/my-tool')
    const { stderr } = await shell(tool, init)
    expect(stderr).toContain('helsegraf.json is written.')
    const { stdout } = await shell(tool, ...before.reverse())
    expect(stdout).toMatch(/"__typename": "FollowUpAccess"[\s\S]*The contract holds\./)

    // The last shows a list until somebody stops it.
    const list = spawn('sh', ['-ec', `exec ${fitted([watch])}`], { cwd: tool, detached: true })
    const told: string[] = []
    for (const stream of [list.stdout, list.stderr]) stream.on('data', part => told.push(String(part)))
    const ended = once(list, 'exit')
    await expect.poll(() => told.join('')).toMatch(/^Bergen: \d+ travellers/m)
    if (list.pid !== undefined) process.kill(-list.pid, 'SIGINT')
    await ended
    expect(told.join('')).not.toContain('rror')
  })

  test.skipIf(!hasChromium)(
    inBrowser('a citizen reserves herself, and the register that asks PVK, in its own shapes, is told'),
    async () => {
      const kpr = await tokenOf('kpr')
      const question = {
        innbyggerFnr: '14868590441',
        definisjonGuid: guidOf('KPR_UTLEVERING_FNR'),
        definisjonNavn: 'Reservasjon mot utlevering med fødselsnummer fra KPR',
        partKode: 'HDIR_KPR',
      }
      const isReserved = async () =>
        (await post('/personvern/Personverninnstillinger/SjekkInnbyggersPiStatus/v2', kpr, question)).body.aktiv
      expect(await isReserved()).toBe(false)
      await using kari = await signedIn(/Kari Nordmann/)
      const { data } = await kari.ask('{ me { privacy { settings { id isSet definition { id group } } } } }')
      expect(data.me.privacy.settings.length).toBeGreaterThanOrEqual(9)
      const { id } = data.me.privacy.settings.find(
        (one: { definition: { id: string } }) => one.definition.id === guidOf('KPR_UTLEVERING_FNR'),
      )
      await kari.ask('mutation ($id: ID!) { setReservation(setting: $id) { state } }', { id })
      expect(await isReserved()).toBe(true)
      await kari.ask('mutation ($id: ID!) { liftReservation(setting: $id) { state } }', { id })
      expect(await isReserved()).toBe(false)
      const stranger = await post(
        '/personvern/Personverninnstillinger/SjekkInnbyggersPiStatus/v2',
        await tokenOf('fhi'),
        question,
      )
      expect([stranger.status, stranger.body.code]).toEqual([403, 'PVK-0003'])
    },
  )

  test('a vendor’s developer gets the schema of its class, and of each refusal the exact reason', async () => {
    const ask = (token: string, query = '{ __typename }') => post('/graphql', token, { query })
    const app = await tokenOf('kari', '--client', 'min-helsedagbok')
    const sdl = await fetch(`${running.url}/schema.graphql`, { headers: { authorization: `Bearer ${app}` } })
    expect(await sdl.text()).toMatch(/type Query/)
    expect(await ask(app)).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } })
    const unapproved = await ask(await tokenOf('kari', '--client', 'raskere-frisk'))
    expect(unapproved).toMatchObject({ status: 403, body: { errors: [{ extensions: { code: 'APP_NOT_APPROVED' } }] } })
    const lacking = await ask(await tokenOf('fhi', '--broken', 'organisation'))
    expect(lacking.body.errors[0].extensions).toMatchObject({ code: 'TOKEN_INVALID', claim: 'consumer' })
    const typed = await ask(app, '{ me { vaccinatons { code } } }')
    expect(typed.status).toBe(400)
    const deep = await ask(app, `{ me ${'{ representations { person '.repeat(12)}{ birthDate }${' } }'.repeat(12)} }`)
    expect(deep.status).toBe(400)
    expect(deep.body.errors[0].extensions.limit ?? deep.body.errors[0].extensions.code).toBeDefined()
  })

  test.skipIf(!hasChromium)(
    inBrowser(
      'the app shows certificates with no network, a verifier films them, and what is revoked by command is red and gone',
    ),
    async () => {
      const camera = join(folder, 'camera.y4m')
      await writeFile(camera, filmOf('NOTHING YET'))
      const filming = await startBrowser([
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${camera}`,
      ])
      onTestFinished(() => filming.close())
      await using holder = await aVisitor(filming, { width: 375, pixelRatio: 2 })
      await holder.page.goto(`${running.url}/app/sign-in?then=/app/&level=high`)
      await holder.page.getByRole('button', { name: 'Kari Nordmann' }).click()
      await holder.page.getByText('Sist kontrollert').waitFor()
      await holder.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
      await expect.poll(() => holder.page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true)
      await holder.page.context().setOffline(true)
      await holder.page.reload()
      await holder.page.getByText('Uten nett.').waitFor()
      const recovery = holder.page.getByRole('article').filter({ hasText: 'Gjennomgått sykdom' })
      const shown = filmOfScreen(await recovery.locator('img').screenshot())
      const [uvci = ''] = /URN:UVCI:\S+/.exec(await shownText(recovery)) ?? []

      await using door = await aVisitor(filming, { width: 375 })
      const { page } = door
      await page.goto(`${running.url}/verifier/`)
      const fresh = () => page.locator('[data-state="fresh"]').waitFor()
      const verdict = async () => {
        await writeFile(camera, shown)
        await page.getByRole('button', { name: 'Skann med kameraet' }).click()
        const seen = (await page.locator('[data-verdict]').getAttribute('data-verdict')) ?? ''
        await page.getByRole('button', { name: 'Neste' }).click()
        return seen
      }
      await fresh()
      expect(await verdict()).toBe('green')

      const environment = { ...process.env, PORT: String(running.port), DATA_DIR: folder, DATABASE_URL: '' }
      const revoke = (...args: readonly string[]) =>
        npm('npm', ['run', '--silent', 'revoke', '--', ...args], { cwd: projectFolder, env: environment })
      const asked = await revoke('request', '--uvci', uvci, '--reason', 'ISSUED_IN_ERROR', '--as', 'kari')
      const [id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(asked.stdout + asked.stderr) ?? []
      await revoke('approve', id, '--as', 'ola')
      await expect
        .poll(async () => {
          await page.getByRole('button', { name: 'Hent på nytt' }).click()
          await fresh()
          return verdict()
        })
        .toBe('red')
      await holder.page.context().setOffline(false)
      await holder.page.getByRole('heading', { name: 'Sertifikat fjernet' }).waitFor()
      expect(await recovery.count()).toBe(0)
    },
  )

  test('Ctrl-C stops it cleanly, and the next start finds its keys and database again', async () => {
    const { port } = running
    expect(await running.stop()).toBe(0)
    running = await npmStart(folder, port)
    expect(running.printed()).toMatch(/\d+ synthetic persons\n/)
    expect(running.printed()).not.toContain('synthetic persons, loaded')
  })

  test('is refused in production', async () => {
    const refusal = await npm('npm', ['start'], {
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'production' },
    }).catch(error => error)
    expect(refusal.code).not.toBe(0)
    expect(refusal.stderr).toContain('docs/running.md')
  })
})
