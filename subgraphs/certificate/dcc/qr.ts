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
  const { width, dark } = toModules(text)
  const whole = width - 2 + 2 * quietZone
  const corner = `-${quietZone} -${quietZone}.5`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${corner} ${whole} ${whole}" role="img" shape-rendering="crispEdges">` +
    `<title>${escapeText(title)}</title>` +
    `<path fill="#fff" d="M${corner}h${whole}v${whole}h-${whole}z"/>` +
    `<path stroke="#000" d="${toPath(width, dark)}"/></svg>`
  )
}

/** The modules of the QR code row by row, dark true, without the light ones around it. @throws RangeError as `toQrSvg` */
export function toQrModules(text: string): readonly (readonly boolean[])[] {
  const { width, dark } = toModules(text)
  return Array.from({ length: width - 2 }, (_, y) =>
    Array.from({ length: width - 2 }, (_, x) => dark[(y + 1) * width + x + 1] === 1),
  )
}

/** Row after row, 1 is dark, with one light module around them: the library's least. */
type Modules = { readonly width: number; readonly dark: Uint8Array }

function toModules(text: string): Modules {
  if (text.length > longest.medium) throw new RangeError('too long for a QR code of version 20')
  const ecc = text.length > longest.quartile ? 'medium' : 'quartile'
  return readGif(encodeQR(text, 'gif', { encoding: 'alphanumeric', ecc, mask, border: 1 }))
}

/** Up to the first block of pixels: header, 128 colours, one picture, and how wide a code is (GIF 87a). */
const pixelsFrom = 408
const codeBits = 7
const clearCode = 1 << codeBits

/**
 * The library's pictures have a byte a pixel, uncompressed: each block is its length, a clear code and pixels. To have its
 * modules as lists of Booleans takes half as long again.
 */
function readGif(gif: Uint8Array): Modules {
  const width = (gif[6] ?? 0) + ((gif[7] ?? 0) << 8)
  const dark = new Uint8Array(width * width)
  let from = pixelsFrom
  for (let at = 0; at < dark.length; ) {
    const many = (gif[from] ?? 0) - 1
    if (gif[pixelsFrom - 1] !== codeBits || gif[from + 1] !== clearCode || many < 1 || at + many > dark.length)
      throw new Error('the QR library writes another picture than it did')
    dark.set(gif.subarray(from + 2, from + 2 + many), at)
    from += many + 2
    at += many
  }
  return { width, dark }
}

/** Of an SVG path, in ASCII: `M`, `h`, `m`, a space and `0`. */
const [moveTo, strokeBy, moveBy, space, zero] = [0x4d, 0x68, 0x6d, 0x20, 0x30] as const

/**
 * One stroke of width 1 along every run of dark modules: half the bytes of outlined rectangles. Written as bytes: as
 * strings, thousands of small pieces cost twice the time.
 */
function toPath(width: number, dark: Uint8Array): string {
  // No run takes more than seven bytes (`h1m1 0`), and a row has a run for every second module.
  const path = Buffer.allocUnsafe(width * (width * 4 + 16))
  let at = 0
  /** Below 100, as everything in version 20 is. */
  const number = (value: number) => {
    if (value > 9) path[at++] = zero + ((value / 10) | 0)
    path[at++] = zero + (value % 10)
  }
  for (let y = 1; y < width - 1; y++) {
    const row = y * width
    const over = row + width
    let x = row
    while (x < over && dark[x] === 0) x++
    path[at++] = moveTo
    number(x - row - 1)
    path[at++] = space
    number(y - 1)
    while (x < over) {
      let end = x
      while (end < over && dark[end] === 1) end++
      path[at++] = strokeBy
      number(end - x)
      x = end
      while (x < over && dark[x] === 0) x++
      if (x < over) {
        path[at++] = moveBy
        number(x - end)
        path[at++] = space
        path[at++] = zero
      }
    }
  }
  return path.toString('latin1', 0, at)
}

function escapeText(text: string): string {
  return text.replace(/[<>&]/g, character => `&#${character.charCodeAt(0)};`)
}
