/*
 * Question: is this text an operation that this audience may ask, and how large is it?
 * Refuses: to run anything, and to hand a document on that is not valid: a cyclic fragment ends the planner's process.
 */
import { createHash } from 'node:crypto'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Audience } from '../audiences.ts'
import { type Cost, costOf } from './cost.ts'
import type { CostModel } from './cost-model.ts'
import { refuseIdentifiers } from './identifiers.ts'
import { refuseLarge } from './measure.ts'
import { refuseOver } from './refusal.ts'
import { scanText } from './scan-text.ts'
import { validateWithin } from './validate-within.ts'

export type ValidDocument = {
  readonly document: DocumentNode
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string
  /**
   * Judges the cost with the variables of one request, as they were sent.
   * @throws PublicError QUERY_TOO_COSTLY (cost, pageSize)
   */
  refuseCostly(operationName: string | undefined, variables: Readonly<Record<string, unknown>>): void
}

export type InvalidDocument = { readonly stage: 'parse' | 'validation'; readonly errors: readonly GraphQLError[] }

export type Documents = {
  /** @throws PublicError QUERY_TOO_COSTLY, and BAD_REQUEST where the text holds nothing */
  read(text: string): ValidDocument | InvalidDocument
  /** A document that was read and is still remembered, by its hash. */
  find(hash: string): DocumentNode | undefined
}

export type DocumentsParts = {
  readonly schema: GraphQLSchema
  readonly costModel: CostModel
  readonly audience: Audience
  readonly isIntrospectable: boolean
  /** Whether a national identity number in the text is refused: texts are remembered, variables are not. */
  readonly refusesIdentifiers?: boolean
}

const rememberedDocuments = 2_000
/** A parsed document takes some hundred bytes a token. */
const rememberedTokens = 400_000

export const isInvalid = (read: ValidDocument | InvalidDocument): read is InvalidDocument => 'errors' in read

/** Reads each text once: from the cheapest check to the dearest, each protecting the next. */
export function createDocuments(parts: DocumentsParts): Documents {
  const { schema, costModel, audience, isIntrospectable, refusesIdentifiers = false } = parts
  const { limits } = audience
  const byHash = new Map<string, DocumentNode>()
  const byText = new LRUCache<string, ValidDocument>({
    max: rememberedDocuments,
    maxSize: rememberedTokens,
    sizeCalculation: ({ document }, text) => 1 + (document.tokenCount ?? 0) + Math.ceil(text.length / 100),
    dispose: ({ hash }) => byHash.delete(hash),
  })

  function readAnew(text: string): ValidDocument | InvalidDocument {
    scanText(text, limits)
    const document = parseOrFault(text, limits.tokens)
    if (document instanceof GraphQLError) return { stage: 'parse', errors: [document] }
    if (refusesIdentifiers) refuseIdentifiers(document, text)
    refuseLarge(document, schema, limits)
    const errors = validateWithin(schema, document, { limits, isIntrospectable })
    if (errors.length > 0) return { stage: 'validation', errors }
    const hash = createHash('sha256').update(text).digest('hex')
    return { document, hash, refuseCostly: createRefuseCostly(document) }
  }

  function createRefuseCostly(document: DocumentNode): ValidDocument['refuseCostly'] {
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    const costs = new Map<OperationDefinitionNode, Cost>()
    for (const operation of operations as OperationDefinitionNode[]) {
      costs.set(operation, costOf(document, operation, { schema, model: costModel, limits }))
    }
    return (operationName, given) => {
      const operation = getOperationAST(document, operationName)
      const cost = operation ? (costs.get(operation) ?? 0) : 0
      if (typeof cost === 'number' || !operation) return refuseOver(limits, 'cost', Number(cost))
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given)
      // Variables that do not fit are refused by the engine, by name.
      if (coerced) refuseOver(limits, 'cost', cost(coerced))
    }
  }

  return {
    read(text) {
      const known = byText.get(text)
      if (known) return known
      const fresh = readAnew(text)
      if (isInvalid(fresh)) return fresh
      byText.set(text, fresh)
      byHash.set(fresh.hash, fresh.document)
      return fresh
    },
    find: hash => byHash.get(hash),
  }
}

function parseOrFault(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens })
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}
