import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { audiences, viewProfiles } from '../gateway/policy/audiences.ts'
import { narrow } from '../gateway/policy/narrow.ts'
import { composeSupergraph, publicSchema } from '../schema/compose.ts'
import { buildSchema } from '../subgraphs/kernel/build-schema.ts'
import { definitions } from './definitions.ts'

/** The project's own folder, whether this runs from source or compiled. */
export const projectFolder = dirname(findPackageJSON(import.meta.url) ?? '.')

const profiles = viewProfiles(audiences['first-party'], audiences['third-party'])

/** What the classes say the committed schema files are: path in the project → content. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const sdls = Object.fromEntries(definitions.map(definition => [definition.name, buildSchema(definition).sdl]))
  const supergraph = composeSupergraph(sdls)
  return new Map([
    ...Object.entries(sdls).map(([name, sdl]) => [`schema/subgraphs/${name}.graphql`, sdl] as const),
    ['schema/supergraph.graphql', supergraph] as const,
    ['schema/api.graphql', publicSchema(supergraph)] as const,
    ...Object.entries(profiles).map(
      ([view, { hides }]) =>
        [`schema/views/${view}.graphql`, publicSchema(narrow(supergraph, new Set(hides)))] as const,
    ),
  ])
}

export const inProject = (path: string) => join(projectFolder, path)
