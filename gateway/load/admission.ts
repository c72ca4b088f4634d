import { PublicError } from '../../schema/errors.ts'

export type AdmissionLimits = {
  /** Operations under way at once, at most. */
  readonly operations: number
  /** So many are always let in, however late the loop: it is they who find out that the worst is over. */
  readonly fewest: number
  /** A delay of the event loop above this takes operations away; below half of it they are given back. */
  readonly lagMs: number
  /** Refusing for so long on end is told to whoever distributes requests. */
  readonly patienceMs: number
}

export const defaultAdmission: AdmissionLimits = {
  operations: 500,
  fewest: 64,
  lagMs: 150,
  patienceMs: 5_000,
}

export type AdmissionParts = {
  readonly now: () => number
  /** How late the event loop is at this moment. */
  readonly lateMs: () => number
  readonly refused: () => void
}

/** One late look is a collector's pause; two on end are load. */
const looksToBelieve = 2
/** Without a refusal for so long, it is over. */
const quietMs = 2_000

/**
 * How many operations may be under way at once, found out as TCP finds its window: a quarter off while the event loop is
 * late, a tenth back while it is not. Whoever comes over it is refused before any work is done for it, so that those who
 * are in get their answer in time.
 */
export class Admission {
  readonly #limits: AdmissionLimits
  readonly #parts: AdmissionParts
  #operations: number
  #underWay = 0
  #lateLooks = 0
  #refusingSince: number | undefined
  #refusedAt = 0

  constructor(limits: AdmissionLimits, parts: AdmissionParts) {
    this.#limits = limits
    this.#parts = parts
    this.#operations = limits.operations
  }

  get operations(): number {
    return this.#operations
  }

  get underWay(): number {
    return this.#underWay
  }

  /** A crowd that arrives at once is met in one turn of the loop, before anybody has looked. */
  #isTurnTooLong(): boolean {
    return this.#underWay >= this.#limits.fewest && this.#parts.lateMs() > this.#limits.lagMs
  }

  /** Before anything is read of a request. @throws PublicError OVERLOADED */
  refuseWhenFull(): void {
    if (this.#underWay < this.#operations && !this.#isTurnTooLong()) return
    const now = this.#parts.now()
    if (this.#refusingSince === undefined || now - this.#refusedAt > quietMs) this.#refusingSince = now
    this.#refusedAt = now
    this.#parts.refused()
    throw new PublicError('OVERLOADED')
  }

  /**
   * Takes a place, which is given back by disposal. Only once the request has arrived whole: who sends slowly takes none.
   * @throws PublicError OVERLOADED
   */
  enter(): Disposable {
    this.refuseWhenFull()
    this.#underWay++
    return this.#place
  }

  readonly #place: Disposable = {
    [Symbol.dispose]: () => {
      this.#underWay--
    },
  }

  /** The event loop's delay, as it was seen last. */
  look(lagMs: number): void {
    this.#lateLooks = lagMs > this.#limits.lagMs ? this.#lateLooks + 1 : 0
    if (this.#lateLooks >= looksToBelieve) {
      const busy = Math.min(this.#operations, this.#underWay)
      this.#operations = Math.min(this.#operations, Math.max(this.#limits.fewest, Math.floor(busy * 0.75)))
    } else if (lagMs < this.#limits.lagMs / 2) {
      this.#operations = Math.min(this.#limits.operations, this.#operations + Math.ceil(this.#operations / 10))
    }
  }

  /** Whether it has been refusing for so long that requests had better go elsewhere. */
  get isOverloaded(): boolean {
    const now = this.#parts.now()
    return (
      this.#refusingSince !== undefined &&
      now - this.#refusedAt <= quietMs &&
      now - this.#refusingSince >= this.#limits.patienceMs
    )
  }
}
