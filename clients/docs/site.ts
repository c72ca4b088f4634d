import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { buildSchema } from 'graphql'
import { errorPage } from './error-catalogue.ts'
import type { Part, SitePage } from './frame.ts'
import { renderMarkdown } from './markdown.ts'
import { referencePages } from './reference.ts'

/*
 * Question: what does the documentation consist of, and where in the project does each page come from?
 * Refuses: to say anything of its own. What stands here stands in the schema, the catalogue or a text of the project.
 */

/** Where the project’s texts are on the site. */
const guides: Readonly<Record<string, string>> = {
  'docs/site.md': '',
  'clients/vendor/README.md': 'start/',
  'docs/onboarding.md': 'onboarding/',
  'docs/authorisation-matrix.md': 'policies/',
  'docs/glossary.md': 'glossary/',
  'docs/running.md': 'running/',
  'docs/entry-registry-checklist.md': 'entry-registers/',
  'docs/decisions/README.md': 'decisions/',
  'clients/vendor/schema/CHANGELOG.md': 'changes/',
}

export const parts: readonly Part[] = [
  { path: 'start/', name: 'First query' },
  { path: 'onboarding/', name: 'Onboarding' },
  { path: 'reference/', name: 'Reference' },
  { path: 'errors/', name: 'Errors' },
  { path: 'policies/', name: 'Who sees what' },
  { path: 'glossary/', name: 'Glossary' },
  { path: 'changes/', name: 'Changes' },
  { path: 'running/', name: 'Running it' },
  { path: 'decisions/', name: 'Decisions' },
]

const viewNames = ['web', 'app', 'health-personnel', 'vendor', 'admin'] as const

/** Every page of the site, from the project in this folder. */
export function sitePages(project: string): readonly SitePage[] {
  const read = (path: string) => readFileSync(join(project, path), 'utf8')
  const decisions = readdirSync(join(project, 'docs/decisions')).filter(name => /^\d{4}-.*\.md$/.test(name))
  const homes = new Map([
    ...Object.entries(guides),
    ...decisions.map(name => [`docs/decisions/${name}`, `decisions/${name.replace('.md', '/')}`] as const),
  ])

  function fromText(source: string, path: string): SitePage {
    const linkOf = (target: string) => {
      if (/^(https?:|#|\/docs\/)/.test(target)) return target
      const [file = '', anchor] = target.split('#')
      const home = homes.get(posix.join(posix.dirname(source), file))
      return home === undefined ? undefined : `/docs/${home}${anchor === undefined ? '' : `#${anchor}`}`
    }
    const { title, html, headings } = renderMarkdown(read(source), linkOf)
    return { path, title, html, headings, part: `${path.split('/')[0]}/` }
  }

  const schema = (path: string) => buildSchema(read(path))
  const reference = referencePages({
    all: schema('schema/api.graphql'),
    views: new Map(viewNames.map(name => [name, schema(`schema/views/${name}.graphql`)])),
  })
  return [
    ...Array.from(homes, ([source, path]) => fromText(source, path)),
    {
      path: 'reference/',
      part: 'reference/',
      title: 'Reference',
      html: `<p>All of the graph, in the words of its schema. A client sees the part of its class: ${viewNames.join(', ')}. Where
something is not in all of them, it says in which it is.</p><ul>${reference
        .map(({ name, title, about }) => `<li><a href="/docs/reference/${name}/">${title}</a>: ${about}</li>`)
        .join('\n')}</ul>`,
    },
    ...reference.map(({ name, title, html }) => ({ path: `reference/${name}/`, part: 'reference/', title, html })),
    { path: 'errors/', part: 'errors/', title: 'Error catalogue', html: errorPage() },
  ]
}
