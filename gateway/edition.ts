import { lexicographicSortSchema, printSchema } from 'graphql'
import { PublicError } from '../schema/errors.ts'
import { createEngine, type Engine, type EngineOptions, type Unplanned } from './engine/index.ts'
import { createGraphQLServer, type GraphQLServer, type GraphQLServerParts } from './http/graphql-server.ts'
import type { Audience } from './policy/audiences.ts'
import { createAuthorise } from './policy/authorization/authorise.ts'
import { readRequirements } from './policy/authorization/requirements.ts'
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
  readonly engine: Engine<TransportContext>
  readonly documents: Documents
  readonly trusted: TrustedDocuments
  readonly graphql: GraphQLServer
  /** The SDL that clients may see. */
  readonly sdl: string
  /** Resolves when nothing is answered by it any more. Requests that begin after it is called are not waited for. */
  finish(): Promise<void>
}

export type EditionParts = Pick<GraphQLServerParts, 'reportBug'> & {
  readonly supergraph: string
  readonly engine: Pick<EngineOptions<TransportContext>, 'send' | 'openSource' | 'planner' | 'overrideLabels'>
  readonly audience: Audience
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
  const { supergraph, audience, isIntrospectable, refusesIdentifiers } = parts
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
  const costModel = readCostModel(supergraph)
  const documents = createDocuments({
    schema: engine.schema,
    costModel,
    audience,
    isIntrospectable,
    refusesIdentifiers,
  })
  const trusted = createTrustedDocuments(parts.trustedDocuments, { documents, audience })
  for (const { id, reason } of trusted.refused) parts.reportRefusedDocument(id, reason)
  const isTrusted = (hash: string) => Object.hasOwn(parts.trustedDocuments, `sha256:${hash}`)
  const authorise = createAuthorise(engine.schema, readRequirements(supergraph))
  const server = await createGraphQLServer(engine, { reportBug: parts.reportBug, documents, authorise, isTrusted })
  const running = new Set<Promise<unknown>>()
  const sdl = printSchema(lexicographicSortSchema(engine.schema))
  const graphql: GraphQLServer = {
    ...server,
    execute(operation, context) {
      const reply = server.execute(operation, context)
      running.add(reply)
      return reply.finally(() => running.delete(reply))
    },
  }
  return {
    engine,
    documents,
    trusted,
    graphql,
    sdl,
    async finish() {
      while (running.size > 0) await Promise.allSettled(running)
      await server.stop()
    },
  }
}

/** Planned ahead at most: more would keep the old schema in force for long. */
const mostWarmed = 1_000
const longestWarmingMs = 10_000

/**
 * Plans for an edition what was asked of the one before it and still is valid, and all its trusted documents, before
 * anyone waits for it. Gives how many were planned; what cannot be planned is left for whoever asks it.
 */
export async function warm(next: Edition, manifest: Manifest, previous: Edition | undefined): Promise<number> {
  const end = performance.now() + longestWarmingMs
  // What is denied is denied by the fields of one document: whoever may not have them asks for a plan of her own.
  const known = (previous?.engine.remembered() ?? [])
    .filter(({ denied }) => denied === undefined)
    .map(({ document, ...rest }) => ({ ...rest, text: document.loc?.source.body ?? '' }))
  const trusted = Object.values(manifest).map(text => ({ text, flags: new Map<string, boolean>() }))
  let warmed = 0
  for (const { text, ...operation } of [...known, ...trusted].slice(0, mostWarmed)) {
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
