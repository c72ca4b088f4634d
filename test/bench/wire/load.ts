import { type PinnedProcess, startPinned } from './pinned-process.ts'

/** What makes an answer good: its length (its content was compared before), or its content, with or without a part. */
export type Judge =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'rest'; readonly whole: string; readonly rest: string }

export type Load = {
  readonly url: string
  readonly body: string
  readonly connections: number
  readonly seconds: number
  /** Tokens to send in turn; or a word from which a new one is made for every request. */
  readonly tokens: string | readonly string[]
  readonly judge: Judge
  /** After this a connection is closed and its answer counts as failed. */
  readonly patienceMs: number
}

/** One entry an answer, in the order in which they came; also those that came after the end, asked before it. */
export type Answers = {
  readonly seconds: number
  /** How many came within those seconds. */
  readonly inTime: number
  /** Milliseconds since 1970. */
  readonly finishedAt: Float64Array
  readonly ms: Float64Array
  /** 0 good, 1 complete but for what was broken, 2 failed. */
  readonly verdicts: Uint8Array
  readonly firstBad?: string
}

/** The load generator, on the second core. */
export type LoadGenerator = AsyncDisposable & { run(load: Load): Promise<Answers> }

export function startLoadGenerator(): LoadGenerator {
  const program: PinnedProcess = startPinned({
    name: 'load generator',
    command: process.execPath,
    args: [new URL('load-process.js', import.meta.url).pathname],
    core: 1,
    ipc: true,
  })
  return {
    run: load => program.ask(load as never) as Promise<Answers>,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}
