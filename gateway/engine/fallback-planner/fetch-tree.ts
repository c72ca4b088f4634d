import type { PathSegment, Requirement, Rewrite } from '../plan.ts'
import type { Selection } from './selection.ts'

/** What one fetch asks at one place, growing while it is planned. */
export class Asked {
  readonly fields = new Map<string, { readonly name: string; readonly args: string; readonly inner: Asked }>()
  readonly fragments = new Map<string, Asked>()

  field({ key, name, args }: Pick<Selection, 'key' | 'name' | 'args'>): Asked {
    const known = this.fields.get(key)
    if (known) return known.inner
    const inner = new Asked()
    this.fields.set(key, { name, args, inner })
    return inner
  }

  typename(): void {
    this.field({ key: '__typename', name: '__typename', args: '' })
  }

  on(type: string): Asked {
    const asked = this.fragments.get(type) ?? new Asked()
    this.fragments.set(type, asked)
    return asked
  }

  isEmpty(): boolean {
    return this.fields.size === 0 && [...this.fragments.values()].every(asked => asked.isEmpty())
  }

  print(): string {
    const fields = [...this.fields].map(([key, { name, args, inner }]) => {
      const alias = key === name ? '' : `${key}: `
      return `${alias}${name}${args}${inner.isEmpty() ? '' : inner.print()}`
    })
    const fragments = [...this.fragments].flatMap(([type, asked]) =>
      asked.isEmpty() ? [] : [`...on ${type}${asked.print()}`],
    )
    return `{${[...fields, ...fragments].join(' ')}}`
  }
}

/** One fetch: of root fields, or of entities at a path. */
export class Fetch {
  readonly graph: string
  readonly path: readonly PathSegment[]
  readonly asked = new Asked()
  readonly variables = new Set<string>()
  /** By the type of the entities. Undefined for root fields. */
  readonly requires: Map<string, Requirement[]> | undefined
  readonly inputRewrites: Rewrite[] = []
  /** The fetches that must have come before this one. */
  readonly after = new Set<Fetch>()

  constructor(graph: string, path: readonly PathSegment[], isOfEntities: boolean) {
    this.graph = graph
    this.path = path
    this.requires = isOfEntities ? new Map() : undefined
  }

  isAfter(other: Fetch): boolean {
    for (const before of this.after) if (before === other || before.isAfter(other)) return true
    return false
  }
}

/** Objects that one fetch holds at a position, as the type that its subgraph calls them there. */
export type Holder = {
  readonly fetch: Fetch
  readonly asked: Asked
  /** Undefined at the root of an entity fetch: there it is whatever is asked for, under `entered`. */
  readonly type: string | undefined
  readonly entered: Set<string>
  /** What can be asked here though it belongs to others (`@provides`). */
  readonly provides: readonly Selection[]
}

/** A place in the answer, where several fetches may give fields of the same objects. */
export class Position {
  readonly path: readonly PathSegment[]
  readonly holders: Holder[] = []
  /** The fetch that tells what objects are whose first holder knows only their interface. */
  face: Fetch | undefined
  readonly #children = new Map<string, Position>()
  readonly #keys = new Map<string, string>()

  constructor(path: readonly PathSegment[]) {
    this.path = path
  }

  /** The place below a field; of objects of one type alone, where others may stand here too. */
  child(key: string, isList: boolean, type: string | undefined): Position {
    const name = `${type ?? ''} ${key}`
    const known = this.#children.get(name)
    if (known) return known
    const condition = type === undefined ? [] : [{ TypeCondition: [type] }]
    const fresh = new Position([...this.path, ...condition, { Field: key }, ...(isList ? ['@' as const] : [])])
    this.#children.set(name, fresh)
    return fresh
  }

  hold(holder: Holder): Holder {
    const known = this.holders.find(({ asked }) => asked === holder.asked)
    if (known) return known
    this.holders.push(holder)
    return holder
  }

  claim({ key, name, args }: Selection): void {
    this.#keys.set(key, name + args)
  }

  /** A key for something the client did not ask for: the one it has already, or one that nothing else has. */
  keyFor({ name, args }: Selection): string {
    const meaning = name + args
    for (const [key, known] of this.#keys) if (known === meaning) return key
    let key = name
    for (let number = 1; this.#keys.has(key); number++) key = `_${number}_${name}`
    this.#keys.set(key, meaning)
    return key
  }
}
