import type { SealKeys } from '../../schema/access.ts'
import type { AccessLog } from '../kernel/access-log.ts'
import type { ResultStore } from './store/result-store.ts'

export type TestNeeds = {
  /** Opens what the entry registry seals of those who may be on a list. */
  readonly cohortKeys: SealKeys
}

export type TestServices = { readonly store: ResultStore; readonly keys: TestNeeds; readonly accessLog: AccessLog }
