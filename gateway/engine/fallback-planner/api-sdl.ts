import { type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, print } from 'graphql'

const ours = /^(join__|link__|core__|federation__)/
/** Directives that clients are told of. */
const told = new Set(['deprecated', 'specifiedBy', 'oneOf'])
const federation = new Set([
  'link',
  'core',
  'tag',
  'inaccessible',
  'authenticated',
  'requiresScopes',
  'policy',
  'cost',
  'listSize',
])

type Named = { readonly name: { readonly value: string } }
type Marked = Named & { readonly directives?: readonly ConstDirectiveNode[] | undefined }

/** The API schema of a supergraph: without what is `@inaccessible`, and without the words of federation. */
export function toApiSdl({ definitions }: DocumentNode): string {
  const hidden = new Set(
    definitions.flatMap(definition =>
      'name' in definition && definition.name && isHidden(definition as Marked) ? [definition.name.value] : [],
    ),
  )
  return definitions
    .flatMap(definition => {
      const kept = keep(definition, hidden)
      return kept ? [print(kept)] : []
    })
    .join('\n\n')
}

function keep(definition: DefinitionNode, hidden: ReadonlySet<string>): DefinitionNode | undefined {
  if (definition.kind === Kind.SCHEMA_DEFINITION) return { ...definition, directives: [] }
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    const name = definition.name.value
    return ours.test(name) || federation.has(name) ? undefined : definition
  }
  if (!('name' in definition) || !definition.name) return undefined
  if (ours.test(definition.name.value) || hidden.has(definition.name.value)) return undefined
  const isShown = (name: string) => !hidden.has(name)
  const directives = visible(definition.directives as readonly ConstDirectiveNode[] | undefined)
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return {
        ...definition,
        directives,
        interfaces: (definition.interfaces ?? []).filter(({ name }) => isShown(name.value)),
        fields: (definition.fields ?? []).filter(isOpen).map(field => ({
          ...field,
          directives: visible(field.directives),
          arguments: inputs(field.arguments),
        })),
      }
    case Kind.UNION_TYPE_DEFINITION:
      return { ...definition, directives, types: (definition.types ?? []).filter(({ name }) => isShown(name.value)) }
    case Kind.ENUM_TYPE_DEFINITION:
      return {
        ...definition,
        directives,
        values: (definition.values ?? [])
          .filter(isOpen)
          .map(value => ({ ...value, directives: visible(value.directives) })),
      }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return { ...definition, directives, fields: inputs(definition.fields) }
    case Kind.SCALAR_TYPE_DEFINITION:
      return { ...definition, directives }
    default:
      return undefined
  }
}

const inputs = <Input extends Marked>(given: readonly Input[] | undefined): Input[] =>
  (given ?? []).filter(isOpen).map(input => ({ ...input, directives: visible(input.directives) }))

const isHidden = ({ directives }: Marked): boolean =>
  (directives ?? []).some(({ name }) => name.value === 'inaccessible')
const isOpen = (definition: Marked): boolean => !isHidden(definition)
const visible = (directives: readonly ConstDirectiveNode[] | undefined): ConstDirectiveNode[] =>
  (directives ?? []).filter(({ name }) => told.has(name.value))
