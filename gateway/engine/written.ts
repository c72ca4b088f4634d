import { full, Sheet } from './sheet.ts'

/** A longer answer is handed on as bytes; a short one goes out faster as a text, in one piece with its head. */
const longAnswer = 16 * 1024
const roomBefore = 64
const roomAfter = 1024

/** What is written on, answer after answer; the next is as large as the largest so far, up to `mostKept`. */
let sheet = new Sheet(64 * 1024)
const mostKept = 2 * 1024 * 1024

/** The data of an answer as JSON. */
export class Written {
  readonly #text: string
  readonly #bytes: Buffer | undefined

  private constructor({ bytes }: Sheet, length: number) {
    this.#text = length > longAnswer ? '' : bytes.toString('utf8', 0, length)
    if (length <= longAnswer) return
    this.#bytes = Buffer.allocUnsafeSlow(roomBefore + length + roomAfter)
    bytes.copy(this.#bytes, roomBefore, 0, length)
  }

  /** `write` gives where it ended; undefined where that is no position. It is asked again, from the start, when there was no room. */
  static by(write: (sheet: Sheet) => number): Written | undefined {
    const kept = sheet
    for (;;) {
      const end = write(sheet)
      if (end === full) {
        sheet = new Sheet(sheet.bytes.length * 2)
        continue
      }
      const written = end < 0 ? undefined : new Written(sheet, end)
      if (sheet.bytes.length > mostKept) sheet = kept
      return written
    }
  }

  /** The whole answer: what opens it, the data, what closes it. To be asked for once. */
  within(opening: string, closing: string): string | Buffer {
    const bytes = this.#bytes
    if (!bytes) return opening + this.#text + closing
    const end = bytes.length - roomAfter
    const start = roomBefore - Buffer.byteLength(opening)
    const length = Buffer.byteLength(closing)
    if (start < 0 || length > roomAfter)
      return Buffer.concat([Buffer.from(opening), bytes.subarray(roomBefore, end), Buffer.from(closing)])
    bytes.write(opening, start)
    bytes.write(closing, end)
    return bytes.subarray(start, end + length)
  }

  /** The data alone. */
  toString(): string {
    return this.within('', '').toString()
  }
}
