import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ourGateway } from '../gateway/contenders.ts'
import { percentile, progress, type Report, rounded } from '../report.ts'
import { type Answers, startLoadGenerator } from '../wire/load.ts'
import { leaveFirstCore, startPinned } from '../wire/pinned-process.ts'
import { untilReady } from '../wire/until-ready.ts'
import { dataWithoutTests, query, registersSupergraph, wholeData } from './registers.ts'
import type { Health } from './registers-process.ts'

/*
 * One of three registers hangs, then answers 500, then is well again, while 64 clients keep asking our gateway for all
 * three. What it costs those who wanted the other two, and how soon everything is as before.
 */
const connections = 64
/** Longer than any deadline of the gateway's: it is the one that gives up. */
const patienceMs = 30_000

type Seconds = { readonly warmUp: number; readonly phase: Readonly<Record<PhaseName, number>> }
type PhaseName = 'healthy' | 'hangs' | 'answers 500' | 'well again'
/** A hanging phase has to be longer than the gateway's patience, or nobody would be seen giving up. */
const thorough: Seconds = { warmUp: 5, phase: { healthy: 10, hangs: 30, 'answers 500': 15, 'well again': 15 } }
const quick: Seconds = { warmUp: 2, phase: { healthy: 3, hangs: 12, 'answers 500': 11, 'well again': 6 } }

const healthIn: Readonly<Record<PhaseName, Health>> = {
  healthy: 'well',
  hangs: 'hangs',
  'answers 500': 'answers 500',
  'well again': 'well',
}

/** Times in milliseconds since 1970. */
type Phase = { readonly name: PhaseName; readonly from: number; readonly to: number }

/** Option: `--quick`. */
export async function benchOutage(options: readonly string[]): Promise<Report> {
  leaveFirstCore()
  const seconds = options.includes('--quick') ? quick : thorough
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const registers = stack.use(
    startPinned({
      name: 'registers',
      command: process.execPath,
      args: [new URL('registers-process.js', import.meta.url).pathname],
      core: 1,
      ipc: true,
    }),
  )
  const { url: registersUrl } = (await registers.ask('start')) as { url: string }
  const supergraph = join(folder, 'supergraph.graphql')
  await writeFile(supergraph, registersSupergraph(registersUrl))
  const { program, url } = await ourGateway(supergraph, { OPEN_ACCESS: 'true' })
  const gateway = stack.use(startPinned(program))
  const body = JSON.stringify({ query })
  await untilReady(gateway, { url, body, token: 'any' })
  const load = stack.use(startLoadGenerator())
  const asking = {
    url,
    body,
    connections,
    patienceMs,
    tokens: 'token',
    judge: { kind: 'rest', whole: wholeData, rest: dataWithoutTests },
  } as const
  await load.run({ ...asking, seconds: seconds.warmUp })

  const all = Object.values(seconds.phase).reduce((sum, one) => sum + one, 0)
  const answering = load.run({ ...asking, seconds: all })
  const phases: Phase[] = []
  for (const [name, length] of Object.entries(seconds.phase) as [PhaseName, number][]) {
    await registers.ask(healthIn[name])
    const from = performance.timeOrigin + performance.now()
    progress(`${name}, for ${length} s`)
    await wait(length * 1_000)
    phases.push({ name, from, to: performance.timeOrigin + performance.now() })
  }
  const answers = await answering
  if (answers.firstBad !== undefined) progress(`the first answer that was not whole: ${answers.firstBad.slice(0, 300)}`)
  return reportOf(phases, answers)
}

type Figures = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly whole: number
  readonly completeElsewhere: number
}

/** Of the answers that came within a time. Where none came, everybody waited all of it, at least. */
function figuresOf({ finishedAt, ms, verdicts }: Answers, from: number, to: number): Figures {
  const within = [...finishedAt.keys()].filter(index => {
    const at = finishedAt[index] as number
    return at >= from && at < to
  })
  const waited = within.length > 0 ? within.map(index => ms[index] as number) : [to - from]
  const share = (isGood: (verdict: number) => boolean) =>
    within.filter(index => isGood(verdicts[index] as number)).length / Math.max(1, within.length)
  return {
    perSecond: within.length / ((to - from) / 1_000),
    p50Ms: percentile(waited, 0.5),
    p99Ms: percentile(waited, 0.99),
    whole: share(verdict => verdict === 0),
    completeElsewhere: share(verdict => verdict < 2),
  }
}

function reportOf(phases: readonly Phase[], answers: Answers): Report {
  const figures = new Map(phases.map(phase => [phase.name, figuresOf(answers, phase.from, phase.to)]))
  const healthy = figures.get('healthy') as Figures
  const hangs = figures.get('hangs') as Figures
  const last = phases.at(-1) as Phase
  return {
    name: 'outage',
    rows: [...figures].map(([name, one]) => ({
      'the register': name,
      'requests/s': rounded(one.perSecond),
      'p50 ms': rounded(one.p50Ms),
      'p99 ms': rounded(one.p99Ms),
      'whole answers %': rounded(one.whole * 100),
      'complete elsewhere %': rounded(one.completeElsewhere * 100),
    })),
    ratios: {
      'hang.rpsOverHealthy': rounded(hangs.perSecond / healthy.perSecond),
      'hang.p50OverHealthy': rounded(hangs.p50Ms / healthy.p50Ms),
      recoverySeconds: rounded(recoverySeconds(answers, last, healthy)),
    },
  }
}

const windowMs = 250
const wholeEnough = 0.99
const fastEnough = 0.8

/**
 * From the register's being well again to the end of the first quarter of a second in which nearly all answers are whole
 * and come nearly as fast as before. The length of the last phase where that never happened.
 */
function recoverySeconds(answers: Answers, { from, to }: Phase, healthy: Figures): number {
  for (let at = from; at + windowMs <= to; at += windowMs) {
    const { whole, perSecond } = figuresOf(answers, at, at + windowMs)
    if (whole >= wholeEnough && perSecond >= fastEnough * healthy.perSecond) return (at + windowMs - from) / 1_000
  }
  return (to - from) / 1_000
}
