import { OperationTypeNode, parse } from 'graphql'
import { readEvents } from '../../schema/event-stream.ts'
import { type GraphError, GraphUnreachable, toGraphError, type WrittenError } from './graph-errors.ts'
import type { TokenSource } from './login/token-source.ts'
import { readBody, retryAfterMs, waitBefore } from './request.ts'

/**
 * A document whose answer and variables are known to the compiler: what GraphQL Code Generator writes, as text
 * (`documentMode: 'string'`), or a plain text.
 */
export type TypedDocument<Data, Variables> = {
  toString(): string
  __apiType?: (variables: Variables) => Data
}

export type GraphOptions = {
  /** Where the graph is: `https://…/graphql`. */
  readonly url: string
  readonly tokens: TokenSource
  /** The language of texts for people. */
  readonly language?: 'nb' | 'nn' | 'en'
  /** For one attempt. */
  readonly deadlineMs?: number
  /** How often a read is tried; 3 unless said. */
  readonly attempts?: number
}

/** What there is of an answer: a field that failed is null, and its error says why. */
export type Answer<Data> = {
  readonly data: Data
  readonly errors: readonly GraphError[]
  /** Registers that were asked, how they answered, and how fresh their copies are (`extensions.sources`). */
  readonly sources: readonly unknown[]
}

export type Graph = {
  /**
   * @throws GraphError (one of `graphErrors`) where there is no answer at all, GraphUnreachable
   */
  ask<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Answer<Data>>
  /**
   * Answers as they come, until the graph has no more, `signal` is aborted, or the connection breaks. What came between
   * two connections is not repeated: ask for it, by the moment of the last answer.
   * @throws as `ask`
   */
  subscribe<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: { readonly signal?: AbortSignal },
  ): AsyncGenerator<Answer<Data>, void>
}

type Written<Data> = {
  readonly data?: Data | null
  readonly errors?: readonly WrittenError[]
  readonly extensions?: { readonly sources?: readonly unknown[] }
}

const largestBytes = 16 * 1024 * 1024

export function createGraph(options: GraphOptions): Graph {
  const { url, tokens, language = 'nb', deadlineMs = 15_000, attempts = 3 } = options

  async function post(text: string, variables: unknown, accept: string, signal: AbortSignal): Promise<Response> {
    const headers = {
      accept,
      'accept-language': language,
      'content-type': 'application/json',
      ...(await tokens.authorize({ method: 'POST', url })),
    }
    const body = JSON.stringify({ query: text, variables })
    return fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' }).catch(cause => {
      throw new GraphUnreachable('the graph does not answer', { cause })
    })
  }

  async function attempt<Data>(
    text: string,
    variables: unknown,
    stop: AbortSignal | undefined,
  ): Promise<Attempt<Data>> {
    const signals = [AbortSignal.timeout(deadlineMs), ...(stop ? [stop] : [])]
    const response = await post(text, variables, answerType, AbortSignal.any(signals))
    const written = (await readBody(response, largestBytes)) as Written<Data>
    return { written, status: response.status, waitMs: retryAfterMs(response.headers.get('retry-after')) }
  }

  return {
    async ask<Data, Variables>(
      document: TypedDocument<Data, Variables>,
      variables: Variables,
      { signal }: { readonly signal?: AbortSignal } = {},
    ) {
      const text = String(document)
      const mayRepeat = isRead(text)
      let isRenewed = false
      for (let tried = 1; ; tried++) {
        const isLast = tried >= attempts || !mayRepeat || signal?.aborted
        const tryOnce = attempt<Data>(text, variables, signal)
        const { written, status, waitMs } = await (isLast ? tryOnce : tryOnce.catch(unreached))
        if (written.data !== undefined && written.data !== null) return toAnswer(written as WithData<Data>)
        // Refused before anything was done, so a change may be asked for again too: once, with a new token.
        if (status === 401 && !isRenewed) {
          isRenewed = true
          tokens.forget()
          continue
        }
        const errors = (written.errors ?? []).map(toGraphError)
        const mayPass = errors.length === 0 || errors.every(({ retry }) => retry)
        if (isLast || !mayPass || waitMs === 'too long') throw refusalOf(errors, status)
        await waitBefore(tried, waitMs, signal)
      }
    },
    async *subscribe<Data, Variables>(
      document: TypedDocument<Data, Variables>,
      variables: Variables,
      { signal }: { readonly signal?: AbortSignal } = {},
    ) {
      const ending = new AbortController()
      const signals = [ending.signal, ...(signal ? [signal] : [])]
      try {
        const response = await post(String(document), variables, 'text/event-stream', AbortSignal.any(signals))
        if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
          const { errors = [] } = (await readBody(response, largestBytes)) as Written<Data>
          if (response.status === 401) tokens.forget()
          throw refusalOf(errors.map(toGraphError), response.status)
        }
        for await (const event of unbroken(readEvents(response.body, largestBytes))) {
          const { data, ...written } = event as Written<Data>
          if (data === undefined || data === null)
            throw refusalOf((written.errors ?? []).map(toGraphError), response.status)
          yield toAnswer({ data, ...written })
        }
      } catch (error) {
        if (!signal?.aborted) throw error
      } finally {
        ending.abort()
      }
    },
  }
}

async function* unbroken(events: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
  try {
    yield* events
  } catch (cause) {
    throw new GraphUnreachable('the connection broke', { cause })
  }
}

const answerType = 'application/graphql-response+json, application/json;q=0.9'

type Attempt<Data> = {
  readonly written: Written<Data>
  readonly status: number
  readonly waitMs: number | 'too long' | undefined
}
type WithData<Data> = Written<Data> & { readonly data: Data }

const unreached = (error: unknown): Attempt<never> => {
  if (error instanceof GraphUnreachable) return { written: {}, status: 0, waitMs: undefined }
  throw error
}

/** Only what changes nothing may be asked twice. */
function isRead(text: string): boolean {
  return parse(text, { noLocation: true }).definitions.every(
    definition => definition.kind !== 'OperationDefinition' || definition.operation === OperationTypeNode.QUERY,
  )
}

function toAnswer<Data>({ data, errors = [], extensions }: WithData<Data>): Answer<Data> {
  return { data, errors: errors.map(toGraphError), sources: extensions?.sources ?? [] }
}

function refusalOf([first, ...others]: readonly GraphError[], status: number): Error {
  if (!first) return new GraphUnreachable(`an answer that is none, with status ${status}`)
  if (others.length > 0) first.cause = others
  return first
}
