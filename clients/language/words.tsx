import { createContext, type ReactNode, useContext } from 'react'
import { inLanguage, type Locale, type LocalText } from '../../schema/scalars/locale.ts'
import { type Details, fill } from './language.ts'

export const LanguageContext = createContext<Locale>('nb')

export type Words = {
  readonly language: Locale
  /** A text on the page. In another language than the page's it says so (`lang`), for screen readers. */
  readonly say: (text: LocalText, details?: Details) => ReactNode
  /** A text where there can be no markup: titles, labels. */
  readonly plain: (text: LocalText, details?: Details) => string
}

export function useWords(): Words {
  const language = useContext(LanguageContext)
  return {
    language,
    say(text, details) {
      const found = inLanguage(text, language)
      return <In language={found.language}>{fill(found.text, details)}</In>
    },
    plain: (text, details) => fill(inLanguage(text, language).text, details),
  }
}

/** Text that may be in another language than the page: marked when it is (WCAG 3.1.2). */
export function In({ language, children }: { readonly language: string | undefined; readonly children: ReactNode }) {
  const page = useContext(LanguageContext)
  return language === undefined || language === page ? children : <span lang={language}>{children}</span>
}
