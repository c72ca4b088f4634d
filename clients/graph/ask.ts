import type { TypedDocumentString } from '../../schema/generated/graphql.ts'
import { type Answer, toAnswer } from './answer.ts'

/** The server of the client whose page this is, which adds the token (`web/server`). The graph itself is never asked from a browser. */
const address = () => `/${location.pathname.split('/')[1]}/graphql`
const deadlineMs = 25_000

/** Nobody is signed in, or no longer. */
export class SignedOut extends Error {
  override name = 'SignedOut'
}

/** No answer of the graph came: no network, too late, or something that is no answer. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
}

/**
 * Asks by document id.
 * @throws SignedOut, NoAnswer
 */
export async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { language, signal }: { language: string; signal?: AbortSignal },
): Promise<Answer<Result>> {
  const body = JSON.stringify({ documentId: document.__meta__?.hash, variables })
  const late = AbortSignal.timeout(deadlineMs)
  const answer = await fetch(address(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'accept-language': language,
    },
    body,
    signal: signal ? AbortSignal.any([signal, late]) : late,
  }).then(
    async response => {
      if (response.status === 401) throw new SignedOut('signed out')
      return toAnswer<Result>(await response.json().catch(() => undefined))
    },
    cause => {
      throw new NoAnswer('nothing came', { cause })
    },
  )
  if (!answer) throw new NoAnswer('what came is no answer')
  return answer
}
