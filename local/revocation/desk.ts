import { createHmac } from 'node:crypto'
import type {
  RevocationReason,
  RevocationRequest,
  RevocationRequests,
  RevocationTarget,
} from '../../subgraphs/certificate/revocation/index.ts'

/** Where people of this machine ask for revocations and approve them, by their names. */
export type RevocationDesk = {
  request(target: RevocationTarget, reason: RevocationReason, as: string): Promise<string>
  approve(id: string, as: string): Promise<{ readonly certificates: number }>
  list(): Promise<readonly RevocationRequest[]>
}

/** A name never reaches the history: the same person is always the same pseudonym there. */
export function createDesk(requests: RevocationRequests, pseudonymKey: Uint8Array): RevocationDesk {
  const pseudonymOf = (name: string) =>
    createHmac('sha256', pseudonymKey)
      .update(`revocation ${name.trim().toLowerCase()}`)
      .digest('base64url')
      .slice(0, 22)
  return {
    request: (target, reason, as) => requests.request(target, { reason, by: pseudonymOf(as) }),
    approve: (id, as) => requests.approve(id, pseudonymOf(as)),
    list: () => requests.list(),
  }
}
