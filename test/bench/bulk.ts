import { generateKeyPairSync } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Facts } from '../../subgraphs/certificate/dcc/index.ts'
import { createIssuer } from '../../subgraphs/certificate/dcc/index.ts'
import { issueMany } from '../../subgraphs/certificate/issuance/issue-many.ts'
import { createIssueOnce, type Order } from '../../subgraphs/certificate/issuance/issue-once.ts'
import { createParallelIssuer } from '../../subgraphs/certificate/issuance/parallel-issuer.ts'
import { makeCertificate } from '../../subgraphs/certificate/signers/certificate.ts'
import { createFileSigner } from '../../subgraphs/certificate/signers/file-signer.ts'
import { createLedger } from '../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../subgraphs/certificate/store/signed-certificates.ts'
import { type CertificateTables, certificateMigrations } from '../../subgraphs/certificate/store/tables.ts'
import { migrate, openDatabase } from '../../subgraphs/kernel/database.ts'
import { aVaccination } from '../certificate/dcc/some-facts.ts'
import { median, progress, type Report, rounded } from './report.ts'
import { createScratchDatabase } from './servers.ts'

/*
 * Many certificates at once, on all cores, beside the floor of the same run: raw ES256 signatures on as many threads.
 * Rounds are interleaved, so that a busy machine slows both alike; the share is what counts.
 */
const rounds = 5
const perRound = 4_000
const threads = availableParallelism()
const now = new Date()
const until = new Date(now.getTime() + 90 * 86_400_000)
const secret = Buffer.alloc(32, 7)

/** Each a second. */
type Round = { readonly raw: number; readonly bulk: number; readonly plain: number; readonly ledger: number }

/** CommonJS, as text given to a worker is. */
const rawThread = `
const { parentPort, workerData } = require('node:worker_threads')
const { sign } = require('node:crypto')
const bytes = Buffer.alloc(350, 7)
parentPort.on('message', many => {
  for (let i = 0; i < many; i++) sign('sha256', bytes, workerData)
  parentPort.postMessage('done')
})`

function aKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = { country: 'NO', organisation: 'Benchmark', commonName: 'DSC benchmark' }
  const certificate = makeCertificate({
    subject: name,
    subjectKey: publicKey,
    issuer: name,
    issuerKey: { privateKey, publicKey },
    notBefore: new Date(now.getTime() - 86_400_000),
    notAfter: new Date(now.getTime() + 365 * 86_400_000),
    usage: [1, 2, 3].map(kind => `1.3.6.1.4.1.1847.2021.1.${kind}`),
  }).toString()
  return { privateKey, certificate, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

async function perSecond(many: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (many / (performance.now() - began)) * 1000
}

function rawSigners(privateKey: ReturnType<typeof aKey>['privateKey']) {
  const workers = Array.from({ length: threads }, () => new Worker(rawThread, { eval: true, workerData: privateKey }))
  const signOn = (worker: Worker, many: number) =>
    new Promise(resolve => {
      worker.once('message', resolve)
      worker.postMessage(many)
    })
  return {
    sign: (many: number) => Promise.all(workers.map(worker => signOn(worker, Math.ceil(many / threads)))),
    close: () => Promise.all(workers.map(worker => worker.terminate())),
  }
}

export async function benchBulk(): Promise<Report> {
  const { privateKey, certificate, pem } = aKey()
  const signer = createFileSigner({ privateKey: pem, certificate })
  const identity = {
    signerFor: () => signer,
    clock: () => new Date(),
    country: 'NO',
    issuerName: 'Norwegian Institute of Public Health',
    uvciKey: secret,
  }
  const plain = createIssuer(identity)
  const parallel = createParallelIssuer({ ...identity, keys: [{ privateKey, certificate }], threads })
  const raw = rawSigners(privateKey)
  const scratch = await createScratchDatabase()
  const database = await openDatabase({ url: scratch.url })
  await migrate(database, 'certificate', certificateMigrations)
  const issueOnce = createIssueOnce({
    issuer: parallel,
    ledger: createLedger(database.as<CertificateTables>(), secret),
    cache: createMemoryCache(),
    issueKeySecret: secret,
  })
  let event = 0
  const someFacts = (): Facts[] => Array.from({ length: perRound }, () => aVaccination({ event: `event ${event++}` }))
  const allOn = (issuer: typeof plain) => Promise.all(someFacts().map(facts => issuer.issue(facts, until)))
  const inLedger = async () => {
    const orders: Order[] = someFacts().map(facts => ({ facts, until, rulesVersion: '1', subject: 'subject' }))
    for await (const outcomes of issueMany(orders, { issueOnce, now })) {
      if (outcomes.some(({ status }) => status === 'rejected')) throw new Error('one was not issued')
    }
  }

  const found: Round[] = []
  for (let round = 0; round <= rounds; round++) {
    const one = {
      raw: await perSecond(perRound * 4, () => raw.sign(perRound * 4)),
      bulk: await perSecond(perRound, () => allOn(parallel)),
      plain: await perSecond(perRound, () => allOn(plain)),
      ledger: await perSecond(perRound, inLedger),
    }
    progress(`round ${round} of ${rounds}: raw ${one.raw.toFixed(0)}/s, bulk ${one.bulk.toFixed(0)}/s`)
    // The first round warms up the code.
    if (round > 0) found.push(one)
  }
  await Promise.all([parallel.close(), raw.close()])
  await database.close()
  await scratch.drop()
  const of = (pick: (one: Round) => number) => rounded(median(found.map(pick)))
  return {
    name: 'bulk',
    rows: [
      { row: `raw ES256 signatures, ${threads} threads`, 'a second': of(one => one.raw) },
      { row: `issued, opened and verified, ${threads} threads`, 'a second': of(one => one.bulk) },
      { row: 'issued, opened and verified, one thread', 'a second': of(one => one.plain) },
      { row: `the same with the ledger on PostgreSQL, ${threads} threads`, 'a second': of(one => one.ledger) },
    ],
    ratios: {
      // Finished certificates a second over raw signatures a second, on as many threads, each round by itself.
      bulkShareOfRawSigning: of(one => one.bulk / one.raw),
      'oneThread.bulkShareOfRawSigning': of(one => (one.plain * threads) / one.raw),
      'withLedger.bulkShareOfRawSigning': of(one => one.ledger / one.raw),
    },
  }
}
