import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

/** A client is a folder with a page: `web/index.html`. All are one build, so that what they have in common is one file. */
const pages = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(path =>
  /^[\w-]+\/index\.html$/.test(path),
)

/**
 * Browsers ask by document id: of a document only its digest goes along, and of those nobody asks nothing does. The text
 * is in the manifest, at the gateway.
 */
const onlyDocumentIds: Plugin = {
  name: 'only-document-ids',
  transform: {
    filter: { id: /schema\/generated\/graphql\.ts$/ },
    handler: code => ({
      code: code.replace(/new TypedDocumentString\(`[^`]*`/g, '/* @__PURE__ */ new TypedDocumentString(""'),
      map: null,
    }),
  },
}

/**
 * The design system can fetch any of its three hundred icons by name. Here icons are imported, so nothing is fetched, and
 * three hundred files less are built.
 */
const noIconsByName: Plugin = {
  name: 'no-icons-by-name',
  load: {
    filter: { id: /designsystem-react\/lib\/LazyIcon\.js$/ },
    // The names that the package's own files import it by.
    handler: () => 'const none = () => null\nexport { none as n, none as r, none as t }',
  },
}

export default defineConfig({
  root: here,
  plugins: [onlyDocumentIds, noIconsByName],
  logLevel: 'warn',
  build: {
    outDir: join(here, '../dist/pages'),
    emptyOutDir: true,
    // One `data:` font or icon less to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false }, input: pages.map(page => join(here, page)) },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['import', 'global-builtin'] } } },
})
