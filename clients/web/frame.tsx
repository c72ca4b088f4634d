import Icon from '@helsenorge/designsystem-react/components/Icon'
import MenuIcon from '@helsenorge/designsystem-react/components/Icons/Menu'
import X from '@helsenorge/designsystem-react/components/Icons/X'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import type { Locale } from '../../schema/scalars/locale.ts'
import { languageNames, languages } from '../language/language.ts'
import { useWords } from '../language/words.tsx'
import { menu } from './pages/index.ts'
import { home, Link, type Place, pathTo } from './router.tsx'
import { endsSoon, type Session, signInAddress } from './session.ts'
import { texts } from './texts.ts'

type FrameProps = {
  readonly place: Place
  readonly session: Session
  readonly chooseLanguage: (language: Locale) => void
  readonly children: ReactNode
}

/** What is around every page: a way past it, whose pages these are, the menu, the language, the way out. */
export function Frame({ place, session, chooseLanguage, children }: FrameProps) {
  const { say, plain, language } = useWords()
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link is what skips; it only leaves no place in the history */}
      <a className="skip" href="#main" onClick={skip}>
        {say(texts.skip)}
      </a>
      <header className="top">
        <div className="wide">
          <Link className="brand" href={home}>
            Helsegraf
          </Link>
          {session?.isSignedIn && (
            <Link
              className="persons"
              href={`${home}persons`}
              aria-current={place.page === 'persons' ? 'page' : undefined}
            >
              {say(texts.changePerson)}
            </Link>
          )}
          {session?.isSignedIn && (
            <form method="post" action={`${home}sign-out`}>
              <button type="submit" className="sign-out">
                {say(texts.signOut)}
              </button>
            </form>
          )}
          <fieldset className="languages">
            <legend className="unseen">{say(texts.language)}</legend>
            {languages.map(each => (
              <button
                key={each}
                type="button"
                lang={each}
                aria-pressed={each === language}
                onClick={() => chooseLanguage(each)}
              >
                {languageNames[each]}
              </button>
            ))}
          </fieldset>
        </div>
        {session?.isSignedIn && <Menu place={place} />}
      </header>
      <main id="main" className="wide" tabIndex={-1}>
        {language === 'se' && <p className="partly">{say(texts.partlyTranslated)}</p>}
        <div role="status">
          {endsSoon(session) && (
            <NotificationPanel variant="warn" label={plain(texts.expiresSoonTitle)} role="none" fluid>
              <p>{say(texts.expiresSoon, { minutes: session?.minutesLeft ?? 0 })}</p>
              <a href={signInAddress()}>{say(texts.signInAgain)}</a>
            </NotificationPanel>
          )}
        </div>
        {children}
      </main>
    </>
  )
}

/** Without a place of its own in the history: going back would come to it, and take the focus there. */
function skip(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** The pages. On a phone they are behind a button, and it closes when one is chosen. */
function Menu({ place }: { readonly place: Place }) {
  const { say, plain } = useWords()
  const [isOpen, setOpen] = useState(false)
  const path = pathTo(place)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes with every move
  useEffect(() => setOpen(false), [path])
  return (
    <nav className="menu" aria-label={plain(texts.mainMenu)}>
      <div className="wide">
        <button type="button" aria-expanded={isOpen} aria-controls="menu" onClick={() => setOpen(!isOpen)}>
          <Icon svgIcon={isOpen ? X : MenuIcon} size={38} color="#fff" />
          {say(texts.menu)}
        </button>
        <ul id="menu" data-open={isOpen}>
          {[{ page: '', title: place.whom === undefined ? texts.home : texts.homeOfAnother }, ...menu].map(
            ({ page, title }) => (
              <li key={page}>
                <Link href={pathTo({ page, whom: place.whom })} aria-current={page === place.page ? 'page' : undefined}>
                  {say(title)}
                </Link>
              </li>
            ),
          )}
        </ul>
      </div>
    </nav>
  )
}
