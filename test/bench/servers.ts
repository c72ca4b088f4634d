import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { passingSecrets } from '../../local/secrets.ts'
import { createCitizens } from './citizens.ts'
import { createDoctors, type Doctors } from './doctors.ts'
import { type CpuTime, packSecrets, type ServerPlan, type Started } from './server-process.ts'

/** Servers in processes of their own, so that their CPU time is theirs alone. */
export type Servers = AsyncDisposable & {
  readonly url: string
  readonly tokens: readonly string[]
  /** The citizens’ numbers, in the order of their tokens. */
  readonly identifiers: readonly string[]
  readonly doctors: Doctors
  /** CPU time so far, microseconds: all of our processes, and the gateway's alone. */
  cpu(): Promise<{ total: number; gateway: number; rssMb: number }>
}

export type Arrangement = {
  readonly transport: 'in-process' | 'http'
  readonly size: number
  readonly citizens: number
  /** An existing database that has its population; else one is made and filled. */
  readonly databaseUrl?: string
  /** `off`: without identity, grants and access log. */
  readonly access?: 'on' | 'off'
}

export const postgresUrl =
  process.env.BENCH_DATABASE_URL ?? process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const withoutAccess = new URL('access/without-access.js', import.meta.url).href
const flags = ['--min-semi-space-size=32', '--max-semi-space-size=32', '--no-allocation-site-pretenuring']

async function spawn(plan: ServerPlan): Promise<{ child: ChildProcess; started: Started }> {
  const child = fork(new URL('server-process.js', import.meta.url), {
    execArgv: plan.access === 'off' ? [...flags, '--import', withoutAccess] : flags,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send({ type: 'start', plan })
  const [started] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`the ${plan.role} process ended while starting`))),
  ])) as [Started]
  return { child, started }
}

async function cpuOf(child: ChildProcess): Promise<CpuTime> {
  child.send({ type: 'cpu' })
  const [answer] = (await once(child, 'message')) as [CpuTime]
  return answer
}

export async function startServers({
  transport,
  size,
  citizens: many,
  databaseUrl,
  access = 'on',
}: Arrangement): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  const [citizens, doctors] = await Promise.all([createCitizens(), createDoctors()])
  const secrets = packSecrets(await passingSecrets())
  const base = {
    size,
    citizens: many,
    secrets,
    folder,
    access,
    publicKey: citizens.publicKey,
    staffKey: doctors.publicKey,
  }
  const scratch = transport === 'http' && databaseUrl === undefined ? await createScratchDatabase() : undefined
  const place = databaseUrl ?? scratch?.url
  const first = await spawn({
    ...base,
    role: transport === 'http' ? 'registries' : 'everything',
    ...(place !== undefined && { databaseUrl: place }),
  })
  const second =
    transport === 'http'
      ? await spawn({
          ...base,
          role: 'gateway',
          ...(first.started.subgraphUrls && { subgraphUrls: first.started.subgraphUrls }),
        })
      : undefined
  const gateway = second ?? first
  const children = [first.child, ...(second ? [second.child] : [])]
  return {
    url: `${gateway.started.url}/graphql`,
    tokens: await Promise.all(first.started.identifiers.map(identifier => citizens.tokenOf(identifier))),
    identifiers: first.started.identifiers,
    doctors,
    async cpu() {
      const all = await Promise.all(children.map(cpuOf))
      return {
        total: all.reduce((sum, { micros }) => sum + micros, 0),
        gateway: all.at(-1)?.micros ?? 0,
        rssMb: all.reduce((sum, { rssMb }) => sum + rssMb, 0),
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children.map(async child => {
          const gone = once(child, 'exit')
          child.disconnect()
          await gone
        }),
      )
      await rm(folder, { recursive: true, force: true })
      await scratch?.drop()
    },
  }
}

/** A database of its own on the server, dropped afterwards. */
export async function createScratchDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `helsegraf_bench_${process.pid}_${Math.floor(performance.now())}`
  await onServer(`create database ${name}`)
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
  } catch (cause) {
    throw new Error('no PostgreSQL answers: set BENCH_DATABASE_URL to one where databases may be made', { cause })
  }
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
