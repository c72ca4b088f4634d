import { createHash } from 'node:crypto'
import type { Gateway } from './build-gateway.ts'
import type { Doors } from './editions.ts'
import { type TextWatch, watchText } from './watch-text.ts'

export type FollowParts = {
  readonly gateway: Pick<Gateway, 'replaceSupergraph'>
  readonly path: string
  /** What is in force now. */
  readonly sdl: string
  /** How to reach the subgraphs of a supergraph. @throws where its text cannot be read */
  readonly doorsOf: (sdl: string) => Doors
  readonly log: {
    info(line: object, message: string): void
    error(line: object, message: string): void
  }
}

/** Puts each new text of the supergraph's file in force. One that cannot be used is told of, and changes nothing. */
export function followSupergraph({ gateway, path, sdl, doorsOf, log }: FollowParts): TextWatch {
  async function change(next: string): Promise<void> {
    const digest = createHash('sha256').update(next).digest('hex').slice(0, 12)
    try {
      const { plansAhead, ms } = await gateway.replaceSupergraph({ sdl: next, doors: doorsOf(next) })
      log.info({ event: 'schema-swapped', digest, plansAhead, ms: Math.round(ms) }, 'a new supergraph is in force')
    } catch (error) {
      const reason = (error as Error).message.slice(0, 500)
      log.error({ event: 'schema-refused', digest, reason }, 'a supergraph cannot be used; the one in force stays')
    }
  }
  return watchText(path, sdl, {
    changed: next => void change(next),
    failed: error => log.error({ event: 'schema-unread', reason: error.message }, 'the supergraph cannot be followed'),
  })
}
