import { type ConstDirectiveNode, type ConstValueNode, Kind, parse } from 'graphql'

/**
 * What a type or a field asks of whoever wants it. Of scopes and of policies one group is enough, and of a group all.
 * Between the three kinds, and where a field has several of a kind, each must be met.
 */
export type Requirement = {
  readonly isAuthenticated: boolean
  readonly scopes: readonly Alternatives[]
  readonly policies: readonly Alternatives[]
}
export type Alternatives = readonly (readonly string[])[]

/** By coordinate: `Type`, `Type.field`. */
export type Requirements = ReadonlyMap<string, Requirement>

/** Reads `@authenticated`, `@requiresScopes` and `@policy` (federation 2.5 and 2.6) out of a supergraph. */
export function readRequirements(supergraph: string): Requirements {
  const found = new Map<string, Requirement>()
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const requirement = toRequirement(directives ?? [])
    if (requirement) found.set(coordinate, requirement)
  }
  for (const definition of parse(supergraph, { noLocation: true }).definitions) {
    if (!('name' in definition) || definition.name === undefined || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue
    const type = definition.name.value
    note(type, definition.directives as readonly ConstDirectiveNode[] | undefined)
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const field of definition.fields ?? []) note(`${type}.${field.name.value}`, field.directives)
  }
  return found
}

function toRequirement(directives: readonly ConstDirectiveNode[]): Requirement | undefined {
  const named = (name: string) =>
    directives.filter(directive => directive.name.value.replace(/^[a-zA-Z]+__/, '') === name)
  const isAuthenticated = named('authenticated').length > 0
  const scopes = named('requiresScopes').map(directive => alternativesOf(directive, 'scopes'))
  const policies = named('policy').map(directive => alternativesOf(directive, 'policies'))
  if (!isAuthenticated && scopes.length === 0 && policies.length === 0) return undefined
  return { isAuthenticated, scopes, policies }
}

function alternativesOf(directive: ConstDirectiveNode, argument: string): Alternatives {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value
  return itemsOf(value).map(group => itemsOf(group).flatMap(item => (item.kind === Kind.STRING ? [item.value] : [])))
}

/** A list, or the one value that stands for a list of it (GraphQL §3.11, input coercion). */
function itemsOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (value === undefined) return []
  return value.kind === Kind.LIST ? value.values : [value]
}
