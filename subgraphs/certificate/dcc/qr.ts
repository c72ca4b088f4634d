import { encodeQR } from 'qr'

export type QrOptions = {
  /** What a screen reader says of the picture, in the reader's language. */
  readonly title?: string
}

/** Light modules around the symbol (ISO/IEC 18004 §5.3.8). */
const quietZone = 4
/** 97 × 97 modules: denser ones are what users could not scan from small or creased paper. */
const largestVersion = 20
/**
 * Any of the eight masks is read alike; to search the best one costs more than all the rest of a certificate. Signed,
 * compressed bytes are as good as random, so no mask is bad for all of them, and which is fixed matters little.
 */
const mask = 2

/** Most characters that version 20 holds in alphanumeric mode (ISO/IEC 18004 table 7). */
const longest = { quartile: 702, medium: 970 } as const

const modules = 4 * largestVersion + 17
const runs = Array.from({ length: modules + 1 }, (_, length) => `h${length}`)
const gaps = Array.from({ length: modules + 1 }, (_, length) => `m${length} 0`)

/**
 * A certificate as a QR code: alphanumeric mode (hcert-spec §4.2), error correction Q as recommended, M where Q would
 * make it denser than version 20. A scalable picture with a title, dark on light whatever surrounds it.
 * @throws RangeError when the text is too long for version 20
 */
export function toQrSvg(text: string, { title = 'QR' }: QrOptions = {}): string {
  const rows = toModules(text)
  const width = rows.length - 2 + 2 * quietZone
  const corner = `-${quietZone} -${quietZone}.5`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${corner} ${width} ${width}" role="img" shape-rendering="crispEdges">` +
    `<title>${escapeText(title)}</title>` +
    `<path fill="#fff" d="M${corner}h${width}v${width}h-${width}z"/>` +
    `<path stroke="#000" d="${toPath(rows)}"/></svg>`
  )
}

/** Rows of modules, with one light module around them: the library's least. */
function toModules(text: string): readonly (readonly boolean[])[] {
  if (text.length > longest.medium) throw new RangeError('too long for a QR code of version 20')
  const ecc = text.length > longest.quartile ? 'medium' : 'quartile'
  return encodeQR(text, 'raw', { encoding: 'alphanumeric', ecc, mask, border: 1 })
}

/** One stroke of width 1 along every run of dark modules: half the bytes of outlined rectangles. */
function toPath(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  for (let y = 1; y < rows.length - 1; y++) {
    const row = rows[y] ?? []
    let from = row.indexOf(true)
    path += `M${from - 1} ${y - 1}`
    while (from !== -1) {
      const to = row.indexOf(false, from)
      const next = row.indexOf(true, to)
      path += runs[to - from]
      if (next !== -1) path += gaps[next - to]
      from = next
    }
  }
  return path
}

function escapeText(text: string): string {
  return text.replace(/[<>&]/g, character => `&#${character.charCodeAt(0)};`)
}
