import { escapeHtml } from './html.ts'
import type { Heading } from './markdown.ts'

export type SitePage = {
  /** Below `/docs/`, with a slash at its end; empty for the first page. */
  readonly path: string
  readonly title: string
  readonly html: string
  /** The part of the site it belongs to, by the path of that part’s first page. */
  readonly part: string
  readonly headings?: readonly Heading[]
}

export type Part = { readonly path: string; readonly name: string }

/** From so many headings on, a page says what is on it. */
const fewHeadings = 3

/** What is around every page: a way past it, where one is, what else there is. No script. */
export function framePage({ path, title, html, part, headings = [] }: SitePage, parts: readonly Part[]): string {
  const seconds = headings.filter(({ depth }) => depth === 2)
  const contents =
    seconds.length < fewHeadings
      ? ''
      : `<nav class="contents" aria-label="On this page"><ul>${seconds
          .map(({ id, text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`)
          .join('')}</ul></nav>`
  const links = parts
    .map(one => {
      const current = one.path === path ? ' aria-current="page"' : one.path === part ? ' aria-current="true"' : ''
      return `<li><a href="/docs/${one.path}"${current}>${one.name}</a></li>`
    })
    .join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Helsegraf</title>
<link rel="stylesheet" href="/docs/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><div class="wide"><a class="brand" href="/docs/">Helsegraf for developers</a>
<nav aria-label="Documentation"><ul>
${links}
</ul></nav></div></header>
<main id="main" class="wide" tabindex="-1">
${withContents(html.startsWith('<h1') ? html : `<h1>${escapeHtml(title)}</h1>\n${html}`, contents)}
</main>
</body>
</html>
`
}

/** What is on the page comes after its title. */
function withContents(html: string, contents: string): string {
  const end = html.indexOf('</h1>') + '</h1>'.length
  return html.slice(0, end) + contents + html.slice(end)
}
