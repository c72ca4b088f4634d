import { lexicographicSortSchema, printSchema } from 'graphql'
import { PublicError } from '../schema/errors.ts'
import { createEngine, type Engine, type EngineOptions, type Unplanned } from './engine/index.ts'
import { createGraphQLServer, type GraphQLServer, type GraphQLServerParts } from './http/graphql-server.ts'
import {
  type Audience,
  type AudienceView,
  audienceViews,
  type Limits,
  openView,
  type ViewProfiles,
} from './policy/audiences.ts'
import { createAuthorise } from './policy/authorization/authorise.ts'
import { readRequirements } from './policy/authorization/requirements.ts'
import { withKnownNames } from './policy/linked-names.ts'
import { narrow } from './policy/narrow.ts'
import { checkScalars } from './policy/operation/check-scalars.ts'
import { readCostModel } from './policy/operation/cost-model.ts'
import { createDocuments, type Documents, isInvalid } from './policy/operation/read-document.ts'
import { createTrustedDocuments, type Manifest, type TrustedDocuments } from './policy/trusted-documents.ts'
import type { TransportContext } from './transport/index.ts'

/**
 * One supergraph and all that is made from it. A request is answered by one edition from its text to its answer, also
 * where another has come into force meanwhile.
 */
export type Edition = {
  readonly subgraphs: readonly string[]
  /** Whether any document can be asked for by its id. */
  readonly hasTrustedDocuments: boolean
  /** What a class of clients meets; whoever has not said who she is meets what is open to all. */
  face(view: AudienceView | undefined): Face
  readonly faces: readonly Face[]
  /** Resolves when nothing is answered by it any more. Requests that begin after it is called are not waited for. */
  finish(): Promise<void>
}

/** An edition as one class of clients knows it. What it hides is not there for them, from validation to introspection. */
export type Face = {
  readonly engine: Engine<TransportContext>
  readonly documents: Documents
  readonly trusted: TrustedDocuments
  readonly graphql: GraphQLServer
  readonly limits: Limits
  /** The SDL that these clients may see. */
  readonly sdl: string
  /** What is answered little by little enters, and leaves by what it is given, once: the edition does not finish before. */
  enter(): () => void
}

export type EditionParts = Pick<GraphQLServerParts, 'reportBug' | 'finishFirst'> & {
  readonly supergraph: string
  readonly engine: Pick<EngineOptions<TransportContext>, 'send' | 'openSource' | 'planner' | 'overrideLabels'>
  readonly audience: Audience
  /** Without them there is one face, and nothing is hidden: nobody says who she is. */
  readonly views?: ViewProfiles | undefined
  readonly trustedDocuments: Manifest
  readonly isIntrospectable: boolean
  /** Whether texts may hold no national identity number. */
  readonly refusesIdentifiers: boolean
  readonly reportRefusedDocument: (id: string, reason: string) => void
  /** An operation that is valid and has no plan: told to whoever operates the gateway. */
  readonly reportUnplanned: (unplanned: Unplanned) => void
}

/** @throws where the supergraph cannot be read, or its scalars are not what clients are promised */
export async function createEdition(parts: EditionParts): Promise<Edition> {
  const { audience, isIntrospectable, views } = parts
  const whole = withKnownNames(parts.supergraph)
  const engines = new Map<string, Engine<TransportContext>>()
  /** Classes that hide the same share their engine and its plans. */
  const engineOf = (supergraph: string) => {
    const engine = engines.get(supergraph) ?? engineFor(supergraph, parts)
    engines.set(supergraph, engine)
    return engine
  }
  const underWay = new UnderWay()
  const faceOf = (profile: Audience, hides: readonly string[]) => {
    const supergraph = narrow(whole, new Set(hides))
    return createFace({ parts, supergraph, engine: engineOf(supergraph), profile, underWay })
  }
  const byView = new Map<AudienceView | undefined, Face>()
  if (views) {
    for (const view of audienceViews) byView.set(view, await faceOf(views[view], views[view].hides))
  } else byView.set(undefined, await faceOf({ ...audience, isIntrospectable }, []))
  const faces = [...byView.values()]
  const open = byView.get(views ? openView : undefined)
  reportRefused(faces, parts)
  return {
    subgraphs: faces[0]?.engine.subgraphs ?? [],
    hasTrustedDocuments: faces.some(({ trusted }) => trusted.size > 0),
    face(view) {
      const face = view === undefined ? open : byView.get(view)
      if (!face) throw new Error(`there is no view ${view}`)
      return face
    },
    faces,
    async finish() {
      await underWay.none()
      await Promise.all(faces.map(({ graphql }) => graphql.stop()))
    },
  }
}

/** A document that one class may not ask is another's: only what no class can ask is told. */
function reportRefused(faces: readonly Face[], { reportRefusedDocument }: EditionParts): void {
  const [first, ...others] = faces.map(({ trusted }) => new Map(trusted.refused.map(({ id, reason }) => [id, reason])))
  for (const [id, reason] of first ?? [])
    if (others.every(refused => refused.has(id))) reportRefusedDocument(id, reason)
}

function engineFor(supergraph: string, parts: EditionParts): Engine<TransportContext> {
  const engine = createEngine<TransportContext>({
    ...parts.engine,
    supergraph,
    answerInvalid: (register, reason) =>
      new PublicError('REGISTRY_ANSWER_INVALID', { details: { register }, cause: reason }),
    unplanned(unplanned) {
      parts.reportUnplanned(unplanned)
      return unplanned.fault === 'late'
        ? new PublicError('QUERY_TOO_COSTLY', { details: { limit: 'planning' }, cause: unplanned })
        : new PublicError('OPERATION_UNPLANNABLE', { cause: unplanned })
    },
  })
  checkScalars(engine.schema)
  return engine
}

/** How many answers are under way, and when there is none any more. */
class UnderWay {
  #answers = 0
  readonly #waiting: (() => void)[] = []

  enter(): void {
    this.#answers++
  }

  leave(): void {
    this.#answers--
    if (this.#answers === 0) for (const resolve of this.#waiting.splice(0)) resolve()
  }

  async none(): Promise<void> {
    if (this.#answers > 0) await new Promise<void>(resolve => this.#waiting.push(resolve))
  }
}

type FaceParts = {
  readonly parts: EditionParts
  readonly supergraph: string
  readonly engine: Engine<TransportContext>
  readonly profile: Audience
  readonly underWay: UnderWay
}

async function createFace({ parts, supergraph, engine, profile, underWay }: FaceParts): Promise<Face> {
  const { isIntrospectable, limits } = profile
  const { refusesIdentifiers } = parts
  const costModel = readCostModel(supergraph)
  const documents = createDocuments({
    schema: engine.schema,
    costModel,
    audience: profile,
    isIntrospectable,
    refusesIdentifiers,
  })
  const trusted = createTrustedDocuments(parts.trustedDocuments, { documents, audience: profile })
  const trustedHashes = new Set(Object.keys(parts.trustedDocuments).map(id => id.replace(/^sha256:/, '')))
  const isTrusted = (hash: string) => trustedHashes.has(hash)
  const authorise = createAuthorise(engine.schema, readRequirements(supergraph))
  const { reportBug, finishFirst } = parts
  const server = await createGraphQLServer(engine, { reportBug, finishFirst, documents, authorise, isTrusted })
  const sdl = printSchema(lexicographicSortSchema(engine.schema))
  const graphql: GraphQLServer = {
    ...server,
    async execute(operation, context) {
      underWay.enter()
      try {
        return await server.execute(operation, context)
      } finally {
        underWay.leave()
      }
    },
  }
  const enter = () => {
    underWay.enter()
    return () => underWay.leave()
  }
  return { engine, documents, trusted, graphql, limits, sdl, enter }
}

/** Planned ahead at most, unless there are more trusted documents: more would keep the old schema in force for long. */
const mostWarmed = 1_000
const longestWarmingMs = 10_000

/**
 * Plans for an edition what was asked of the one before it and still is valid, and all its trusted documents, before
 * anyone waits for it. Gives how many were planned; what cannot be planned is left for whoever asks it.
 */
export async function warm(next: Edition, manifest: Manifest, previous: Edition | undefined): Promise<number> {
  const end = performance.now() + longestWarmingMs
  let warmed = 0
  for (const [index, face] of next.faces.entries()) {
    warmed += await warmFace(face, manifest, previous?.faces[index], end)
  }
  return warmed
}

async function warmFace(next: Face, manifest: Manifest, previous: Face | undefined, end: number): Promise<number> {
  // What is denied is denied by the fields of one document: whoever may not have them asks for a plan of her own.
  const known = (previous?.engine.remembered() ?? [])
    .filter(({ denied }) => denied === undefined)
    .map(({ document, ...rest }) => ({ ...rest, text: document.loc?.source.body ?? '' }))
  const trusted = Object.values(manifest).map(text => ({ text, flags: new Map<string, boolean>() }))
  let warmed = 0
  // All trusted documents, and of the rest what there is room for.
  const others = known.slice(0, Math.max(0, mostWarmed - trusted.length))
  for (const { text, ...operation } of [...trusted, ...others]) {
    if (performance.now() > end) break
    try {
      const read = next.documents.read(text)
      if (isInvalid(read)) continue
      await next.engine.prepare({ ...operation, document: read.document, key: read.hash })
      warmed++
    } catch {
      // Too large for the new schema, or without a plan: its next request is told so.
    }
    // Requests are answered in between.
    await new Promise(resolve => setImmediate(resolve))
  }
  return warmed
}
