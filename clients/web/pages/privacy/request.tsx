import Button from '@helsenorge/designsystem-react/components/Button'
import { AnswerConsentRequestDocument, type AskedFragment } from '../../../../schema/generated/graphql.ts'
import { writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { Outcome } from './outcome.tsx'
import { texts } from './texts.ts'
import { useDecision } from './use-decision.ts'

type RequestProps = {
  readonly request: AskedFragment
  readonly mayDecide: boolean
  readonly askAgain: () => void
}

/** Somebody asks for a consent. Both answers stand beside each other, and neither is nudged. */
export function RequestCard({ request, mayDecide, askAgain }: RequestProps) {
  const { say, plain, language } = useWords()
  const decision = useDecision(askAgain)
  const { id, state, sentAt, expiresAt, closedAt, definition } = request
  const { name, description, owner } = definition
  const answer = (said: 'YES' | 'NO') =>
    void decision.decide(AnswerConsentRequestDocument, { request: id, answer: said })
  return (
    <article className="setting">
      <h3>{name}</h3>
      <p className="mark">
        {say(texts[state])}
        {closedAt && `, ${writeMoment(closedAt, language)}`}
      </p>
      <p>{description}</p>
      <p className="owner">
        {say(texts.askedBy, { name: owner.name, when: writeMoment(sentAt, language) })}{' '}
        {state === 'SENT' && say(texts.answerBefore, { when: writeMoment(expiresAt, language) })}
      </p>
      {state === 'SENT' && mayDecide && (
        <p className="choices">
          {(['YES', 'NO'] as const).map(said => (
            <Button
              key={said}
              variant="outline"
              ariaLabel={`${plain(texts[said])}: ${name}`}
              onClick={() => answer(said)}
            >
              {say(texts[said])}
            </Button>
          ))}
        </p>
      )}
      <Outcome decision={decision} />
    </article>
  )
}
