import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { type ReactNode, useEffect } from 'react'
import type { TypedDocumentString } from '../../schema/generated/graphql.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'
import { type Answer, hasCode } from '../graph/answer.ts'
import graphStyles from '../graph/graph.module.css'
import { Part } from '../graph/part.tsx'
import { Sources } from '../graph/sources.tsx'
import { texts as graphTexts } from '../graph/texts.ts'
import { useAnswer } from '../graph/use-answer.ts'
import { useWords } from '../language/words.tsx'
import { Page } from './page.tsx'
import type { PageProps } from './pages/index.ts'
import { signInAddress } from './session.ts'
import { texts } from './texts.ts'

type AboutMe<Me> = { readonly me: Me | null }

/** What a part of a page needs to tell something from nothing and both from a failure. */
export type Told = { readonly answer: Answer<unknown>; readonly askAgain: () => void }

type AnswerPageProps<Me, Variables> = PageProps & {
  readonly title: LocalText
  readonly document: TypedDocumentString<AboutMe<Me>, Variables>
  readonly variables: Variables
  /** The fields of `me` that are parts of the page (`Part`). */
  readonly parts?: readonly (keyof Me & string)[]
  readonly children: (me: Me, told: Told) => ReactNode
}

/** A page that shows one answer of the graph: asked once, with what could not be fetched told where it is missing. */
export function AnswerPage<Me, Variables extends object>(props: AnswerPageProps<Me, Variables>) {
  const { title, document, variables, parts, signedOut, children } = props
  const { say, plain, language } = useWords()
  const [asked, askAgain] = useAnswer(document, variables, language)
  const isSignedOut = asked.state === 'signed-out'
  useEffect(() => {
    if (isSignedOut) signedOut()
  }, [isSignedOut, signedOut])
  return (
    <Page title={title}>
      {/* Always there, so that what comes into it is read. */}
      <div role="status" className={asked.state === 'asking' ? graphStyles.asking : undefined}>
        {asked.state === 'asking' && say(graphTexts.asking)}
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
          <Part
            answer={asked.answer}
            path={['me']}
            value={asked.answer.data?.me}
            empty={<p>{say(texts.noPerson)}</p>}
            askAgain={askAgain}
            {...(parts && { parts })}
          >
            {me => children(me, { answer: asked.answer, askAgain })}
          </Part>
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
