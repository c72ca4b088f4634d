type Waiting<Item> = { readonly item: Item; readonly done: () => void; readonly failed: (error: unknown) => void }

type Plan<Item> = {
  /** A group weighs this much at most, or is a single item. */
  readonly largest?: number
  /** How much an item adds to its group; 1 unless told. */
  readonly weigh?: (item: Item) => number
}

/**
 * Writes items in groups: what arrives while one group is being written goes together in the next, so that many share
 * the cost of one commit. The returned function resolves when its item is durable, rejects when its group failed.
 */
export function createGroupCommit<Item>(
  write: (group: readonly Item[]) => Promise<void>,
  { largest = 500, weigh = () => 1 }: Plan<Item> = {},
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = []
  let isWriting = false

  function nextGroup(): Waiting<Item>[] {
    let [many, weight] = [0, 0]
    for (const { item } of waiting) {
      weight += weigh(item)
      if (many > 0 && weight > largest) break
      many++
    }
    return waiting.splice(0, many)
  }

  async function writeGroups(): Promise<void> {
    while (waiting.length > 0) {
      const group = nextGroup()
      try {
        await write(group.map(({ item }) => item))
        for (const { done } of group) done()
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    isWriting = false
  }

  return item =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed })
      if (isWriting) return
      isWriting = true
      // One turn later: callers of the same tick go in the same group.
      setImmediate(() => void writeGroups())
    })
}
