import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Html, html } from './html.ts'
import { fill, type Language } from './language.ts'
import { renderPage, sendPage } from './page.ts'
import { type TextKey, texts } from './texts.ts'

/** One request to the start page, and what every page needs to answer it. */
export type Visit = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
  readonly language: Language
  /** The signed-in person's access token. */
  readonly token: string | undefined
}

export type Details = Readonly<Record<string, string | number>>

/** The text of a key, in the visitor's language. */
export function textsFor(language: Language): (key: TextKey, details?: Details) => string {
  return (key, details) => fill(texts[key], language, details)
}

export function show(visit: Visit, title: string, body: Html, status = 200): void {
  const { response, url, language, token } = visit
  const text = textsFor(language)
  const page = renderPage({
    language,
    title,
    brand: 'Helsegraf',
    home: '/',
    stylesheet: '/start/style.css',
    skipText: text('skip'),
    languagesLabel: text('languages'),
    inLanguage: language => `${url.pathname}?lang=${language}`,
    header:
      token === undefined
        ? undefined
        : html`<form class="sign-out" method="post" action="/web/sign-out"><button class="quiet">${text('signOut')}</button></form>
`,
    body,
  })
  sendPage(response, status, page)
}

type Link = { readonly href: string; readonly text: TextKey }

/** A page that says one thing, and what to do next. */
export function notice(
  visit: Visit,
  status: number,
  { title, text: key, details, link }: { title: TextKey; text: TextKey; details?: Details; link?: Link },
): void {
  const text = textsFor(visit.language)
  show(
    visit,
    text(title),
    html`<h1>${text(title)}</h1>
<p>${text(key, details)}</p>
<p class="actions">${link && html`<a class="button" href="${link.href}">${text(link.text)}</a> `}<a href="/">${text('toStart')}</a></p>`,
    status,
  )
}
