import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type DocumentNode, GraphQLError, parse, Source, validate } from 'graphql'
import { createEngine } from './engine/index.ts'

export type Explanation = { readonly text: string; readonly isPlan: boolean }

const usage = 'gateway explain FILE [--supergraph SDL] [--operation NAME]'

/** How the gateway would carry out the operation in a file, for people; or why it would not. */
export async function explain(args: readonly string[], defaultSupergraph: string): Promise<Explanation> {
  const options = { supergraph: { type: 'string', default: defaultSupergraph }, operation: { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [file, another] = positionals
    if (file === undefined || another !== undefined) return { text: usage, isPlan: false }
    const supergraph = await readFile(values.supergraph, 'utf8')
    const document = parse(new Source(await readFile(file, 'utf8'), file))
    return await explainDocument(document, supergraph, values.operation)
  } catch (error) {
    return { text: error instanceof GraphQLError ? error.toString() : (error as Error).message, isPlan: false }
  }
}

async function explainDocument(document: DocumentNode, supergraph: string, name: string | undefined) {
  const engine = createEngine({ supergraph, send: () => Promise.reject(new Error('nothing is sent')) })
  const errors = validate(engine.schema, document)
  if (errors.length > 0) return { text: errors.map(error => error.toString()).join('\n\n'), isPlan: false }
  return { text: await engine.explain(document, name), isPlan: true }
}
