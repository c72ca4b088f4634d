import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

/** A client that opens without a network has one, beside its page: `verifier/service-worker.ts`. */
export const serviceWorkerPattern = /^[\w-]+\/service-worker\.ts$/

type Bundle = Rolldown.OutputBundle

/**
 * Writes into each service worker what its page is made of: the page, its scripts, and what those and their styles load.
 * The version changes when any of it does, for names of assets change with their content.
 */
export const serviceWorkerFiles: Plugin = {
  name: 'service-worker-files',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !/\/service-worker\.js$/.test(chunk.fileName)) continue
      const [client = ''] = chunk.fileName.split('/')
      const files = filesOf(bundle, client)
      const version = createHash('sha256').update(files.join(' ')).digest('base64url').slice(0, 16)
      const paths = [`/${client}/`, ...files.map(file => `/${file}`)]
      chunk.code = `const filesOfPage = ${JSON.stringify({ version, paths })};\n${chunk.code}`
    }
  },
}

function filesOf(bundle: Bundle, client: string): readonly string[] {
  const page = Object.values(bundle).find(
    part => part.type === 'chunk' && part.facadeModuleId?.endsWith(`/clients/${client}/index.html`),
  )
  const found = new Set<string>()
  const add = (name: string | undefined): void => {
    const part = name === undefined ? undefined : bundle[name]
    if (!part || found.has(part.fileName)) return
    found.add(part.fileName)
    for (const next of namedBy(part)) add(next)
  }
  add(page?.fileName)
  return [...found].sort()
}

/** What a file of the build loads: imports and styles of a script, pictures and fonts of styles. */
function namedBy(part: Bundle[string]): readonly string[] {
  if (part.type === 'asset') {
    if (!part.fileName.endsWith('.css')) return []
    return Array.from(String(part.source).matchAll(/\/(assets\/[\w.-]+)/g), ([, name = '']) => name)
  }
  const { importedCss, importedAssets } = part.viteMetadata ?? {}
  return [...part.imports, ...part.dynamicImports, ...(importedCss ?? []), ...(importedAssets ?? [])]
}
