/** In the place of a position: a value that only `write-answer.ts` can write, with errors to tell or a null that rises. */
export const unusual = -1
/** In the place of a position: the sheet has no room left. */
export const full = -2
/** In the place of a position: the value is null, and nothing was written. */
export const none = -3

/** Behind its limit a sheet has room for this: whoever looked at the limit may write a number, a literal or a bracket. */
const margin = 64
export const longestNumber = 25

/** Bytes to write JSON on, from a position to a position. */
export class Sheet {
  readonly bytes: Buffer
  readonly view: DataView
  readonly limit: number

  constructor(length: number) {
    this.bytes = Buffer.allocUnsafeSlow(length)
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, length)
    this.limit = length - margin
  }
}

/** A longer text is written faster by Node than character by character. */
const longText = 256
/** Of a UTF-16 code unit. */
const mostBytes = 3

export function writeText(sheet: Sheet, at: number, text: string): number {
  const { length } = text
  if (length > longText) return writeJson(sheet, at, JSON.stringify(text))
  if (at + length * mostBytes > sheet.limit) return full
  const { bytes } = sheet
  let end = at
  bytes[end++] = 0x22
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) {
      // Control characters, quotes and backslashes: JSON.stringify knows how they are escaped.
      if (code < 0x20 || code === 0x22 || code === 0x5c) return writeJson(sheet, at, JSON.stringify(text))
      bytes[end++] = code
    } else if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6)
      bytes[end++] = 0x80 | (code & 0x3f)
    } else return writeJson(sheet, at, JSON.stringify(text))
  }
  bytes[end++] = 0x22
  return end
}

function writeJson({ bytes, limit }: Sheet, at: number, json: string): number {
  if (at + json.length * mostBytes > limit && at + Buffer.byteLength(json) > limit) return full
  return at + bytes.write(json, at, 'utf8')
}

/** A string, a number or a Boolean; the caller has looked at the limit. */
export function writeScalar(sheet: Sheet, at: number, value: unknown): number {
  if (typeof value === 'string') return writeText(sheet, at, value)
  if (typeof value === 'number') return writeNumber(sheet, at, value)
  if (typeof value === 'boolean') return writeBoolean(sheet, at, value)
  return unusual
}

function writeBoolean({ bytes, view }: Sheet, at: number, value: boolean): number {
  // «true», or «fals» and its last letter.
  view.setUint32(at, value ? 0x74727565 : 0x66616c73)
  if (value) return at + 4
  bytes[at + 4] = 0x65
  return at + 5
}

/** Any value that has a form in JSON: a scalar of our own may be an object or a list. */
export function writeAny(sheet: Sheet, at: number, value: unknown): number {
  if (typeof value !== 'object') return writeScalar(sheet, at, value)
  const json = JSON.stringify(value) as string | undefined
  return json === undefined ? unusual : writeJson(sheet, at, json)
}

function writeNumber(sheet: Sheet, at: number, value: number): number {
  const { bytes } = sheet
  if (value < 10 && value >= 0 && Number.isInteger(value)) {
    bytes[at] = 0x30 + value
    return at + 1
  }
  if (!Number.isFinite(value)) return unusual
  const text = String(value)
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index)
  return at + text.length
}
