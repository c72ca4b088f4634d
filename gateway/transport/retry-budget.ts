/**
 * A token bucket: each request pays in a part of a retry, each retry takes a whole one. When everything fails, retries
 * are that part of the traffic and no more.
 */
export class RetryBudget {
  readonly #share: number
  readonly #most: number
  #tokens: number

  /** `share`: retries per request. `most`: how many retries can be saved up. */
  constructor(share: number, most: number) {
    this.#share = share
    this.#most = most
    this.#tokens = most
  }

  payIn(): void {
    this.#tokens = Math.min(this.#tokens + this.#share, this.#most)
  }

  take(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
