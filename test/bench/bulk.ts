import { issueMany } from '../../subgraphs/certificate/issuance/issue-many.ts'
import { createIssueOnce, type Order } from '../../subgraphs/certificate/issuance/issue-once.ts'
import { createLedger } from '../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../subgraphs/certificate/store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from '../../subgraphs/certificate/store/tables.ts'
import { migrate, openDatabase } from '../../subgraphs/kernel/database.ts'
import { perRound, perSecond, secret, startBulk, threads, until } from './bulk-issuing.ts'
import { median, progress, type Report, rounded } from './report.ts'
import { createScratchDatabase } from './servers.ts'

/*
 * Many certificates at once, on all cores, beside the floor of the same run: raw ES256 signatures on as many threads.
 * Rounds are interleaved, so that a busy machine slows both alike; the share is what counts.
 */
const rounds = 5

/** Each a second. */
type Round = {
  readonly raw: number
  readonly composed: number
  readonly released: number
  readonly plain: number
  readonly ledger: number
}

export async function benchBulk(): Promise<Report> {
  const bulk = startBulk()
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url })
  await migrate(database, 'certificate', certificateMigrations)
  const issueOnce = createIssueOnce({
    issuer: bulk.parallel,
    ledger: createLedger(database.as<CertificateTables>(), secret),
    cache: createMemoryCache(),
    issueKeySecret: secret,
  })
  const inLedger = async () => {
    const orders: Order[] = bulk.someFacts().map(facts => ({ facts, until, rulesVersion: '1', subject: 'subject' }))
    for await (const outcomes of issueMany(orders, { issueOnce, now: new Date() })) {
      if (outcomes.some(({ status }) => status === 'rejected')) throw new Error('one was not issued')
    }
  }

  const found: Round[] = []
  for (let round = 0; round <= rounds; round++) {
    const one = {
      ...(await bulk.round()),
      plain: await perSecond(perRound, () => bulk.issueAllOn(bulk.plain)),
      ledger: await perSecond(perRound, inLedger),
    }
    progress(
      `round ${round} of ${rounds}: raw ${one.raw.toFixed(0)}/s, composed ${one.composed.toFixed(0)}/s, released ${one.released.toFixed(0)}/s`,
    )
    // The first round warms up the code.
    if (round > 0) found.push(one)
  }
  await bulk.close()
  await database.close()
  await scratch.drop()
  return toReport(found)
}

function toReport(found: readonly Round[]): Report {
  const of = (pick: (one: Round) => number) => rounded(median(found.map(pick)))
  return {
    name: 'bulk',
    rows: [
      { row: `raw ES256 signatures, ${threads} threads`, 'a second': of(one => one.raw) },
      { row: `facts → HC1, ${threads} threads`, 'a second': of(one => one.composed) },
      { row: `the same, opened and verified, ${threads} threads`, 'a second': of(one => one.released) },
      { row: 'the same, one thread', 'a second': of(one => one.plain) },
      { row: `the same with the ledger on PostgreSQL, ${threads} threads`, 'a second': of(one => one.ledger) },
    ],
    ratios: {
      // Certificates a second over raw signatures a second, on as many threads, each round by itself. A verification
      // alone takes twice as long as a signature: with it, a third is the most there can be.
      bulkShareOfRawSigning: of(one => one.composed / one.raw),
      'released.bulkShareOfRawSigning': of(one => one.released / one.raw),
      'oneThread.bulkShareOfRawSigning': of(one => (one.plain * threads) / one.raw),
      'withLedger.bulkShareOfRawSigning': of(one => one.ledger / one.raw),
    },
  }
}
