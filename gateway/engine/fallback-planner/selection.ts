import {
  type ArgumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** A selection without spreads. A fragment on a type has no key and no arguments; `name` is then the type's. */
export type Selection = {
  readonly kind: 'Field' | 'Fragment'
  readonly name: string
  /** In the answer. */
  readonly key: string
  /** As text: `(unit: "g")`. */
  readonly args: string
  readonly variables: readonly string[]
  readonly inner: readonly Selection[]
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function readSelections({ selections }: SelectionSetNode, fragments: Fragments): Selection[] {
  return selections.flatMap(selection => readSelection(selection, fragments))
}

function readSelection(selection: SelectionNode, fragments: Fragments): Selection[] {
  if (selection.kind === Kind.FIELD) {
    const { name, alias, arguments: given = [], selectionSet } = selection
    return [
      {
        kind: 'Field',
        name: name.value,
        key: alias?.value ?? name.value,
        args: given.length > 0 ? `(${given.map(argument => print(argument)).join(', ')})` : '',
        variables: given.flatMap(variablesOf),
        inner: selectionSet ? readSelections(selectionSet, fragments) : [],
      },
    ]
  }
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
  if (!fragment) return []
  const inner = readSelections(fragment.selectionSet, fragments)
  const type = fragment.typeCondition?.name.value
  return type === undefined ? inner : [{ kind: 'Fragment', name: type, key: '', args: '', variables: [], inner }]
}

/** The value of a `@key`, `@requires` or `@provides`. */
export function readFieldSet(text: string): Selection[] {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a field set of the supergraph cannot be read')
  return readSelections(definition.selectionSet, new Map())
}

function variablesOf({ value }: Pick<ArgumentNode, 'value'>): string[] {
  if (value.kind === Kind.VARIABLE) return [value.name.value]
  if (value.kind === Kind.LIST) return value.values.flatMap(item => variablesOf({ value: item }))
  if (value.kind === Kind.OBJECT) return value.fields.flatMap(variablesOf)
  return []
}

/** The fields that stand for objects of a type: fragments that fit it opened, and equal fields made one. */
export function fieldsFor(selections: readonly Selection[], fits: (type: string) => boolean): Selection[] {
  const fields = new Map<string, Selection>()
  const add = (each: Selection): void => {
    if (each.kind === 'Fragment') {
      if (fits(each.name)) for (const inner of each.inner) add(inner)
      return
    }
    const known = fields.get(each.key)
    fields.set(each.key, known ? { ...known, inner: [...known.inner, ...each.inner] } : each)
  }
  for (const selection of selections) add(selection)
  return [...fields.values()]
}
