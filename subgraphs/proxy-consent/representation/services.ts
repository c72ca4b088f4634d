import type { SealKeys } from '../../../schema/access.ts'
import type { AskRegistry } from '../../kernel/ask-registry.ts'
import type { Context } from '../../kernel/context.ts'
import type { RepresentationLoaders } from './loaders.ts'
import type { RepresentationStore } from './store/representation-store.ts'

/** What this room's resolvers may use. */
export type RepresentationContext = Context<
  {
    readonly keys: { readonly mandateKeys: SealKeys; readonly identityKeys: SealKeys }
    readonly representation: RepresentationStore
    readonly askPerson: AskRegistry
    readonly privacy: { readonly pseudonymKey: Uint8Array }
  },
  RepresentationLoaders
>
