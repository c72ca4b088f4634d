/** Answers before these many say nothing about how long one usually takes. */
const enough = 20

/**
 * How long a subgraph usually takes, by the estimator that TCP uses for its retransmission timer (RFC 6298 §2): smoothed
 * time and smoothed deviation, two multiplications an answer.
 */
export class Pace {
  readonly #leastMs: number
  readonly #mostMs: number
  #smoothedMs = 0
  #deviationMs = 0
  #answers = 0

  /** `leastMs`: sooner than this nothing is unusual. `mostMs`: how long anybody would wait. */
  constructor(leastMs: number, mostMs: number) {
    this.#leastMs = Math.min(leastMs, mostMs)
    this.#mostMs = mostMs
  }

  answered(ms: number): void {
    if (this.#answers++ === 0) {
      this.#smoothedMs = ms
      this.#deviationMs = ms / 2
      return
    }
    this.#deviationMs += (Math.abs(this.#smoothedMs - ms) - this.#deviationMs) / 4
    this.#smoothedMs += (ms - this.#smoothedMs) / 8
  }

  /** Longer than this is not usual here. As long as too little is known, nothing is unusual. */
  get unusualMs(): number {
    return this.within(this.#leastMs)
  }

  /** Twice what TCP would wait, between a least of the asker's and the most. */
  within(leastMs: number): number {
    if (this.#answers < enough) return this.#mostMs
    const usual = 2 * (this.#smoothedMs + 4 * this.#deviationMs)
    return Math.min(Math.max(usual, leastMs), this.#mostMs)
  }
}
