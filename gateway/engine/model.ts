import type { Requirement, Rewrite } from './plan.ts'

/**
 * A place in the answer's data, named by the response keys that lead to it; list indices do not count. The model is
 * made once for a plan: which fetches give which keys at which place.
 */
export class Spot {
  readonly children = new Map<string, Spot>()
  readonly sources: Source[] = []
  /** Entity fetches hang their answers here. */
  isTarget = false
  keeping: Keeping = 'raw'
  /** How many children have their places hung below the parent's. */
  hungChildren = 0
  /** The number among its parent's hung children. */
  slot = -1
  /** The keys that tell an entity here from another; only where places are by entity. */
  entityKeys: readonly string[] = []
  /** The number in the model. */
  readonly id: number
  readonly parent: Spot | undefined

  constructor(id: number, parent?: Spot) {
    this.id = id
    this.parent = parent
  }

  /** Whether objects here are held in places (see place.ts); elsewhere they are read from the one answer they came in. */
  get isTracked(): boolean {
    return this.keeping !== 'raw'
  }

  get isByEntity(): boolean {
    return this.keeping === 'entity'
  }
}

/**
 * How the objects at a spot are kept: as they came; each in a place of its own, hung below its parent's; or in one place
 * for all that their answer tells alike, which is found again by what it tells.
 */
export type Keeping = 'raw' | 'place' | 'entity'

/** One of the fetches that give fields of the objects at a spot. */
export type Source = {
  readonly unit: Unit
  /** The source of the parent spot that it comes from; undefined where the fetch was sent for these very objects. */
  readonly fedBy: number | undefined
  readonly offers: Offer[]
  /** The key under which the answer says what type an object is. */
  typenameKey: string | undefined
  /** The type of all its objects, where the schema has only one there. */
  typename: string | undefined
  /** By key: which source of the child spot this one feeds. */
  readonly feeds: Map<string, number>
  /** The children that this source feeds and that have places, or lead to some. */
  readonly links: Link[]
}

export type Offer = {
  /** The key in our data: the client's, mostly. */
  readonly key: string
  /** The key in the fetch's answer. */
  readonly rawKey: string
  readonly field: string
  /** The object types it is asked of; undefined is all. */
  readonly types: ReadonlySet<string> | undefined
}

export type Link = {
  /** Whether what grows from one object is the same wherever the object hangs: nothing below depends on more than it. */
  readonly isShareable: boolean
  readonly rawKey: string
  /** Whether every object seems to have the key. */
  readonly mayInherit: boolean
  readonly types: ReadonlySet<string> | undefined
  readonly spot: Spot
  readonly source: number
}

/** One answer that is hung into the data: a root fetch, an entity fetch, or one alias of a batch. */
export type Unit = {
  readonly subgraph: string
  /** The key of the entity list in the answer; undefined where the answer's data are themselves the object. */
  readonly entities:
    | { readonly alias: string; readonly variable: string; readonly requires: readonly Requirement[] }
    | undefined
  readonly targets: readonly Target[]
  readonly inputRewrites: readonly Rewrite[]
  /** Value setters of the answer; key renamers are part of the offers. */
  readonly outputSetters: readonly Rewrite[]
  /** Keys of the answer that clients know by another name. */
  readonly renames: ReadonlyMap<string, string>
}

export type Target = {
  readonly spot: Spot
  readonly source: number
  /** Any one of these must hold, each as a whole. */
  readonly guards: readonly (readonly Guard[])[]
}

/** A type condition on the way: the object so many steps above must be of one of these types. */
export type Guard = { readonly up: number; readonly types: ReadonlySet<string> }

export type Call = {
  readonly kind: 'Call'
  readonly subgraph: string
  readonly query: string
  /** A request's body as far as it is always the same: all but its variables and the last brace. */
  readonly bodyOpening: string
  readonly operationName: string | undefined
  readonly operationKind: 'query' | 'mutation' | 'subscription'
  readonly variables: readonly string[]
  readonly units: readonly Unit[]
}

export type Step = { readonly kind: 'Sequence' | 'Parallel'; readonly steps: readonly Step[] } | Call

export type Model = { readonly step: Step | undefined; readonly root: Spot; readonly spots: number }
