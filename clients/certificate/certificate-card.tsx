import AnchorLink from '@helsenorge/designsystem-react/components/AnchorLink'
import type { EuAnswerFragment } from '../../schema/generated/graphql.ts'
import { writeMoment } from '../language/oslo-time.ts'
import { In, useWords } from '../language/words.tsx'
import styles from './certificate.module.css'
import type { Fact } from './fact-list.tsx'
import { PdfButton } from './pdf-button.tsx'
import { QrCode } from './qr-code.tsx'
import { Reasons } from './reasons.tsx'
import { Refusal } from './refusal.tsx'
import { Headline, StatedFacts } from './stated-facts.tsx'
import { texts } from './texts.ts'

type CertificateCardProps = {
  readonly answer: EuAnswerFragment
  readonly holder: readonly Fact[]
}

/** An EU Digital COVID Certificate with what it states, or why there is none. */
export function CertificateCard({ answer, holder }: CertificateCardProps) {
  const { say, plain, language } = useWords()
  if (answer.__typename === 'CertificateRefusal') return <Refusal {...answer} />
  const { kind, uvci, issuedAt, expiresAt, qr, content, explanation, help } = answer
  const more: readonly Fact[] = [
    ...holder,
    [say(texts.signedAt), writeMoment(issuedAt, language)],
    [say(texts.fetchAnew), writeMoment(expiresAt, language)],
    [say(texts.uvci), <code key="uvci">{uvci}</code>],
  ]
  return (
    <article className={styles.card}>
      <h3>
        <Headline content={content} />
      </h3>
      <QrCode svg={qr} what={plain(texts[kind])} />
      <div>
        <StatedFacts content={content} more={more} />
        <PdfButton kind={kind} uvci={uvci} />
        <Reasons explanation={explanation} isRefusal={false}>
          <p>
            <AnchorLink href={help.url} target="_blank">
              <In language={help.language}>{help.text}</In>
            </AnchorLink>
          </p>
        </Reasons>
      </div>
    </article>
  )
}
