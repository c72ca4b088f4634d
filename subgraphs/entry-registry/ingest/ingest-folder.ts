import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { retentionAt } from '../domain/retention.ts'
import { createPostgresEntryStore } from '../store/postgres.ts'
import { ExtractRefused } from './extract-refused.ts'
import { type IngestParts, ingestExtract, type Taken } from './ingest-extract.ts'
import type { IngestTables } from './ingest-tables.ts'
import { readManifest } from './manifest.ts'
import { sha256Of } from './read-lines.ts'

export type FileReport =
  | ({ readonly manifest: string; readonly outcome: 'taken' } & Taken)
  | { readonly manifest: string; readonly outcome: 'known before' }
  /** Stays in the folder `refused`, and the register is as it was. */
  | { readonly manifest: string; readonly outcome: 'refused'; readonly reason: string }

const manifestName = /\.manifest\.json$/

/**
 * Takes in what has been dropped in a folder, the oldest name first, and then deletes what may be kept no longer. A file
 * counts from the moment its manifest is there, which is dropped last. Done, it is moved to `done`; a file that is not
 * what its manifest says is moved to `refused`.
 * @throws where the database does not answer: then the files stay, and the next run goes on
 */
export async function ingestFolder(folder: string, parts: IngestParts): Promise<readonly FileReport[]> {
  const reports: FileReport[] = []
  const names = (await readdir(folder)).filter(name => manifestName.test(name)).sort()
  for (const name of names) reports.push(await ingestOne(folder, name, parts))
  await createPostgresEntryStore(parts.database).purge(retentionAt(parts.now()))
  return reports
}

async function ingestOne(folder: string, name: string, parts: IngestParts): Promise<FileReport> {
  const moved: string[] = [name]
  try {
    const manifest = readManifest(await readFile(join(folder, name), 'utf8'))
    moved.push(manifest.file)
    const path = join(folder, manifest.file)
    const sha256 = await sha256Of(path).catch(refuseMissing)
    if (sha256 !== manifest.sha256) throw new ExtractRefused('the extract is not the one its manifest describes')
    if (await isTaken(parts, manifest.sha256)) {
      await move(folder, 'done', moved)
      return { manifest: name, outcome: 'known before' }
    }
    const taken = await ingestExtract(path, manifest, parts)
    await move(folder, 'done', moved)
    return { manifest: name, outcome: 'taken', ...taken }
  } catch (error) {
    if (!(error instanceof ExtractRefused)) throw error
    await move(folder, 'refused', moved)
    return { manifest: name, outcome: 'refused', reason: error.message }
  }
}

async function isTaken({ database }: IngestParts, sha256: string): Promise<boolean> {
  const found = await database
    .as<IngestTables>()
    .selectFrom('entry_registry.extract')
    .select('finished_at')
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return found?.finished_at != null
}

async function move(folder: string, to: string, names: readonly string[]): Promise<void> {
  await mkdir(join(folder, to), { recursive: true })
  for (const name of names) {
    await rename(join(folder, name), join(folder, to, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}

function refuseMissing(error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') throw new ExtractRefused('the extract that the manifest names is not there')
  throw error
}
