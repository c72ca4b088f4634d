import type { KeyObject } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RingEntry, RingPlan } from '../../../subgraphs/certificate/signers/ring-file.ts'
import { aKeyedSigner, type SignerPlan } from '../dcc/issuing.ts'

/** A folder with a ring's file and the keys it names, as an operator keeps them. */
export type ARingFolder = AsyncDisposable & {
  readonly folder: string
  readonly file: string
  /** Files of a new key; the entry names them. */
  aKey(name: string, plan?: SignerPlan, but?: Partial<RingEntry>): Promise<RingEntry>
  write(plan: RingPlan | string): Promise<void>
}

export async function aRingFolder(): Promise<ARingFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-ring-'))
  const file = join(folder, 'ring.json')
  return {
    folder,
    file,
    async aKey(name, plan, but) {
      const { key, signer } = aKeyedSigner(plan)
      await writeFile(join(folder, `${name}.key.pem`), pkcs8(key.privateKey))
      await writeFile(join(folder, `${name}.crt.pem`), signer.certificate.toString())
      return { name, certificate: `${name}.crt.pem`, keyFile: `${name}.key.pem`, ...but }
    },
    async write(plan) {
      await writeFile(`${file}.new`, typeof plan === 'string' ? plan : JSON.stringify(plan))
      await rename(`${file}.new`, file)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
