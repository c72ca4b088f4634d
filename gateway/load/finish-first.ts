/** As much as this is put together at once, in characters of the answers. */
const mostAtOnce = 600_000

/** Whose answer is no longer waits for nobody, and is not counted. */
const small = 4_000

/** Below this share of its time the process has some to spare. */
const fullShare = 0.9
const lookMs = 1

type Waiting = { readonly length: number; readonly begin: () => void }

/**
 * What is begun is finished before more is begun. An operation that comes while large answers are being put together
 * waits for some of them, or until the process has time to spare: it is never idle while somebody waits, and slow
 * subgraphs hold nobody up. Under load far less lies half put together, which is what the garbage collector has to copy
 * and what falls out of the processor's cache. Small answers wait for nobody.
 */
export class FinishFirst {
  readonly #busyShare: () => number
  readonly #waiting: Waiting[] = []
  #length = 0
  #isLooking = false

  /** `busyShare`: of the time since it was last asked, the share that was not spent waiting for events. */
  constructor(busyShare: () => number) {
    this.#busyShare = busyShare
  }

  /**
   * Undefined where the operation may begin at once. Each that begins must end, with the same length: as much as its
   * answer was the last time.
   */
  begin(length: number): Promise<void> | undefined {
    if (length <= small) return undefined
    if (this.#waiting.length === 0 && this.#fits(length)) {
      this.#length += length
      return undefined
    }
    if (!this.#isLooking) {
      this.#isLooking = true
      this.#busyShare()
      this.#lookLater()
    }
    return new Promise(begin => this.#waiting.push({ length, begin }))
  }

  end(length: number): void {
    if (length <= small) return
    this.#length -= length
    for (let next = this.#waiting[0]; next && this.#fits(next.length); next = this.#waiting[0]) this.#letOneIn()
  }

  /** One is put together however large it is. */
  #fits(length: number): boolean {
    return this.#length === 0 || this.#length + length <= mostAtOnce
  }

  #letOneIn(): void {
    const next = this.#waiting.shift()
    if (!next) return
    this.#length += next.length
    next.begin()
  }

  #lookLater(): void {
    setTimeout(() => {
      if (this.#busyShare() < fullShare) this.#letOneIn()
      if (this.#waiting.length > 0) this.#lookLater()
      else this.#isLooking = false
    }, lookMs)
  }
}
