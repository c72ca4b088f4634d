import type { Persona } from '../population/persona.ts'
import { Html, html } from '../start-page/html.ts'
import type { Language } from '../start-page/language.ts'
import { renderPage } from '../start-page/page.ts'
import { type Level, levelNames } from './levels.ts'
import { texts } from './texts.ts'

/** Where the provider serves its stylesheet. */
export const stylesheetPath = '/style.css'

export function frame(language: Language, path: string, title: string, body: Html): Html {
  return renderPage({
    language,
    title,
    brand: texts.brand[language],
    stylesheet: stylesheetPath,
    skipText: texts.skip[language],
    languagesLabel: texts.languages[language],
    inLanguage: other => `${path}?lang=${other}`,
    body,
  })
}

export type PersonaPage = {
  readonly language: Language
  /** The page's own path; the form is posted there. */
  readonly path: string
  readonly personas: readonly Persona[]
  /** The levels that may be chosen; the first is chosen to begin with. */
  readonly offered: readonly Level[]
  readonly problem?: 'unknownPersona' | 'unknownLevel' | undefined
}

/** Each persona is a button of one form, so that a choice of level goes with whoever is chosen. */
export function personaPage({ language, path, personas, offered, problem }: PersonaPage): Html {
  return frame(
    language,
    path,
    texts.title[language],
    html`<h1>${texts.title[language]}</h1>
<p>${texts.intro[language]}</p>
${problem && html`<p class="problem" role="alert">${texts[problem][language]}</p>`}
<form method="post" action="${path}?lang=${language}">
<fieldset><legend>${texts.level[language]}</legend>
${levelNames.map(
  level => html`<label class="choice"><input type="radio" name="level" value="${level}"${level === offered[0] && html` checked`}${!offered.includes(level) && html` disabled`}> ${texts[level][language]}</label>
`,
)}${offered.length === 1 && html`<p class="hint">${texts.onlyHigh[language]}</p>`}</fieldset>
<h2>${texts.people[language]}</h2>
<ul class="people">${personas.map(
      ({ name, fullName, shows }) => html`
<li><button class="person" name="persona" value="${name}"><strong>${fullName}</strong> <span>${shows[language]}</span></button></li>`,
    )}
</ul>
<p><button class="quiet" name="cancel" value="true">${texts.cancel[language]}</button></p>
</form>`,
  )
}

/** The provider's own form carries what proves that this page was asked for here; its buttons are ours. */
export function logoutPage(language: Language, path: string, form: string): Html {
  return frame(
    language,
    path,
    texts.logoutTitle[language],
    html`<h1>${texts.logoutTitle[language]}</h1>
<p>${texts.logout[language]}</p>
${new Html(form)}
<p><button class="person" form="op.logoutForm" name="logout" value="yes">${texts.logoutYes[language]}</button></p>
<p><button class="quiet" form="op.logoutForm">${texts.logoutNo[language]}</button></p>`,
  )
}

type Notice = 'expired' | 'nothing' | 'loggedOut'

export function noticePage(language: Language, path: string, notice: Notice): Html {
  const title = texts[`${notice}Title`][language]
  return frame(language, path, title, html`<h1>${title}</h1><p>${texts[notice][language]}</p>`)
}

/** What a client did wrong, in OAuth's words (RFC 6749 §5.2): they are for whoever wrote the client. */
export function errorPage(
  language: Language,
  path: string,
  error: { readonly error: string; readonly error_description?: string | undefined },
): Html {
  return frame(
    language,
    path,
    texts.errorTitle[language],
    html`<h1>${texts.errorTitle[language]}</h1>
<p>${texts.errorIntro[language]}</p>
<p lang="en"><code>${error.error}</code>${error.error_description && html`: ${error.error_description}`}</p>`,
  )
}
