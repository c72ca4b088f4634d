import { execFile } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, type KeyObject, type X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeCertificate } from '../../../../subgraphs/certificate/signers/certificate.ts'
import type { TokenPlace } from '../../../../subgraphs/certificate/signers/pkcs11/token-process.ts'
import { aKeyedSigner, allUsages, type SignerPlan } from '../../dcc/issuing.ts'

const run = promisify(execFile)

export const softHsm = '/usr/lib/softhsm/libsofthsm2.so'
const tools = ['softhsm2-util', 'pkcs11-tool']
const hasTool = (tool: string) => (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, tool)))
export const hasSoftHsm = existsSync(softHsm) && tools.every(hasTool)
export const withSoftHsm = hasSoftHsm ? '' : ' (skipped: SoftHSM2 and OpenSC are not installed)'
export const pin = '271828'

/** A SoftHSM2 token with a store of its own. */
export type ATokenStore = AsyncDisposable & {
  readonly folder: string
  readonly environment: { readonly SOFTHSM2_CONF: string }
  readonly place: TokenPlace
  /** A key with its certificate, imported as an operator would. */
  importKey(label: string, id: string, plan?: SignerPlan): Promise<{ certificate: X509Certificate }>
  /** A key that was made in the token and has never been anywhere else; its certificate is another key's work. */
  generateKey(label: string, id: string, ...options: string[]): Promise<{ certificate: X509Certificate }>
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
  const pkcs11Tool = (...options: string[]) =>
    run('pkcs11-tool', ['--module', softHsm, '--token-label', token, '--login', '--pin', pin, ...options], {
      env: { PATH: process.env.PATH, ...environment },
    })
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
    async generateKey(label, id, ...options) {
      const file = join(folder, `${label}.der`)
      await pkcs11Tool(
        '--keypairgen',
        '--key-type',
        'EC:prime256v1',
        '--label',
        label,
        '--id',
        id,
        '--usage-sign',
        ...options,
      )
      await pkcs11Tool('--read-object', '--type', 'pubkey', '--id', id, '--output-file', file)
      const subjectKey = createPublicKey({ key: await readFile(file), format: 'der', type: 'spki' })
      return { certificate: aCertificateOf(subjectKey) }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' })

function aCertificateOf(subjectKey: KeyObject): X509Certificate {
  const name = { country: 'NO', organisation: 'Test', commonName: 'DSC test' }
  return makeCertificate({
    subject: name,
    subjectKey,
    issuer: { ...name, commonName: 'CSCA test' },
    issuerKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    notBefore: new Date('2021-06-01T00:00:00Z'),
    notAfter: new Date('2023-06-01T00:00:00Z'),
    usage: allUsages,
  })
}
