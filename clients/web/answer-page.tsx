import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { type ReactNode, useEffect } from 'react'
import type { TypedDocumentString } from '../../schema/generated/graphql.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'
import { hasCode } from '../graph/answer.ts'
import graphStyles from '../graph/graph.module.css'
import type { Told } from '../graph/part.tsx'
import { Sources } from '../graph/sources.tsx'
import { texts as graphTexts } from '../graph/texts.ts'
import { useAnswer } from '../graph/use-answer.ts'
import { useWords } from '../language/words.tsx'
import { Page } from './page.tsx'
import type { PageProps } from './pages/index.ts'
import { signInAddress } from './session.ts'
import { texts } from './texts.ts'

type AnswerPageProps<Result, Variables> = PageProps & {
  readonly title: LocalText
  readonly document: TypedDocumentString<Result, Variables>
  readonly variables: Variables
  /** What stands above the answer, and stays while it is asked for. */
  readonly above?: ReactNode
  readonly children: (data: Result | null, told: Told) => ReactNode
}

/** A page that shows one answer of the graph: asked once, with what could not be fetched told where it is missing. */
export function AnswerPage<Result, Variables extends object>(props: AnswerPageProps<Result, Variables>) {
  const { title, document, variables, above, signedOut, children } = props
  const { say, plain, language } = useWords()
  const [asked, askAgain] = useAnswer(document, variables, language)
  const isSignedOut = asked.state === 'signed-out'
  useEffect(() => {
    if (isSignedOut) signedOut()
  }, [isSignedOut, signedOut])
  const isAsking = asked.state === 'asking'
  const isAskedAgain = asked.state === 'answered' && asked.isAskedAgain
  return (
    <Page title={title}>
      {above}
      {/* Always there, so that what comes into it is read. */}
      <div role="status" className={isAsking ? graphStyles.asking : isAskedAgain ? 'unseen' : undefined}>
        {(isAsking || isAskedAgain) && say(graphTexts.asking)}
      </div>
      {asked.state === 'no-answer' && (
        <NotificationPanel variant="error" label={plain(graphTexts.noAnswerTitle)} role="alert" fluid>
          <p>{say(graphTexts.noAnswer)}</p>
          <Button variant="borderless" onClick={askAgain}>
            {say(graphTexts.tryAgain)}
          </Button>
        </NotificationPanel>
      )}
      {asked.state === 'answered' && (
        <>
          {children(asked.answer.data, { answer: asked.answer, at: ['me'], askAgain })}
          {hasCode(asked.answer, 'STEP_UP_REQUIRED') && (
            <p>
              <a href={signInAddress({ level: 'high' })}>{say(texts.higherLevel)}</a>
            </p>
          )}
          <Sources sources={asked.answer.sources} />
        </>
      )}
    </Page>
  )
}
