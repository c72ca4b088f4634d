import { Marked, type Tokens } from 'marked'
import { escapeHtml, scrollable, slugOf } from './html.ts'

export type Heading = { readonly depth: number; readonly text: string; readonly id: string }
export type Rendered = { readonly title: string; readonly html: string; readonly headings: readonly Heading[] }

/**
 * A text of ours as a page. `linkOf` says where a link leads on the site; undefined leaves its words and no link, for a
 * file that is not on the site.
 */
export function renderMarkdown(text: string, linkOf: (target: string) => string | undefined): Rendered {
  const headings: Heading[] = []
  const taken = new Map<string, number>()
  const idOf = (heading: string): string => {
    const slug = slugOf(heading)
    const times = taken.get(slug) ?? 0
    taken.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  }
  let tables = 0
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: words }) {
        const plain = plainOf(words)
        const id = idOf(plain)
        headings.push({ depth, text: plain, id })
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens)
        const target = linkOf(href)
        return target === undefined ? words : `<a href="${escapeHtml(target)}">${words}</a>`
      },
      code: ({ text: code }) => `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>\n`,
      // What looks like a tag in our texts is meant to be read: «Bearer <token>».
      html: ({ text: raw }: Tokens.HTML | Tokens.Tag) => escapeHtml(raw),
      table({ header, rows }) {
        const cells = (row: readonly Tokens.TableCell[], tag: string) =>
          row.map(cell => `<${tag}>${breakable(this.parser.parseInline(cell.tokens))}</${tag}>`).join('')
        const isEmpty = header.every(({ text: words }) => words.trim() === '')
        // A table of ours without words in its head has none.
        const head = isEmpty ? '' : `<thead><tr>${cells(header, 'th')}</tr></thead>`
        const body = rows.map(row => `<tr>${cells(row, 'td')}</tr>`).join('\n')
        tables++
        const label = `${headings.at(-1)?.text ?? 'Table'}, table ${tables}`
        return scrollable(label, `<table>${head}<tbody>${body}</tbody></table>`)
      },
    },
  })
  const html = marked.parse(text, { async: false })
  return { title: headings.find(({ depth }) => depth === 1)?.text ?? '', html, headings }
}

const plainOf = (words: string): string => words.replaceAll('`', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')

/** A code that fills a cell may go on in the next line. */
const breakable = (html: string): string => html.replace(/^[A-Z]+(_[A-Z]+)+$/, code => code.replaceAll('_', '_<wbr>'))
