import type { Kysely } from 'kysely'
import { createGroupCommit } from '../../kernel/group-commit.ts'
import type { CertificateTables } from './tables.ts'

export type LedgerEntry = CertificateTables['certificate.issuance']

export type Ledger = {
  /** Resolves once the row is durable. The same issue key again, from any replica, adds nothing. */
  record(entry: LedgerEntry): Promise<void>
}

export function createLedger(kysely: Kysely<CertificateTables>): Ledger {
  return {
    record: createGroupCommit(async entries => {
      await kysely
        .insertInto('certificate.issuance')
        .values([...entries])
        .onConflict(conflict => conflict.column('issue_key').doNothing())
        .execute()
    }),
  }
}
