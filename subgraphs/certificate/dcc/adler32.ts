/** RFC 1950 §8.2. The sums stay far below 2^53 for inputs of some kilobytes, so one remainder at the end is enough. */
export function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (let at = 0; at < bytes.length; at++) {
    a += bytes[at] ?? 0
    b += a
  }
  return ((b % 65_521) * 65_536 + (a % 65_521)) >>> 0
}
