import { useEffect, useState } from 'react'
import type { Locale } from '../../schema/scalars/locale.ts'
import { keepLanguage, languageNames, languageNow, languages } from '../language/language.ts'
import { LanguageContext, useWords } from '../language/words.tsx'
import { check, type Verdict } from './check.ts'
import { ListStatus } from './list-status.tsx'
import { OccasionForm, occasionNow, toOccasion } from './occasion-form.tsx'
import { Scanner } from './scanner.tsx'
import { texts } from './texts.ts'
import { useLists } from './use-lists.ts'
import { VerdictView } from './verdict-view.tsx'

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
      <Header choose={choose} />
      <Verifier />
    </LanguageContext>
  )
}

function Header({ choose }: { readonly choose: (language: Locale) => void }) {
  const { say, language } = useWords()
  return (
    <header className="top">
      <div className="wide">
        <span className="brand">Helsegraf</span>
        <fieldset className="languages">
          <legend className="unseen">{say(texts.language)}</legend>
          {languages.map(each => (
            <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => choose(each)}>
              {languageNames[each]}
            </button>
          ))}
        </fieldset>
      </div>
    </header>
  )
}

/** Where and when, then look, then the verdict: one certificate at a time, and nothing left of the one before. */
function Verifier() {
  const { say, plain, language } = useWords()
  const contact = useLists()
  const [chosen, setChosen] = useState(occasionNow)
  const [verdict, setVerdict] = useState<Verdict>()
  useEffect(() => {
    document.title = plain(texts.title)
  }, [plain])
  const read = async (text: string) => {
    const now = new Date()
    // Lists that cannot be read are no lists: what is not known to be green is not green.
    const unreadable = (): Verdict => ({ reason: 'NO_LISTS' })
    setVerdict(await check(text, contact.lists, toOccasion(chosen, now), now).catch(unreadable))
  }
  if (verdict) {
    return (
      <main className="wide">
        <VerdictView verdict={verdict} language={language} next={() => setVerdict(undefined)} />
      </main>
    )
  }
  return (
    <main className="wide">
      <h1>{say(texts.title)}</h1>
      <p className="lead">{say(texts.lead)}</p>
      <OccasionForm chosen={chosen} choose={setChosen} countries={contact.lists?.countries ?? []} />
      <Scanner found={read} />
      <ListStatus contact={contact} />
    </main>
  )
}
