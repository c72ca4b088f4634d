import { Agent, request } from 'undici'
import { isErrorCode, PublicError } from '../../schema/errors.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import type { Context } from './context.ts'
import type { SubgraphAnswer, SubgraphRequest } from './run-subgraph.ts'

/** What goes along when one registry asks another: the same caller, with the same right and no more. */
export type Onward = Pick<Context, 'onward' | 'deadline' | 'signal'>

/**
 * Asks another registry on the caller's behalf, as the gateway would. Only where a question cannot wait for the gateway:
 * before data are given, or before something is written.
 * @throws PublicError the registry's own where it refuses, REGISTRY_UNAVAILABLE or REGISTRY_TIMEOUT where it cannot be asked
 */
export type AskRegistry = <Data>(
  question: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  onward: Onward,
) => Promise<Data>

type Execute = (asked: SubgraphRequest) => Promise<SubgraphAnswer>

/** Whoever asks has others to answer in the meantime: a registry that is slow is not waited for to the end. */
const longestMs = 2_000
const largestAnswerBytes = 256 * 1024

/** A registry in this process. */
export const askInProcess = (register: SubgraphName, execute: Execute): AskRegistry => createAsk(register, execute)

/** A registry at an address, over connections that are kept. */
export function askOverHttp(register: SubgraphName, url: URL): AskRegistry {
  const agent = new Agent({ connections: 16, connect: { timeout: longestMs }, maxResponseSize: largestAnswerBytes })
  return createAsk(register, async ({ headers, signal, ...asked }) => {
    const { statusCode, body } = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: { ...(headers as Record<string, string>), 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      signal: signal ?? null,
    })
    if (statusCode === 200) return (await body.json()) as SubgraphAnswer
    await body.dump()
    throw new Error(`status ${statusCode}`)
  })
}

function createAsk(register: SubgraphName, execute: Execute): AskRegistry {
  return async <Data>(question: Parameters<AskRegistry>[0], { onward, deadline, signal }: Onward) => {
    const wait = Math.min(deadline - Date.now(), longestMs)
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const giveUp = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, wait))])
    giveUp.addEventListener('abort', () => reject(new PublicError('REGISTRY_TIMEOUT', { details: { register } })), {
      once: true,
    })
    try {
      const answer = await Promise.race([execute({ ...question, headers: onward, signal: giveUp }), tooLate])
      return readAnswer(answer, register) as Data
    } catch (cause) {
      if (cause instanceof PublicError) throw cause
      throw new PublicError(giveUp.aborted ? 'REGISTRY_TIMEOUT' : 'REGISTRY_UNAVAILABLE', {
        details: { register },
        cause,
      })
    }
  }
}

function readAnswer({ data, errors = [] }: SubgraphAnswer, register: SubgraphName): unknown {
  const code = errors[0]?.extensions?.code
  if (isErrorCode(code) && code !== 'INTERNAL') throw new PublicError(code)
  if (errors.length > 0 || !data) throw new Error(`${register} gave no answer`)
  return data
}
