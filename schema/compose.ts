import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { parse, print } from 'graphql'
import type { SubgraphName } from './registers.ts'

/** Where each subgraph listens when it runs as a process of its own on one machine; `SUBGRAPH_URLS` says otherwise. */
export const subgraphPorts: Readonly<Record<SubgraphName, number>> = {
  person: 4101,
  vaccine: 4102,
  test: 4103,
  recovery: 4104,
  certificate: 4105,
  'proxy-consent': 4106,
  insight: 4107,
  'entry-registry': 4108,
}

/**
 * Composes the supergraph from the subgraphs' SDL.
 * @throws naming every rule of composition that is broken
 */
export function composeSupergraph(sdlByName: Readonly<Record<string, string>>): string {
  const services = Object.entries(sdlByName).map(([name, sdl]) => ({
    name,
    typeDefs: parse(sdl),
    url: `http://localhost:${subgraphPorts[name as SubgraphName]}/`,
  }))
  const { errors, supergraphSdl } = composeServices(services)
  if (!supergraphSdl) {
    throw new Error(`the subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `  ${message}`).join('\n')}`)
  }
  return supergraphSdl.endsWith('\n') ? supergraphSdl : `${supergraphSdl}\n`
}

/** What a client may ask: the supergraph without its joins and without what is inaccessible. */
export function publicSchema(supergraph: string): string {
  return `${print(transformSupergraphToPublicSchema(parse(supergraph)))}\n`
}
