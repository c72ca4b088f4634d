import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EntryRow, genesis, linkHash } from '../../../subgraphs/kernel/access-log/entry.ts'
import { createHeadCheck, createHeadSigner, type HeadRow } from '../../../subgraphs/kernel/access-log/heads.ts'
import { type AccessLogTables, accessLogMigrations } from '../../../subgraphs/kernel/access-log/tables.ts'
import { type FaultKind, verifyAccessLog } from '../../../subgraphs/kernel/access-log/verify.ts'
import { createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { migrate } from '../../../subgraphs/kernel/database.ts'
import { aDatabase, type TestDatabase } from '../../database.ts'
import { aLogKey, at, entries } from './an-entry.ts'

const key = aLogKey()
const sign = createHeadSigner(key.privateJwk)
const checkHead = createHeadCheck([key.publicJwk])
const quiet = { everyMs: 3_600_000, everyEntries: 10 }

let database: TestDatabase
beforeAll(async () => {
  database = await aDatabase()
  await migrate(database, 'access_log', accessLogMigrations)
  // Whoever owns the tables can take away what keeps others from changing them: that is whom the verifier is for.
  for (const table of ['entry', 'head']) {
    await sql`alter table access_log.${sql.id(table)} disable trigger user`.execute(log())
  }
})
afterAll(() => database[Symbol.asyncDispose]())

const log = () => database.as<AccessLogTables>()

/** A chain of 25 entries with heads at 10, 20 and, final, 25. */
async function aChain(): Promise<string> {
  const written = await createAccessLog(database, { role: 'inserts', heads: { ...quiet, sign }, clock: () => at })
  const mark = crypto.randomUUID()
  for (let group = 0; group < 5; group++) await written.record(...entries(5, { correlationId: mark }))
  await written.close()
  const { writer } = await log()
    .selectFrom('access_log.entry')
    .select('writer')
    .where('correlation_id', '=', mark)
    .limit(1)
    .executeTakeFirstOrThrow()
  return writer
}

const verify = (keptHeads: readonly HeadRow[] = []) => verifyAccessLog(database, { checkHead, keptHeads, pageSize: 20 })

async function faultsOf(writer: string, keptHeads: readonly HeadRow[] = []) {
  const { faults } = await verify(keptHeads)
  return faults.filter(fault => fault.writer === writer).map(({ sequence, kind }) => ({ sequence, kind }))
}

const entry = (writer: string, sequence: number) => sql`writer = ${writer}::uuid and sequence = ${sequence}::bigint`

const setEntry = (writer: string, sequence: number, what: Partial<EntryRow>) =>
  log()
    .updateTable('access_log.entry')
    .set(what)
    .where(sql<boolean>`${entry(writer, sequence)}`)
    .execute()

const deleteEntries = (writer: string, from: number, to = from) =>
  sql`delete from access_log.entry where writer = ${writer}::uuid and sequence between ${from} and ${to}`.execute(log())

const deleteHeads = (writer: string, from: number) =>
  sql`delete from access_log.head where writer = ${writer}::uuid and sequence >= ${from}`.execute(log())

const headsOf = (writer: string) =>
  log().selectFrom('access_log.head').selectAll().where('writer', '=', writer).orderBy('sequence').execute()

/** As somebody does who knows how hashes are made, and has no key. */
async function makeAnew(writer: string, from: number, what: Partial<EntryRow>): Promise<void> {
  const rows = await log()
    .selectFrom('access_log.entry')
    .selectAll()
    .where('writer', '=', writer)
    .orderBy('sequence')
    .execute()
  let hash = genesis
  for (const row of rows) {
    const changed = row.sequence < from ? row : { ...row, ...(row.sequence === from && what) }
    hash = linkHash(hash, changed)
    await setEntry(writer, row.sequence, { ...changed, hash })
  }
}

test('a log that nobody touched is whole, and is counted', async () => {
  const writer = await aChain()
  expect(await faultsOf(writer)).toEqual([])
  expect((await headsOf(writer)).map(({ sequence, is_final }) => [sequence, is_final])).toEqual([
    [10, false],
    [20, false],
    [25, true],
  ])
})

test.each<[string, { sequence: number; kind: FaultKind }, (writer: string) => Promise<unknown>]>([
  ['what was seen is edited', { sequence: 12, kind: 'changed' }, w => setEntry(w, 12, { area: 'tests' })],
  ['who saw it is edited', { sequence: 12, kind: 'changed' }, w => setEntry(w, 12, { organisation: '983744516' })],
  ['when is edited', { sequence: 12, kind: 'changed' }, w => setEntry(w, 12, { at: new Date('2021-11-23') })],
  ['a disclosure becomes a read', { sequence: 1, kind: 'changed' }, w => setEntry(w, 1, { kind: 'disclosure' })],
  ['a hash is edited', { sequence: 12, kind: 'changed' }, w => setEntry(w, 12, { hash: genesis })],
  [
    'an entry says that it is of the format with fewer columns',
    { sequence: 12, kind: 'changed' },
    w => setEntry(w, 12, { format: 1 }),
  ],
  ['an entry is deleted', { sequence: 12, kind: 'missing' }, w => deleteEntries(w, 12)],
  ['the first entry is deleted', { sequence: 1, kind: 'missing' }, w => deleteEntries(w, 1)],
  [
    'two entries change places',
    { sequence: 12, kind: 'changed' },
    async w => {
      await setEntry(w, 12, { sequence: -12 })
      await setEntry(w, 13, { sequence: 12 })
      await setEntry(w, -12, { sequence: 13 })
    },
  ],
  ['the end is cut off', { sequence: 23, kind: 'cut' }, w => deleteEntries(w, 23, 25)],
  ['everything is deleted but the heads', { sequence: 1, kind: 'cut' }, w => deleteEntries(w, 1, 25)],
  [
    'the end is cut off, with the heads of the end',
    { sequence: 15, kind: 'cut' },
    async w => {
      await deleteEntries(w, 15, 25)
      await deleteHeads(w, 21)
    },
  ],
  [
    'an entry is edited and all hashes are made anew',
    { sequence: 20, kind: 'another head' },
    w => makeAnew(w, 12, { area: 'tests' }),
  ],
  [
    'an entry is added at the end',
    { sequence: 26, kind: 'after the end' },
    async w => {
      await sql`insert into access_log.entry select (jsonb_populate_record(e, '{"sequence": 26}')).*
        from access_log.entry e where writer = ${w}::uuid and sequence = 25`.execute(log())
      await makeAnew(w, 26, {})
    },
  ],
  [
    'a head is signed by nobody',
    { sequence: 10, kind: 'forged head' },
    w =>
      sql`update access_log.head set signature = ${'A'.repeat(86)} where writer = ${w}::uuid and sequence = 10`.execute(
        log(),
      ),
  ],
  [
    'a head is moved to another entry',
    { sequence: 12, kind: 'forged head' },
    w => sql`update access_log.head set sequence = 12 where writer = ${w}::uuid and sequence = 10`.execute(log()),
  ],
  [
    'a head is made with another key',
    { sequence: 20, kind: 'unknown key' },
    async w => {
      await makeAnew(w, 12, { area: 'tests' })
      const { hash } = await log()
        .selectFrom('access_log.entry')
        .select('hash')
        .where(sql<boolean>`${entry(w, 20)}`)
        .executeTakeFirstOrThrow()
      const forged = createHeadSigner(aLogKey('log-2').privateJwk)({ writer: w, sequence: 20, hash }, at, 'open')
      await sql`update access_log.head set hash = ${hash}, key_id = ${forged.key_id}, signature = ${forged.signature}
        where writer = ${w}::uuid and sequence = 20`.execute(log())
    },
  ],
  [
    'a head is made with another key that says it is ours',
    { sequence: 20, kind: 'forged head' },
    async w => {
      const [, second] = await headsOf(w)
      const other = createHeadSigner(aLogKey('log-1').privateJwk)
      const forged = other({ writer: w, sequence: 20, hash: second?.hash ?? '' }, at, 'open')
      await sql`update access_log.head set signature = ${forged.signature}
        where writer = ${w}::uuid and sequence = 20`.execute(log())
    },
  ],
])('%s: the first bad entry is named', async (_, fault, tamper) => {
  const writer = await aChain()
  await tamper(writer)
  expect(await faultsOf(writer)).toEqual([fault])
})

test('a chain that is deleted with its heads is missed only by heads that were kept elsewhere', async () => {
  const writer = await aChain()
  const kept = await headsOf(writer)
  await deleteEntries(writer, 1, 25)
  await deleteHeads(writer, 1)
  expect(await faultsOf(writer)).toEqual([])
  expect(await faultsOf(writer, kept)).toEqual([{ sequence: 1, kind: 'cut' }])
})

test('what is newer than the last head is counted, and a chain without an end is said to be open', async () => {
  const before = await verify()
  const written = await createAccessLog(database, { role: 'inserts', heads: { ...quiet, sign } })
  await written.record(...entries(3))
  const after = await verify()
  expect([after.unsigned - before.unsigned, after.open - before.open, after.entries - before.entries]).toEqual([
    3, 1, 3,
  ])
  await written.close()
  const closed = await verify()
  expect([closed.unsigned - before.unsigned, closed.open - before.open]).toEqual([0, 0])
})

test('a log that is written to while it is read is whole', async () => {
  const written = await createAccessLog(database, { role: 'inserts', heads: { ...quiet, sign } })
  const known = (await verify()).faults.length
  let isWriting = true
  const writing = (async () => {
    while (isWriting) await written.record(...entries(3))
  })()
  for (let round = 0; round < 5; round++) expect((await verify()).faults).toHaveLength(known)
  isWriting = false
  await writing
  await written.close()
})

test('entries from before disclosures and heads existed keep verifying', async () => {
  await using older = await aDatabase()
  const { '0001-entries': first } = accessLogMigrations
  if (!first) throw new Error('the first migration has gone')
  await migrate(older, 'access_log', { '0001-entries': first })
  const writer = crypto.randomUUID()
  let hash = genesis
  for (const sequence of [1, 2, 3]) {
    const old = {
      writer,
      sequence,
      at,
      register: 'vaccine',
      area: 'vaccinations',
      subject: 'kari',
      caller_kind: 'citizen',
      caller: 'pseudonym-of-kari',
      client: 'helsenorge-web',
      organisation: null,
      basis: 'self',
      purpose: 'own-insight',
      correlation_id: 'test',
    }
    hash = linkHash(hash, { ...old, format: 1 } as EntryRow)
    await older
      .as<{ 'access_log.entry': typeof old & { hash: string } }>()
      .insertInto('access_log.entry')
      .values({ ...old, hash })
      .execute()
  }
  const log = await createAccessLog(older, { heads: { ...quiet, sign } })
  await log.record(...entries(2))
  await log.close()
  expect(await verifyAccessLog(older, { checkHead })).toEqual({
    chains: 2,
    entries: 5,
    heads: 1,
    unsigned: 3,
    open: 1,
    faults: [],
  })
})
