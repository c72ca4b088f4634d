import { decodeQR } from 'qr/decode.js'
import { frameLoop, QRCamera, QRCanvas } from 'qr/dom.js'

/** The side one points at somebody else's phone. A certificate's code is dense: a picture of the screen's size is too small. */
const wanted = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }

/**
 * Looks through the camera until it sees a QR code.
 * @returns what ends it; the camera’s light goes out
 * @throws DOMException when there is no camera, or it may not be used
 */
export async function scanWithCamera(video: HTMLVideoElement, found: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted })
  const camera = new QRCamera(video, stream)
  const canvas = new QRCanvas()
  let isReading = false
  const endLoop = frameLoop(async () => {
    if (isReading) return
    isReading = true
    const text = await camera.readFrame(canvas, true).catch(() => undefined)
    isReading = false
    if (typeof text === 'string' && text !== '') found(text)
  })
  return () => {
    endLoop()
    camera.stop()
    canvas.clear()
  }
}

/** Larger pictures are made smaller first: a code that fills a page is read as well at this size. */
const longestSide = 2_000
/** Someone who chose a picture waits longer than a camera does. */
const pictureMs = 3_000

/** The QR code in a picture; undefined where none can be read. */
export async function readPicture(file: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined)
  if (!bitmap) return undefined
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * scale)))
  const context = new OffscreenCanvas(width ?? 1, height ?? 1).getContext('2d')
  if (!context) return undefined
  // A drawing without a background is a code on white paper.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width ?? 1, height ?? 1)
  context.drawImage(bitmap, 0, 0, width ?? 1, height ?? 1)
  bitmap.close()
  try {
    return decodeQR(context.getImageData(0, 0, width ?? 1, height ?? 1), {
      timeLimit: pictureMs,
      effort: Number.POSITIVE_INFINITY,
    })
  } catch {
    return undefined
  }
}
