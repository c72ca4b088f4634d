import { createRevocationRequests } from '../../subgraphs/certificate/revocation/index.ts'
import { createEpochs } from '../../subgraphs/certificate/store/epochs.ts'
import type { CertificateTables } from '../../subgraphs/certificate/store/tables.ts'
import type { Clock } from '../../subgraphs/kernel/clock.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'
import { createDesk, type RevocationDesk } from './desk.ts'

export type DeskParts = {
  readonly database: Database
  readonly redisUrl: string | undefined
  readonly secrets: { readonly issueKeySecret: Uint8Array; readonly pseudonymKey: Uint8Array }
  readonly clock: Clock
}

/** A desk over a database that has the certificate tables. */
export async function openDesk(parts: DeskParts): Promise<{ readonly desk: RevocationDesk; close(): Promise<void> }> {
  const { database, redisUrl, secrets, clock } = parts
  const kysely = database.as<CertificateTables>()
  const epochs = await createEpochs(kysely, { redisUrl })
  const requests = createRevocationRequests({ kysely, epochs, markSecret: secrets.issueKeySecret, clock })
  return { desk: createDesk(requests, secrets.pseudonymKey), close: () => epochs.close() }
}
