import { X509Certificate } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { PublicError } from '../../../schema/errors.ts'
import {
  createIssuer,
  type Facts,
  GateFailure,
  type Issued,
  type Issuer,
  type IssuerParts,
  keyIdOf,
} from '../dcc/index.ts'
import type { PieceDone, ThreadOutcome, ThreadPlan } from './issuing-thread.ts'

type Waiting = {
  readonly facts: Facts
  readonly until: Date
  readonly keyId: string
  readonly settle: (outcome: ThreadOutcome) => void
}

/** Large enough to make a message cheap, small enough to leave no core idle at the end. */
const pieceSize = 64

const program = new URL(`./issuing-thread${extname(import.meta.url)}`, import.meta.url)

/**
 * An issuer for many certificates at once: composes, signs and checks in one thread a core. In the place of the plain
 * issuer, `issueOnce` does the rest (ledger, cache) as for a single one. Keys that are not among `keys`, as those in a
 * token, sign from this thread.
 * @param parts.keys private keys of P-256 with their certificates, PEM
 */
export function createParallelIssuer(
  parts: IssuerParts & Pick<ThreadPlan, 'keys'> & { readonly threads?: number },
): Issuer & { close(): Promise<void> } {
  const { keys, threads = availableParallelism(), country, issuerName, uvciKey } = parts
  const plain = createIssuer(parts)
  const known = new Set(keys.map(({ certificate }) => toBase64(keyIdOf(new X509Certificate(certificate)))))
  const workerData: ThreadPlan = { keys, country, issuerName, uvciKey }
  const pool = Array.from({ length: threads }, () => startThread(workerData))
  let gathered: Waiting[] = []

  function handOut(): void {
    const all = gathered
    gathered = []
    for (let at = 0; at < all.length; at += pieceSize) {
      const piece = all.slice(at, at + pieceSize)
      const idlest = pool.filter(thread => thread.isRunning()).sort((a, b) => a.load() - b.load())[0]
      if (idlest) idlest.work(piece)
      else for (const { settle } of piece) settle({ fault: 'no thread is running' })
    }
  }

  return {
    ...plain,
    issue(facts, until, chosen) {
      const signer = chosen ?? plain.signerFor(facts, parts.clock())
      const keyId = toBase64(signer.keyId)
      if (!known.has(keyId)) return plain.issue(facts, until, signer)
      // What is asked for in one turn goes out together.
      if (gathered.length === 0) setImmediate(handOut)
      return new Promise<Issued>((resolve, reject) => {
        const settle = (outcome: ThreadOutcome) => {
          if ('issued' in outcome) resolve(outcome.issued)
          else reject(toError(outcome))
        }
        gathered.push({ facts, until, keyId, settle })
      })
    },
    async close() {
      await Promise.all(pool.map(thread => thread.close()))
    },
  }
}

function startThread(workerData: ThreadPlan) {
  const worker = new Worker(program, { workerData, execArgv: [] })
  const pieces = new Map<number, readonly Waiting[]>()
  let nextId = 0
  let load = 0
  let isRunning = true

  function done(id: number, outcomeOf: (index: number) => ThreadOutcome): void {
    const piece = pieces.get(id) ?? []
    pieces.delete(id)
    load -= piece.length
    for (const [index, { settle }] of piece.entries()) settle(outcomeOf(index))
  }

  worker.on('message', ({ id, outcomes }: PieceDone) => {
    done(id, index => outcomes[index] ?? { fault: 'the thread gave no answer' })
  })
  function end(fault: string): void {
    isRunning = false
    for (const id of [...pieces.keys()]) done(id, () => ({ fault }))
  }
  worker.on('error', error => end(error.message))
  worker.on('exit', () => end('the thread has ended'))
  return {
    isRunning: () => isRunning,
    load: () => load,
    work(piece: readonly Waiting[]) {
      const id = nextId++
      pieces.set(id, piece)
      load += piece.length
      worker.postMessage({ id, work: piece.map(({ facts, until, keyId }) => ({ facts, until, keyId })) })
    },
    close: () => worker.terminate(),
  }
}

function toError(outcome: Exclude<ThreadOutcome, { issued: Issued }>): Error {
  if ('gate' in outcome) return new GateFailure(outcome.gate, outcome.rule)
  return new PublicError('SIGNER_UNAVAILABLE', { cause: new Error(outcome.fault) })
}

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
