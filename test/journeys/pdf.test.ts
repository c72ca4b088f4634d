import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkSeconds } from '../../subgraphs/certificate/pdf/links.ts'
import { startWorld, type World } from '../world.ts'

const link = (version = '') => `{ me { vaccinationCertificate { ... on Certificate {
  uvci holder { familyName } pdf${version && `(version: ${version})`} { url expiresAt } } } } }`

let world: World
// A little ahead: a token that is made later is not from the future.
let moment = new Date(Date.now() + 120_000)
beforeAll(async () => {
  world = await startWorld({ clock: () => moment })
})
afterAll(() => world[Symbol.asyncDispose]())

type Linked = { uvci: string; holder: { familyName: string }; pdf: { url: string; expiresAt: string } }
async function aLink(as: string, version?: string, language = 'nb'): Promise<Linked> {
  const { data, errors } = await world.ask(link(version), { as, language })
  expect(errors).toEqual([])
  return data.me.vaccinationCertificate
}
const get = (path: string, init: RequestInit = {}) => fetch(new URL(path, world.url), init)

describe('a citizen prints a certificate', () => {
  test('asks for a link, follows it once, and has a PDF that nobody on the way keeps', async () => {
    const { pdf } = await aLink('kari')
    const response = await get(pdf.url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('cache-control')).toBe('no-store, private')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="koronasertifikat-vaccination.pdf"')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7')
    expect(bytes.length).toBeLessThan(100_000)
  })

  test('a link is a path with 256 random bits, and ends within minutes', async () => {
    const [one, other] = [await aLink('kari'), await aLink('kari')]
    expect(one.pdf.url).toMatch(/^\/certificates\/pdf\/[\w-]{43}$/)
    expect(one.pdf.url).not.toBe(other.pdf.url)
    expect(new Date(one.pdf.expiresAt).getTime() - moment.getTime()).toBe(linkSeconds * 1_000)
  })

  test('of twenty who follow a link at once, one gets the PDF', async () => {
    const { pdf } = await aLink('ola')
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(pdf.url)))
    const bodies = await Promise.all(answers.map(answer => answer.arrayBuffer()))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 410)])
    expect(bodies.filter(body => body.byteLength > 10_000)).toHaveLength(1)
  })

  test('the delivery stands in the access log, with who asked and for whom', async () => {
    const lines = async () => {
      const { rows } = await sql<{ subject: string; caller: string; purpose: string; basis: string }>`
        select subject, caller, purpose, basis from access_log.entry
        where register = 'certificate' order by at, sequence`.execute(world.database.as<unknown>())
      return rows
    }
    const { pdf } = await aLink('jonas')
    const before = await lines()
    await (await get(pdf.url)).arrayBuffer()
    const after = await lines()
    expect(after).toHaveLength(before.length + 1)
    expect(after.at(-1)).toEqual(before.at(-1))
  })

  test.each([
    ['nb', 'Lenken virker ikke lenger'],
    ['nn', 'Lenkja verkar ikkje lenger'],
    ['en', 'The link no longer works'],
  ])('a used link says in %s what to do', async (language, text) => {
    const { pdf } = await aLink('kari')
    await (await get(pdf.url)).arrayBuffer()
    const again = await get(pdf.url, { headers: { 'accept-language': language } })
    expect(again.status).toBe(410)
    expect(again.headers.get('content-language')).toBe(language)
    expect(again.headers.get('cache-control')).toBe('no-store, private')
    expect(await again.text()).toContain(text)
  })

  test('an expired link is a used one', async () => {
    const { pdf } = await aLink('kari')
    const asked = moment
    moment = new Date(asked.getTime() + linkSeconds * 1_000)
    expect((await get(pdf.url)).status).toBe(410)
    moment = asked
    expect((await get(pdf.url)).status).toBe(410)
  })

  test.each([
    ['guessed', randomBytes(32).toString('base64url')],
    ['too short', 'abc'],
    ['empty', ''],
    ['a path out of it', '..%2f..%2fetc%2fpasswd'],
    ['an injection', "'%20or%20''='"],
    ['very long', 'A'.repeat(4_000)],
  ])('a token that is %s opens nothing', async (_, token) => {
    const { status, headers } = await get(`/certificates/pdf/${token}`)
    expect([404, 410]).toContain(status)
    expect(headers.get('content-type')).not.toBe('application/pdf')
  })

  test.each(['HEAD', 'POST', 'DELETE', 'OPTIONS'])('%s spends no link', async method => {
    const { pdf } = await aLink('kari')
    expect((await get(pdf.url, { method })).status).not.toBe(200)
    expect((await get(pdf.url)).status).toBe(200)
  })

  test('what is kept until then is unreadable, and is gone afterwards', async () => {
    const { pdf, uvci, holder } = await aLink('kari')
    const kept = async () => {
      const { rows } = await sql<Record<string, string>>`select * from certificate.pdf_link`.execute(
        world.database.as<unknown>(),
      )
      return JSON.stringify(rows)
    }
    const text = await kept()
    const token = pdf.url.split('/').at(-1) ?? ''
    for (const secret of [uvci, uvci.slice(15), holder.familyName, token, 'HC1:']) expect(text).not.toContain(secret)
    await (await get(pdf.url)).arrayBuffer()
    expect((await kept()).length).toBeLessThan(text.length)
  })

  test('where delivery cannot be logged, nothing is delivered', async () => {
    const { pdf } = await aLink('kari')
    await sql`alter table access_log.entry rename to away`.execute(world.database.as<unknown>())
    try {
      const { status, headers } = await get(pdf.url)
      expect(status).toBe(503)
      expect(headers.get('helsegraf-error-code')).toBe('ACCESS_LOG_UNAVAILABLE')
    } finally {
      await sql`alter table access_log.away rename to entry`.execute(world.database.as<unknown>())
    }
  })
})

function has(program: string): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const poppler = has('pdfsig') && has('pdfinfo') && has('pdffonts')
describe.skipIf(!poppler)('other people’s readers (skipped without poppler-utils)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helsegraf-pdf-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function print(as: string, version: string, language: string): Promise<string> {
    const { pdf } = await aLink(as, version, language)
    const file = join(folder, `${as}-${version}-${language}.pdf`)
    writeFileSync(file, Buffer.from(await (await get(pdf.url)).arrayBuffer()))
    return file
  }
  const run = (program: string, ...args: string[]) => execFileSync(program, args).toString()

  test.each([
    ['kari', 'V4', 'nb'],
    ['aile', 'V4', 'nn'],
    ['margrethe', 'V4', 'en'],
    ['margrethe', 'V1', 'nb'],
    ['kari', 'V4', 'se'],
  ])(
    'of %s in form %s and language %s find a valid signature over all of it, tags and embedded fonts',
    async (...how) => {
      const file = await print(...how)
      const signature = run('pdfsig', file)
      expect(signature).toContain('Signature is Valid.')
      expect(signature).toContain('Total document signed')
      expect(signature).toContain('ETSI.CAdES.detached')
      const about = run('pdfinfo', file)
      expect(about).toMatch(/Tagged:\s+yes/)
      expect(about).toMatch(/Page size:.*A4/)
      expect(about).toMatch(/Pages:\s+1\n/)
      const fonts = run('pdffonts', file).trim().split('\n').slice(2)
      expect(fonts.length).toBeGreaterThan(0)
      for (const font of fonts) expect(font).toMatch(/NotoSans.* yes yes yes /)
    },
  )

  test('one byte changed after signing, and the signature is not valid', async () => {
    const file = await print('kari', 'V4', 'nb')
    const { readFileSync } = await import('node:fs')
    const bytes = readFileSync(file)
    const at = bytes.length - 2_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect(run('pdfsig', file)).not.toContain('Signature is Valid.')
  })
})
