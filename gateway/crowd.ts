/** Where somebody is in a crowd; undefined once it was left. */
export type Seat<T> = { one: T | undefined; number: number }

/**
 * Those who are in at the moment, where thousands a second come and soon go. A `Set` of the language leaves its old tables
 * behind, each holding the next one and whoever was in it: once one of them has grown old, all who were ever in stay in
 * memory until the next full collection, and are copied there by each of the small ones. Here nothing is left behind.
 */
export class Crowd<T> {
  readonly #seats: Seat<T>[] = []

  get size(): number {
    return this.#seats.length
  }

  enter(one: T): Seat<T> {
    const seat: Seat<T> = { one, number: this.#seats.length }
    this.#seats.push(seat)
    return seat
  }

  /** The last takes the seat that becomes free. */
  leave(seat: Seat<T>): void {
    if (seat.one === undefined) return
    const last = this.#seats.pop() as Seat<T>
    if (last !== seat) {
      last.number = seat.number
      this.#seats[seat.number] = last
    }
    seat.one = undefined
  }

  /** Who is in. They may leave while one looks. */
  all(): readonly T[] {
    return this.#seats.flatMap(({ one }) => (one === undefined ? [] : [one]))
  }
}
