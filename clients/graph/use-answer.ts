import { useCallback, useEffect, useRef, useState } from 'react'
import type { TypedDocumentString } from '../../schema/generated/graphql.ts'
import type { Answer } from './answer.ts'
import { ask, SignedOut } from './ask.ts'

export type Asked<Result> =
  | { readonly state: 'asking' }
  | { readonly state: 'signed-out' }
  | { readonly state: 'no-answer' }
  /** While it is asked again, what was answered stays. */
  | { readonly state: 'answered'; readonly answer: Answer<Result>; readonly isAskedAgain: boolean }

/** What the graph answers, in this language; asked anew when the question or the language changes, and on demand. */
export function useAnswer<Result, Variables extends object>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  language: string,
): readonly [Asked<Result>, askAgain: () => void] {
  const [asked, setAsked] = useState<Asked<Result>>({ state: 'asking' })
  const [round, setRound] = useState(0)
  const written = JSON.stringify(variables)
  const lastRound = useRef(round)
  useEffect(() => {
    const stop = new AbortController()
    const isAskedAgain = lastRound.current !== round
    lastRound.current = round
    setAsked(current =>
      isAskedAgain && current.state === 'answered' ? { ...current, isAskedAgain } : { state: 'asking' },
    )
    ask(document, JSON.parse(written) as Variables, { language, signal: stop.signal }).then(
      answer => setAsked({ state: 'answered', answer, isAskedAgain: false }),
      error => {
        if (!stop.signal.aborted) setAsked({ state: error instanceof SignedOut ? 'signed-out' : 'no-answer' })
      },
    )
    return () => stop.abort()
  }, [document, written, language, round])
  return [asked, useCallback(() => setRound(current => current + 1), [])]
}
