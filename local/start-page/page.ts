import type { ServerResponse } from 'node:http'
import { type Html, html } from './html.ts'
import { type Language, languageNames, languages } from './language.ts'

export type Page = {
  readonly language: Language
  readonly title: string
  /** Whose page this is; stands in the header and after the title. */
  readonly brand: string
  /** Where the brand leads; none where there is no front page. */
  readonly home?: string
  readonly stylesheet: string
  readonly skipText: string
  readonly languagesLabel: string
  /** The same page in another language. */
  inLanguage(language: Language): string
  readonly header?: Html | undefined
  readonly body: Html
}

/** The frame of every page: its language, a skip link, one header, one main. */
export function renderPage(page: Page): Html {
  const { language, title, brand, home, stylesheet, skipText, header, body } = page
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${brand}</title>
<link rel="stylesheet" href="${stylesheet}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">${skipText}</a>
<header class="top"><div class="wide">
${home ? html`<a class="brand" href="${home}">${brand}</a>` : html`<span class="brand">${brand}</span>`}
<nav class="languages" aria-label="${page.languagesLabel}"><ul>${languages.map(
    each => html`
<li><a href="${page.inLanguage(each)}" lang="${each}" hreflang="${each}"${each === language && html` aria-current="true"`}>${languageNames[each]}</a></li>`,
  )}
</ul></nav>
${header}</div></header>
<main id="main" class="wide">
${body}
</main>
</body>
</html>
`
}

/**
 * No script at all, nothing from elsewhere, never in a frame. `formTargets` are the origins a form may end up at:
 * browsers hold `form-action` against every redirect that follows a submission.
 */
export function sendPage(response: ServerResponse, status: number, page: Html, forms: PageForms = {}): void {
  response.writeHead(status, { ...headersOf(page, forms) })
  response.end(page.text)
}

export type PageForms = { readonly formTargets?: readonly string[] }

export function headersOf(page: Html, { formTargets = [] }: PageForms = {}): Record<string, string> {
  return {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(page.text)),
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src data:',
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  }
}

/** For whatever a browser shows: personal pages are not kept, types not guessed, addresses not passed on. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // `same-origin`, not `no-referrer`: the latter makes a form send `Origin: null`, which our own check would refuse.
  'referrer-policy': 'same-origin',
} as const
