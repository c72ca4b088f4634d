/** Below this Node takes a piece of a larger buffer, and is faster. */
const longText = 4 * 1024

/** UTF-8. A long text is nearly all ASCII: room for a sixteenth more is cheaper than counting its bytes first. */
export function encodeText(text: string): Buffer {
  if (text.length < longText) return Buffer.from(text)
  const bytes = Buffer.allocUnsafeSlow(text.length + (text.length >> 4))
  const written = bytes.write(text, 'utf8')
  // No character is written in part: what did not fit has left fewer than four bytes free.
  return written <= bytes.length - 4 ? bytes.subarray(0, written) : Buffer.from(text)
}
