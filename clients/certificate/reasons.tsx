import type { ReactNode } from 'react'
import type { ReasonsFragment } from '../../schema/generated/graphql.ts'
import { writeDay } from '../language/oslo-time.ts'
import { In, useWords } from '../language/words.tsx'
import styles from './certificate.module.css'
import { texts } from './texts.ts'

type ReasonsProps = {
  readonly explanation: ReasonsFragment
  /** A refusal says its reason itself: then only what it rests on is shown. */
  readonly isRefusal: boolean
  readonly children?: ReactNode
}

/** Why there is a certificate, or why there is none: what was looked at, what counted, which rule decided. */
export function Reasons({ explanation, isRefusal, children }: ReasonsProps) {
  const { text, language: written, facts, rule } = explanation
  const { say, language } = useWords()
  return (
    <details className={styles.reasons}>
      <summary>{say(isRefusal ? texts.whyNone : texts.whyGiven)}</summary>
      {!isRefusal && (
        <p>
          <In language={written}>{text}</In>
        </p>
      )}
      {facts.length === 0 && <p>{say(texts.noFacts)}</p>}
      <ul>
        {facts.map(({ registerName, on, what, counted, why }) => (
          <li key={`${registerName} ${on} ${what} ${why}`} data-counted={counted}>
            <span className={styles.verdict}>{say(counted ? texts.counted : texts.notCounted)}</span>
            <strong>
              <In language={written}>{what}</In>
            </strong>
            <span>
              {on ? writeDay(on, language) : say(texts.unknownDay)}
              {' · '}
              {registerName}
            </span>
            <span>
              <In language={written}>{why}</In>
            </span>
          </li>
        ))}
      </ul>
      {rule.sources.length > 0 && (
        <p className={styles.rule}>
          {say(texts.rule)}:{' '}
          {rule.sources.map(({ document, date }) => (date ? `${document} (${date})` : document)).join('; ')}
          {'. '}
          {rule.validFrom && say(texts.ruleFrom, { day: writeDay(rule.validFrom, language) })}
        </p>
      )}
      {children}
    </details>
  )
}
