type Waiting<Item> = { readonly item: Item; readonly done: () => void; readonly failed: (error: unknown) => void }

/**
 * Writes items in groups: what arrives while one group is being written goes together in the next, so that many share
 * the cost of one commit. The returned function resolves when its item is durable, rejects when its group failed.
 */
export function createGroupCommit<Item>(
  write: (group: readonly Item[]) => Promise<void>,
  largestGroup = 500,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = []
  let isWriting = false

  async function writeGroups(): Promise<void> {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, largestGroup)
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
      // One turn later: callers of the same tick go in the same group.
      setImmediate(() => void writeGroups())
    })
}
