import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { createPrivacyLoaders, type PrivacyLoaders } from './privacy/index.ts'
import { createRepresentationLoaders, type RepresentationLoaders } from './representation/loaders.ts'
import type { ProxyConsentServices } from './services.ts'

export type ProxyConsentLoaders = RepresentationLoaders & { readonly privacy: PrivacyLoaders }

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(services: ProxyConsentServices, scope: LoaderScope): ProxyConsentLoaders {
  return { ...createRepresentationLoaders(services, scope), privacy: createPrivacyLoaders(services.privacy, scope) }
}
