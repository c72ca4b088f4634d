/*
 * Question: whose signatures does this verifier believe, and how do others learn it?
 * Refuses: to believe an entry because a list has it. Each is checked up to a trust anchor, and kept aside if not.
 */
export {
  type AcceptedCertificate,
  type CheckedTrustList,
  checkTrustList,
  type EntryRefusal,
  entryRefusals,
  type RefusedEntry,
  type TrustListEntry,
} from './check-trust-list.ts'
export { CmsInvalid, type MessageSigner, readSignedMessage, signDetached, signMessage } from './cms.ts'
export { readTrustList, TrustListFailure } from './read-trust-list.ts'
export { createTrustStore, type PublishedSigner, TrustListEmpty, type TrustStore } from './trust-store.ts'
export { createTrustListRoutes, type TrustListRouteParts } from './verifier-routes.ts'
