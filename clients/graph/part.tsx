import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import type { ReactNode } from 'react'
import { In, useWords } from '../language/words.tsx'
import { type Answer, distinct, errorsAt, type Path } from './answer.ts'
import { texts } from './texts.ts'

type PartProps<Value> = {
  readonly answer: Answer<unknown>
  /** Where in the answer the value stands. */
  readonly path: Path
  /** Undefined where what is around it could not be fetched. */
  readonly value: Value | null | undefined
  /** What is shown when it is known that there is nothing. */
  readonly empty: ReactNode
  readonly askAgain: () => void
  /** Fields inside that are parts too: while there is a value, they tell what they lack. */
  readonly parts?: readonly string[]
  readonly children: (value: Value) => ReactNode
}

/**
 * A part of an answer. It is never just empty: there is something, or it is known that there is nothing, or it says why
 * that is not known (docs/design.md: absent, refused and unreachable are three things).
 */
export function Part<Value>({ answer, path, value, empty, askAgain, parts, children }: PartProps<Value>) {
  const { say } = useWords()
  const isThere = value !== null && value !== undefined
  const errors = distinct(errorsAt(answer, path, isThere ? parts : []))
  const isEmpty = isThere ? Array.isArray(value) && value.length === 0 : value === null
  return (
    <>
      {errors.length > 0 || (!isThere && !isEmpty) ? (
        <NotificationPanel variant="warn" role="status" fluid>
          {errors.map(({ message, extensions }) => (
            <p key={message}>
              <In language={extensions?.language}>{message}</In>
            </p>
          ))}
          {!isThere && <p>{say(texts.notFetched)}</p>}
          {(errors.length === 0 || errors.some(({ extensions }) => extensions?.retry !== false)) && (
            <Button variant="borderless" onClick={askAgain}>
              {say(texts.tryAgain)}
            </Button>
          )}
        </NotificationPanel>
      ) : (
        isEmpty && empty
      )}
      {isThere && !isEmpty && children(value)}
    </>
  )
}
