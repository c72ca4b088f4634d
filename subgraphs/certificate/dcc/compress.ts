import { inflateSync } from 'node:zlib'
import { CertificateRefusal } from './refusal.ts'

/** The largest certificate known is under 1 KiB inflated; 64 KiB is far above any, far below a bomb. */
const longestInflated = 64 * 1024

/** Zlib, as the specification demands, even where it makes a small certificate larger. */
export { deflate as compress } from './deflate.ts'

/** One whole zlib stream and nothing after it; not gzip, not raw, no preset dictionary, no bomb. */
export function decompress(bytes: Uint8Array): Uint8Array {
  // With `info`, Node also answers the engine, whose count of bytes read shows what follows the stream.
  const { buffer, engine } = inflate(bytes)
  if (engine.bytesWritten !== bytes.length) throw new CertificateRefusal('ZLIB_INVALID')
  return buffer
}

type Inflated = {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

function inflate(bytes: Uint8Array): Inflated {
  try {
    const options = {
      maxOutputLength: longestInflated,
      chunkSize: 4096,
      info: true,
    }
    // The type declarations know only the answer without `info`.
    return inflateSync(bytes, options) as unknown as Inflated
  } catch (cause) {
    throw new CertificateRefusal('ZLIB_INVALID', cause)
  }
}
