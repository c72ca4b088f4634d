import Icon from '@helsenorge/designsystem-react/components/Icon'
import CheckOutline from '@helsenorge/designsystem-react/components/Icons/CheckOutline'
import type { DomesticAnswerFragment } from '../../schema/generated/graphql.ts'
import { writeMoment } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import styles from './certificate.module.css'
import { type Fact, FactList } from './fact-list.tsx'
import { QrCode } from './qr-code.tsx'
import { Reasons } from './reasons.tsx'
import { Refusal } from './refusal.tsx'
import { texts } from './texts.ts'

type DomesticCardProps = {
  readonly answer: DomesticAnswerFragment
  /** Name and date of birth: all that a verifier in Norway sees. */
  readonly holder: readonly Fact[]
}

/** The certificate for use in Norway: green, and nothing of why in the code. */
export function DomesticCard({ answer, holder }: DomesticCardProps) {
  const { say, plain, language } = useWords()
  if (answer.__typename === 'DomesticCertificateRefusal') return <Refusal {...answer} />
  const { qr, expiresAt, fetchedAt, explanation } = answer
  return (
    <article className={`${styles.card} ${styles.green}`}>
      <h3>
        <Icon svgIcon={CheckOutline} size={38} color="var(--core-color-kiwi-900)" />
        {say(texts.validInNorway)}
      </h3>
      <QrCode svg={qr} what={plain(texts.validInNorway)} />
      <div>
        <FactList
          facts={[
            ...holder,
            [say(texts.validUntil), writeMoment(expiresAt, language)],
            [say(texts.fetchedAt), writeMoment(fetchedAt, language)],
          ]}
        />
        <p>{say(texts.domesticSays)}</p>
        <Reasons explanation={explanation} isRefusal={false} />
      </div>
    </article>
  )
}
