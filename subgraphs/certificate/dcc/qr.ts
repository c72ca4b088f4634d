import { encodeQR } from 'qr'

export type QrOptions = {
  /** What a screen reader says of the picture, in the reader's language. */
  readonly title?: string
}

/** Light modules around the symbol (ISO/IEC 18004 §5.3.8). */
const quietZone = 4
/**
 * Any of the eight masks is read alike. Searching the best for each certificate costs as long as three signatures and
 * makes the symbol 1.4 % better by the standard's own penalties; of the fixed ones this is the best.
 */
const mask = 2

/**
 * Most characters that version 20 holds in alphanumeric mode, by error correction (ISO/IEC 18004 table 7). It has 97 × 97
 * modules; denser ones are what users could not scan from small or creased paper.
 */
const longest = { quartile: 702, medium: 970 } as const

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

/** The modules of the QR code row by row, dark true, without the light ones around it. @throws RangeError as `toQrSvg` */
export function toQrModules(text: string): readonly (readonly boolean[])[] {
  return toModules(text)
    .slice(1, -1)
    .map(row => row.slice(1, -1))
}

/** Rows of modules, with one light module around them: the library's least. */
function toModules(text: string): readonly (readonly boolean[])[] {
  if (text.length > longest.medium) throw new RangeError('too long for a QR code of version 20')
  const ecc = text.length > longest.quartile ? 'medium' : 'quartile'
  return encodeQR(text, 'raw', {
    encoding: 'alphanumeric',
    ecc,
    mask,
    border: 1,
  })
}

/** One stroke of width 1 along every run of dark modules: half the bytes of outlined rectangles. */
function toPath(rows: readonly (readonly boolean[])[]): string {
  const path = new PathWriter(rows.length)
  for (let y = 1; y < rows.length - 1; y++) {
    const row = rows[y] ?? []
    let x = endOfRun(row, 0, false)
    path.begin(x - 1, y - 1)
    while (x < row.length) {
      const end = endOfRun(row, x, true)
      path.draw(end - x)
      x = endOfRun(row, end, false)
      if (x < row.length) path.skip(x - end)
    }
  }
  return path.toString()
}

function endOfRun(row: readonly boolean[], from: number, isDark: boolean): number {
  let x = from
  while (x < row.length && row[x] === isDark) x++
  return x
}

/** Writes commands of an SVG path as bytes: as strings, thousands of small pieces cost twice the time. */
class PathWriter {
  readonly #bytes: Buffer
  #at = 0

  /** No run takes more than seven bytes (`h1m1 0`), and a row has a run for every second module. */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size * (size * 4 + 16))
  }

  begin(x: number, y: number): void {
    this.#letter('M')
    this.#number(x)
    this.#letter(' ')
    this.#number(y)
  }

  draw(length: number): void {
    this.#letter('h')
    this.#number(length)
  }

  skip(length: number): void {
    this.#letter('m')
    this.#number(length)
    this.#letter(' ')
    this.#number(0)
  }

  toString(): string {
    return this.#bytes.toString('latin1', 0, this.#at)
  }

  #letter(letter: string): void {
    this.#bytes[this.#at++] = letter.charCodeAt(0)
  }

  /** Below 100, as everything in version 20 is. */
  #number(value: number): void {
    if (value > 9) this.#bytes[this.#at++] = 48 + Math.floor(value / 10)
    this.#bytes[this.#at++] = 48 + (value % 10)
  }
}

function escapeText(text: string): string {
  return text.replace(/[<>&]/g, character => `&#${character.charCodeAt(0)};`)
}
