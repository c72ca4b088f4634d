import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import {
  type FromToken,
  type SignDigest,
  TokenFailure,
  type TokenFault,
  type TokenKey,
  type ToToken,
} from './messages.ts'

export type TokenPlace = {
  /** Path of the PKCS#11 library. */
  readonly module: string
  /** The token's label. */
  readonly token: string
  /** Read anew at every start, so that a changed PIN is found. */
  readonly readPin: () => string
  readonly sessions: number
  /** How long one signature may take, waiting included. */
  readonly deadlineMs: number
  /** All of the child's environment: secrets of the parent's do not belong there. */
  readonly environment: Readonly<Record<string, string>>
}

export type TokenState = { readonly state: 'open' } | { readonly state: 'down'; readonly fault: TokenFault }

/** A token in a process of its own, which is started again whenever it ends. */
export type TokenProcess = {
  /** r ‖ s over a SHA-256 digest. Answers exactly once, within the deadline. @throws TokenFailure */
  sign(key: TokenKey, digest: Uint8Array): Promise<Uint8Array>
  /** Resolves once the token is open; fails where it is down. @throws TokenFailure */
  opened(): Promise<void>
  /** The process id while there is a process. */
  readonly pid: number | undefined
  /** Lets what is under way end, then the process. */
  close(): Promise<void>
}

type Pending = {
  readonly request: SignDigest
  readonly resolve: (signature: Uint8Array) => void
  readonly reject: (failure: TokenFailure) => void
  readonly timer: NodeJS.Timeout
}

const openingMs = 10_000
const shortestPauseMs = 100
const longestPauseMs = 10_000
/** At some 10,000 signatures a second, more than this would not be answered within a usual deadline. */
const mostWaiting = 20_000
const program = new URL(`./token-program${extname(import.meta.url)}`, import.meta.url)

/**
 * Starts the token's process, and starts it again with growing pauses when it ends. Between two starts signatures fail
 * at once with TOKEN_DOWN; while it opens they wait.
 * @param report is told when the token opens, goes down, or is down for another reason
 */
export function startTokenProcess(place: TokenPlace, report: (state: TokenState) => void): TokenProcess {
  const pending = new Map<number, Pending>()
  let child: ChildProcess | undefined
  let isOpen = false
  let isClosed = false
  let fault: TokenFault = 'TOKEN_DOWN'
  let refusedPin: string | undefined
  let pauseMs = shortestPauseMs
  let lastAnswerAt = 0
  let lastTold = ''
  let nextId = 0
  let restart: NodeJS.Timeout | undefined
  let drained: (() => void) | undefined
  let opening = anOpening()

  function settle(id: number): Pending | undefined {
    const found = pending.get(id)
    if (!found) return undefined
    clearTimeout(found.timer)
    pending.delete(id)
    if (pending.size === 0) drained?.()
    return found
  }

  function tellState(state: TokenState): void {
    const text = JSON.stringify(state)
    if (text !== lastTold) report(state)
    lastTold = text
  }

  function goDown(why: TokenFault, detail = ''): void {
    isOpen = false
    child = undefined
    fault = why
    opening.reject(new TokenFailure(why, detail))
    for (const id of [...pending.keys()]) settle(id)?.reject(new TokenFailure(why, detail))
    if (isClosed) return
    tellState({ state: 'down', fault: why })
    restart = setTimeout(start, pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function start(): void {
    let pin: string
    try {
      pin = place.readPin()
    } catch {
      goDown('PIN_UNREADABLE')
      return
    }
    if (pin === refusedPin) {
      goDown('PIN_REFUSED', 'not tried again until it is another')
      return
    }
    const own = fork(program, {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...place.environment, UV_THREADPOOL_SIZE: String(place.sessions) },
    })
    child = own
    opening = anOpening()
    const longEnough = setTimeout(() => own.kill('SIGKILL'), openingMs)
    let why: TokenFault = 'TOKEN_DOWN'
    let detail = ''
    own.on('message', (message: FromToken) => {
      if (own !== child) return
      lastAnswerAt = Date.now()
      switch (message.type) {
        case 'opened':
          clearTimeout(longEnough)
          isOpen = true
          opening.resolve()
          tellState({ state: 'open' })
          for (const { request } of pending.values()) tell(own, request)
          return
        case 'refused':
          why = message.fault
          detail = message.detail
          if (why === 'PIN_REFUSED') refusedPin = pin
          return
        case 'signed':
          pauseMs = shortestPauseMs
          settle(message.id)?.resolve(message.signature)
          return
        case 'failed':
          settle(message.id)?.reject(new TokenFailure(message.fault, message.detail))
      }
    })
    // An `error` without an `exit` comes from a process that could not be started.
    const ended = () => {
      clearTimeout(longEnough)
      if (own === child) goDown(why, detail)
    }
    own.once('exit', ended)
    own.once('error', ended)
    tell(own, { type: 'open', module: place.module, token: place.token, pin, sessions: place.sessions })
  }

  function giveUp(id: number, sentAt: number): void {
    settle(id)?.reject(new TokenFailure('DEADLINE'))
    // Not one answer since this was sent: the library hangs, and only a new process helps.
    if (isOpen && lastAnswerAt < sentAt) child?.kill('SIGKILL')
  }

  start()
  return {
    sign(key, digest) {
      if (isClosed || !child) return Promise.reject(new TokenFailure(isClosed ? 'TOKEN_DOWN' : fault))
      if (pending.size >= mostWaiting) return Promise.reject(new TokenFailure('TOO_MANY'))
      const id = nextId++
      const sentAt = Date.now()
      const request: SignDigest = { type: 'sign', id, key, digest, until: sentAt + place.deadlineMs }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(giveUp, place.deadlineMs, id, sentAt)
        pending.set(id, { request, resolve, reject, timer })
        if (isOpen && child) tell(child, request)
      })
    },
    opened: () => (child ? opening.promise : Promise.reject(new TokenFailure(isClosed ? 'TOKEN_DOWN' : fault))),
    get pid() {
      return child?.pid
    },
    async close() {
      isClosed = true
      clearTimeout(restart)
      if (pending.size > 0) await new Promise<void>(resolve => (drained = resolve))
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const gone = new Promise(resolve => last.once('exit', resolve))
      const timer = setTimeout(() => last.kill('SIGKILL'), place.deadlineMs)
      if (last.connected) last.disconnect()
      await gone
      clearTimeout(timer)
    },
  }
}

/** Whoever waits for a token to open hears how it went; nobody has to. */
function anOpening(): PromiseWithResolvers<void> {
  const opening = Promise.withResolvers<void>()
  opening.promise.catch(() => {})
  return opening
}

/** A message to a process that has just ended is lost; its `exit` fails what waited for an answer. */
function tell(child: ChildProcess, message: ToToken): void {
  child.send(message, () => {})
}
