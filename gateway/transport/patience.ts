import { PublicError } from '../../schema/errors.ts'
import type { Bystander, Departure } from './departure.ts'

/** Those who wait for one answer. It is given up only when the last of them has gone. */
export class Callers implements Bystander {
  readonly #waiting: Departure[] = []
  #lastGone: ((reason: unknown) => void) | undefined
  #left: (() => void) | undefined

  constructor(first: Departure) {
    this.join(first)
  }

  join(departure: Departure): void {
    if (departure.hasHappened || this.#waiting.includes(departure)) return
    this.#waiting.push(departure)
    departure.tell(this)
  }

  clientGone(departure: Departure, reason: unknown): void {
    this.#waiting.splice(this.#waiting.indexOf(departure), 1)
    if (this.isGone) this.#lastGone?.(reason)
  }

  get isGone(): boolean {
    return this.#waiting.length === 0
  }

  onLastGone(listener: (reason: unknown) => void): void {
    this.#lastGone = listener
  }

  onLeave(listener: () => void): void {
    this.#left = listener
  }

  /** Nobody waits any more: there is an answer, or none will come. */
  leave(): void {
    this.#left?.()
    this.#lastGone = undefined
    for (let departure = this.#waiting.pop(); departure; departure = this.#waiting.pop()) departure.tellNoMore(this)
  }
}

/** One answer that is waited for: no longer than told, nor after the callers have gone. */
export class Patience {
  /** Rejects with PublicError REGISTRY_TIMEOUT where the wait is over before an answer came. */
  readonly answer: Promise<unknown>
  readonly #subgraph: string
  readonly #timer: NodeJS.Timeout
  #givenUp: PublicError | undefined
  #stop: ((reason: PublicError) => void) | undefined
  // The executor runs at once.
  resolve!: (answer: unknown) => void
  reject!: (error: unknown) => void

  /** @throws PublicError REGISTRY_TIMEOUT where there is no time, or nobody, left */
  constructor(subgraph: string, waitMs: number, callers: Callers) {
    this.#subgraph = subgraph
    if (callers.isGone) throw this.#timeout(new Error('the caller has gone'))
    if (!(waitMs > 0)) throw this.#timeout(new Error('no time is left'))
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.#timer = setTimeout(
      () => this.giveUp(this.#timeout(new Error(`no answer within ${Math.ceil(waitMs)} ms`))),
      waitMs,
    )
    callers.onLastGone(reason => this.giveUp(this.#timeout(reason)))
  }

  get isGivenUp(): boolean {
    return this.#givenUp !== undefined
  }

  /** How whoever is asked is told that nobody waits any more; at once where that is so already. */
  onGivenUp(stop: (reason: PublicError) => void): void {
    this.#stop = stop
    if (this.#givenUp) stop(this.#givenUp)
  }

  giveUp(error: PublicError): void {
    if (this.#givenUp) return
    this.#givenUp = error
    this.reject(error)
    this.#stop?.(error)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#stop = undefined
  }

  #timeout(cause: unknown): PublicError {
    return new PublicError('REGISTRY_TIMEOUT', { details: { register: this.#subgraph }, cause })
  }
}
