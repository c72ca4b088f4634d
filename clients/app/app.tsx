import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { useEffect, useState } from 'react'
import type { Locale } from '../../schema/scalars/locale.ts'
import { distinct } from '../graph/answer.ts'
import { SignInOutcome } from '../graph/sign-in-outcome.tsx'
import { keepLanguage, languageNames, languageNow, languages } from '../language/language.ts'
import { writeMoment } from '../language/oslo-time.ts'
import { In, LanguageContext, useWords } from '../language/words.tsx'
import styles from './app.module.css'
import { type UsedWallet, useWallet } from './device/use-wallet.ts'
import { allOf, type Wallet } from './device/wallet.ts'
import { HeldDomestic, HeldEu } from './held.tsx'
import { texts } from './texts.ts'

export function App() {
  const [language, setLanguage] = useState(languageNow)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (chosen: Locale) => {
    keepLanguage(chosen)
    setLanguage(chosen)
  }
  return (
    <LanguageContext value={language}>
      <header className={styles.top}>
        <strong>Helsegraf</strong>
        <Languages choose={choose} />
      </header>
      <Screen />
    </LanguageContext>
  )
}

function Languages({ choose }: { readonly choose: (language: Locale) => void }) {
  const { say, language } = useWords()
  return (
    <fieldset className={styles.languages}>
      <legend className={styles.unseen}>{say(texts.language)}</legend>
      {languages.map(each => (
        <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => choose(each)}>
          {languageNames[each]}
        </button>
      ))}
    </fieldset>
  )
}

/** What the device holds, and how fresh it is. */
function Screen() {
  const { say, plain, language } = useWords()
  const used = useWallet(language)
  const { wallet } = used
  const title = plain(texts.title)
  useEffect(() => {
    document.title = `${title} – Helsegraf`
  }, [title])
  return (
    <main className={styles.screen}>
      <h1>{say(texts.title)}</h1>
      {used.contact === 'signed-out' && <SignInOutcome />}
      <Freshness used={used} />
      {wallet && wallet.removed.length > 0 && (
        <NotificationPanel variant="warn" label={plain(texts.removed)} labelHtmlMarkup="h2" role="status" fluid>
          {wallet.removed.map(({ text, language: written }) => (
            <p key={text}>
              <In language={written}>{text}</In>
            </p>
          ))}
          <Button variant="borderless" onClick={used.dismiss}>
            {say(texts.close)}
          </Button>
        </NotificationPanel>
      )}
      {wallet && <Certificates wallet={wallet} />}
      <Ways used={used} />
    </main>
  )
}

function Certificates({ wallet }: { readonly wallet: Wallet }) {
  const { say } = useWords()
  const { domestic, vaccination, recovery, tests } = wallet
  if (allOf(wallet).length === 0) return <p>{say(texts.none)}</p>
  return (
    <>
      {domestic && <HeldDomestic held={domestic} holder={wallet} />}
      {[vaccination, recovery, ...tests].map(held => held && <HeldEu key={held.uvci} held={held} holder={wallet} />)}
    </>
  )
}

/** Whether what is shown is of this moment. Always there, so that what comes into it is read. */
function Freshness({ used: { wallet, contact, answer, isErased } }: { readonly used: UsedWallet }) {
  const { say, language } = useWords()
  const lacking = contact === 'answered' ? distinct(answer?.errors ?? []) : []
  return (
    <div role="status" className={styles.freshness}>
      {isErased && <p>{say(texts.erased)}</p>}
      {contact === 'asking' && <p>{say(texts.asking)}</p>}
      {contact === 'no-answer' && !isErased && <p>{say(wallet ? texts.offline : texts.offlineAndEmpty)}</p>}
      {contact === 'signed-out' && wallet && <p>{say(texts.signedOut)}</p>}
      {lacking.map(({ message, extensions }) => (
        <p key={message}>
          <In language={extensions?.language}>{message}</In>
        </p>
      ))}
      {wallet && contact !== 'asking' && <p>{say(texts.checked, { when: writeMoment(wallet.checkedAt, language) })}</p>}
    </div>
  )
}

function Ways({ used: { wallet, contact, isErased, renew, reopen, erase } }: { readonly used: UsedWallet }) {
  const { say } = useWords()
  if (wallet === undefined) return null
  const isSignedOut = contact === 'signed-out'
  return (
    <div className={styles.ways}>
      {!wallet && isSignedOut && <p>{say(texts.intro)}</p>}
      {isSignedOut && (
        <Button
          htmlMarkup="a"
          href="/app/sign-in?then=/app/&level=high"
          onClick={reopen}
          size="large"
          fluid
          textPosition="centered"
        >
          {say(wallet ? texts.signInToRenew : texts.signIn)}
        </Button>
      )}
      {(contact === 'answered' || contact === 'no-answer' || (isErased && contact === 'none-yet')) && (
        <Button variant="outline" onClick={renew} fluid textPosition="centered">
          {say(texts.renew)}
        </Button>
      )}
      {wallet && (
        <Button variant="borderless" concept="destructive" onClick={erase}>
          {say(texts.erase)}
        </Button>
      )}
      {contact === 'answered' && (
        <form method="post" action="/app/sign-out">
          <Button type="submit" variant="borderless">
            {say(texts.signOut)}
          </Button>
        </form>
      )}
    </div>
  )
}
