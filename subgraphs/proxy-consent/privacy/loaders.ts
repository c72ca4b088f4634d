import DataLoader from 'dataloader'
import { PublicError } from '../../../schema/errors.ts'
import type { LoaderScope } from '../../kernel/context.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import type { PrivacyServices } from './services.ts'
import { findInclusions, type Inclusion } from './store/inclusions.ts'
import { type ConsentRequest, findRequests } from './store/requests.ts'
import { findChanges, findSettings, type Identifiers, type StoredChange, type StoredSetting } from './store/settings.ts'

export type PrivacyLoaders = {
  readonly settings: DataLoader<Identifiers, readonly StoredSetting[], string>
  readonly changes: DataLoader<Identifiers, readonly StoredChange[], string>
  readonly requests: DataLoader<Identifiers, readonly ConsentRequest[], string>
  readonly inclusions: DataLoader<Identifiers, readonly Inclusion[], string>
  /**
   * To be called before the bytes of a proof are read: once in a request. Two of the largest would not fit in an answer.
   * @throws PublicError EVIDENCE_ONE_AT_A_TIME
   */
  readonly takeEvidence: () => void
}

/** One person is asked about at a time here: what is loaded once serves all fields of the request. */
export function createPrivacyLoaders({ kysely }: PrivacyServices, scope: LoaderScope): PrivacyLoaders {
  const each = <Row>(find: (identifiers: Identifiers) => Promise<readonly Row[]>) =>
    new DataLoader<Identifiers, readonly Row[], string>(
      people =>
        Promise.all(
          people.map(identifiers =>
            readRegistry(scope, 'proxy-consent', async () => {
              const rows = await find(identifiers)
              // The register is master of these: they are as of now.
              return { rows, isEmpty: rows.length === 0, updatedAt: scope.now }
            }),
          ),
        ),
      { cacheKeyFn: identifiers => identifiers.join() },
    )
  let hasTaken = false
  return {
    takeEvidence() {
      if (hasTaken) throw new PublicError('EVIDENCE_ONE_AT_A_TIME')
      hasTaken = true
    },
    settings: each(identifiers => findSettings(kysely, identifiers)),
    changes: each(identifiers => findChanges(kysely, identifiers)),
    requests: each(identifiers => findRequests(kysely, identifiers, scope.now)),
    inclusions: each(identifiers => findInclusions(kysely, identifiers)),
  }
}
