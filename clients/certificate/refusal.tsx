import type { NotGreenFragment, RefusedFragment } from '../../schema/generated/graphql.ts'
import { writeDay } from '../language/oslo-time.ts'
import { In, useWords } from '../language/words.tsx'
import styles from './certificate.module.css'
import { Reasons } from './reasons.tsx'
import { texts } from './texts.ts'

/** There is no certificate now, and this is why. Not an error, and not shown as one. */
export function Refusal({ text, language: written, availableOn, explanation }: RefusedFragment | NotGreenFragment) {
  const { say, language } = useWords()
  return (
    <div className={styles.refusal}>
      <h3>{say(texts.noneTitle)}</h3>
      <p>
        <In language={written}>{text}</In>
      </p>
      {availableOn && <p>{say(texts.availableOn, { day: writeDay(availableOn, language) })}</p>}
      <Reasons explanation={explanation} isRefusal />
    </div>
  )
}
