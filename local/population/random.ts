/**
 * A small random generator, sfc32 (Chris Doty-Humphrey, PractRand): four words of state, and a state of its own for
 * every (seed, stream, index). So the n-th person comes out the same whoever was made before.
 * Never for keys or secrets.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number, stream: number, index: number) {
    this.a = mixed(seed ^ 0x9e3779b9)
    this.b = mixed(this.a ^ stream)
    this.c = mixed(this.b ^ index)
    for (let round = 0; round < 10; round++) this.word()
  }

  /** 32 random bits, unsigned. */
  word(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** In [0, 1). */
  fraction(): number {
    return this.word() / 4_294_967_296
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return itemAt(items, this.below(items.length))
  }

  /** As `pick`, but what stands first comes most often: lists of names are written with the common ones first. */
  pickCommonFirst<Item>(items: readonly Item[]): Item {
    const fraction = this.fraction()
    return itemAt(items, Math.floor(fraction * fraction * items.length))
  }

  shuffle<Item>(items: Item[]): Item[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const item = itemAt(items, last)
      items[last] = itemAt(items, other)
      items[other] = item
    }
    return items
  }
}

/** The item at an index that the caller has kept inside the list. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index} in a list of ${items.length}`)
  return item
}

/** The finaliser of MurmurHash3: neighbours in, strangers out. */
function mixed(word: number): number {
  let mix = word | 0
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b)
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35)
  return mix ^ (mix >>> 16)
}
