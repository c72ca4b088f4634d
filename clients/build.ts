import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { writeSite } from './docs/write-site.ts'

/*
 * Builds the clients' pages and the documentation into `dist/pages`, compressed, when anything they are made of has changed. A start after an
 * install builds nothing: `npm ci` has done it.
 */
const project = join(import.meta.dirname, '..')
const folder = join(project, 'dist/pages')
const stamp = join(folder, '.made-of')

const inputs = [
  'clients/**/*',
  'schema/generated/graphql.ts',
  'schema/scalars/*.ts',
  'schema/code-lists/**/*',
  'subgraphs/certificate/{dcc,verification}/*.ts',
  'docs/**/*.md',
  'schema/{errors.ts,api.graphql}',
  'schema/views/*.graphql',
  'package-lock.json',
]
const notInputs = /^clients\/(web\/server\/|vendor\/(?!README\.md|schema\/CHANGELOG\.md)|(?!vendor\/).*\.(graphql|md)$)/

function digestOfInputs(): string {
  const hash = createHash('sha256')
  const paths = globSync(inputs, { cwd: project }).filter(path => /\.\w+$/.test(path) && !notInputs.test(path))
  for (const path of paths.sort()) hash.update(path).update(readFileSync(join(project, path)))
  return hash.digest('hex')
}

function compress(within: string): void {
  for (const path of globSync('**/*.{js,css,html,svg,webmanifest}', { cwd: within })) {
    const plain = readFileSync(join(within, path))
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    writeFileSync(join(within, `${path}.br`), brotliCompressSync(plain, quality))
    writeFileSync(join(within, `${path}.gz`), gzipSync(plain, { level: 9 }))
  }
}

const wanted = digestOfInputs()
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  // Elsewhere first: whoever reads the folder meanwhile finds all of the old or all of the new.
  const fresh = `${folder}.${process.pid}`
  // Whatever starts this: under a test runner Vite would take React's development build, twice the size.
  process.env.NODE_ENV = 'production'
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), build: { outDir: fresh } })
  writeSite(project, join(fresh, 'docs'))
  compress(fresh)
  writeFileSync(join(fresh, '.made-of'), wanted)
  rmSync(folder, { recursive: true, force: true })
  try {
    renameSync(fresh, folder)
  } catch (error) {
    // Another build of the same came first.
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) throw error
    rmSync(fresh, { recursive: true, force: true })
  }
}
