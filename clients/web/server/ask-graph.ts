import { request } from 'undici'
import type { Locale } from '../../../schema/scalars/locale.ts'
import { readBody } from './body.ts'

/** The graph's own deadline is shorter; this one is for a graph that hangs. */
const deadlineMs = 20_000
const largestAnswerBytes = 4 * 1024 * 1024

export type GraphAnswer = { readonly status: number; readonly type: string; readonly body: Buffer }

/** The graph gave no answer, too late an answer or too large a one. */
export class GraphDown extends Error {
  override name = 'GraphDown'
}

/** Sends a GraphQL request on behalf of whoever the token says. */
export async function askGraph(
  url: string,
  { body, token, language }: { body: string | Buffer; token: string; language: Locale },
): Promise<GraphAnswer> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'accept-language': language,
        authorization: `Bearer ${token}`,
      },
      body,
      signal: AbortSignal.timeout(deadlineMs),
    })
    const answer = await readBody(response.body, largestAnswerBytes)
    if (!answer) throw new Error(`the answer is larger than ${largestAnswerBytes} B`)
    return { status: response.statusCode, type: String(response.headers['content-type'] ?? ''), body: answer }
  } catch (cause) {
    throw new GraphDown(`no usable answer from ${url}`, { cause })
  }
}
