import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { toQrSvg } from '../../../subgraphs/certificate/dcc/index.ts'
import { modulesOf, pixelsOf } from './picture.ts'

const scan = jsQR as unknown as typeof jsQR.default
const textOf = (length: number) => `HC1:${'6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1'.repeat(30)}`.slice(0, length)

function scanned(svg: string) {
  const { data, width } = pixelsOf(modulesOf(svg), 3)
  const code = scan(data, width, width, { inversionAttempts: 'dontInvert' })
  if (!code) throw new Error('nothing was found in the picture')
  return code
}

test('a picture is read again, in alphanumeric mode alone', () => {
  const code = scanned(toQrSvg(textOf(560)))
  expect(code.data).toBe(textOf(560))
  expect(code.chunks.map(chunk => chunk.type)).toEqual(['alphanumeric'])
})

test.each([
  [470, 16, 'Q'],
  [560, 18, 'Q'],
  [702, 20, 'Q'],
  [703, 17, 'M'],
  [970, 20, 'M'],
])('%i characters make version %i with error correction %s', (length, version) => {
  const svg = toQrSvg(textOf(length))
  expect(modulesOf(svg)).toHaveLength(version * 4 + 17 + 8)
  expect(scanned(svg)).toMatchObject({ version, data: textOf(length) })
})

test('what version 20 cannot hold, or QR’s alphanumeric mode cannot say, is refused', () => {
  expect(() => toQrSvg(textOf(971))).toThrow(RangeError)
  expect(() => toQrSvg('hc1:a')).toThrow()
})

test('the picture has a title, a role and a light ground four modules wide', () => {
  const svg = toQrSvg(textOf(500), { title: 'Koronasertifikat <Kåre & Søn>' })
  expect(svg).toContain('role="img"')
  expect(svg).toContain('<title>Koronasertifikat &#60;Kåre &#38; Søn&#62;</title>')
  expect(svg).toMatch(/<path fill="#fff" d="M-4 -4\.5h93v93h-93z"\/>/)
  const rows = modulesOf(svg)
  expect(rows.slice(0, 4).flat()).not.toContain(true)
  expect(rows.flatMap(row => row.slice(-4))).not.toContain(true)
})

test('the picture is small: under 17 kB for an ordinary certificate', () => {
  expect(toQrSvg(textOf(560)).length).toBeLessThan(17_000)
})
