import type { ReactNode } from 'react'
import type { HeldDomesticFragment, HeldEuFragment } from '../../schema/generated/graphql.ts'
import { QrCode } from '../certificate/qr-code.tsx'
import { Headline, StatedFacts } from '../certificate/stated-facts.tsx'
import { texts as certificateTexts } from '../certificate/texts.ts'
import { writeDay, writeMoment } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import styles from './app.module.css'
import { isExpired } from './device/wallet.ts'
import { LiveClock } from './live-clock.tsx'
import { texts } from './texts.ts'

export type Holder = { readonly name: string; readonly birthDate: string }

/** The certificate for Norway as it is shown at a door: whose it is, that it moves, and the code. */
export function HeldDomestic({ held, holder }: { readonly held: HeldDomesticFragment; readonly holder: Holder }) {
  const { say, plain, language } = useWords()
  const { qr, expiresAt, fetchedAt } = held
  return (
    <Shown expiresAt={expiresAt} title={say(certificateTexts.validInNorway)} holder={holder} isGreen>
      <QrCode svg={qr} what={plain(certificateTexts.validInNorway)} />
      <p>
        {say(texts.validUntil, { when: writeMoment(expiresAt, language) })}{' '}
        {say(texts.fetched, { when: writeMoment(fetchedAt, language) })}
      </p>
    </Shown>
  )
}

/** A certificate for the EU, with what it states. */
export function HeldEu({ held, holder }: { readonly held: HeldEuFragment; readonly holder: Holder }) {
  const { say, plain, language } = useWords()
  const { kind, uvci, issuedAt, expiresAt, qr, content } = held
  return (
    <Shown expiresAt={expiresAt} title={say(certificateTexts[kind])} holder={holder}>
      <QrCode svg={qr} what={plain(certificateTexts[kind])} />
      <p className={styles.headline}>
        <Headline content={content} />
      </p>
      <StatedFacts
        content={content}
        more={[
          [say(certificateTexts.signedAt), writeMoment(issuedAt, language)],
          [say(certificateTexts.fetchAnew), writeMoment(expiresAt, language)],
          [say(certificateTexts.uvci), <code key="uvci">{uvci}</code>],
        ]}
      />
    </Shown>
  )
}

type ShownProps = {
  readonly expiresAt: string
  readonly title: ReactNode
  readonly holder: Holder
  readonly isGreen?: boolean
  readonly children: ReactNode
}

/** What has expired is told of, and its code is not shown. */
function Shown({ expiresAt, title, holder: { name, birthDate }, isGreen = false, children }: ShownProps) {
  const { say, language } = useWords()
  if (isExpired({ expiresAt }, new Date())) {
    return (
      <article className={styles.expired}>
        <h2>{title}</h2>
        <p>{say(texts.expired, { when: writeMoment(expiresAt, language) })}</p>
      </article>
    )
  }
  return (
    <article className={styles.held} data-green={isGreen}>
      <div className={styles.moving}>
        <h2>{title}</h2>
        <p className={styles.holder}>
          <strong>{name}</strong>
          <span>{writeDay(birthDate, language)}</span>
        </p>
        <LiveClock />
      </div>
      {children}
    </article>
  )
}
