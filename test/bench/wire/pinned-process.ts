import { type ChildProcess, type Serializable, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

/** A program on one core: what it costs is read from /proc, of it and of all that it starts. */
export type PinnedProcess = AsyncDisposable & {
  readonly name: string
  /** CPU time so far, microseconds; user and kernel. */
  cpuMicros(): number
  rssMb(): number
  /** Tells the program itself, not what holds it to its core. */
  signal(signal: NodeJS.Signals): void
  /** The processes that the program keeps. */
  children(): readonly number[]
  /** The answer to one message; only of programs that speak over IPC. One question at a time. */
  ask(message: Serializable): Promise<unknown>
  /** Throws, with the end of what it printed, when the program has ended. */
  assertRunning(): void
}

export type Program = {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly core: 0 | 1
  readonly env?: Readonly<Record<string, string>>
  /** Whether it is one of our own programs that talk with the benchmark. */
  readonly ipc?: boolean
  readonly cwd?: string
}

/** No program outlives this, whatever becomes of the benchmark that started it. */
const longestSeconds = 2 * 60 * 60
const patienceMs = 4_000
const printedCharacters = 3_000
const microsPerTick = 10_000

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})
// Whoever stops the benchmark stops what it started.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))

/**
 * Keeps this process off core 0.
 * @throws where programs cannot be held to a core or measured
 */
export function leaveFirstCore(): void {
  const canPin = spawnSync('taskset', ['-c', '1', 'timeout', '1', 'true']).status === 0
  if (canPin && readdirSync('/proc/self').includes('stat')) {
    // The benchmark itself stays off the gateway's core.
    spawnSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)])
    return
  }
  throw new Error('this benchmark needs Linux with two cores, and the commands taskset and timeout')
}

export function startPinned({ name, command, args, core, env, ipc = false, cwd }: Program): PinnedProcess {
  const bounded = ['-c', String(core), 'timeout', '--kill-after=5', String(longestSeconds), command, ...args]
  const child = spawn('taskset', bounded, {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    ...(ipc && { serialization: 'advanced' as const }),
    ...(cwd !== undefined && { cwd }),
  })
  // A gateway may write a line for every request: nothing is done with it but to keep the last pieces.
  let last: readonly Buffer[] = []
  const print = (bytes: Buffer) => {
    last = [...last.slice(-1), bytes]
  }
  const printed = () => Buffer.concat(last).toString('utf8').slice(-printedCharacters)
  child.stdout?.on('data', print)
  child.stderr?.on('data', print)
  running.add(child)
  const assertRunning = () => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} has ended:\n${printed()}`)
  }
  return {
    name,
    cpuMicros: () => tree(child.pid).reduce((sum, pid) => sum + ticksOf(pid) * microsPerTick, 0),
    rssMb: () => tree(child.pid).reduce((sum, pid) => sum + rssOf(pid), 0),
    assertRunning,
    signal: signal => void process.kill(programOf(child.pid), signal),
    children: () => childrenOf(programOf(child.pid)),
    async ask(message) {
      assertRunning()
      const settled = new AbortController()
      const answered = once(child, 'message', { signal: settled.signal })
      const ended = once(child, 'exit', { signal: settled.signal }).then(assertRunning)
      child.send(message)
      try {
        const [answer] = (await Promise.race([answered, ended])) as unknown[]
        return answer
      } finally {
        // Whichever did not happen is no longer waited for.
        settled.abort()
        await Promise.allSettled([answered, ended])
      }
    },
    async [Symbol.asyncDispose]() {
      await stop(child)
      running.delete(child)
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  // `timeout` hands the signal on, and kills what has not ended after five seconds.
  child.kill('SIGTERM')
  const late = setTimeout(() => {
    for (const pid of tree(child.pid).reverse()) process.kill(pid, 'SIGKILL')
  }, patienceMs)
  await ended
  clearTimeout(late)
}

/** `timeout` has the program as its only child. */
function programOf(pid: number | undefined): number {
  const [program] = pid === undefined ? [] : childrenOf(pid)
  if (program === undefined) throw new Error('the program has ended')
  return program
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )

function tree(pid: number | undefined): number[] {
  if (pid === undefined) return []
  try {
    return [pid, ...childrenOf(pid).flatMap(tree)]
  } catch {
    // It has ended in the meantime.
    return []
  }
}

/** utime and stime (proc(5)); the command's name before them may hold spaces and brackets. */
function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

function rssOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000
}
