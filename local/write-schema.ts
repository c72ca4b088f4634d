import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { inProject, schemaFiles } from './schema-files.ts'

/** Writes the subgraphs' SDL and the supergraph; with `--check` only says which files are stale, and fails. */
const isCheck = process.argv.includes('--check')
const stale: string[] = []
for (const [path, content] of schemaFiles()) {
  const file = inProject(path)
  const committed = await readFile(file, 'utf8').catch(() => undefined)
  if (committed === content) continue
  stale.push(path)
  if (isCheck) continue
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}
if (isCheck && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run «npm run schema» and commit what it writes.`)
  process.exitCode = 1
} else {
  console.log(stale.length === 0 ? 'The schema files are up to date.' : `Written: ${stale.join(', ')}`)
}
