import { createIssuer, type Signer } from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueOnce } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import { createFileSigner } from '../../../subgraphs/certificate/signers/file-signer.ts'
import { createLedger } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache, createTwoTierCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import { openDatabase } from '../../../subgraphs/kernel/database.ts'
import { aVaccination } from '../dcc/some-facts.ts'

/** A replica of the issuer as a process of its own, which a test may kill at any moment. */
export type ReplicaPlan = {
  readonly databaseUrl: string
  readonly redisUrl?: string | undefined
  readonly signer: { readonly privateKey: string; readonly certificate: string }
  /** One secret for all that needs one, base64. */
  readonly secret: string
  /** Tells that it has signed, and then never goes on. */
  readonly stopsAfterSigning?: boolean
}
export type ToReplica =
  | { readonly type: 'start'; readonly plan: ReplicaPlan }
  | { readonly type: 'issue'; readonly id: number; readonly event: string }
export type FromReplica =
  | { readonly type: 'started' | 'signed' }
  | { readonly type: 'issued'; readonly id: number; readonly uvci: string; readonly hc1: string }
  | { readonly type: 'refused'; readonly id: number; readonly reason: string }

export const rulesVersion = '2022-01-01'
const until = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 0, 1))
const tell = (message: FromReplica) => process.send?.(message)

function stoppingAfterSigning(signer: Signer): Signer {
  return {
    ...signer,
    async sign(bytes) {
      await signer.sign(bytes)
      tell({ type: 'signed' })
      return new Promise<never>(() => {})
    },
  }
}

async function start(plan: ReplicaPlan) {
  const secret = Buffer.from(plan.secret, 'base64')
  const real = createFileSigner(plan.signer)
  const signer = plan.stopsAfterSigning ? stoppingAfterSigning(real) : real
  const database = await openDatabase({ url: plan.databaseUrl, poolSize: 4 })
  const issueOnce = createIssueOnce({
    issuer: createIssuer({
      signerFor: () => signer,
      clock: () => new Date(),
      country: 'NO',
      issuerName: 'Test',
      uvciKey: secret,
    }),
    ledger: createLedger(database.as<CertificateTables>(), secret),
    cache: plan.redisUrl ? await createTwoTierCache(plan.redisUrl, [{ id: '1', key: secret }]) : createMemoryCache(),
    issueKeySecret: secret,
  })
  return (event: string) =>
    issueOnce({ facts: aVaccination({ event }), until, rulesVersion, subject: `subject of ${event}` }, new Date())
}

let issue: Awaited<ReturnType<typeof start>> | undefined

process.on('message', async (message: ToReplica) => {
  if (message.type === 'start') {
    issue = await start(message.plan)
    tell({ type: 'started' })
    return
  }
  const { id, event } = message
  issue?.(event).then(
    ({ uvci, hc1 }) => tell({ type: 'issued', id, uvci, hc1 }),
    (error: Error) => tell({ type: 'refused', id, reason: error.message }),
  )
})
process.on('disconnect', () => process.exit(0))
