/** Writes a tar archive (POSIX ustar) of small files: what the readers of slices unpack. Names have at most 100 bytes. */
export function writeTar(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer {
  const parts = files.flatMap(({ name, bytes }) => [headerOf(name, bytes.length), bytes, padding(bytes.length)])
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

const block = 512
const nameBytes = 100

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > nameBytes) throw new RangeError('a name that is too long for a tar header')
  const header = Buffer.alloc(block)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  // The same archive for the same files, whenever it is written.
  header.write('00000000000\0', 136)
  header.fill(' ', 148, 156)
  header.write('0', 156)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block)
}
