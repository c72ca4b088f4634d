import { readFile } from 'node:fs/promises'
import { url as address, num, str } from 'envalid'
import { Agent, request } from 'undici'

/** How a call to KS's platform failed. An answer that did not come is never an empty one. */
export type FiksFailure =
  | 'unauthenticated'
  | 'forbidden'
  /** 502: Fiks answers, and what stands behind it (FHI, Helsedirektoratet) does not. */
  | 'source unavailable'
  /** 504: what stands behind it did not answer Fiks in time. */
  | 'source timeout'
  | 'timeout'
  | 'unreachable'
  | 'too large'
  | 'unreadable answer'
  | 'refused'
  /** More matched than an answer may hold, in the smallest piece that can be asked for. */
  | 'capped'

const passing: readonly FiksFailure[] = ['source unavailable', 'source timeout', 'timeout', 'unreachable']

/** Says what, never whom: nothing of request or answer but Fiks's own id of the failure. */
export class FiksFailed extends Error {
  override name = 'FiksFailed'
  readonly failure: FiksFailure
  /** Whether the same call may go well later. */
  readonly isPassing: boolean

  constructor(failure: FiksFailure, options: { readonly errorId?: string | undefined; readonly cause?: unknown } = {}) {
    super(`Fiks: ${failure}${options.errorId ? ` (${options.errorId})` : ''}`, { cause: options.cause })
    this.failure = failure
    this.isPassing = passing.includes(failure)
  }
}

export type FiksPlace = {
  readonly url: URL
  /** A token of HelseID for Fiks, read anew for each call: they last minutes. */
  readonly tokenOf: () => Promise<string>
  /** The kommune's own integration, made in Fiks forvaltning. */
  readonly integration: { readonly id: string; readonly password: string }
  readonly deadlineMs?: number
  readonly answerBytes?: number
}

/** Where Fiks is and as whom it is asked, for a command's environment. */
export const fiksVariables = {
  FIKS_URL: address(),
  FIKS_TOKEN_FILE: str(),
  FIKS_INTEGRATION_ID: str(),
  FIKS_INTEGRATION_PASSWORD: str(),
  FIKS_DEADLINE_MS: num({ default: 30_000 }),
}

type FiksEnvironment = Readonly<
  Record<Exclude<keyof typeof fiksVariables, 'FIKS_DEADLINE_MS'>, string> & { FIKS_DEADLINE_MS: number }
>

export const toFiksPlace = (read: FiksEnvironment): FiksPlace => ({
  url: new URL(read.FIKS_URL),
  tokenOf: async () => (await readFile(read.FIKS_TOKEN_FILE, 'utf8')).trim(),
  integration: { id: read.FIKS_INTEGRATION_ID, password: read.FIKS_INTEGRATION_PASSWORD },
  deadlineMs: read.FIKS_DEADLINE_MS,
})

export type Fiks = {
  /** @throws FiksFailed */
  post(path: string, body: object): Promise<unknown>
  close(): Promise<void>
}

const usualDeadlineMs = 30_000
const usualAnswerBytes = 32 * 1024 * 1024

/** Calls to Fiks (ks-no/ks-no.github.io, OpenAPI of prøvesvar v1 and innreise v1), over connections that are kept. */
export function openFiks(place: FiksPlace): Fiks {
  const { url, tokenOf, integration, deadlineMs = usualDeadlineMs, answerBytes = usualAnswerBytes } = place
  const agent = new Agent({ connections: 4, connect: { timeout: deadlineMs }, maxResponseSize: answerBytes })
  return {
    async post(path, body) {
      const signal = AbortSignal.timeout(deadlineMs)
      try {
        const answer = await request(new URL(path, url), {
          dispatcher: agent,
          method: 'POST',
          headers: {
            authorization: `Bearer ${await tokenOf()}`,
            integrasjonid: integration.id,
            integrasjonpassord: integration.password,
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: JSON.stringify(body),
          signal,
        })
        const text = await answer.body.text()
        if (answer.statusCode !== 200) throw refusalOf(answer.statusCode, text)
        return parse(text)
      } catch (cause) {
        if (cause instanceof FiksFailed) throw cause
        throw new FiksFailed(failureOf(cause, signal), { cause })
      }
    },
    close: () => agent.close(),
  }
}

const statuses: Readonly<Record<number, FiksFailure>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  502: 'source unavailable',
  503: 'unreachable',
  504: 'source timeout',
}

function refusalOf(status: number, text: string): FiksFailed {
  const errorId = /"errorId"\s*:\s*"([0-9a-f-]{36})"/.exec(text.slice(0, 10_000))?.[1]
  return new FiksFailed(statuses[status] ?? 'refused', { errorId })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not as a cause: the parser quotes what it could not read.
    throw new FiksFailed('unreadable answer')
  }
}

function failureOf(cause: unknown, signal: AbortSignal): FiksFailure {
  if (signal.aborted) return 'timeout'
  return (cause as { code?: string }).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'too large' : 'unreachable'
}
