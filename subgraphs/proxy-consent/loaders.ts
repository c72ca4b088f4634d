import type { LoaderScope } from '../kernel/define-subgraph.ts'
import { createPrivacyLoaders, type PrivacyLoaders } from './privacy/index.ts'
import { createRepresentationLoaders, type RepresentationLoaders } from './representation/loaders.ts'
import type { ProxyConsentServices } from './services.ts'

export type ProxyConsentLoaders = RepresentationLoaders & { readonly privacy: PrivacyLoaders }

/** Every person a request asks about goes in one question to the store. */
export function createLoaders(
  { representation, privacy }: ProxyConsentServices,
  scope: LoaderScope,
): ProxyConsentLoaders {
  return { ...createRepresentationLoaders(representation, scope), privacy: createPrivacyLoaders(privacy, scope) }
}
