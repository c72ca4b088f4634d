import Button from '@helsenorge/designsystem-react/components/Button'
import Input from '@helsenorge/designsystem-react/components/Input'
import { useId, useState } from 'react'
import {
  GiveConsentDocument,
  LiftReservationDocument,
  SetReservationDocument,
  type SettingFragment,
  WithdrawConsentDocument,
} from '../../../../schema/generated/graphql.ts'
import { writeDay, writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { Outcome } from './outcome.tsx'
import { Restrictions } from './restriction.tsx'
import { texts } from './texts.ts'
import { type Decision, useDecision } from './use-decision.ts'

type SettingProps = {
  readonly setting: SettingFragment
  /** Whoever has an ordinary fullmakt sees, and does not decide. */
  readonly mayDecide: boolean
  readonly askAgain: () => void
}

/** One thing a person can take a stand on: what it means, what holds now, and the way to change it. */
export function SettingCard({ setting, mayDecide, askAgain }: SettingProps) {
  const { say, language } = useWords()
  const decision = useDecision(askAgain)
  const { state, since, until, definition } = setting
  const { id, kind, name, description, owner } = definition
  return (
    <article className="setting" aria-labelledby={id} data-active={state === 'ACTIVE'}>
      <h3 id={id}>{name}</h3>
      <p className="mark">
        {say(texts[`${kind}_${state}`])}
        {since && say(texts.since, { when: writeMoment(since, language) })}
        {state === 'ACTIVE' && until && say(texts.until, { day: writeDay(until, language) })}
      </p>
      <p>{description}</p>
      <p className="owner">{say(texts.owner, { name: owner.name })}</p>
      {kind === 'ACCESS_RESTRICTION' ? (
        <Restrictions setting={setting} decision={decision} mayDecide={mayDecide} />
      ) : (
        mayDecide && <YesOrNo setting={setting} decision={decision} />
      )}
      <Outcome decision={decision} />
    </article>
  )
}

const documents = {
  CONSENT: { begin: GiveConsentDocument, end: WithdrawConsentDocument },
  RESERVATION: { begin: SetReservationDocument, end: LiftReservationDocument },
} as const

/** A consent or a reservation: one button each way, and as easy out as in. */
function YesOrNo({ setting, decision }: { readonly setting: SettingFragment; readonly decision: Decision }) {
  const { say, plain } = useWords()
  const field = useId()
  const [until, setUntil] = useState('')
  const { id, state, definition } = setting
  const { kind, name, isSelectable, allowsPeriod } = definition
  if (kind === 'ACCESS_RESTRICTION') return null
  const isActive = state === 'ACTIVE'
  if (!isActive && !isSelectable) return <p>{say(texts.notOpen)}</p>
  const label = isActive ? texts[`${kind}_END`] : texts[`${kind}_BEGIN`]
  const decide = () =>
    isActive
      ? decision.decide(documents[kind].end, { setting: id })
      : decision.decide(documents[kind].begin, { setting: id, ...(until && { until }) })
  return (
    <>
      {allowsPeriod && !isActive && (
        <Input
          type="date"
          inputId={field}
          label={plain(texts.untilChosen)}
          value={until}
          width={14}
          onChange={event => setUntil(event.target.value)}
        />
      )}
      <Button
        variant={isActive ? 'outline' : 'fill'}
        onClick={() => void decide()}
        ariaLabel={`${plain(label)}: ${name}`}
      >
        {say(label)}
      </Button>
    </>
  )
}
