import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inProject } from '../../../local/schema-files.ts'
import { startWorld, type World } from '../../world.ts'

const run = promisify(execFile)
const source = inProject('clients/vendor')

/** The package as a vendor gets it, in a project of its own; or why that cannot be tried here. */
async function install(folder: string): Promise<string | undefined> {
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source })
  const [tarball = ''] = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'my-tool', private: true, type: 'module' }))
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0', '--fetch-timeout=20000']
  try {
    await run('npm', ['install', ...flags, `./${tarball}`], { cwd: folder })
    return undefined
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(stderr)) return 'the registry is not reachable'
    throw error
  }
}

let folder: string
let world: World
let whyNot: string | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-vendor-'))
  ;[whyNot, world] = await Promise.all([install(folder), startWorld()])
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const command = (name: string, ...args: readonly string[]) =>
  run(join(folder, 'node_modules/.bin', name), args, { cwd: folder })

/** As `init` writes it for `npm start`, but for the ports of this world. */
async function settingsFor(login: 'helse-id' | 'maskinporten', name: string): Promise<string> {
  await command('helsegraf', 'init', '--keys', world.keysDirectory, '--login', login, '--settings', name)
  const written = JSON.parse(await readFile(join(folder, name), 'utf8'))
  const path = login === 'helse-id' ? '/helseid' : '/maskinporten'
  const settings = { ...written, graph: `${world.url}/graphql`, issuer: world.issuer + path }
  await writeFile(join(folder, name), JSON.stringify(settings))
  return name
}

describe('the package in an empty project', () => {
  test('holds the schema of both views, its changelog, and nothing of how it was made', async context => {
    if (whyNot) return context.skip(whyNot)
    const names = await readdir(join(folder, 'node_modules/@helsegraf/vendor'), { recursive: true })
    expect(names).toEqual(expect.arrayContaining(['schema/health-personnel.graphql', 'schema/vendor.graphql']))
    expect(names.filter(name => /released|prepack|\.tsbuildinfo|node_modules/.test(name))).toEqual([])
    const { exports } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
    expect(names).toContain(exports['.'].replace('./', ''))
  })

  test('passes the contract with HelseID and with Maskinporten', async context => {
    if (whyNot) return context.skip(whyNot)
    for (const login of ['helse-id', 'maskinporten'] as const) {
      const settings = await settingsFor(login, `${login}.json`)
      const operations = join(folder, 'node_modules/@helsegraf/vendor/operations')
      const as = login === 'helse-id' ? ['--as', 'lege-bergen'] : []
      const { stdout } = await command(
        'helsegraf',
        'contract',
        '--settings',
        settings,
        '--operations',
        operations,
        ...as,
      )
      expect(stdout).toContain('The contract holds.')
      expect(stdout).toContain('follow-up.graphql asks what there is')
    }
  })

  test('gives a token and a proof for it, and runs a query; a refusal has its code', async context => {
    if (whyNot) return context.skip(whyNot)
    const settings = ['--settings', await settingsFor('helse-id', 'query.json'), '--as', 'lege-bergen']
    const { stdout: token } = await command('helsegraf', 'token', ...settings)
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    await writeFile(join(folder, 'query.graphql'), '{ followUpAccess { __typename } }')
    const { stdout } = await command('helsegraf', 'query', 'query.graphql', ...settings)
    expect(JSON.parse(stdout)).toEqual({ followUpAccess: { __typename: 'FollowUpAccess' } })
    await writeFile(join(folder, 'wrong.graphql'), '{ noSuchField }')
    await expect(command('helsegraf', 'query', 'wrong.graphql', ...settings)).rejects.toMatchObject({
      stderr: expect.stringMatching(/\([A-Z_]+\)/),
    })
  })

  test('shows a municipality’s list as it changes, until it is stopped', async context => {
    if (whyNot) return context.skip(whyNot)
    const settings = await settingsFor('helse-id', 'tracing.json')
    const tool = spawn(
      join(folder, 'node_modules/.bin/helsegraf-contact-tracing'),
      ['--municipality', '4601', '--settings', settings, '--as', 'karantene-bergen'],
      { cwd: folder },
    )
    const told: string[] = []
    const shown = () => told.join('')
    const ended = once(tool, 'exit')
    for (const stream of [tool.stdout, tool.stderr]) stream.on('data', text => told.push(String(text)))
    await expect.poll(shown).toMatch(/^Bergen: [1-9]\d* travellers/m)
    // Its lines may come after its heading.
    await expect.poll(shown).toMatch(/^ {2}\d{4}-\d\d-\d\d {2}.*(not shown|no test|negative|waiting|unclear)/m)
    for (const table of ['irrs_entry', 'preparedness_entry']) {
      await sql`update ${sql.table(`entry_registry.${table}`)}
        set from_country = 'DK', arrived_at = now() where entry_kommune = '4601'`.execute(world.database.as<unknown>())
    }
    await expect.poll(shown).toMatch(/^→ \d{4}-\d\d-\d\d {2}DK/m)
    tool.kill('SIGINT')
    expect([await ended, shown().includes('rror')]).toEqual([[0, null], false])
  })

  test('runs what its page says to write', async context => {
    if (whyNot) return context.skip(whyNot)
    const page = await readFile(join(source, 'README.md'), 'utf8')
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? []
    const fitted = code
      .replace('PATH/TO/helsegraf/.helsegraf/keys', world.keysDirectory)
      .replace('http://localhost:4001', world.issuer)
      .replace('http://localhost:4000', world.url)
    await writeFile(join(folder, 'first.js'), fitted)
    const { stdout, stderr } = await run(process.execPath, ['first.js'], { cwd: folder })
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: expect.stringContaining('name:') })
  })
})
