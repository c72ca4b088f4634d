import { globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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

/** What a client has in `public/` is served below its own path, under its own name: `/app/manifest.webmanifest`. */
const publicFiles: Plugin = {
  name: 'public-files',
  generateBundle() {
    for (const path of globSync('*/public/*', { cwd: here })) {
      const fileName = `${path.split('/')[0]}/${basename(path)}`
      this.emitFile({ type: 'asset', fileName, source: readFileSync(join(here, path)) })
    }
  },
}

/** Clients that open with no network. */
const offline = ['app', 'verifier']
const worker = join(here, 'worker/service-worker.ts')

/** A service worker is found by its address, which stays; and it may only serve what is below it: each client has it there. */
const workerOfEach: Plugin = {
  name: 'worker-of-each',
  generateBundle(_, bundle) {
    const built = bundle['service-worker.js']
    if (built?.type !== 'chunk') throw new Error('the service worker was not built')
    delete bundle['service-worker.js']
    for (const client of offline)
      this.emitFile({ type: 'asset', fileName: `${client}/service-worker.js`, source: built.code })
  },
}

export default defineConfig({
  root: here,
  plugins: [onlyDocumentIds, noIconsByName, publicFiles, workerOfEach],
  logLevel: 'warn',
  build: {
    outDir: join(here, '../dist/pages'),
    emptyOutDir: true,
    // One `data:` font or icon less to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: [...pages.map(path => join(here, path)), worker],
      output: {
        entryFileNames: ({ facadeModuleId }) =>
          facadeModuleId === worker ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['import', 'global-builtin'] } } },
})
