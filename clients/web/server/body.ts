/** The whole body, or undefined as soon as it is larger than allowed. */
export async function readBody(source: AsyncIterable<Uint8Array>, largestBytes: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source) {
    bytes += part.length
    if (bytes > largestBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
