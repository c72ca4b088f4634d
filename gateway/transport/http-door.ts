import { type Dispatcher, Pool } from 'undici'
import { PublicError } from '../../schema/errors.ts'
import type { OpenDoor } from './index.ts'
import type { Patience } from './patience.ts'

/**
 * POST to one subgraph over pooled connections. It uses undici's `dispatch`, which costs half of `request` and a tenth
 * of `fetch`, and follows no redirect: whoever answers elsewhere is not the registry.
 */
export function openHttpDoor(
  subgraph: string,
  url: URL,
  { answerBytes, connections }: { readonly answerBytes: number; readonly connections: number },
): OpenDoor {
  // One deadline holds for the whole request, and it is kept above: undici's own timeouts would only confuse it.
  const pool = new Pool(url.origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const path = `${url.pathname}${url.search}`
  return {
    ask({ body, headers }, patience) {
      const sent = { ...headers, ...contentHeaders }
      pool.dispatch({ method: 'POST', path, headers: sent, body }, new AnswerCollector(subgraph, answerBytes, patience))
    },
    close: () => pool.close(),
  }
}

const contentHeaders = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
}

class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #subgraph: string
  readonly #answerBytes: number
  #patience: Patience | undefined
  #parts: Buffer[] = []
  #bytes = 0
  #hasStarted = false

  constructor(subgraph: string, answerBytes: number, patience: Patience) {
    this.#subgraph = subgraph
    this.#answerBytes = answerBytes
    this.#patience = patience
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#patience?.onGivenUp(reason => controller.abort(reason))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#hasStarted = true
    const type = String(headers['content-type'])
    const length = Number(headers['content-length'] ?? 0)
    // Who says when to come back is not asked again before.
    const isPassing = status === 503 && headers['retry-after'] === undefined
    if (status >= 500) this.#refuse(controller, 'REGISTRY_UNAVAILABLE', `status ${status}`, isPassing && 'HTTP_503')
    else if (status >= 300 && status < 400) this.#refuse(controller, 'REGISTRY_ANSWER_INVALID', 'a redirect')
    else if (!/\bjson\b/.test(type)) this.#refuse(controller, 'REGISTRY_ANSWER_INVALID', 'the answer is not JSON')
    else if (length > this.#answerBytes) this.#refuse(controller, 'REGISTRY_ANSWER_INVALID', tooLarge)
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes > this.#answerBytes) this.#refuse(controller, 'REGISTRY_ANSWER_INVALID', tooLarge)
    else this.#parts.push(part)
  }

  onResponseEnd(): void {
    const [only] = this.#parts
    const bytes = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts)
    try {
      this.#patience?.resolve(JSON.parse(bytes.toString('utf8')))
    } catch {
      // The parser's own message quotes what it read: that may be a person's data.
      this.#fail('REGISTRY_ANSWER_INVALID', new Error(`${bytes.length} bytes that are not whole JSON`))
    }
    this.#forget()
  }

  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    // Once an answer has begun, the connection worked: what is broken is the answer.
    if (cause instanceof PublicError) this.#patience?.reject(cause)
    else this.#fail(this.#hasStarted ? 'REGISTRY_ANSWER_INVALID' : 'REGISTRY_UNAVAILABLE', cause)
    this.#forget()
  }

  /** Whoever still holds the handler of a finished request holds nothing of the client's with it. */
  #forget(): void {
    this.#parts = []
    this.#patience = undefined
  }

  #refuse(
    controller: Dispatcher.DispatchController,
    code: RefusalCode,
    reason: string,
    causeCode: string | false = false,
  ): void {
    const cause = new Error(reason)
    const error = this.#fail(code, causeCode ? Object.assign(cause, { code: causeCode }) : cause)
    controller.abort(error)
  }

  #fail(code: RefusalCode, cause: Error): PublicError {
    const error = new PublicError(code, { details: { register: this.#subgraph }, cause })
    this.#patience?.reject(error)
    return error
  }
}

const tooLarge = 'the answer is too large'

type RefusalCode = 'REGISTRY_UNAVAILABLE' | 'REGISTRY_ANSWER_INVALID'
