import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { graphqlSync } from 'graphql'
import { percentile, progress, type Report } from '../report.ts'
import { type LoadGenerator, startLoadGenerator } from '../wire/load.ts'
import { leaveFirstCore, type PinnedProcess, startPinned } from '../wire/pinned-process.ts'
import { untilReady } from '../wire/until-ready.ts'
import { type Contender, type Contestant, contenders, type Site } from './contenders.ts'
import { installPeers } from './peer-packages.ts'
import { bodyOf, type QueryName, queries, queryNames } from './queries.ts'
import { type Measured, type Results, reportOf } from './results.ts'
import { shopSupergraph, wholeShop } from './shop.ts'
import type { SubgraphsAsked, SubgraphsStarted } from './subgraphs-process.ts'

/*
 * How many requests a second one core answers, ours beside other gateways and two floors: one core for the gateway, the
 * other for load and subgraphs, which answer ready bytes from memory. Fifty connections, a token for every request, the
 * same answer from everybody, proven before anything is measured. README.md beside this folder says how to read it.
 */
const connections = 50
const patienceMs = 30_000

type Pace = {
  /** Of each contender; the rounds meet them in turn. */
  readonly processes: number
  readonly rounds: number
  readonly seconds: number
  /** Before each of these: who has been idle for a minute finds its memory elsewhere. */
  readonly leadInSeconds: number
  /** Of each process; several, for what has been made fast for one query is made anew after the next. */
  readonly warmUps: number
  readonly warmUpSeconds: number
}
const thorough: Pace = { processes: 2, rounds: 6, seconds: 2, leadInSeconds: 1, warmUps: 3, warmUpSeconds: 4 }
const quick: Pace = { processes: 1, rounds: 1, seconds: 2, leadInSeconds: 0, warmUps: 1, warmUpSeconds: 2 }

/** A contender, started several times: two processes of the same program differ by a tenth and more. */
type Entered = { readonly key: string; readonly contender: Contender; readonly entries: readonly Entry[] }

/** A process that runs, and how long its right answer to each query is. */
type Entry = Contestant & { readonly running: PinnedProcess; readonly bytes: Map<QueryName, number> }

/** Options: `--quick`, and `--only ours,join` to choose contenders. */
export async function benchGateway(options: readonly string[]): Promise<Report> {
  leaveFirstCore()
  const pace = options.includes('--quick') ? quick : thorough
  const chosen = chooseFrom(contenders, options)
  if (chosen.some(([, { isPeer }]) => isPeer)) await installPeers()
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const subgraphs = stack.use(
    startPinned({
      name: 'subgraphs',
      command: process.execPath,
      args: [new URL('subgraphs-process.js', import.meta.url).pathname],
      core: 1,
      ipc: true,
    }),
  )
  const { url } = (await subgraphs.ask('start')) as SubgraphsStarted
  const site: Site = { folder, subgraphs: url, supergraph: join(folder, 'supergraph.graphql') }
  await writeFile(
    site.supergraph,
    shopSupergraph(name => `${url}/${name}`),
  )
  const load = stack.use(startLoadGenerator())
  const entered: Entered[] = []
  for (const [key, contender] of chosen) {
    const entries: Entry[] = []
    for (let count = 0; count < pace.processes; count++) entries.push(await enter(contender, site, stack))
    entered.push({ key, contender, entries })
    progress(`${contender.label} is up and answers as it should`)
  }
  return reportOf(await measureAll(entered, { load, subgraphs, pace }))
}

function chooseFrom(all: Readonly<Record<string, Contender>>, options: readonly string[]): [string, Contender][] {
  const at = options.indexOf('--only')
  if (at < 0) return Object.entries(all)
  return (options[at + 1] ?? '').split(',').map(key => {
    const contender = all[key]
    if (!contender) throw new Error(`--only takes some of ${Object.keys(all).join(', ')}`)
    return [key, contender]
  })
}

/** Starts a contender and proves its answers: nobody is measured who answers something else. */
async function enter(contender: Contender, site: Site, stack: AsyncDisposableStack): Promise<Entry> {
  const contestant = await contender.enter(site)
  if (contestant.dispose) stack.defer(contestant.dispose)
  const running = stack.use(startPinned(contestant.program))
  const { url, tokens } = contestant
  const bytes = new Map<QueryName, number>()
  for (const name of queryNames) {
    const token = typeof tokens === 'string' ? tokens : (tokens[0] ?? '')
    const text = await untilReady(running, { url, body: bodyOf(name), token })
    const answer = JSON.parse(text) as { data?: unknown; errors?: unknown }
    const { data } = graphqlSync({ ...wholeShop(), source: queries[name] })
    if (answer.errors !== undefined || !isDeepStrictEqual(answer.data, JSON.parse(JSON.stringify(data))))
      throw new Error(`${contender.label} answers ${name} wrongly: ${text.slice(0, 800)}`)
    bytes.set(name, Buffer.byteLength(text))
  }
  return { ...contestant, running, bytes }
}

type Arena = { readonly load: LoadGenerator; readonly subgraphs: PinnedProcess; readonly pace: Pace }

/** Round after round, everybody in turn, so that a busy spell of the machine meets all alike. Before them, all warm up. */
async function measureAll(entered: readonly Entered[], arena: Arena): Promise<Results> {
  const { processes, rounds, seconds, leadInSeconds, warmUps, warmUpSeconds } = arena.pace
  const results = entered.map(({ key, contender: { label } }) => ({ key, label, byQuery: emptyRounds() }))
  const before = processes * warmUps
  for (let round = -before; round < rounds; round++) {
    const isWarmUp = round < 0
    for (const name of queryNames) {
      const figures: string[] = []
      for (const [index, { key, contender, entries }] of entered.entries()) {
        const entry = entries[(round + before) % processes] as Entry
        if (!isWarmUp && leadInSeconds > 0) await measure(entry, contender.label, name, leadInSeconds, arena)
        const measured = await measure(entry, contender.label, name, isWarmUp ? warmUpSeconds : seconds, arena)
        if (!isWarmUp) results[index]?.byQuery[name].push(measured)
        figures.push(`${key} ${measured.perSecond.toFixed(0)}`)
      }
      const which = isWarmUp ? `warm-up ${round + before + 1} of ${before}` : `round ${round + 1} of ${rounds}`
      progress(`${which}, ${name}, requests/s: ${figures.join(', ')}`)
    }
  }
  return results
}

const emptyRounds = (): Record<QueryName, Measured[]> => ({ small: [], medium: [], large: [], list: [] })

async function measure(
  { url, tokens, bytes, running }: Entry,
  label: string,
  name: QueryName,
  seconds: number,
  { load, subgraphs }: Arena,
): Promise<Measured> {
  const asked = (await subgraphs.ask('asked')) as SubgraphsAsked
  const cpu = running.cpuMicros()
  const answers = await load.run({
    url,
    body: bodyOf(name),
    connections,
    seconds,
    tokens: typeof tokens === 'string' ? `${tokens}-${Date.now()}` : tokens,
    judge: { kind: 'length', bytes: bytes.get(name) ?? 0 },
    patienceMs,
  })
  const spent = running.cpuMicros() - cpu
  const askedAfter = (await subgraphs.ask('asked')) as SubgraphsAsked
  if (answers.firstBad !== undefined) progress(`${label}, ${name}, not as proven: ${answers.firstBad}`)
  const ms = [...answers.ms.filter((_, index) => answers.verdicts[index] === 0)]
  // What wrong answers cost is carried by the right ones.
  const right = Math.max(1, ms.length)
  const share = ms.length / Math.max(1, answers.ms.length)
  return {
    perSecond: (answers.inTime / answers.seconds) * share,
    wrong: 1 - share,
    cpuMicros: spent / right,
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
    rssMb: running.rssMb(),
    fetches: (askedAfter.count - asked.count) / right,
  }
}
