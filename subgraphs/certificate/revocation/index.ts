/*
 * Question: which certificates no longer count, who decided it, and how does everyone learn it?
 * Refuses: to revoke on one person's word, to bring anything back, and to answer when it cannot look.
 */
export { type BatchRefusal, BatchRefused, type RevocationBatch, readUpload, toBatches, toUpload } from './batches.ts'
export { createFilters, type Filters } from './filters.ts'
export { type BatchGateway, createGatewayReader, GatewayFailure } from './gateway-reader.ts'
export { EventRevoked, guardIssuing, type MarkedOrder } from './guard-issuing.ts'
export { hashesOf } from './hashes.ts'
export { type ImportReport, importBatches } from './import-batches.ts'
export { ownEntries } from './published.ts'
export {
  ApprovalRefused,
  createRevocationRequests,
  type RevocationRequest,
  type RevocationRequests,
} from './requests.ts'
export { createRevocations, type Revocations } from './revocations.ts'
export {
  marksOf,
  type RevocationReason,
  type RevocationTarget,
  revocationReasons,
  TargetInvalid,
  type Traits,
} from './target.ts'
