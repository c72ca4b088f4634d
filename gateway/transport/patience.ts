import { PublicError } from '../../schema/errors.ts'

/** Those who wait for one answer. It is given up only when the last of them has gone. */
export class Callers {
  readonly #waiting = new Map<AbortSignal, () => void>()
  #lastGone: (reason: unknown) => void = () => {}

  constructor(first: AbortSignal) {
    this.join(first)
  }

  join(signal: AbortSignal): void {
    if (signal.aborted || this.#waiting.has(signal)) return
    const leave = () => {
      this.#waiting.delete(signal)
      if (this.isGone) this.#lastGone(signal.reason)
    }
    this.#waiting.set(signal, leave)
    signal.addEventListener('abort', leave, { once: true })
  }

  get isGone(): boolean {
    return this.#waiting.size === 0
  }

  onLastGone(listener: (reason: unknown) => void): void {
    this.#lastGone = listener
  }

  /** Nobody waits any more. */
  leave(): void {
    this.#lastGone = () => {}
    for (const [signal, leave] of this.#waiting) signal.removeEventListener('abort', leave)
    this.#waiting.clear()
  }
}

/** Waits for no longer than told, nor after the callers have gone; whoever is asked is told by the signal. */
export class Patience {
  readonly #subgraph: string
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout
  #reject: (error: PublicError) => void = () => {}

  /** @throws PublicError REGISTRY_TIMEOUT where there is no time, or nobody, left */
  constructor(subgraph: string, waitMs: number, callers: Callers) {
    this.#subgraph = subgraph
    if (callers.isGone) throw this.#timeout(new Error('the caller has gone'))
    if (!(waitMs > 0)) throw this.#timeout(new Error('no time is left'))
    this.#timer = setTimeout(
      () => this.giveUp(this.#timeout(new Error(`no answer within ${Math.ceil(waitMs)} ms`))),
      waitMs,
    )
    callers.onLastGone(reason => this.giveUp(this.#timeout(reason)))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  first(asked: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#reject = reject
      asked.then(resolve, reject)
    })
  }

  giveUp(error: PublicError): void {
    this.#reject(error)
    this.#controller.abort(error)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #timeout(cause: unknown): PublicError {
    return new PublicError('REGISTRY_TIMEOUT', { details: { register: this.#subgraph }, cause })
  }
}
