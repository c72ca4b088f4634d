import type { Dispatcher } from 'undici'
import { accessHeaders } from '../../schema/access.ts'
import { PublicError } from '../../schema/errors.ts'
import { encodeText } from '../encode-text.ts'
import type { Connections } from './connections.ts'
import type { OpenDoor } from './index.ts'
import type { Patience } from './patience.ts'

/**
 * POST to one subgraph over connections that are kept. It uses undici's `dispatch`, which costs half of `request` and a
 * tenth of `fetch`, and follows no redirect: whoever answers elsewhere is not the registry. `atOnce` are the most that it
 * has of the connections: some may still wait for one that nobody wants any more.
 */
export function openHttpDoor(
  subgraph: string,
  url: URL,
  connections: Connections,
  { answerBytes, atOnce }: { readonly answerBytes: number; readonly atOnce: number },
): OpenDoor {
  const { take, giveBack } = connections.to(url.origin)
  const path = `${url.pathname}${url.search}`
  let taken = 0

  return {
    ask({ body, headers, waitMs }, patience) {
      if (taken >= atOnce) {
        const cause = new Error('no connection is free')
        patience.reject(new PublicError('REGISTRY_UNAVAILABLE', { details: { register: subgraph }, cause }))
        return
      }
      taken++
      const client = take()
      const ended = () => {
        taken--
        giveBack(client)
      }
      const collector = new AnswerCollector({ subgraph, answerBytes, patience, ended })
      client.dispatch({ method: 'POST', path, headers: headerList(headers, waitMs), body: encodeText(body) }, collector)
    },
  }
}

function headerList(headers: Readonly<Record<string, string>>, waitMs: number): string[] {
  const list = ['content-type', 'application/json', 'accept', 'application/graphql-response+json, application/json']
  list.push(accessHeaders.deadline, String(Math.ceil(waitMs)))
  for (const name in headers) list.push(name, headers[name] as string)
  return list
}

type Collecting = {
  readonly subgraph: string
  /** An answer may have so many. */
  readonly answerBytes: number
  readonly patience: Patience
  /** Whether an answer came or not: the connection is free, or a new one may take its place. */
  readonly ended: () => void
}

class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #subgraph: string
  readonly #answerBytes: number
  readonly #ended: () => void
  #patience: Patience | undefined
  #parts: Buffer[] = []
  #bytes = 0
  #hasStarted = false

  constructor({ subgraph, answerBytes, patience, ended }: Collecting) {
    this.#subgraph = subgraph
    this.#answerBytes = answerBytes
    this.#patience = patience
    this.#ended = ended
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
    this.#end()
  }

  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    // Once an answer has begun, the connection worked: what is broken is the answer.
    if (cause instanceof PublicError) this.#patience?.reject(cause)
    else this.#fail(this.#hasStarted ? 'REGISTRY_ANSWER_INVALID' : 'REGISTRY_UNAVAILABLE', cause)
    this.#end()
  }

  /** Whoever still holds the handler of a finished request holds nothing of the client's with it. */
  #end(): void {
    this.#parts = []
    this.#patience = undefined
    this.#ended()
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
