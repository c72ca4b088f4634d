import { describe, expect, onTestFinished, test } from 'vitest'
import { openCertificate, type Signer, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { issueMany } from '../../../subgraphs/certificate/issuance/issue-many.ts'
import { createIssueOnce, type Order } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import { createParallelIssuer } from '../../../subgraphs/certificate/issuance/parallel-issuer.ts'
import { createLedger } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from '../../../subgraphs/certificate/store/tables.ts'
import { migrate } from '../../../subgraphs/kernel/database.ts'
import { aDatabase } from '../../database.ts'
import { aKeyedSigner } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'

const now = new Date()
const inAYear = new Date(now.getTime() + 365 * 86_400_000)
const secret = Buffer.alloc(32, 3)

function aParallelIssuer(signer?: Signer) {
  const { signer: own, key } = aKeyedSigner({ notBefore: new Date(now.getTime() - 86_400_000), notAfter: inAYear })
  const issuer = createParallelIssuer({
    signerFor: () => signer ?? own,
    clock: () => new Date(),
    country: 'NO',
    issuerName: 'Test',
    uvciKey: secret,
    keys: [{ privateKey: key.privateKey, certificate: own.certificate.toString() }],
    threads: 2,
  })
  onTestFinished(() => issuer.close())
  return { issuer, signer: own }
}

const orders = (count: number): Order[] =>
  Array.from({ length: count }, (_, index) => ({
    facts: aVaccination({ event: `event ${index}` }),
    until: new Date(now.getTime() + 90 * 86_400_000),
    rulesVersion: '1',
    subject: `subject ${index}`,
  }))

describe('many certificates at once', () => {
  test('are issued in threads, each with its row in the ledger, and the same when asked again', async () => {
    await using database = await aDatabase()
    await migrate(database, 'certificate', certificateMigrations)
    const kysely = database.as<CertificateTables>()
    const { issuer, signer } = aParallelIssuer()
    const issueAll = async () => {
      const ledger = createLedger(kysely, secret)
      const issueOnce = createIssueOnce({ issuer, ledger, cache: createMemoryCache(), issueKeySecret: secret })
      const texts: string[] = []
      for await (const outcomes of issueMany(orders(250), { issueOnce, now, atOnce: 100 })) {
        for (const outcome of outcomes) if (outcome.status === 'fulfilled') texts.push(outcome.value.hc1)
      }
      return texts
    }
    const texts = await issueAll()
    expect(new Set(texts).size).toBe(250)
    const rows = await kysely.selectFrom('certificate.issuance').select('uvci').execute()
    expect(new Set(rows.map(({ uvci }) => uvci)).size).toBe(250)
    const [first = ''] = texts
    expect((await openCertificate(first, [trustSigner(signer.certificate)], () => new Date())).kind).toBe('vaccination')
    expect(await issueAll()).toEqual(texts)
  })

  test('one that does not pass a gate stops no other, and says which gate', async () => {
    const { issuer } = aParallelIssuer()
    const [good, other] = orders(2)
    const bad = aVaccination({ product: 'VLA2001' })
    const until = good?.until ?? now
    const outcomes = await Promise.allSettled([
      issuer.issue(good?.facts ?? bad, until),
      issuer.issue(bad, until),
      issuer.issue(other?.facts ?? bad, until),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { name: 'GateFailure', gate: 'value-sets' } })
  })

  test('a key that the threads do not have signs from outside them', async () => {
    let signatures = 0
    const { signer: real } = aKeyedSigner({ notBefore: new Date(now.getTime() - 86_400_000), notAfter: inAYear })
    const elsewhere: Signer = {
      ...real,
      sign(bytes) {
        signatures++
        return real.sign(bytes)
      },
    }
    const { issuer } = aParallelIssuer(elsewhere)
    const [order] = orders(1)
    const { hc1 } = await issuer.issue(order?.facts ?? aVaccination(), inAYear)
    expect(signatures).toBe(1)
    expect((await openCertificate(hc1, [trustSigner(real.certificate)], () => new Date())).kind).toBe('vaccination')
  })

  test('what is under way when the issuer is closed fails by name, and so does what comes later', async () => {
    const { issuer } = aParallelIssuer()
    const issue = ({ facts, until }: Order) => issuer.issue(facts, until)
    const underWay = Promise.allSettled(orders(2_000).map(issue))
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
    await issuer.close()
    const outcomes = [...(await underWay), ...(await Promise.allSettled(orders(1).map(issue)))]
    const failed = outcomes.filter(outcome => outcome.status === 'rejected').map(({ reason }) => reason.code)
    expect(failed.length).toBeGreaterThan(1)
    expect(new Set(failed)).toEqual(new Set(['SIGNER_UNAVAILABLE']))
    expect(outcomes.at(-1)?.status).toBe('rejected')
  })
})
