import { createSecretKey } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { compose } from '../../subgraphs/certificate/dcc/compose.ts'
import { uvciOf } from '../../subgraphs/certificate/dcc/uvci.ts'
import { createFileSigner } from '../../subgraphs/certificate/signers/file-signer.ts'
import { aVaccination } from '../certificate/dcc/some-facts.ts'

/** Facts to HC1 on one core, as fast as it goes: gates 1 to 7, signature and coding, each of another event. */
export type ComposingPlan = { readonly privateKey: string; readonly certificate: string; readonly until: Date }
export type ComposingOrder = { readonly many: number; readonly from: number }

const { until, ...key } = workerData as ComposingPlan
const signer = createFileSigner(key)
const uvciKey = createSecretKey(Buffer.alloc(32, 7))
const identity = { country: 'NO', issuerName: 'Norwegian Institute of Public Health' }

parentPort?.on('message', async ({ many, from }: ComposingOrder) => {
  const now = new Date()
  for (let index = from; index < from + many; index++) {
    const facts = aVaccination({ event: `event ${index}` })
    await compose(facts, { ...identity, signer, now, until, uvci: uvciOf(facts, 'NO', uvciKey) })
  }
  parentPort?.postMessage('done')
})
