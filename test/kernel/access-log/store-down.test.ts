import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHeadCheck, createHeadSigner } from '../../../subgraphs/kernel/access-log/heads.ts'
import { prepareAccessLog } from '../../../subgraphs/kernel/access-log/roles.ts'
import { verifyAccessLog } from '../../../subgraphs/kernel/access-log/verify.ts'
import { type AccessLogPlan, type BufferEvent, createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import { type Database, openDatabase } from '../../../subgraphs/kernel/database.ts'
import { aServerDatabase } from '../../database.ts'
import { type FaultProxy, startFaultProxy } from '../../fault-proxy.ts'
import { aLogKey, anEntry, at, entries } from './an-entry.ts'

/* A real PostgreSQL, and the network to it really cut. */
const server = process.env.TEST_DATABASE_URL
const unavailable = { code: 'ACCESS_LOG_UNAVAILABLE' }

describe.skipIf(!server)(
  `the access log on PostgreSQL${server ? '' : ' (skipped: TEST_DATABASE_URL is not set)'}`,
  () => {
    const key = aLogKey()
    const checkHead = createHeadCheck([key.publicJwk])
    const heads = { sign: createHeadSigner(key.privateJwk), everyMs: 3_600_000, everyEntries: 1_000 }
    const mark = crypto.randomUUID().slice(0, 8)
    const [writer, reader] = [`log_writer_${mark}`, `log_reader_${mark}`]
    let database: Awaited<ReturnType<typeof aServerDatabase>>
    let proxy: FaultProxy
    let writing: Database
    let directory: string
    let now: Date

    beforeAll(async () => {
      database = await aServerDatabase(server ?? '')
      await prepareAccessLog(database, { writer, reader })
      for (const role of [writer, reader]) {
        await sql`alter role ${sql.id(role)} login`.execute(database.as<unknown>())
      }
      proxy = await startFaultProxy(server ?? '')
      writing = await openDatabase({ url: throughProxy(), poolSize: 2 })
    })
    afterAll(async () => {
      await writing?.close()
      await proxy?.[Symbol.asyncDispose]()
      await sql`drop owned by ${sql.id(writer)}, ${sql.id(reader)}`.execute(database.as<unknown>())
      await sql`drop role ${sql.id(writer)}, ${sql.id(reader)}`.execute(database.as<unknown>())
      await database?.[Symbol.asyncDispose]()
    })
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'helsegraf-spool-'))
      now = at
    })
    afterEach(async () => {
      await proxy.become('none')
      rmSync(directory, { recursive: true, force: true })
    })

    function as(role: string): string {
      const url = new URL(database.url)
      url.username = role
      return url.href
    }

    function throughProxy(): string {
      const url = new URL(as(writer))
      url.port = new URL(proxy.url).port
      url.hostname = '127.0.0.1'
      return url.href
    }

    async function openLog(but: Partial<AccessLogPlan> = {}, on: Database = writing) {
      const events: BufferEvent['event'][] = []
      const log = await createAccessLog(on, {
        role: 'inserts',
        heads,
        buffer: { directory, bytes: 1024 * 1024, seconds: 30 },
        clock: () => now,
        report: ({ event }) => events.push(event),
        ...but,
      })
      const drained = () => vi.waitFor(() => expect(events).toContain('drained'), { timeout: 20_000 })
      return { ...log, events, drained, [Symbol.asyncDispose]: () => log.close() }
    }

    const write = (log: { record: (...all: ReturnType<typeof entries>) => Promise<void> }, correlationId: string) =>
      log.record(...entries(1, { correlationId }))

    /** In the order of the chain. */
    async function stored(like: string): Promise<string[]> {
      const { rows } = await sql<{ correlation_id: string }>`
      select correlation_id from access_log.entry where correlation_id like ${`${like}-%`}
      order by writer, sequence`.execute(database.as<unknown>())
      return rows.map(row => row.correlation_id)
    }

    const isWhole = async () => expect((await verifyAccessLog(database, { checkHead })).faults).toEqual([])

    test.each(['refuses', 'resets', 'swallows'] as const)(
      'a store that %s: lines are kept on the disk, and are in the store in their order once it is back',
      async fault => {
        const ids = [1, 2, 3, 4].map(number => `${fault}-${number}`)
        await using log = await openLog()
        await write(log, ids[0] ?? '')
        await proxy.become(fault)
        for (const id of ids.slice(1)) await write(log, id)
        expect(await stored(fault)).toEqual(ids.slice(0, 1))
        expect(log.events).toEqual(['buffering'])
        await proxy.become('none')
        await log.drained()
        expect(await stored(fault)).toEqual(ids)
        await isWhole()
      },
    )

    test('a commit whose answer is lost is not written twice', async () => {
      await using log = await openLog()
      await write(log, 'lost-1')
      // The answer comes after the log has given up waiting for it; by then the rows are in the store and on the disk.
      await proxy.become('none', { latencyMs: 2_500 })
      await write(log, 'lost-2')
      expect(log.events).toEqual(['buffering'])
      await proxy.become('none')
      await log.drained()
      expect(await stored('lost')).toEqual(['lost-1', 'lost-2'])
      await isWhole()
    })

    test('after the time that is allowed it is closed, and opens when the store is back', async () => {
      await using log = await openLog()
      await proxy.become('refuses')
      await write(log, 'closed-1')
      now = new Date(at.getTime() + 30_000)
      await write(log, 'closed-2')
      now = new Date(at.getTime() + 30_001)
      await expect(write(log, 'closed-3')).rejects.toMatchObject(unavailable)
      await proxy.become('none')
      await log.drained()
      await write(log, 'closed-4')
      expect(await stored('closed')).toEqual(['closed-1', 'closed-2', 'closed-4'])
      await isWhole()
    })

    test('a full disk closes it, and what is on it reaches the store', async () => {
      await using log = await openLog({ buffer: { directory, bytes: 80_000, seconds: 3_600 } })
      await proxy.become('refuses')
      let kept = 0
      await expect(
        (async () => {
          for (;;) {
            await log.record(...entries(20, { correlationId: 'full-x' }))
            kept += 20
          }
        })(),
      ).rejects.toMatchObject(unavailable)
      await proxy.become('none')
      await log.drained()
      expect(kept).toBeGreaterThan(0)
      expect(await stored('full')).toHaveLength(kept)
      await isWhole()
    })

    test.each([
      ['no buffer', undefined],
      ['no time to buffer', { bytes: 1024 * 1024, seconds: 0 }],
    ])('with %s it is closed at once', async (_, buffer) => {
      await using log = await openLog({ buffer: buffer && { ...buffer, directory } })
      await proxy.become('refuses')
      await expect(write(log, 'unbuffered-1')).rejects.toMatchObject(unavailable)
      await proxy.become('none')
      await write(log, 'unbuffered-2')
      await isWhole()
    })

    test('what the store refuses for want of a right is not kept for later: the log is closed', async () => {
      await using log = await openLog()
      await sql`revoke insert on access_log.entry from ${sql.id(writer)}`.execute(database.as<unknown>())
      await expect(write(log, 'refused-1')).rejects.toMatchObject(unavailable)
      await sql`grant insert on access_log.entry to ${sql.id(writer)}`.execute(database.as<unknown>())
      expect(log.events).toEqual([])
    })

    test('what a killed process has promised is in the store after the next start', async () => {
      const child = fork(new URL('writing-process.ts', import.meta.url), { execArgv: [] })
      const gone = once(child, 'exit')
      let [promised, isBuffering] = [0, false]
      child.on('message', message => {
        if (typeof message === 'number') promised = message
        isBuffering ||= message === 'buffering'
      })
      child.send({ url: throughProxy(), directory })
      await vi.waitFor(() => expect(promised).toBeGreaterThan(0), { timeout: 60_000 })
      await proxy.become('refuses')
      await vi.waitFor(() => expect(isBuffering).toBe(true), { timeout: 20_000 })
      const before = promised
      await vi.waitFor(() => expect(promised).toBeGreaterThan(before + 5), { timeout: 20_000 })
      child.kill('SIGKILL')
      await gone
      await proxy.become('none')
      expect(await stored('killed').then(ids => ids.length)).toBeLessThan(promised)
      await using log = await openLog()
      await log.drained()
      const ids = await stored('killed')
      // The last may have been durable when the kill came before it was told.
      expect(ids.length).toBeGreaterThanOrEqual(promised)
      expect(ids).toEqual(ids.map((_, index) => `killed-${index + 1}`))
      await isWhole()
      await vi.waitFor(() => expect(readdirSync(directory).filter(name => name.endsWith('.sqlite'))).toHaveLength(1))
    }, 120_000)

    describe('its roles', () => {
      let asWriter: Database
      let asReader: Database
      beforeAll(async () => {
        asWriter = await openDatabase({ url: as(writer), poolSize: 1 })
        asReader = await openDatabase({ url: as(reader), poolSize: 1 })
      })
      afterAll(() => Promise.all([asWriter.close(), asReader.close()]))

      const statements = {
        insert: `insert into access_log.entry (writer) select null::uuid where false`,
        select: 'select 1 from access_log.entry limit 1',
        update: `update access_log.entry set area = 'tests'`,
        delete: 'delete from access_log.entry',
        truncate: 'truncate access_log.entry',
        'read heads': 'select 1 from access_log.head limit 1',
        'delete heads': 'delete from access_log.head',
        'drop the table': 'drop table access_log.entry',
        'take the trigger away': 'alter table access_log.entry disable trigger all',
      } as const

      test.each<[keyof typeof statements, boolean, boolean]>([
        ['insert', true, false],
        ['select', false, true],
        ['update', false, false],
        ['delete', false, false],
        ['truncate', false, false],
        ['read heads', false, true],
        ['delete heads', false, false],
        ['drop the table', false, false],
        ['take the trigger away', false, false],
      ])('%s: the writer %s, the reader %s', async (what, writerMay, readerMay) => {
        const tries = (on: Database) =>
          sql
            .raw(statements[what])
            .execute(on.as<unknown>())
            .then(
              () => true,
              error => {
                expect((error as { code: string }).code).toBe('42501')
                return false
              },
            )
        expect([await tries(asWriter), await tries(asReader)]).toEqual([writerMay, readerMay])
      })

      test('a writer that cannot read writes a chain that is whole', async () => {
        const log = await createAccessLog(asWriter, { role: 'inserts', heads })
        await log.record(anEntry())
        await log.record(...entries(3))
        await log.close()
        await isWhole()
      })

      test('a role that may not insert, or tables that are not there, are told of at start', async () => {
        await expect(createAccessLog(asReader, { role: 'inserts' })).rejects.toThrow(/permission denied/)
        await using empty = await aServerDatabase(server ?? '')
        await expect(createAccessLog(empty, { role: 'inserts' })).rejects.toThrow(/does not exist/)
      })
    })
  },
)
