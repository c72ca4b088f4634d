import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { retentionAt, retentionDays } from '../domain/retention.ts'
import { createPostgresEntryStore } from '../store/postgres.ts'
import { ExtractRefused } from './extract-refused.ts'
import { forgetUnfinished, type IngestParts, ingestExtract, type Taken } from './ingest-extract.ts'
import type { IngestTables } from './ingest-tables.ts'
import { extractIdOf, type Manifest, readManifest } from './manifest.ts'
import { sha256Of } from './read-lines.ts'

export type FileReport =
  | ({ readonly manifest: string; readonly outcome: 'taken' } & Taken)
  | { readonly manifest: string; readonly outcome: 'known before' }
  /** Stays in the folder `refused` for some days, and the register is as it was. */
  | { readonly manifest: string; readonly outcome: 'refused'; readonly reason: string }

const manifestName = /\.manifest\.json$/
/** Clocks differ. */
const aheadMs = 86_400_000
/** A file has the same people in it as the register: what nobody has taken in is not kept for longer than they are. */
const leftoversMs = retentionDays.PREPAREDNESS * 86_400_000

/**
 * Takes in what has been dropped in a folder, the oldest name first, and then deletes what may be kept no longer, also
 * where something could not be taken in. A file counts from the moment its manifest is there, which is dropped last. Done,
 * it is deleted and its manifest moved to `done`; a file that is not what its manifest says is moved to `refused`.
 * @throws where the database does not answer: then the files stay, and the next run goes on
 */
export async function ingestFolder(folder: string, parts: IngestParts): Promise<readonly FileReport[]> {
  try {
    const reports: FileReport[] = []
    const names = (await readdir(folder)).filter(name => manifestName.test(name)).sort()
    for (const name of names) reports.push(await ingestOne(folder, name, parts))
    return reports
  } finally {
    await purge(folder, parts)
  }
}

async function ingestOne(folder: string, name: string, parts: IngestParts): Promise<FileReport> {
  const files: string[] = [name]
  try {
    const manifest = readManifest(await readFile(join(folder, name), 'utf8'))
    files.push(manifest.file)
    // A register would be fresh until then, whatever did not come.
    if (manifest.extractedAt.getTime() > parts.now().getTime() + aheadMs)
      throw new ExtractRefused('the manifest says that it is of a day to come')
    // Asked before the file is looked for: a process may have died after it was taken in and deleted.
    if (await isTaken(parts, manifest)) {
      await finish(folder, name, manifest)
      return { manifest: name, outcome: 'known before' }
    }
    const path = join(folder, manifest.file)
    const sha256 = await sha256Of(path).catch(refuseMissing)
    if (sha256 !== manifest.sha256) throw new ExtractRefused('the extract is not the one its manifest describes')
    const taken = await ingestExtract(path, manifest, parts)
    await finish(folder, name, manifest)
    return { manifest: name, outcome: 'taken', ...taken }
  } catch (error) {
    if (!(error instanceof ExtractRefused)) throw error
    await move(folder, 'refused', files)
    return { manifest: name, outcome: 'refused', reason: error.message }
  }
}

async function isTaken({ database }: IngestParts, manifest: Manifest): Promise<boolean> {
  const found = await database
    .as<IngestTables>()
    .selectFrom('entry_registry.extract')
    .select('finished_at')
    .where('extract_id', '=', extractIdOf(manifest))
    .executeTakeFirst()
  return found?.finished_at != null
}

/** What is in the register stands nowhere else. */
async function finish(folder: string, name: string, { file }: Manifest): Promise<void> {
  await rm(join(folder, file), { force: true })
  await move(folder, 'done', [name])
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

async function purge(folder: string, { database, now }: IngestParts): Promise<void> {
  const before = new Date(now().getTime() - leftoversMs)
  await deleteFiles(folder, before)
  await deleteFiles(join(folder, 'refused'), before)
  await deleteFiles(join(folder, 'done'), before, manifestName)
  await createPostgresEntryStore(database).purge(retentionAt(now()))
  await forgetUnfinished(database, before)
}

/** Files that came here before. The time of the inode: a sender can choose the other. */
async function deleteFiles(folder: string, before: Date, butNot = /^\./): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  for (const entry of entries) {
    if (!entry.isFile() || butNot.test(entry.name)) continue
    const path = join(folder, entry.name)
    const { ctime } = await stat(path)
    if (ctime < before) await rm(path)
  }
}
