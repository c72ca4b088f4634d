export type CircuitLimits = {
  /** What counts is how it went in the last so many milliseconds. */
  readonly windowMs: number
  /** Fewer outcomes than this say nothing. */
  readonly minimum: number
  /** From this share of failures on nobody is asked any more. */
  readonly share: number
  /** So long after it opened, or after a failed probe, the next call goes through as the probe. */
  readonly openMs: number
}

/** How a call may go: as one of many, or as the one that finds out. */
export type Passage = 'free' | 'probe'

export type Outcome = 'answered' | 'failed' | 'unknown'

export type CircuitState = 'closed' | 'open' | 'probing'

const slots = 8

/**
 * A circuit breaker for one subgraph, after Nygard, «Release It!»: closed, open, and one single probe at a time. Whoever
 * comes while the probe is out is refused at once; nobody waits for its outcome.
 */
export class Circuit {
  readonly #limits: CircuitLimits
  readonly #now: () => number
  readonly #changed: (state: CircuitState) => void
  readonly #window: OutcomeWindow
  #state: CircuitState = 'closed'
  #probeFrom = 0

  constructor(limits: CircuitLimits, now: () => number, changed: (state: CircuitState) => void = () => {}) {
    this.#limits = limits
    this.#now = now
    this.#changed = changed
    this.#window = new OutcomeWindow(limits.windowMs / slots)
  }

  get state(): CircuitState {
    return this.#state
  }

  /** Undefined: do not ask. Every passage that is given must be settled. */
  enter(): Passage | undefined {
    if (this.#state === 'closed') return 'free'
    if (this.#state === 'probing' || this.#now() < this.#probeFrom) return undefined
    this.#become('probing')
    return 'probe'
  }

  settle(passage: Passage, outcome: Outcome): void {
    if (passage === 'probe') this.#settleProbe(outcome)
    else this.#count(outcome)
  }

  #count(outcome: Outcome): void {
    if (this.#state !== 'closed' || outcome === 'unknown') return
    const { minimum, share } = this.#limits
    const { failed, total } = this.#window.record(this.#now(), outcome === 'failed')
    if (outcome === 'failed' && total >= minimum && failed >= total * share) this.#open(this.#limits.openMs)
  }

  /** Opens at once; the very next call is the probe. */
  trip(): void {
    if (this.#state === 'closed') this.#open(0)
  }

  #settleProbe(outcome: Outcome): void {
    if (outcome === 'answered') {
      this.#window.clear()
      this.#become('closed')
    } else this.#open(outcome === 'failed' ? this.#limits.openMs : 0)
  }

  #open(ms: number): void {
    this.#probeFrom = this.#now() + ms
    this.#become('open')
  }

  #become(state: CircuitState): void {
    this.#state = state
    this.#changed(state)
  }
}

/** Counts in a ring of slots, so that the old is forgotten a slot at a time and nothing is kept per call. */
class OutcomeWindow {
  readonly #slotMs: number
  readonly #periods = new Float64Array(slots).fill(Number.NEGATIVE_INFINITY)
  readonly #totals = new Uint32Array(slots)
  readonly #failures = new Uint32Array(slots)

  constructor(slotMs: number) {
    this.#slotMs = slotMs
  }

  record(now: number, isFailure: boolean): { failed: number; total: number } {
    const period = Math.floor(now / this.#slotMs)
    const slot = period % slots
    if (this.#periods[slot] !== period) {
      this.#periods[slot] = period
      this.#totals[slot] = 0
      this.#failures[slot] = 0
    }
    this.#totals[slot] = (this.#totals[slot] ?? 0) + 1
    if (!isFailure) return nothing
    this.#failures[slot] = (this.#failures[slot] ?? 0) + 1
    let failed = 0
    let total = 0
    for (const [index, from] of this.#periods.entries()) {
      if (from <= period - slots) continue
      failed += this.#failures[index] ?? 0
      total += this.#totals[index] ?? 0
    }
    return { failed, total }
  }

  clear(): void {
    this.#periods.fill(Number.NEGATIVE_INFINITY)
  }
}

/** After a success nobody asks for the sums. */
const nothing = { failed: 0, total: 0 }
