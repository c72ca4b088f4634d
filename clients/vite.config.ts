import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { serviceWorkerFiles, serviceWorkerPattern } from './service-worker-files.ts'

const here = import.meta.dirname
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })

/** A client is a folder with a page: `web/index.html`. All are one build, so that what they have in common is one file. */
const pages = sources.filter(path => /^[\w-]+\/index\.html$/.test(path))
const serviceWorkers = sources.filter(path => serviceWorkerPattern.test(path))
/** By the name of what they become: `verifier/service-worker`. */
const input = Object.fromEntries(
  [...pages, ...serviceWorkers].map(path => [path.replace(/(\/index\.html|\.ts)$/, ''), join(here, path)]),
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
  plugins: [onlyDocumentIds, noIconsByName, serviceWorkerFiles],
  logLevel: 'warn',
  build: {
    outDir: join(here, '../dist/pages'),
    emptyOutDir: true,
    // One `data:` font or icon less to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      input,
      // A service worker is known by its address, and rules what lies below it.
      output: { entryFileNames: ({ name }) => (name.includes('/') ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['import', 'global-builtin'] } } },
})
