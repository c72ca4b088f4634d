import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const sources = globSync('{schema,gateway,subgraphs,clients,local}/**/*.{ts,tsx}', { cwd: root }).filter(
  path => !/\/(dist|node_modules)\//.test(path),
)

/** Who may import whom. The first pattern that fits a file counts; a room always reaches itself. */
const arrows: readonly (readonly [from: RegExp, to: readonly RegExp[]])[] = [
  [/^schema\//, [/^schema\//]],
  [/^subgraphs\/kernel\//, [/^subgraphs\/kernel\//, /^schema\//]],
  [/^subgraphs\/certificate\/dcc\//, [/^subgraphs\/certificate\/dcc\//, /^schema\//]],
  [/^subgraphs\/main\.ts$/, [/^subgraphs\//, /^schema\//]],
  [/^subgraphs\/(?<own>[^/]+)\//, [/^subgraphs\/<own>\//, /^subgraphs\/kernel\//, /^schema\//]],
  [/^gateway\/engine\//, [/^gateway\/engine\//]],
  [/^gateway\//, [/^gateway\//, /^schema\//]],
  // How the clients' pages are built.
  [/^clients\/[\w.-]+\.ts$/, [/^clients\/([\w.-]+|docs\/write-site)\.ts$/]],
  // What clients have in common stands in rooms that say what they hold.
  [/^clients\/language\//, [/^clients\/language\//, /^schema\//]],
  [/^clients\/graph\//, [/^clients\/(graph|language)\//, /^schema\//]],
  [/^clients\/whom\//, [/^clients\/whom\//]],
  // What the issuer tells all is read and believed with its own code.
  [/^clients\/lists\//, [/^clients\/lists\//, /^subgraphs\/certificate\/(dcc|verification)\/browser\.ts$/]],
  [/^clients\/certificate\//, [/^clients\/(certificate|graph|language|whom)\//, /^schema\//]],
  [/^clients\/web\/server\//, [/^clients\/web\/server\//, /^schema\//]],
  // A verifier opens and judges certificates with no server to ask.
  [
    /^clients\/verifier\//,
    [/^clients\/(verifier|language|lists)\//, /^subgraphs\/certificate\/(dcc|verification)\/browser\.ts$/, /^schema\//],
  ],
  [
    /^clients\/(?<own>[^/]+)\//,
    [/^clients\/<own>\//, /^clients\/(certificate|graph|language|lists|whom)\//, /^schema\//],
  ],
  [/^local\//, [/./]],
]

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].flatMap(match => match[1] ?? [])
  return specifiers.map(specifier => relative(root, join(root, dirname(file), specifier)))
}

function mayImport(file: string): readonly RegExp[] {
  for (const [from, to] of arrows) {
    const fit = from.exec(file)
    if (fit) return to.map(pattern => new RegExp(pattern.source.replace('<own>', fit.groups?.own ?? '')))
  }
  return []
}

test('every import follows the arrows', () => {
  expect(sources.length).toBeGreaterThan(50)
  const wrong = sources.flatMap(file =>
    importsOf(file)
      .filter(target => !mayImport(file).some(pattern => pattern.test(target)))
      .map(target => `${file} → ${target}`),
  )
  expect(wrong).toEqual([])
})

test('from outside its folder only the face of the certificate module is imported', () => {
  const faces = /^subgraphs\/certificate\/dcc\/(index|browser|facts|signer)\.ts$/
  const wrong = sources
    .filter(file => !file.startsWith('subgraphs/certificate/dcc/'))
    .flatMap(file => importsOf(file).map(target => ({ file, target })))
    .filter(({ target }) => target.startsWith('subgraphs/certificate/dcc/') && !faces.test(target))
  expect(wrong).toEqual([])
})

test('no file or folder has a name that says nothing', () => {
  const vague = /(^|\/)(utils?|helpers?|common|shared|misc|lib)(\/|\.ts$)|(^|\/)types\.ts$|-(service|manager)\.ts$/
  expect(sources.filter(file => vague.test(file))).toEqual([])
})
