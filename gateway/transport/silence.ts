import { Crowd, type Seat } from '../crowd.ts'
import type { Patience } from './patience.ts'

/** Fewer than this may all be slow questions. */
const fewest = 5
/** A timer that wakes later than this says more about this process than about the registry. */
const ownDelayMs = 50
/** What is unusual changes with every answer, so a look ahead goes no further than this. */
const longestLookMs = 250

/**
 * Notices a subgraph that has fallen silent: several wait, and none has been answered for unusually long. A deadline
 * alone would let every caller wait it out before anything is known. One timer a subgraph, not one a call.
 */
export class Silence {
  readonly #waiting = new Crowd<Patience>()
  readonly #now: () => number
  readonly #unusualMs: () => number
  readonly #fell: (waiting: readonly Patience[]) => void
  #heardAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(now: () => number, unusualMs: () => number, fell: (waiting: readonly Patience[]) => void) {
    this.#now = now
    this.#unusualMs = unusualMs
    this.#fell = fell
  }

  waits(patience: Patience): Seat<Patience> {
    if (this.#waiting.size === 0) this.#heardAt = this.#now()
    if (!this.#timer) this.#look(this.#unusualMs())
    return this.#waiting.enter(patience)
  }

  /** Whatever came, an answer or an error, is no silence. */
  heard(seat: Seat<Patience>): void {
    this.#waiting.leave(seat)
    this.#heardAt = this.#now()
  }

  /** Gone without a word from the subgraph. */
  left(seat: Seat<Patience>): void {
    this.#waiting.leave(seat)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #look(wantedMs: number): void {
    const afterMs = Math.min(Math.max(wantedMs, ownDelayMs), longestLookMs)
    const due = this.#now() + afterMs
    this.#timer = setTimeout(() => this.#woke(due), afterMs)
    this.#timer.unref()
  }

  #woke(due: number): void {
    this.#timer = undefined
    if (this.#waiting.size === 0) return
    const leftMs = this.#leftMs()
    if (this.#now() - due > ownDelayMs) this.#look(0)
    else if (leftMs > 0) this.#look(leftMs)
    // Answers that have arrived but are not read yet come first: the loop runs timers before sockets.
    else setImmediate(() => this.#confirm())
  }

  #confirm(): void {
    if (this.#timer || this.#waiting.size === 0) return
    if (this.#waiting.size < fewest || this.#leftMs() > 0) this.#look(this.#leftMs())
    // Each of them leaves when it is told.
    else this.#fell(this.#waiting.all())
  }

  #leftMs(): number {
    return this.#heardAt + this.#unusualMs() - this.#now()
  }
}
