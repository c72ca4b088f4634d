import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsqr from 'jsqr'
import PDFDocument from 'pdfkit'
import { PNG } from 'pngjs'
import { afterAll, describe, expect, test } from 'vitest'
import { draw, isPrintable } from '../../../subgraphs/certificate/pdf/draw.ts'
import { toSheet } from '../../../subgraphs/certificate/pdf/sheet.ts'
import { anOrder, aText, now } from './an-order.ts'

const fonts = join(import.meta.dirname, '../../../subgraphs/certificate/pdf/fonts')

describe('the fonts', () => {
  test.each(['Regular', 'Bold'])('%s has the letters of Norway, the Sámi languages and Europe', weight => {
    const document = new PDFDocument().registerFont('bold', join(fonts, `NotoSans-${weight}.ttf`))
    for (const letters of [
      'æøåÆØÅéèêôòáÁ',
      'ČčĐđŊŋŠšŦŧŽž',
      'ǤǥǦǧǨǩƷʒǮǯ',
      'ŁłÞþßŒœİıŐűĶķ',
      'ΑΩαω',
      'ЖжЯяЇїҐґ',
      '«»–—…“”’',
    ])
      expect(isPrintable(document, letters), letters).toBe(true)
    expect(isPrintable(document, '中')).toBe(false)
  })
})

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const poppler = ['pdftoppm', 'pdftotext', 'pdfinfo'].every(isInstalled)
describe.skipIf(!poppler)('a page as others see it (skipped without poppler-utils)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helsegraf-draw-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let count = 0

  async function print(order: Parameters<typeof anOrder>[0]): Promise<string> {
    const file = join(folder, `${++count}.pdf`)
    writeFileSync(file, await draw(toSheet(anOrder(order), now)))
    return file
  }
  const run = (program: string, ...args: string[]) => execFileSync(program, args).toString()

  const longName = {
    fn: 'Gyldenkrantz-Løvenørn af Østråt og Bjerkøy til Hafslund-Huitfeldt og Rosenkrantz',
    gn: 'Anne-Margrethe Elisabeth Johanne Fjærestad von der Lippe Åsta Ingebjørg Đáŋŋa XX',
    fnt: 'GYLDENKRANTZ<LOEVENOERN<AF<OESTRAAT<OG<BJERKOEY<TIL<HAFSLUND<HUITFELDT<OG<ROSENK',
    gnt: 'ANNE<MARGRETHE<ELISABETH<JOHANNE<FJAERESTAD<VON<DER<LIPPE<AASTA<INGEBJOERG<DANNA',
  }

  test.each([
    ['short', 480],
    ['usual', 560],
    ['the longest in quality Q', 702],
    ['the longest there is', 970],
  ])('its QR code is read at 200 dots an inch: %s, %i characters', async (_, length) => {
    const hc1 = aText(length)
    const file = await print({ hc1 })
    run('pdftoppm', '-r', '200', '-png', '-singlefile', file, file)
    const { data, width, height } = PNG.sync.read(readFileSync(`${file}.png`))
    // The package is CommonJS: its function is the default of the default.
    expect(jsqr.default(new Uint8ClampedArray(data), width, height)?.data).toBe(hc1)
  })

  test.each([
    ['the longest names', { nam: longName }],
    ['the longest names without a QR code', { nam: longName, version: 'V1' as const }],
    ['a test', { kind: 'test' as const, nam: longName }],
    ['one word of 80 letters', { nam: { fn: 'W'.repeat(80), fnt: 'W'.repeat(80) } }],
  ])('nothing leaves its margins or runs over the QR code: %s', async (_, order) => {
    const file = await print(order)
    const words = [
      ...run('pdftotext', '-bbox', file, '-').matchAll(
        /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g,
      ),
    ]
    expect(words.length).toBeGreaterThan(40)
    const hasQr = !('version' in order)
    for (const [, xMin, yMin, xMax, yMax] of words.map(word => word.map(Number))) {
      expect(xMin).toBeGreaterThan(50)
      expect(xMax).toBeLessThan(545)
      expect(yMax).toBeLessThan(842 - 36)
      // The QR code and its quiet zone, four modules: nothing is written there.
      if (hasQr && (yMin ?? 0) < 175) expect(xMax).toBeLessThan(424 - 4)
    }
    expect(run('pdfinfo', file)).toMatch(/Pages:\s+1\n/)
  })

  test('its structure is a heading, a picture with words, and lists under headings', async () => {
    const structure = run('pdfinfo', '-struct-text', await print({}))
    expect(structure).toMatch(/^Document\n {2}H1 /)
    expect(structure.match(/\bH2 \(block\)/g)).toHaveLength(3)
    expect(structure).toMatch(/LI \(block\)\n\s+Lbl \(block\)/)
    expect(structure).toContain('"Čállit-Đáŋŋa Sørby, Kåre"')
    const bytes = Buffer.from(await draw(toSheet(anOrder(), now))).toString('latin1')
    const alt = Buffer.from('QR-kode som inneholder', 'utf16le').swap16().toString('latin1')
    expect(bytes.includes('/Alt (QR-kode som inneholder') || bytes.includes(alt)).toBe(true)
    expect(bytes).toContain('/Lang (nb-NO)')
    expect(bytes).toContain('/DisplayDocTitle true')
    expect(bytes).toMatch(/pdfuaid:part>\s*1/)
  })

  test('a name the font cannot write is printed in passport letters', async () => {
    const nam = { fn: '王', gn: '秀英', fnt: 'WANG', gnt: 'XIUYING' }
    const text = run('pdftotext', '-layout', await print({ nam }), '-')
    expect(text).toContain('WANG<<XIUYING')
    expect(text).not.toContain('?')
  })

  test('it is black and white alone', async () => {
    const file = await print({})
    run('pdftoppm', '-r', '40', '-png', '-singlefile', file, file)
    const { data } = PNG.sync.read(readFileSync(`${file}.png`))
    for (let at = 0; at < data.length; at += 4) {
      expect(data[at] === data[at + 1] && data[at] === data[at + 2]).toBe(true)
    }
  })
})
