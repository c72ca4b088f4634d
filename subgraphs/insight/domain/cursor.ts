import { PublicError } from '../../../schema/errors.ts'
import type { Place } from '../store/access-log-store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function printCursor({ at, writer, sequence }: Place): string {
  return Buffer.from(JSON.stringify([at.getTime(), writer, sequence])).toString('base64url')
}

/** @throws PublicError BAD_REQUEST for what was not printed here */
export function parseCursor(text: string): Place {
  try {
    const [at, writer, sequence] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Number.isSafeInteger(at) || !uuid.test(writer) || !Number.isSafeInteger(sequence)) throw new Error('no cursor')
    return { at: new Date(at), writer, sequence }
  } catch (cause) {
    throw new PublicError('BAD_REQUEST', { cause })
  }
}
