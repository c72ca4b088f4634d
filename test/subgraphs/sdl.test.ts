import { composeServices } from '@theguild/federation-composition'
import { type ASTNode, Kind, parse, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { entryRegistrySubgraph } from '../../subgraphs/entry-registry/subgraph.ts'
import { buildSchema } from '../../subgraphs/kernel/build-schema.ts'
import { personSubgraph } from '../../subgraphs/person/subgraph.ts'
import { recoverySubgraph } from '../../subgraphs/recovery/subgraph.ts'
import { testSubgraph } from '../../subgraphs/test/subgraph.ts'
import { vaccineSubgraph } from '../../subgraphs/vaccine/subgraph.ts'

const definitions = [personSubgraph, vaccineSubgraph, testSubgraph, recoverySubgraph, entryRegistrySubgraph]
const sdls = definitions.map(definition => ({ name: definition.name, sdl: buildSchema(definition).sdl }))

const roots = new Set(['Query', 'Mutation', 'Subscription'])
const described = new Set<ASTNode['kind']>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
])

describe.each(sdls)('the schema of the $name registry', ({ sdl }) => {
  test('describes every type, field, argument and enum value', () => {
    const bare: string[] = []
    visit(parse(sdl), {
      enter(node) {
        const name = 'name' in node ? node.name?.value : undefined
        const hasText = 'description' in node && Boolean(node.description?.value)
        if (described.has(node.kind) && !hasText && !roots.has(name ?? '')) bare.push(`${node.kind} ${name}`)
      },
    })
    expect(bare).toEqual([])
  })

  test('has Person by her grant, which no client sees', () => {
    expect(sdl).toContain('type Person @key(fields: "grant")')
    expect(sdl).toContain('grant: ID! @inaccessible')
  })
})

test('they compose into one graph without an error', () => {
  const composed = composeServices(sdls.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) })))
  expect(composed.errors ?? []).toEqual([])
  expect(composed.supergraphSdl).toContain('type Person')
})

test('whatever a registry has to be asked for may be null on a person', () => {
  const promised: string[] = []
  for (const { sdl } of sdls) {
    visit(parse(sdl), {
      ObjectTypeDefinition: node => (node.name.value === 'Person' ? undefined : false),
      FieldDefinition(node) {
        if (node.type.kind === Kind.NON_NULL_TYPE) promised.push(node.name.value)
      },
    })
  }
  expect(new Set(promised)).toEqual(new Set(['grant']))
})
