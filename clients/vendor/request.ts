import { setTimeout } from 'node:timers/promises'
import { GraphUnreachable } from './graph-errors.ts'

const longestWaitMs = 30_000
const firstWaitMs = 250

/** What `Retry-After` asks for (RFC 9110 §10.2.3): seconds, or a date. Who would have to wait for long is told instead. */
export function retryAfterMs(header: string | null): number | 'too long' | undefined {
  if (header === null) return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  if (Number.isNaN(wait)) return undefined
  return wait > longestWaitMs ? 'too long' : Math.max(0, wait)
}

/** As long as was asked for; otherwise longer each time, and not as long as everybody else. */
export async function waitBefore(tried: number, asked: number | undefined, signal?: AbortSignal): Promise<void> {
  const wait = asked ?? firstWaitMs * 2 ** (tried - 1) * (0.5 + Math.random())
  await setTimeout(wait, undefined, signal && { signal })
}

/** JSON of a bounded size. @throws GraphUnreachable where it is none */
export async function readBody(response: Response, largestBytes: number): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const part of response.body ?? []) {
      bytes += part.length
      if (bytes > largestBytes) throw new RangeError('the answer is too long')
      parts.push(part)
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (cause) {
    throw new GraphUnreachable(`an answer that is no JSON, with status ${response.status}`, { cause })
  }
}
