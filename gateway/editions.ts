import { createEdition, type Edition, type EditionParts, warm } from './edition.ts'
import type { Door, Transport } from './transport/index.ts'

export type Doors = Readonly<Record<string, Door>>

/** A supergraph SDL, and how to reach each of its subgraphs. */
export type Supergraph = { readonly sdl: string; readonly doors: Doors }

export type Editions = {
  /** The edition in force: take it once a request. */
  current(): Edition
  /**
   * Makes an edition of another supergraph, plans ahead what is known to be asked, and puts it in force. One at a time,
   * in the order called. The old edition finishes what it began.
   * @throws where the supergraph cannot be used; then the edition in force stays
   */
  replace(next: Supergraph): Promise<Replaced>
  close(): Promise<void>
}

export type Replaced = { readonly plansAhead: number; readonly ms: number }

export type EditionsParts = Omit<EditionParts, 'supergraph' | 'engine'> & {
  readonly openTransport: (doors: Doors) => Transport
  readonly engine: (transport: Transport) => EditionParts['engine']
}

type InForce = { readonly edition: Edition; readonly doors: Doors; readonly transport: Transport }

export async function createEditions(first: Supergraph, parts: EditionsParts): Promise<Editions> {
  const open = new Set<InForce>()

  async function make({ sdl, doors }: Supergraph, before: InForce | undefined): Promise<InForce> {
    // Connections and what is known of each registry's health outlive a schema, unless the doors are others.
    const isSame = before !== undefined && areSame(before.doors, doors)
    const transport = isSame ? before.transport : parts.openTransport(doors)
    try {
      const edition = await createEdition({ ...parts, supergraph: sdl, engine: parts.engine(transport) })
      const made = { edition, doors, transport }
      const closed = edition.subgraphs.filter(name => !Object.hasOwn(doors, name))
      if (before && closed.length > 0) throw new Error(`there is no address of the subgraph ${closed.join(', ')}`)
      open.add(made)
      return made
    } catch (error) {
      if (!isSame) await transport.close()
      throw error
    }
  }

  async function retire(old: InForce): Promise<void> {
    await old.edition.finish()
    open.delete(old)
    if (![...open].some(({ transport }) => transport === old.transport)) await old.transport.close()
  }

  let inForce = await make(first, undefined)
  await warm(inForce.edition, parts.trustedDocuments, undefined)
  let last: Promise<unknown> = Promise.resolve()

  async function replace(next: Supergraph): Promise<Replaced> {
    const began = performance.now()
    const old = inForce
    const made = await make(next, old)
    const plansAhead = await warm(made.edition, parts.trustedDocuments, old.edition)
    inForce = made
    retire(old).catch(error => parts.reportBug(error, 'schema'))
    return { plansAhead, ms: performance.now() - began }
  }

  return {
    current: () => inForce.edition,
    replace(next) {
      const replaced = last.then(() => replace(next))
      last = replaced.catch(() => {})
      return replaced
    },
    async close() {
      await last
      await Promise.all([...open].map(retire))
    },
  }
}

function areSame(some: Doors, others: Doors): boolean {
  const names = Object.keys(some)
  return names.length === Object.keys(others).length && names.every(name => isSameDoor(some[name], others[name]))
}

const isSameDoor = (one: Door | undefined, other: Door | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && 'url' in one && 'url' in other && one.url === other.url)
