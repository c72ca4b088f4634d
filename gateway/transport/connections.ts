import { Client } from 'undici'

/**
 * Connections that are kept, by origin: subgraphs that one address serves share them. Whoever was free last is taken
 * first, so that no more are kept warm than are used; undici's `Pool` looks through all that are not free.
 */
export class Connections {
  readonly #free = new Map<string, Client[]>()
  readonly #all: Client[] = []

  /** To take from and to give back to. */
  to(origin: string): { readonly take: () => Client; readonly giveBack: (client: Client) => void } {
    const free = this.#free.get(origin) ?? []
    this.#free.set(origin, free)
    return { take: () => free.pop() ?? this.#open(origin), giveBack: client => void free.push(client) }
  }

  #open(origin: string): Client {
    // One deadline holds for the whole request, and it is kept above: undici's own timeouts would only confuse it.
    const client = new Client(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
    this.#all.push(client)
    return client
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(client => client.close()))
  }
}
