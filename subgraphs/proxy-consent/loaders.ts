import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { createRepresentationLoaders, type RepresentationLoaders } from './representation/loaders.ts'
import type { ProxyConsentServices } from './services.ts'

export type ProxyConsentLoaders = RepresentationLoaders

/** Every person a request asks about goes in one question to the store. */
export function createLoaders({ representation }: ProxyConsentServices, scope: LoaderScope): ProxyConsentLoaders {
  return { ...createRepresentationLoaders(representation, scope) }
}
