import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLedger, type Ledger, type LedgerEntry } from '../../../subgraphs/certificate/store/ledger.ts'
import { type CertificateTables, certificateMigrations } from '../../../subgraphs/certificate/store/tables.ts'
import { migrate, openDatabase } from '../../../subgraphs/kernel/database.ts'
import { aServerDatabase } from '../../database.ts'
import { aKeyedSigner } from '../dcc/issuing.ts'
import type { FromReplica, ReplicaPlan, ToReplica } from './issuing-process.ts'

/*
 * What is promised to whoever got a certificate: its row is in the ledger, whatever was killed and when. Replicas are
 * processes on one real PostgreSQL, killed with SIGKILL.
 */
const server = process.env.TEST_DATABASE_URL
const redisUrl = process.env.TEST_REDIS_URL
/** More of them in a longer run: DURABILITY_KILLS=100. */
const kills = Number(process.env.DURABILITY_KILLS ?? 6)
/** The same program is started again and again: compiling it once halves that. */
const compiled = await mkdtemp(join(tmpdir(), 'helsegraf-compiled-'))
afterAll(() => rm(compiled, { recursive: true, force: true }))

type Got = { readonly event: string; readonly uvci: string; readonly hc1: string }

type Replica = {
  readonly child: ChildProcess
  /** The certificate, or undefined when the replica refused or died first. */
  issue(event: string): Promise<Got | undefined>
  told(type: 'signed'): Promise<void>
  kill(): Promise<void>
}

async function aReplica(plan: ReplicaPlan): Promise<Replica> {
  const child = fork(new URL('issuing-process.ts', import.meta.url), {
    execArgv: [],
    env: { NODE_COMPILE_CACHE: compiled },
  })
  const gone = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await gone
  })
  const waiting = new Map<number, (answer: FromReplica | undefined) => void>()
  const signed = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  child.on('message', (message: FromReplica) => {
    if (!('id' in message)) {
      const milestone = message.type === 'started' ? started : signed
      milestone.resolve()
      return
    }
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
  })
  child.once('exit', () => {
    started.reject(new Error('the replica ended while it started'))
    for (const answer of waiting.values()) answer(undefined)
    waiting.clear()
  })
  const send = (message: ToReplica) => child.send(message, () => {})
  send({ type: 'start', plan })
  await started.promise
  let nextId = 0
  return {
    child,
    async issue(event) {
      if (child.exitCode !== null || child.signalCode !== null) return undefined
      const id = nextId++
      const answer = await new Promise<FromReplica | undefined>(resolve => {
        waiting.set(id, resolve)
        send({ type: 'issue', id, event })
      })
      return answer?.type === 'issued' ? { event, uvci: answer.uvci, hc1: answer.hc1 } : undefined
    },
    told: () => signed.promise,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function anInstallation() {
  const database = await aServerDatabase(server ?? '')
  onTestFinished(() => database[Symbol.asyncDispose]())
  await migrate(database, 'certificate', certificateMigrations)
  const now = Date.now()
  const { signer, key } = aKeyedSigner({
    notBefore: new Date(now - 86_400_000),
    notAfter: new Date(now + 2 * 365 * 86_400_000),
  })
  const plan: ReplicaPlan = {
    databaseUrl: database.url,
    signer: {
      privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: signer.certificate.toString(),
    },
    secret: randomBytes(32).toString('base64'),
  }
  const tables = database.as<CertificateTables>()
  return {
    plan,
    tables,
    rows: () => tables.selectFrom('certificate.issuance').selectAll().execute(),
    signatures: () => tables.selectFrom('certificate.signature').selectAll().execute(),
  }
}

function anEntry(name: string): LedgerEntry {
  return {
    issue_key: name,
    uvci: `URN:UVCI:01:NO:VAK/${name}`,
    kind: 'vaccination',
    subject: `subject of ${name}`,
    key_id: 'AAAAAAAAAAA=',
    rules_version: '1',
    recorded_at: new Date(),
    expires_at: new Date(Date.now() + 86_400_000),
  }
}

describe.skipIf(!server)(
  `issuing on real PostgreSQL${server ? '' : ' (skipped: TEST_DATABASE_URL is not set)'}`,
  () => {
    const hundredAtOnce = async (redis: string | undefined) => {
      const { plan, rows, signatures } = await anInstallation()
      const own = { ...plan, redisUrl: redis }
      const replicas = await Promise.all([aReplica(own), aReplica(own)])
      const got = await Promise.all(Array.from({ length: 100 }, (_, index) => replicas[index % 2]?.issue('the same')))
      expect(new Set(got.map(one => one?.uvci)).size).toBe(1)
      expect(new Set(got.map(one => one?.hc1)).size).toBe(1)
      expect(got[0]?.hc1).toMatch(/^HC1:/)
      expect(await rows()).toMatchObject([{ uvci: got[0]?.uvci }])
      expect(await signatures()).toHaveLength(1)
    }

    test('two replicas asked for the same a hundred times at once give one id and one text', () =>
      hundredAtOnce(undefined))

    test.skipIf(!redisUrl)(
      `so they do with Redis between them${redisUrl ? '' : ' (skipped: TEST_REDIS_URL is not set)'}`,
      () => hundredAtOnce(redisUrl),
    )

    test('ledgers that are given the same many rows in opposite orders never wait for each other', async () => {
      const { plan, rows, tables } = await anInstallation()
      const another = await openDatabase({ url: plan.databaseUrl, poolSize: 1 })
      onTestFinished(() => another.close())
      const secret = Buffer.from(plan.secret, 'base64')
      const ledgers = [createLedger(tables, secret), createLedger(another.as<CertificateTables>(), secret)] as const
      for (let round = 0; round < 20; round++) {
        const entries = Array.from({ length: 400 }, (_, index) => anEntry(`${round} ${index}`))
        const signature = { signature: randomBytes(64), issuedAt: new Date() }
        const fill = async (ledger: Ledger, own: readonly LedgerEntry[]) => {
          await Promise.all(own.map(entry => ledger.record(entry)))
          await Promise.all(own.map(entry => ledger.keep(entry.issue_key, signature, entry.expires_at)))
        }
        await Promise.all([fill(ledgers[0], entries), fill(ledgers[1], entries.toReversed())])
      }
      expect(await rows()).toHaveLength(20 * 400)
    })

    test('a replica killed between signing and storing leaves a row that can be revoked; the next one issues under it', async () => {
      const { plan, rows, signatures } = await anInstallation()
      const dying = await aReplica({ ...plan, stopsAfterSigning: true })
      const asked = dying.issue('an orphan')
      await dying.told('signed')
      await dying.kill()
      expect(await asked).toBeUndefined()
      const orphans = await rows()
      expect(orphans).toMatchObject([{ kind: 'vaccination', subject: 'subject of an orphan' }])
      expect(await signatures()).toEqual([])
      const next = await aReplica(plan)
      const got = await next.issue('an orphan')
      expect(got?.uvci).toBe(orphans[0]?.uvci)
      expect(await rows()).toEqual(orphans)
    })

    test(
      `${kills} kills under load lose nothing: what a client got is in the ledger, and is given again to the letter`,
      async () => {
        const { plan, rows } = await anInstallation()
        const received: Got[] = []
        let replicas = await Promise.all([aReplica(plan), aReplica(plan)])
        let event = 0
        let isOver = false
        const clientsOf = (which: 0 | 1) =>
          Array.from({ length: 4 }, async () => {
            while (!isOver) {
              const got = await replicas[which]?.issue(`event ${event++}`)
              if (got) received.push(got)
              else await wait(5)
            }
          })
        const clients = [...clientsOf(0), ...clientsOf(1)]
        const perKill: number[] = []
        for (let kill = 0; kill < kills; kill++) {
          const before = received.length
          await wait(20 + Math.random() * 100)
          const [one, other] = replicas as [Replica, Replica]
          await (kill % 2 === 0 ? one : other).kill()
          perKill.push(received.length - before)
          const fresh = await aReplica(plan)
          replicas = kill % 2 === 0 ? [fresh, other] : [one, fresh]
        }
        isOver = true
        await Promise.all(clients)

        const recorded = new Set((await rows()).map(({ uvci }) => uvci))
        expect(received.filter(({ uvci }) => !recorded.has(uvci))).toEqual([])
        expect(new Set(received.map(({ uvci }) => uvci)).size).toBe(received.length)
        expect(perKill.filter(count => count > 0).length).toBeGreaterThan(kills / 2)
        const sample = received.filter((_, index) => index % Math.ceil(received.length / 500) === 0)
        const again = await Promise.all(sample.map(({ event }) => replicas[0]?.issue(event)))
        expect(again).toEqual(sample)
      },
      120_000 + kills * 20_000,
    )
  },
)
