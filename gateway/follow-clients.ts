import { readFile } from 'node:fs/promises'
import { type Clients, readClients } from './identity/clients.ts'
import { watchText } from './watch-text.ts'

export type FollowedClients = { readonly clients: Clients; readAgain(): void; close(): void }

type Log = { info(line: object, message: string): void; error(line: object, message: string): void }

/**
 * The register of clients as its file has it now: approving or withdrawing an app needs no deploy. A text that cannot be
 * used is told of, and changes nothing.
 * @throws where it cannot be used at the start
 */
export async function followClients(path: string, log: Log): Promise<FollowedClients> {
  const text = await readFile(path, 'utf8')
  let current = readClients(text)
  const watch = watchText(path, text, {
    changed(next) {
      try {
        current = readClients(next)
        log.info({ event: 'clients-changed' }, 'a new register of clients is in force')
      } catch (error) {
        const reason = (error as Error).message.slice(0, 500)
        log.error({ event: 'clients-refused', reason }, 'a register of clients cannot be used; the one in force stays')
      }
    },
    failed: error => log.error({ event: 'clients-unread', reason: error.message }, 'the clients cannot be followed'),
  })
  return { clients: { find: (login, id) => current.find(login, id) }, readAgain: watch.readAgain, close: watch.close }
}
