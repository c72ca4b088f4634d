import { useEffect, useState } from 'react'
import type { Locale } from '../../schema/scalars/locale.ts'
import { keepLanguage, languageNow } from '../language/language.ts'
import { LanguageContext } from '../language/words.tsx'
import { WhomContext } from '../whom/whom.ts'
import { Frame } from './frame.tsx'
import { componentAt } from './pages/index.ts'
import { SignedOutPage } from './pages/signed-out.tsx'
import { placeOf, usePath } from './router.tsx'
import { useSession } from './session.ts'

export function App() {
  const [language, setLanguage] = useState(languageNow)
  const [session, signedOut] = useSession()
  const path = usePath()
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (chosen: Locale) => {
    keepLanguage(chosen)
    setLanguage(chosen)
  }
  const place = placeOf(path)
  const Page = componentAt(place)
  return (
    <LanguageContext value={language}>
      <WhomContext value={place.whom}>
        <Frame place={place} session={session} chooseLanguage={choose}>
          {session && (session.isSignedIn ? <Page key={path} signedOut={signedOut} /> : <SignedOutPage path={path} />)}
        </Frame>
      </WhomContext>
    </LanguageContext>
  )
}
