import { audiences, viewProfiles } from '../gateway/policy/audiences.ts'
import { narrow } from '../gateway/policy/narrow.ts'
import { composeSupergraph, publicSchema } from '../schema/compose.ts'
import { buildSchema } from '../subgraphs/kernel/build-schema.ts'
import { definitions } from './definitions.ts'
import { vendorChangelog } from './schema-changes.ts'

export { inProject, projectFolder } from './project-folder.ts'

const profiles = viewProfiles(audiences['first-party'], audiences['third-party'])

/** What the classes say the committed schema files are: path in the project → content. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const sdls = Object.fromEntries(definitions.map(definition => [definition.name, buildSchema(definition).sdl]))
  const supergraph = composeSupergraph(sdls)
  const views = new Map(
    Object.entries(profiles).map(([view, { hides }]) => [view, publicSchema(narrow(supergraph, new Set(hides)))]),
  )
  return new Map([
    ...Object.entries(sdls).map(([name, sdl]) => [`schema/subgraphs/${name}.graphql`, sdl] as const),
    ['schema/supergraph.graphql', supergraph] as const,
    ['schema/api.graphql', publicSchema(supergraph)] as const,
    ...Array.from(views, ([view, sdl]) => [`schema/views/${view}.graphql`, sdl] as const),
    vendorChangelog(view => views.get(view) ?? ''),
  ])
}
