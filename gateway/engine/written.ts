import { full, Sheet } from './sheet.ts'

/** A longer answer is handed on as bytes; a short one goes out faster as a text, in one piece with its head. */
const longAnswer = 16 * 1024
const roomBefore = 64
const roomAfter = 1024

/** What is written on, answer after answer. It grows with them, and is kept up to `mostKept`. */
let sheet = new Sheet(64 * 1024)
const mostKept = 2 * 1024 * 1024
/** A longer answer has to be written the other way. */
const mostBytes = 64 * 1024 * 1024

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

  /** `write` begins at 0 and gives where it ended, or no position: then there is nothing. Without room it is asked anew. */
  static by(write: (sheet: Sheet) => number): Written | undefined {
    let taken = sheet
    let end = write(taken)
    while (end === full && taken.bytes.length < mostBytes) {
      taken = new Sheet(taken.bytes.length * 2)
      end = write(taken)
    }
    if (taken.bytes.length <= mostKept) sheet = taken
    return end < 0 ? undefined : new Written(taken, end)
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
