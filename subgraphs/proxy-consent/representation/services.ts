import type { SealKeys } from '../../../schema/access.ts'
import type { AskRegistry } from '../../kernel/ask-registry.ts'
import type { Context } from '../../kernel/context.ts'
import type { RepresentationLoaders } from './loaders.ts'
import type { RepresentationStore } from './store/representation-store.ts'

export type RepresentationServices = {
  readonly keys: { readonly mandateKeys: SealKeys; readonly identityKeys: SealKeys }
  readonly representation: RepresentationStore
  readonly askPerson: AskRegistry
  /** Makes the ids of rights. */
  readonly privacy: { readonly pseudonymKey: Uint8Array }
}

/** What this room's resolvers may use. */
export type RepresentationContext = Context<RepresentationServices, RepresentationLoaders>
