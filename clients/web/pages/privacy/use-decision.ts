import { useState } from 'react'
import type { TypedDocumentString } from '../../../../schema/generated/graphql.ts'
import { type AnswerError, distinct } from '../../../graph/answer.ts'
import { ask } from '../../../graph/ask.ts'
import { useWords } from '../../../language/words.tsx'

export type Decision = {
  readonly state: 'idle' | 'deciding' | 'decided' | 'no-answer'
  /** Why it was refused, in the graph's words. */
  readonly errors: readonly AnswerError[]
  readonly decide: <Variables>(document: TypedDocumentString<unknown, Variables>, variables: Variables) => Promise<void>
}

/** Carries a decision out, and asks for the page again: what is shown after it is what holds. */
export function useDecision(askAgain: () => void): Decision {
  const { language } = useWords()
  const [state, setState] = useState<Decision['state']>('idle')
  const [errors, setErrors] = useState<readonly AnswerError[]>([])
  return {
    state,
    errors,
    async decide(document, variables) {
      // A button that was disabled meanwhile would lose the focus.
      if (state === 'deciding') return
      setState('deciding')
      setErrors([])
      const answer = await ask(document, variables, { language }).catch(() => undefined)
      setErrors(distinct(answer?.errors ?? []))
      setState(answer === undefined ? 'no-answer' : answer.errors.length > 0 ? 'idle' : 'decided')
      // Also after a failure: it may be that it was carried out and only the answer was lost.
      askAgain()
    },
  }
}
