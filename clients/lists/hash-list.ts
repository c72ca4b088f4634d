const version = 1
/** version int16, rate float32, count int32, size int8; all big-endian. */
const headerBytes = 11
const sizeAt = 10

/**
 * Whether a list of hash prefixes (VARHASHLIST of the EU’s revocation distribution) has this hash. The prefixes are
 * sorted, and all of one size.
 * @throws RangeError when the bytes are not such a list, whole
 */
export function isInHashList(list: Uint8Array, hash: Uint8Array): boolean {
  const size = list[sizeAt] ?? 0
  const count = (list.length - headerBytes) / size
  if (((list[0] ?? 0) << 8) + (list[1] ?? 0) !== version || size === 0 || !Number.isInteger(count))
    throw new RangeError('not a list of hashes')
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compare(list.subarray(headerBytes + middle * size, headerBytes + (middle + 1) * size), hash)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

function compare(prefix: Uint8Array, hash: Uint8Array): number {
  for (const [index, byte] of prefix.entries()) {
    const difference = byte - (hash[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
