import { setTimeout as wait } from 'node:timers/promises'
import type { PinnedProcess } from './pinned-process.ts'

const startSeconds = 60
const answerMs = 10_000

/**
 * The answer's body, as soon as somebody answers at all.
 * @throws when the process ends, or nobody answers for a minute
 */
export async function untilReady(
  running: PinnedProcess,
  { url, body, token }: { readonly url: string; readonly body: string; readonly token: string },
): Promise<string> {
  const deadline = Date.now() + startSeconds * 1_000
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` }
  for (;;) {
    running.assertRunning()
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(answerMs) })
      return await answer.text()
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`${running.name} did not start in ${startSeconds} s`, { cause })
      await wait(100)
    }
  }
}
