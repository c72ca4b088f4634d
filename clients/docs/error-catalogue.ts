import { errorCatalogue } from '../../schema/errors.ts'
import { escapeHtml, scrollable } from './html.ts'

/** Every code a client can see, with its texts. */
export function errorPage(): string {
  const rows = Object.entries(errorCatalogue).map(([code, { status, retry, text }]) => {
    const texts = (['nb', 'nn', 'en'] as const)
      .map(language => `<p lang="${language}">${escapeHtml(text[language])}</p>`)
      .join('')
    return `<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${retry ? 'yes' : 'no'}</td><td>${texts}</td></tr>`
  })
  const head =
    '<thead><tr><th>Code</th><th>Status</th><th>Retry</th><th>Text in bokmål, nynorsk, English</th></tr></thead>'
  return `<p>Codes are never renamed. <strong>Status</strong> is that of an answer when the whole request failed with the code; a
field that fails alone is null in an answer of 200. <strong>Retry</strong>: whether the same question may succeed later
without anyone changing anything. Parts in braces are filled in, and are in <code>extensions</code> as well.</p>
${scrollable('Error codes', `<table class="errors">${head}<tbody>${rows.join('\n')}</tbody></table>`)}`
}
