/** So many begin at once, whatever else there is to do. */
const beginAtOnce = 8

/**
 * What is begun is finished before more is begun. An operation that comes while several are under way waits for one of
 * them to end, or for a turn of the event loop in which nothing happened: so this process is never idle while somebody
 * waits, and slow subgraphs hold nobody up. Under load far fewer answers lie half put together, which is what the garbage
 * collector has to copy and what falls out of the processor's cache.
 */
export class FinishFirst {
  readonly #eventsSoFar: () => number
  readonly #waiting: (() => void)[] = []
  #underWay = 0
  #events = 0
  #isLooking = false

  constructor(eventsSoFar: () => number) {
    this.#eventsSoFar = eventsSoFar
  }

  /** Undefined where the operation may begin at once. Each that begins must end. */
  begin(): Promise<void> | undefined {
    if (this.#underWay < beginAtOnce && this.#waiting.length === 0) {
      this.#underWay++
      return undefined
    }
    if (!this.#isLooking) this.#lookNextTurn()
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  end(): void {
    this.#underWay--
    if (this.#underWay < beginAtOnce) this.#letOneIn()
  }

  #letOneIn(): void {
    const next = this.#waiting.shift()
    if (!next) return
    this.#underWay++
    next()
  }

  /** While somebody waits every turn is looked at: none of them waits for events then. */
  #lookNextTurn(): void {
    this.#isLooking = true
    this.#events = this.#eventsSoFar()
    setImmediate(() => {
      if (this.#eventsSoFar() === this.#events) this.#letOneIn()
      if (this.#waiting.length > 0) this.#lookNextTurn()
      else this.#isLooking = false
    })
  }
}
