import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { In, useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'
import type { Decision } from './use-decision.ts'

/** What came of a decision. Always there, so that what comes into it is read. */
export function Outcome({ decision: { state, errors } }: { readonly decision: Decision }) {
  const { say } = useWords()
  return (
    <div role="status" className="outcome">
      {state === 'deciding' && say(texts.saving)}
      {state === 'decided' && say(texts.saved)}
      {(state === 'no-answer' || errors.length > 0) && (
        <NotificationPanel variant="warn" role="none" fluid>
          {state === 'no-answer' && <p>{say(texts.notSaved)}</p>}
          {errors.map(({ message, extensions }) => (
            <p key={message}>
              <In language={extensions?.language}>{message}</In>
            </p>
          ))}
        </NotificationPanel>
      )}
    </div>
  )
}
