import { execFile } from 'node:child_process'
import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TokenPlace } from '../../../../subgraphs/certificate/signers/pkcs11/token-process.ts'
import { aKeyedSigner, type SignerPlan } from '../../dcc/issuing.ts'

const run = promisify(execFile)

export const softHsm = '/usr/lib/softhsm/libsofthsm2.so'
export const hasSoftHsm = existsSync(softHsm)
export const withSoftHsm = hasSoftHsm ? '' : ' (skipped: SoftHSM2 is not installed)'
export const pin = '271828'

/** A SoftHSM2 token with a store of its own. */
export type ATokenStore = AsyncDisposable & {
  readonly folder: string
  readonly environment: { readonly SOFTHSM2_CONF: string }
  readonly place: TokenPlace
  /** A key with its certificate, imported as an operator would. */
  importKey(label: string, id: string, plan?: SignerPlan): Promise<{ certificate: X509Certificate }>
}

export async function aTokenStore(token = 'helsegraf'): Promise<ATokenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-token-'))
  await mkdir(join(folder, 'tokens'))
  const conf = join(folder, 'softhsm2.conf')
  await writeFile(
    conf,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  const environment = { SOFTHSM2_CONF: conf }
  const softhsm2 = (...options: string[]) =>
    run('softhsm2-util', options, { env: { PATH: process.env.PATH, ...environment } })
  await softhsm2('--init-token', '--free', '--label', token, '--so-pin', '31415926', '--pin', pin)
  return {
    folder,
    environment,
    place: { module: softHsm, token, readPin: () => pin, sessions: 4, deadlineMs: 5_000, environment },
    async importKey(label, id, plan) {
      const { key, signer } = aKeyedSigner(plan)
      const file = join(folder, `${label}.pem`)
      await writeFile(file, pkcs8(key.privateKey))
      await softhsm2('--import', file, '--token', token, '--label', label, '--id', id, '--pin', pin)
      await rm(file)
      return { certificate: signer.certificate }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

const pkcs8 = (key: KeyObject) =>
  createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'pkcs8', format: 'pem' })
