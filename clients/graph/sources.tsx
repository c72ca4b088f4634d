import Icon from '@helsenorge/designsystem-react/components/Icon'
import AlertSignStroke from '@helsenorge/designsystem-react/components/Icons/AlertSignStroke'
import CheckOutline from '@helsenorge/designsystem-react/components/Icons/CheckOutline'
import { writeMoment } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import type { Source } from './answer.ts'
import styles from './graph.module.css'
import { texts } from './texts.ts'

/** Which registers were asked, how they answered, and how fresh their copies are (requirements N1.1). */
export function Sources({ sources }: { readonly sources: readonly Source[] }) {
  const { say, plain, language } = useWords()
  if (sources.length === 0) return null
  return (
    <section className={styles.sources} aria-labelledby="sources">
      <h2 id="sources">{say(texts.sources)}</h2>
      <ul>
        {sources.map(({ register, name, owner, status, updatedAt }) => (
          <li key={register}>
            {status === 'OK' || status === 'EMPTY' ? (
              <Icon svgIcon={CheckOutline} size={24} color="var(--core-color-kiwi-900)" />
            ) : (
              <Icon svgIcon={AlertSignStroke} size={24} color="var(--core-color-cherry-600)" />
            )}
            <span>
              {`${name} (${owner})`}
              <span>
                {plain(texts[status])}
                {updatedAt && `, ${plain(texts.updated, { when: writeMoment(updatedAt, language) })}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
