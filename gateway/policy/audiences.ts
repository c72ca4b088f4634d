/** Who a gateway is for. What each may ask, how large, and by which documents. */
export type AudienceName = 'first-party' | 'third-party'

/**
 * The classes of clients, each with its part of the graph (requirements O15): citizens on Helsenorge's web and in its
 * app, health personnel's and municipalities' tools, citizens' apps of others, and administrators.
 */
export const audienceViews = ['web', 'app', 'health-personnel', 'vendor', 'admin'] as const
export type AudienceView = (typeof audienceViews)[number]

/**
 * How large an operation may be, counted before it is validated and planned. The words and most values are those of
 * the GraphQL Golden Path (graphql.org). Fragments count where they are used; leaves do not count as depth.
 */
export type Limits = {
  /** Bytes of a request's body. */
  readonly bytes: number
  /** Lexical tokens of the document; comments and commas do not count. */
  readonly tokens: number
  /** Brackets of any kind inside each other: what the parser and the planner, which recurse, are spared. */
  readonly nesting: number
  /** Objects and lists inside each other in one variable's value. */
  readonly variableNesting: number
  /** Fragment definitions. */
  readonly fragments: number
  /** Fields and fragment spreads of one operation. */
  readonly selections: number
  readonly aliases: number
  readonly directives: number
  /** Fields with a selection of their own, inside each other. */
  readonly depth: number
  /** Those of them that answer with a list. */
  readonly listDepth: number
  /** The same field inside itself: 1 is «friends», 2 is «friends of friends». */
  readonly selfReference: number
  readonly introspectionDepth: number
  readonly introspectionListDepth: number
  readonly introspectionSelfReference: number
  readonly validationMs: number
  readonly validationErrors: number
  /** Objects an operation can answer with, weighted by `@cost`. */
  readonly cost: number
  /** Taken as the length of a list that neither an argument nor `@listSize` says the length of. */
  readonly assumedListSize: number
  /** The largest page: `first` and `last`, and what `@listSize` names. */
  readonly pageSize: number
  /** Operations of one caller through one client. All of them at once are let in too. */
  readonly requestsPerMinute: number
  /** National identity numbers that one caller names in variables, through one client. */
  readonly personsPerHour: number
  /** Subscriptions that one caller has open at once, through one client. */
  readonly streams: number
}

export type Audience = {
  readonly name: AudienceName
  readonly limits: Limits
  /** Only documents of the manifest are run. By default so where clients of our own have one: gateway/config.ts. */
  readonly requiresTrustedDocuments: boolean
  /** Whether `__schema` and `__type` are answered, unless the configuration says otherwise. */
  readonly isIntrospectable: boolean
}

const firstParty: Limits = {
  bytes: 512 * 1024,
  tokens: 5_000,
  nesting: 50,
  variableNesting: 20,
  fragments: 100,
  selections: 1_000,
  aliases: 50,
  directives: 50,
  depth: 12,
  // A child's test results and their versions are three; one is left for who joins registers yet to come.
  listDepth: 4,
  selfReference: 3,
  introspectionDepth: 15,
  introspectionListDepth: 3,
  introspectionSelfReference: 2,
  validationMs: 250,
  validationErrors: 20,
  cost: 200_000,
  assumedListSize: 10,
  pageSize: 100,
  requestsPerMinute: 600,
  personsPerHour: 300,
  streams: 20,
}

export const audiences: Readonly<Record<AudienceName, Audience>> = {
  /** Clients of our own: Helsenorge on the web and in the app. */
  'first-party': { name: 'first-party', limits: firstParty, requiresTrustedDocuments: false, isIntrospectable: true },
  /** Approved clients of others. They read the schema from `/schema.graphql`. */
  'third-party': {
    name: 'third-party',
    limits: { ...firstParty, aliases: 30, listDepth: 2, selfReference: 2, cost: 20_000 },
    requiresTrustedDocuments: false,
    isIntrospectable: false,
  },
}

/** A class of clients as the gateway serves it: what it may ask and how much, and which tags it does not see. */
export type ViewProfile = Audience & {
  /** What carries one of these (`@tag`) does not exist for it: not in errors, introspection or `/schema.graphql`. */
  readonly hides: readonly Tag[]
}

/** Whom a part of the graph is for, where it is not for all: see the glossary. */
export type Tag = 'citizen' | 'personnel' | 'administration'

export type ViewProfiles = Readonly<Record<AudienceView, ViewProfile>>

const forCitizens: readonly Tag[] = ['personnel', 'administration']
const forPersonnel: readonly Tag[] = ['citizen', 'administration']

/** Each class of clients, from the profile of clients of our own and that of others'. */
export function viewProfiles(ours: Audience, others: Audience): ViewProfiles {
  const free = { ...ours, requiresTrustedDocuments: false }
  return {
    web: { ...ours, hides: forCitizens },
    // What an app asks is known before it is shipped.
    app: { ...ours, requiresTrustedDocuments: true, hides: forCitizens },
    'health-personnel': { ...free, hides: forPersonnel },
    vendor: { ...others, hides: forCitizens },
    admin: { ...free, hides: ['citizen'] },
  }
}

/** Whose schema is read by whoever has not said who she is. */
export const openView: AudienceView = 'vendor'
