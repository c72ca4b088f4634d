import { PNG } from 'pngjs'
import { toQrModules } from '../../../subgraphs/certificate/dcc/index.ts'
import { pixelsOf } from '../../certificate/dcc/picture.ts'

/** Certificates as a verifier meets them. */

const pixelsPerModule = 6
const frames = 2
/** Light around the code, as the specification of QR codes asks for (ISO/IEC 18004 §9.1). */
const quiet = 4

function pictureOf(text: string) {
  const code = toQrModules(text)
  const size = code.length + 2 * quiet
  const isDark = (x: number, y: number) => code[y - quiet]?.[x - quiet] === true
  const modules = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => isDark(x, y)))
  const { data, width } = pixelsOf(modules, pixelsPerModule)
  return { data, width, height: width }
}

/** What cameras of phones and computers give, or more. */
const [filmWidth, filmHeight] = [1280, 720]

type Picture = { readonly data: ArrayLike<number>; readonly width: number; readonly height: number }

/** A film of a QR code that is held still in the middle (YUV4MPEG2): what Chromium’s false camera plays. */
export const filmOf = (text: string): Buffer => filmOfPicture(pictureOf(text))

/** A film of somebody’s screen: what was photographed of it. */
export const filmOfScreen = (screenshot: Buffer): Buffer => filmOfPicture(PNG.sync.read(screenshot))

function filmOfPicture({ data, width, height }: Picture): Buffer {
  if (width > filmWidth || height > filmHeight) throw new RangeError('the camera is too near')
  const luma = Buffer.alloc(filmWidth * filmHeight, 200)
  const [left, top] = [(filmWidth - width) >> 1, (filmHeight - height) >> 1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0] = [0, 1, 2].map(colour => data[(y * width + x) * 4 + colour])
      // Rec. 601: black is 16, white 235.
      luma[(top + y) * filmWidth + left + x] = 16 + ((0.299 * red + 0.587 * green + 0.114 * blue) * 219) / 255
    }
  }
  const noColour = Buffer.alloc((filmWidth * filmHeight) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, noColour])
  const header = Buffer.from(`YUV4MPEG2 W${filmWidth} H${filmHeight} F10:1 Ip A1:1 C420jpeg\n`)
  return Buffer.concat([header, ...Array.from({ length: frames }, () => frame)])
}

/** A photograph of it. */
export function photographOf(text: string): Buffer {
  const { data, width } = pictureOf(text)
  const png = new PNG({ width, height: width })
  png.data = Buffer.from(data)
  return PNG.sync.write(png)
}
