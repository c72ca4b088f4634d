import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../shared/data/dcc/', import.meta.url)

/** Official vectors lie beside the project, not in it; without them their tests are skipped, and say so. */
export const areVectorsHere = existsSync(folder)
export const whereAbsent = areVectorsHere ? '' : ' (skipped: ../shared/data/dcc is not on this machine)'

export function readVectors<Content>(path: string): Content {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'))
}

/** Names of all JSON files below a folder, sorted; none where the vectors are absent. */
export function vectorNames(path: string): readonly string[] {
  if (!areVectorsHere) return []
  return readdirSync(new URL(path, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .sort()
}
