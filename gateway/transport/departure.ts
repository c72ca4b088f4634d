const once = { once: true }

/** Whoever is to be told that a client has gone. */
export type Bystander = { clientGone(departure: Departure, reason: unknown): void }

/**
 * The going away of one operation's client. Its signal is listened to once, from the first fetch on, however many there
 * are: to begin and to stop for each of them would be dearer than the rest of what is kept of one.
 */
export class Departure {
  readonly #signal: AbortSignal
  readonly #bystanders: Bystander[] = []
  #isListening = false

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get hasHappened(): boolean {
    return this.#signal.aborted
  }

  tell(bystander: Bystander): void {
    this.#bystanders.push(bystander)
    if (this.#isListening) return
    this.#isListening = true
    this.#signal.addEventListener('abort', this, once)
  }

  tellNoMore(bystander: Bystander): void {
    const at = this.#bystanders.indexOf(bystander)
    if (at < 0) return
    const last = this.#bystanders.pop() as Bystander
    if (at < this.#bystanders.length) this.#bystanders[at] = last
  }

  /** The signal's. */
  handleEvent(): void {
    for (const bystander of this.#bystanders.splice(0)) bystander.clientGone(this, this.#signal.reason)
  }
}
