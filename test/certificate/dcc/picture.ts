/** Modules of a QR picture, read from the SVG as a renderer would: strokes of width 1 around the middle of a row. */
export function modulesOf(svg: string): readonly (readonly boolean[])[] {
  const [, left = '', top = '', width = ''] = /viewBox="(\S+) (\S+) (\S+) \3"/.exec(svg) ?? []
  const [, path = ''] = /<path stroke="#000" d="([^"]*)"/.exec(svg) ?? []
  const size = Number(width)
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  let x = 0
  let y = 0
  for (const [, command, first = '', second = ''] of path.matchAll(/([Mmh])(\d+)(?: (\d+))?/g)) {
    if (command === 'M') [x, y] = [Number(first), Number(second)]
    else if (command === 'm') [x, y] = [x + Number(first), y + Number(second)]
    else {
      rows[y - 0.5 - Number(top)]?.fill(true, x - Number(left), x + Number(first) - Number(left))
      x += Number(first)
    }
  }
  return rows
}

/** RGBA pixels, as a camera would see the picture. */
export function pixelsOf(modules: readonly (readonly boolean[])[], scale: number) {
  const width = modules.length * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [y, row] of modules.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue
      for (let line = 0; line < scale; line++) {
        const from = ((y * scale + line) * width + x * scale) * 4
        for (let pixel = from; pixel < from + scale * 4; pixel += 4) data.fill(0, pixel, pixel + 3)
      }
    }
  }
  return { data, width }
}
