/*
 * Question: which fields of this operation may whoever asks not have?
 * Refuses: to know a person. It judges the caller alone; whom the data are about is judged by registries.
 */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { PublicError } from '../../../schema/errors.ts'
import type { Denied, Fault } from '../../engine/index.ts'
import { type Asking, unmetBy } from './meet.ts'
import type { Requirement, Requirements } from './requirements.ts'

export type Authorise = {
  /** Undefined where nothing is denied. */
  denied(document: DocumentNode, asking: Asking): Denied | undefined
}

/** A requirement of a document, with the fields that stand under it. */
type Need = { readonly requirement: Requirement; readonly fields: readonly FieldNode[] }
type Remembered = { readonly needs: readonly Need[]; readonly denied: Map<string, Denied> }

const nothing: Remembered = { needs: [], denied: new Map() }

/** Made anew for a new schema. What a document needs is worked out once. */
export function createAuthorise(schema: GraphQLSchema, requirements: Requirements): Authorise {
  const remembered = new WeakMap<DocumentNode, Remembered>()

  function read(document: DocumentNode): Remembered {
    if (requirements.size === 0) return nothing
    const known = remembered.get(document)
    if (known) return known
    const fresh = { needs: needsOf(document, schema, requirements), denied: new Map<string, Denied>() }
    remembered.set(document, fresh)
    return fresh
  }

  return {
    denied(document, asking) {
      const { needs, denied } = read(document)
      // Most may have all they ask for: nothing is made for them.
      if (needs.every(({ requirement }) => unmetBy(asking, requirement) === undefined)) return undefined
      const unmet = needs.flatMap(({ requirement, fields }, index) => {
        const refusal = unmetBy(asking, requirement)
        return refusal ? [{ index, refusal, fields }] : []
      })
      // Which fields are refused, and in which words: no two callers who differ in that share a plan.
      const key = unmet.map(({ index, refusal }) => `${index} ${JSON.stringify(refusal.extensions)}`).join('\n')
      const known = denied.get(key)
      if (known) return known
      const faults = new Map(
        unmet.flatMap(({ refusal, fields }) => fields.map(field => [field, toFault(refusal)] as const)),
      )
      const fresh = { key, faults }
      denied.set(key, fresh)
      return fresh
    },
  }
}

const toFault = (refusal: PublicError): Fault => ({ message: refusal.message, extensions: refusal.extensions })

/**
 * A field stands under its own requirement, under that of the type it belongs to, and under that of the type it
 * answers with. What an interface's field turns out to be is not known beforehand: it stands under all its kinds.
 */
function needsOf(document: DocumentNode, schema: GraphQLSchema, requirements: Requirements): Need[] {
  // Many fields ask the same: it is looked at once.
  const needs = new Map<string, { requirement: Requirement; fields: FieldNode[] }>()
  const typeInfo = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        const parent = typeInfo.getParentType()
        const type = typeInfo.getType()
        if (!parent || !type || node.name.value.startsWith('__')) return
        const coordinates = [
          ...kindsOf(parent, schema).flatMap(name => [name, `${name}.${node.name.value}`]),
          getNamedType(type).name,
        ]
        for (const requirement of new Set(coordinates.flatMap(name => requirements.get(name) ?? []))) {
          const key = JSON.stringify(requirement)
          const need = needs.get(key) ?? { requirement, fields: [] }
          need.fields.push(node)
          needs.set(key, need)
        }
      },
    }),
  )
  return [...needs.values()]
}

const kindsOf = (type: GraphQLNamedType, schema: GraphQLSchema): string[] =>
  isAbstractType(type) ? [type.name, ...schema.getPossibleTypes(type).map(({ name }) => name)] : [type.name]
