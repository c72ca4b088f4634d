import type { Chain } from './entry.ts'
import type { HeadRow, SignHead } from './heads.ts'
import type { AccessLogStore } from './store.ts'

export type HeadsPlan = {
  readonly sign: SignHead
  /** How much of a chain's end may be unsigned. */
  readonly everyMs: number
  readonly everyEntries: number
  /** Told of each head, so that a copy can be kept where the log’s own administrators cannot reach it. */
  readonly publish?: ((head: HeadRow) => void) | undefined
}

/** Signs how far a chain has come, now and then, and at its end. */
export type HeadKeeper = {
  /** The chain is in the store this far. */
  reached(chain: Chain): void
  /** The chain is in the store this far, and ends here. */
  end(chain: Chain): Promise<void>
  close(): void
}

export function createHeadKeeper(plan: HeadsPlan, store: AccessLogStore, clock: () => Date): HeadKeeper {
  /** By writer: a chain that ended in doubt still gets the head of what is sure. */
  const unsigned = new Map<string, Chain>()
  let signed = { writer: '', sequence: 0 }
  let timer: NodeJS.Timeout | undefined

  async function keep(chain: Chain, end: 'open' | 'final'): Promise<void> {
    const head = plan.sign(chain, clock(), end)
    await store.keepHead(head)
    plan.publish?.(head)
  }

  function signAll(): void {
    clearTimeout(timer)
    timer = undefined
    for (const chain of unsigned.values()) {
      signed = chain
      unsigned.delete(chain.writer)
      keep(chain, 'open').catch(() => {
        // The store is down. Later: a head further on covers this one as well.
        if (!unsigned.has(chain.writer)) unsigned.set(chain.writer, chain)
        wait()
      })
    }
  }

  function wait(): void {
    timer ??= setTimeout(signAll, plan.everyMs).unref()
  }

  return {
    reached(chain) {
      unsigned.set(chain.writer, chain)
      const since = chain.writer === signed.writer ? signed.sequence : 0
      if (chain.sequence - since >= plan.everyEntries) signAll()
      else wait()
    },
    async end(chain) {
      unsigned.delete(chain.writer)
      if (chain.sequence > 0) await keep(chain, 'final')
    },
    close: () => clearTimeout(timer),
  }
}
