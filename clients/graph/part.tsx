import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import type { ReactNode } from 'react'
import { In, useWords } from '../language/words.tsx'
import { type Answer, distinct, errorsAt, type Path } from './answer.ts'
import { texts } from './texts.ts'

/** What a part of a page needs to tell something from nothing and both from a failure. */
export type Told = {
  readonly answer: Answer<unknown>
  /** Where in the answer the person stands. */
  readonly at: Path
  readonly askAgain: () => void
}

type PartProps<Value> = Told & {
  /** The field at that place; the place itself when left out. */
  readonly field?: string
  /** Undefined where what is around it could not be fetched. */
  readonly value: Value | null | undefined
  /** What is shown when it is known that there is nothing. */
  readonly empty: ReactNode
  /** Fields inside that are parts too: while there is a value, they tell what they lack. */
  readonly parts?: Path | undefined
  readonly children: (value: Value) => ReactNode
}

/**
 * A part of an answer. It is never just empty: there is something, or it is known that there is nothing, or it says why
 * that is not known (docs/design.md: absent, refused and unreachable are three things).
 */
export function Part<Value>({ answer, at, field, value, empty, askAgain, parts, children }: PartProps<Value>) {
  const { say } = useWords()
  const isThere = value !== null && value !== undefined
  const errors = distinct(errorsAt(answer, field === undefined ? at : [...at, field], isThere ? parts : []))
  const isEmpty = isThere ? Array.isArray(value) && value.length === 0 : value === null
  const isRefused = errors.length > 0 && errors.every(({ extensions }) => extensions?.retry === false)
  return (
    <>
      {errors.length > 0 || (!isThere && !isEmpty) ? (
        <NotificationPanel variant={isRefused ? 'info' : 'warn'} role="status" fluid>
          {errors.map(({ message, extensions }) => (
            <p key={message}>
              <In language={extensions?.language}>{message}</In>
            </p>
          ))}
          {!isThere && !isRefused && <p>{say(texts.notFetched)}</p>}
          {!isRefused && (
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
