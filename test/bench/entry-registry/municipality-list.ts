import { readFileSync } from 'node:fs'
import { openDatabase } from '../../../subgraphs/kernel/database.ts'
import { median, progress, type Report, rounded } from '../report.ts'
import { createScratchDatabase } from '../servers.ts'
import { openRegistries } from './registries-in-process.ts'
import { byHand, fillTravellers } from './travellers.ts'

/*
 * A municipality with ten thousand travellers asks for those with a negative answer, a page of a hundred: by the graph
 * (three registries and the gateway's engine in this process, PostgreSQL beside it), and by one hand-written statement
 * over all the tables. CPU time is this process's and PostgreSQL's backends' together; rounds are interleaved.
 */
const query = `{ municipality(number: "4601") { travellers(purpose: QUARANTINE, first: 100, filter: { testStatuses: [NEGATIVE] }) {
  totalCount edges { node { id toFollowUp testStatus entry { name travelledOn phone language }
    person { name { full } testResults { outcome state sampledAt } } } } } } }`

const travellers = 10_000
const others = 40_000

export async function benchMunicipalityList(options: readonly string[]): Promise<Report> {
  const rounds = options.includes('--quick') ? 5 : 25
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url, statementTimeoutMs: 120_000 })
  try {
    const office = await openRegistries(database)
    await fillTravellers(database, { travellers, others })
    progress(`${travellers} travellers to one kommune, ${others} to others`)
    const backends = await backendsOf(scratch.url)
    const measured = { graph: [] as Measured[], sql: [] as Measured[] }
    for (let round = -2; round < rounds; round++) {
      const graph = await measure(backends, () => office.ask(query))
      const sql = await measure(backends, () => byHand(database))
      if (round === -2) compare(graph.answer, sql.answer)
      if (round < 0) continue
      measured.graph.push(graph)
      measured.sql.push(sql)
    }
    return toReport(measured)
  } finally {
    await database.close()
    await scratch.drop()
  }
}

type Measured = {
  readonly cpuMs: number
  readonly postgresMs: number
  readonly wallMs: number
  readonly answer: string
}

/** Both must have found the same, or they are not to be compared. */
function compare(graph: string, sql: string): void {
  const ours = JSON.parse(graph).data.municipality.travellers
  const hand = JSON.parse(sql)
  const ids = (edges: { node: { id: string } }[]) => edges.map(({ node }) => node.id).join()
  if (ours.totalCount !== hand.totalCount || ids(ours.edges) !== ids(hand.edges) || ours.edges.length !== 100)
    throw new Error('the graph and the statement do not answer alike')
}

function toReport({ graph, sql }: { readonly graph: readonly Measured[]; readonly sql: readonly Measured[] }): Report {
  const row = (how: string, all: readonly Measured[]) => ({
    how,
    'CPU ms': rounded(median(all.map(one => one.cpuMs))),
    'of it PostgreSQL ms': rounded(median(all.map(one => one.postgresMs))),
    'wall ms': rounded(median(all.map(one => one.wallMs))),
    bytes: all[0]?.answer.length ?? 0,
  })
  const cpuOverSql = rounded(median(graph.map(one => one.cpuMs)) / median(sql.map(one => one.cpuMs)))
  return { name: 'municipality-list', rows: [row('graph', graph), row('one statement', sql)], ratios: { cpuOverSql } }
}

type Backends = () => number

/** CPU time of all backends of a database that this process has opened, in milliseconds. */
async function backendsOf(url: string): Promise<() => Promise<Backends>> {
  const database = await openDatabase({ url, poolSize: 1 })
  return async () => {
    const { sql } = await import('kysely')
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
      database.as<unknown>(),
    )
    return () => rows.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0)
  }
}

/** User and kernel time of a process: fields 14 and 15 of its stat, in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Several times over, since a backend's CPU time is told in steps of ten milliseconds. */
const repeats = 10

async function measure(backends: () => Promise<Backends>, ask: () => Promise<string>): Promise<Measured> {
  const postgres = await backends()
  const [before, postgresBefore, began] = [process.cpuUsage(), postgres(), performance.now()]
  let answer = ''
  for (let at = 0; at < repeats; at++) answer = await ask()
  const wallMs = (performance.now() - began) / repeats
  const { user, system } = process.cpuUsage(before)
  const postgresMs = (postgres() - postgresBefore) / repeats
  return { cpuMs: (user + system) / 1000 / repeats + postgresMs, postgresMs, wallMs, answer }
}
