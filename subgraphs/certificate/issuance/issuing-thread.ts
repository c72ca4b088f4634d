import { type KeyObject, sign, X509Certificate } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import {
  createIssuer,
  type Facts,
  GateFailure,
  type Issued,
  type IssuerParts,
  keyIdOf,
  rawFromDer,
  type Signer,
} from '../dcc/index.ts'

/** What a thread is told at its start. Keys travel as handles inside this process, not as text. */
export type ThreadPlan = Pick<IssuerParts, 'country' | 'issuerName' | 'uvciKey'> & {
  readonly keys: readonly { readonly privateKey: KeyObject; readonly certificate: string }[]
}
export type Piece = {
  readonly id: number
  readonly work: readonly { readonly facts: Facts; readonly until: Date; readonly keyId: string }[]
}
export type ThreadOutcome =
  | { readonly issued: Issued }
  | { readonly gate: GateFailure['gate']; readonly rule: string }
  | { readonly fault: string }
export type PieceDone = { readonly id: number; readonly outcomes: readonly ThreadOutcome[] }

const { keys, ...identity } = workerData as ThreadPlan

const signers = new Map(
  keys.map(({ privateKey, certificate: pem }) => {
    const certificate = new X509Certificate(pem)
    const signer: Signer = {
      keyId: keyIdOf(certificate),
      algorithm: 'ES256',
      certificate,
      sign: async bytes => rawFromDer(sign('sha256', bytes, privateKey)),
    }
    return [Buffer.from(signer.keyId).toString('base64'), signer] as const
  }),
)
const issuer = createIssuer({ ...identity, signerFor: () => undefined, clock: () => new Date() })

async function outcomeOf({ facts, until, keyId }: Piece['work'][number]): Promise<ThreadOutcome> {
  try {
    return { issued: await issuer.issue(facts, until, signers.get(keyId)) }
  } catch (error) {
    if (error instanceof GateFailure) return { gate: error.gate, rule: error.rule }
    return { fault: (error as Error).message }
  }
}

parentPort?.on('message', async ({ id, work }: Piece) => {
  const outcomes: ThreadOutcome[] = []
  for (const item of work) outcomes.push(await outcomeOf(item))
  parentPort?.postMessage({ id, outcomes } satisfies PieceDone)
})
