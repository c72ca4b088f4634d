import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { dateText, dayOf } from '../../../local/population/calendar.ts'
import { identityNumber } from '../../../local/population/identity-number.ts'
import { createKommuneOfPostalCode } from '../../../schema/code-lists/postal-codes.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { copyLine } from '../../../subgraphs/entry-registry/ingest/copy-text.ts'
import { extractColumns } from '../../../subgraphs/entry-registry/ingest/extract-columns.ts'
import { validateRow } from '../../../subgraphs/entry-registry/ingest/validate-row.ts'
import { entryColumns, entryMigrations } from '../../../subgraphs/entry-registry/store/tables.ts'
import { type Database, migrate, openDatabase } from '../../../subgraphs/kernel/database.ts'
import { progress, type Report, rounded } from '../report.ts'
import { createScratchDatabase } from '../servers.ts'

/*
 * A million rows of an extract taken in, beside PostgreSQL's own COPY of the same rows, already checked and written out
 * as COPY wants them, into the same table with the same indexes. Peak memory is
 * the command's own resident set.
 */
const rules = { kommuneOf: createKommuneOfPostalCode(), profile: 'only-synthetic', now: new Date() } as const
const postal = ['5003', '0150', '7030', '9006', '4001', '9999']

export async function benchIngest(options: readonly string[]): Promise<Report> {
  const rows = options.includes('--quick') ? 50_000 : 1_000_000
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-ingest-'))
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url, statementTimeoutMs: 3_600_000 })
  try {
    await migrate(database, 'entry_registry', entryMigrations)
    await writeExtract(folder, rows)
    progress(`${rows} rows written`)
    const copySeconds = await timeCopy(database, folder)
    progress(`COPY took ${copySeconds.toFixed(1)} s`)
    await sql`truncate entry_registry.irrs_entry`.execute(database.as<unknown>())
    const { seconds, peakMb } = await timeIngest(scratch.url, folder)
    const row = (how: string, took: number) => ({ how, seconds: rounded(took), 'rows/s': rounded(rows / took) })
    return {
      name: 'ingest',
      rows: [
        { ...row('ingest', seconds), 'peak MB': peakMb },
        { ...row('COPY', copySeconds), 'peak MB': '–' },
      ],
      ratios: { rowsOverCopy: rounded(copySeconds / seconds), peakMb },
    }
  } finally {
    await database.close()
    await scratch.drop()
    await rm(folder, { recursive: true, force: true })
  }
}

const birth = dayOf('1950-01-01')
const today = osloDay(new Date())

function lineOf(at: number): string {
  const values: Record<string, string> = {
    a_reference_code: `4601-47-${1 + (at % 4)}-${at}`,
    p_serial: '1',
    p_unique_id: identityNumber('FODSELSNUMMER', birth + (at % 15_000), at % 2 ? 'M' : 'F', Math.floor(at / 30_000)),
    p_first_name: 'Kari',
    p_last_name: 'Nordmann',
    p_birth_date: dateText(birth + (at % 15_000)),
    phone: '+4740000001',
    email: 'kari@example.org',
    p_lang_follow_up: 'nb',
    a_country: 'SE',
    a_date: today,
    a_created: `${today}T00:30:00Z`,
    p_updated: `${today}T00:30:00Z`,
    a_location_address: 'Testveien 1',
    a_location_zip_code: postal[at % postal.length] ?? '',
    l1: '1001',
    l4: '4002',
    a_num_travelers: '1',
    p_follow_up: 'Ikke satt',
  }
  return extractColumns.map(column => values[column] ?? '').join(';')
}

/** The extract with its manifest, and the same rows as COPY reads them. */
async function writeExtract(folder: string, rows: number): Promise<void> {
  const hash = createHash('sha256')
  const copyFile = createWriteStream(join(folder, 'copy.txt'))
  async function* lines() {
    yield `${extractColumns.join(';')}\n`
    for (let from = 0; from < rows; from += 1_000) {
      let text = ''
      let copy = ''
      for (let at = from; at < Math.min(from + 1_000, rows); at++) {
        const line = lineOf(at)
        const fields = line.split(';')
        const row = validateRow(column => fields[extractColumns.indexOf(column)] || null, rules)
        if (!('reference' in row)) throw new Error(`a row of the benchmark does not hold: ${row.column}`)
        text += `${line}\n`
        copy += copyLine(entryColumns, at, row).replace(/^\d+\t/, '')
      }
      if (!copyFile.write(copy)) await new Promise<void>(resolve => copyFile.once('drain', () => resolve()))
      yield text
    }
  }
  async function* hashed() {
    for await (const text of lines()) {
      hash.update(text)
      yield text
    }
  }
  await pipeline(Readable.from(hashed()), createWriteStream(join(folder, 'a.csv')))
  await new Promise<void>(resolve => copyFile.end(resolve))
  const manifest = { source: 'IRRS', file: 'a.csv', rows, sha256: hash.digest('hex'), extractedAt: new Date() }
  await writeFile(join(folder, 'a.manifest.json'), JSON.stringify(manifest))
}

async function timeCopy(database: Database, folder: string): Promise<number> {
  const began = performance.now()
  const file = createReadStream(join(folder, 'copy.txt'), { highWaterMark: 512 * 1024, encoding: 'utf8' })
  await database.copyIn('entry_registry.irrs_entry', entryColumns, file as AsyncIterable<string>)
  return (performance.now() - began) / 1000
}

/** The command itself, in a process of its own: starting it counts, and its memory is nobody else's. */
async function timeIngest(databaseUrl: string, folder: string): Promise<{ seconds: number; peakMb: number }> {
  const command = new URL('../../../subgraphs/entry-registry/ingest/main.js', import.meta.url).pathname
  const began = performance.now()
  // With the flag of `npm run ingest`: rows die young, and a large nursery only waits longer for them.
  const child = spawn(process.execPath, ['--max-semi-space-size=12', command, folder, '--database-url', databaseUrl], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let told = ''
  child.stdout.on('data', text => {
    told += text
  })
  let peakMb = 0
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakMbOf(child.pid))
  }, 50)
  await once(child, 'exit')
  clearInterval(watch)
  const seconds = (performance.now() - began) / 1000
  if (JSON.parse(told || '{}').outcome !== 'taken') throw new Error('not all rows were taken in')
  return { seconds, peakMb }
}

/** The most that a process has had resident, as the kernel remembers it; nothing once it has gone. */
function peakMbOf(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return Math.round(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}
