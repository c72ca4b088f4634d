import { inflate } from './inflate.ts'
import { CertificateRefusal } from './refusal.ts'

// Needs nothing of Node: browsers read certificates with it too.

/** The largest certificate known is under 1 KiB inflated; 64 KiB is far above any, far below a bomb. */
const longestInflated = 64 * 1024

/** Zlib, as the specification demands, even where it makes a small certificate larger. */
export { deflate as compress } from './deflate.ts'

/** One whole zlib stream and nothing after it; not gzip, not raw, no preset dictionary, no bomb. */
export function decompress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return inflate(bytes, longestInflated)
  } catch (cause) {
    throw new CertificateRefusal('ZLIB_INVALID', cause)
  }
}
