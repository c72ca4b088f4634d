import { generateKeyPairSync } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { createIssuer, type Facts, type Issuer } from '../../subgraphs/certificate/dcc/index.ts'
import { createParallelIssuer } from '../../subgraphs/certificate/issuance/parallel-issuer.ts'
import { makeCertificate } from '../../subgraphs/certificate/signers/certificate.ts'
import { createFileSigner } from '../../subgraphs/certificate/signers/file-signer.ts'
import { aVaccination } from '../certificate/dcc/some-facts.ts'
import type { ComposingOrder, ComposingPlan } from './composing-thread.ts'

/** Many certificates at once on all cores, and the floor of the same run: raw ES256 signatures on as many threads. */
export type Bulk = {
  readonly parallel: Issuer
  readonly plain: Issuer
  someFacts(): Facts[]
  /**
   * Each a second, one after the other: raw signatures; facts to HC1; and certificates from the parallel issuer, which
   * opens and verifies each before it leaves.
   */
  round(): Promise<{ raw: number; composed: number; released: number }>
  issueAllOn(issuer: Issuer): Promise<unknown>
  close(): Promise<void>
}

export const threads = availableParallelism()
export const perRound = 4_000
const now = new Date()
export const until = new Date(now.getTime() + 90 * 86_400_000)
export const secret = Buffer.alloc(32, 7)

const composingThread = new URL(`./composing-thread${extname(import.meta.url)}`, import.meta.url)

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

/** As many threads as there are cores, which share the work of an order evenly and tell when it is done. */
function threadsOf(start: () => Worker) {
  const workers = Array.from({ length: threads }, start)
  const workOn = (worker: Worker, order: unknown) =>
    new Promise(resolve => {
      worker.once('message', resolve)
      worker.postMessage(order)
    })
  return {
    work: (orderOf: (share: number, index: number) => unknown, many: number) =>
      Promise.all(workers.map((worker, index) => workOn(worker, orderOf(Math.ceil(many / threads), index)))),
    close: () => Promise.all(workers.map(worker => worker.terminate())),
  }
}

export async function perSecond(many: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (many / (performance.now() - began)) * 1000
}

export function startBulk(): Bulk {
  const { privateKey, certificate, pem } = aKey()
  const signer = createFileSigner({ privateKey: pem, certificate })
  const identity = {
    signerFor: () => signer,
    clock: () => new Date(),
    country: 'NO',
    issuerName: 'Norwegian Institute of Public Health',
    uvciKey: secret,
  }
  const parallel = createParallelIssuer({ ...identity, keys: [{ privateKey, certificate }], threads })
  const raw = threadsOf(() => new Worker(rawThread, { eval: true, workerData: privateKey }))
  const plan: ComposingPlan = { privateKey: pem, certificate, until }
  const composing = threadsOf(() => new Worker(composingThread, { workerData: plan }))
  let event = 0
  const someFacts = () => Array.from({ length: perRound }, () => aVaccination({ event: `event ${event++}` }))
  const issueAllOn = (issuer: Issuer) => Promise.all(someFacts().map(facts => issuer.issue(facts, until)))
  return {
    parallel,
    plain: createIssuer(identity),
    someFacts,
    issueAllOn,
    round: async () => ({
      raw: await perSecond(perRound * 4, () => raw.work(share => share, perRound * 4)),
      composed: await perSecond(perRound * 2, () =>
        composing.work((many, index): ComposingOrder => ({ many, from: index * many }), perRound * 2),
      ),
      released: await perSecond(perRound, () => issueAllOn(parallel)),
    }),
    async close() {
      await Promise.all([parallel.close(), raw.close(), composing.close()])
    },
  }
}
