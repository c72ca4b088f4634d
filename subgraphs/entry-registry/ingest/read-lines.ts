import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { ExtractRefused } from './extract-refused.ts'

const chunkBytes = 512 * 1024
/** No row is near as long: what is, is not an extract. */
const longestLine = 64 * 1024

/** The lines of a file, many at a time: as large as the file may be, a chunk of it is all that is held. */
export async function* readLines(path: string): AsyncGenerator<readonly string[], void> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new ExtractRefused('the file has a line that is longer than any row')
    yield lines
  }
  rest += decoder.end()
  if (rest !== '') yield [rest]
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
