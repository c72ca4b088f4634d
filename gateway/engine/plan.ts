/** A query plan as the planner writes it: which subgraph is asked what, in which order, with which entities. */
export type QueryPlan = { readonly node?: PlanNode | null | undefined }

export type PlanNode =
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly PlanNode[] }
  | ConditionNode
  | { readonly kind: 'Flatten'; readonly path: readonly PathSegment[]; readonly node: PlanNode }
  | FetchNode
  | BatchFetchNode
  | { readonly kind: 'Subscription'; readonly primary: FetchNode }

export type ConditionNode = {
  readonly kind: 'Condition'
  /** Name of a Boolean variable. */
  readonly condition: string
  readonly ifClause?: PlanNode | null | undefined
  readonly elseClause?: PlanNode | null | undefined
}

type Operation = {
  readonly serviceName: string
  readonly operation: string
  readonly operationKind?: string | null | undefined
  readonly operationName?: string | null | undefined
  readonly variableUsages?: readonly string[] | null | undefined
}

export type FetchNode = Operation & {
  readonly kind: 'Fetch'
  /** Present for entities only. */
  readonly requires?: readonly Requirement[] | null | undefined
  readonly inputRewrites?: readonly Rewrite[] | null | undefined
  readonly outputRewrites?: readonly Rewrite[] | null | undefined
}

/** Several entity fetches of one subgraph in one request, each under its own alias. */
export type BatchFetchNode = Operation & {
  readonly kind: 'BatchFetch'
  readonly entityBatch: { readonly aliases: readonly BatchAlias[] }
}

export type BatchAlias = {
  readonly alias: string
  readonly representationsVariableName: string
  readonly paths: readonly (readonly PathSegment[])[]
  readonly requires: readonly Requirement[]
  readonly inputRewrites?: readonly Rewrite[] | null | undefined
  readonly outputRewrites?: readonly Rewrite[] | null | undefined
}

/** `@` steps into a list of any depth; the planner writes one for a list of lists. */
export type PathSegment = '@' | { readonly Field: string } | { readonly TypeCondition: readonly string[] }

export type Requirement =
  | {
      readonly kind: 'Field'
      /** The key in the data that we hold. */
      readonly name: string
      /** The key that the subgraph expects, where it is another. */
      readonly alias?: string | null | undefined
      readonly selections?: readonly Requirement[] | null | undefined
    }
  | {
      readonly kind: 'InlineFragment'
      readonly typeCondition: string
      readonly selections: readonly Requirement[]
      readonly skipIf?: string | null | undefined
      readonly includeIf?: string | null | undefined
    }

export type RewriteStep = { readonly Key: string } | { readonly TypenameEquals: readonly string[] }

export type Rewrite =
  | { readonly ValueSetter: { readonly path: readonly RewriteStep[]; readonly setValueTo: string } }
  | { readonly KeyRenamer: { readonly path: readonly RewriteStep[]; readonly renameKeyTo: string } }

/** The plan as an indented text, for people. */
export function printPlan({ node }: QueryPlan): string {
  return node ? printNode(node, '') : '(nothing to fetch)'
}

function printNode(node: PlanNode, indent: string): string {
  const inner = `${indent}  `
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return [`${indent}${node.kind}`, ...node.nodes.map(child => printNode(child, inner))].join('\n')
    case 'Condition':
      return [
        ...(node.ifClause ? [`${indent}If $${node.condition}`, printNode(node.ifClause, inner)] : []),
        ...(node.elseClause ? [`${indent}Unless $${node.condition}`, printNode(node.elseClause, inner)] : []),
      ].join('\n')
    case 'Flatten':
      return `${indent}At ${printPath(node.path)}\n${printNode(node.node, inner)}`
    case 'Subscription':
      return `${indent}Subscription\n${printNode(node.primary, inner)}`
    case 'Fetch':
      return [
        `${indent}Fetch from ${node.serviceName}`,
        ...(node.requires ? [`${inner}given ${printRequirements(node.requires)}`] : []),
        `${inner}${oneLine(node.operation)}`,
      ].join('\n')
    case 'BatchFetch':
      return [
        `${indent}Fetch from ${node.serviceName}`,
        ...node.entityBatch.aliases.map(
          ({ alias, paths, requires }) =>
            `${inner}${alias} at ${paths.map(printPath).join(' and ')} given ${printRequirements(requires)}`,
        ),
        `${inner}${oneLine(node.operation)}`,
      ].join('\n')
  }
}

const oneLine = (operation: string) => operation.replace(/\s+/g, ' ').trim()

const printPath = (path: readonly PathSegment[]) =>
  path
    .map(segment => {
      if (segment === '@') return '@'
      return 'Field' in segment ? segment.Field : `(${segment.TypeCondition.join(' | ')})`
    })
    .join('.')

function printRequirements(requirements: readonly Requirement[]): string {
  const inside = requirements.map(requirement => {
    if (requirement.kind === 'InlineFragment')
      return `... on ${requirement.typeCondition} ${printRequirements(requirement.selections)}`
    const { name, alias, selections } = requirement
    return `${alias ? `${alias}: ` : ''}${name}${selections?.length ? ` ${printRequirements(selections)}` : ''}`
  })
  return `{ ${inside.join(' ')} }`
}
