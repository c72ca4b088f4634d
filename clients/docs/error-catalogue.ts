import { errorCatalogue } from '../../schema/errors.ts'
import { escapeHtml } from './html.ts'

/** Every code a client can see, with its texts. */
export function errorPage(): string {
  const entries = Object.entries(errorCatalogue)
  const list = entries.map(([code]) => `<li><a href="#${code}"><code>${code}</code></a></li>`)
  const codes = entries.map(([code, { status, retry, text }]) => {
    const texts = (['nb', 'nn', 'en'] as const)
      .map(language => `<p lang="${language}">${escapeHtml(text[language])}</p>`)
      .join('')
    const about = `${status} · ${retry ? 'may pass: ask again' : 'do not ask again'}`
    return `<section class="type"><h2 id="${code}"><code>${code}</code></h2><p class="views">${about}</p>${texts}</section>`
  })
  return `<p>Codes are never renamed. The number is the status of an answer when the whole request failed with the code; a field
that fails alone is null in an answer of 200. What may pass, may succeed later without anyone changing anything. Texts are
in bokmål, nynorsk and English; parts in braces are filled in, and are in <code>extensions</code> as well.</p>
<nav class="names" aria-label="Codes"><ul>${list.join('\n')}</ul></nav>
${codes.join('\n')}`
}
