import { useCallback, useEffect, useState } from 'react'
import type { TypedDocumentString } from '../../schema/generated/graphql.ts'
import type { Answer } from './answer.ts'
import { ask, SignedOut } from './ask.ts'

export type Asked<Result> =
  | { readonly state: 'asking' }
  | { readonly state: 'signed-out' }
  | { readonly state: 'no-answer' }
  | { readonly state: 'answered'; readonly answer: Answer<Result> }

/** What the graph answers, in this language; asked anew when the question or the language changes, and on demand. */
export function useAnswer<Result, Variables extends object>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  language: string,
): readonly [Asked<Result>, askAgain: () => void] {
  const [asked, setAsked] = useState<Asked<Result>>({ state: 'asking' })
  const [round, setRound] = useState(0)
  const written = JSON.stringify(variables)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again
  useEffect(() => {
    const stop = new AbortController()
    setAsked({ state: 'asking' })
    ask(document, JSON.parse(written) as Variables, { language, signal: stop.signal }).then(
      answer => setAsked({ state: 'answered', answer }),
      error => {
        if (!stop.signal.aborted) setAsked({ state: error instanceof SignedOut ? 'signed-out' : 'no-answer' })
      },
    )
    return () => stop.abort()
  }, [document, written, language, round])
  return [asked, useCallback(() => setRound(current => current + 1), [])]
}
