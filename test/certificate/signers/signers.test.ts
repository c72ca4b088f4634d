import { execFile } from 'node:child_process'
import { generateKeyPairSync, verify, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDevelopmentSigner } from '../../../subgraphs/certificate/signers/development-keys.ts'
import { createFileSigner } from '../../../subgraphs/certificate/signers/file-signer.ts'
import { aKeyedSigner, allUsages, now } from '../dcc/issuing.ts'

const run = promisify(execFile)

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'helsegraf-keys-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
)

const blocksOf = (pem: string) => pem.split(/(?<=-----END [A-Z ]+-----\n)/).filter(block => block !== '')

describe('a file signer', () => {
  test('signs r ‖ s that its certificate verifies', async () => {
    const { signer } = aKeyedSigner()
    for (let index = 0; index < 300; index++) {
      const bytes = Buffer.from(`bytes ${index}`)
      const signature = await signer.sign(bytes)
      expect(signature).toHaveLength(64)
      const key = { key: signer.certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const
      expect(verify('sha256', bytes, key, signature)).toBe(true)
    }
  })

  test('is refused when key and certificate do not belong together, or the key is of another curve', () => {
    const certificate = aKeyedSigner().signer.certificate.toString()
    const pem = (namedCurve: string) =>
      generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => createFileSigner({ privateKey: pem('P-256'), certificate })).toThrow('is not of the signing key')
    expect(() => createFileSigner({ privateKey: pem('P-384'), certificate })).toThrow('is not of P-256')
  })
})

describe('development keys', () => {
  test('are made at the first start and read back at the next', async () => {
    const folder = await aFolder()
    const first = await openDevelopmentSigner(join(folder, 'keys'), now)
    const second = await openDevelopmentSigner(join(folder, 'keys'), new Date('2022-11-22T09:30:00Z'))
    expect(second.certificate.fingerprint256).toBe(first.certificate.fingerprint256)
  })

  test('are one file that only its owner may read', async () => {
    const folder = await aFolder()
    await openDevelopmentSigner(folder, now)
    const [file = '', ...others] = await readdir(folder)
    expect(others).toEqual([])
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
  })

  test('are the same for all that start at once', async () => {
    const folder = await aFolder()
    const signers = await Promise.all(Array.from({ length: 8 }, () => openDevelopmentSigner(folder, now)))
    expect(new Set(signers.map(({ certificate }) => certificate.fingerprint256)).size).toBe(1)
    expect(await readdir(folder)).toHaveLength(1)
  })

  test('are made anew when they have expired', async () => {
    const folder = await aFolder()
    const first = await openDevelopmentSigner(folder, now)
    const later = new Date('2023-11-23T00:00:00Z')
    const second = await openDevelopmentSigner(folder, later)
    expect(second.certificate.fingerprint256).not.toBe(first.certificate.fingerprint256)
    expect(second.certificate.validFromDate <= later).toBe(true)
  })

  test('are a signer of two years for all three kinds, under an authority', async () => {
    const folder = await aFolder()
    const { certificate, keyId } = await openDevelopmentSigner(folder, now)
    const [, , authority = ''] = blocksOf(await readFile(join(folder, 'development-signer.pem'), 'utf8'))
    const above = new X509Certificate(authority)
    expect(keyId).toHaveLength(8)
    expect(certificate.keyUsage).toEqual(allUsages)
    expect(certificate.ca).toBe(false)
    expect(certificate.validFromDate).toEqual(new Date('2021-11-22T00:00:00Z'))
    expect(certificate.validToDate).toEqual(new Date('2023-11-22T00:00:00Z'))
    expect(certificate.subject).toBe('C=NO\nO=Helsegraf development\nCN=DSC development EC 01')
    expect(above.ca).toBe(true)
    expect(above.checkIssued(above)).toBe(true)
    expect(certificate.checkIssued(above)).toBe(true)
    expect(certificate.verify(above.publicKey)).toBe(true)
  })

  test.skipIf(!hasOpenssl)(
    `are read and verified by openssl${hasOpenssl ? '' : ' (skipped: there is none)'}`,
    async () => {
      const folder = await aFolder()
      await openDevelopmentSigner(folder, new Date())
      const [, signer = '', authority = ''] = blocksOf(await readFile(join(folder, 'development-signer.pem'), 'utf8'))
      const paths = { signer: join(folder, 'signer.pem'), authority: join(folder, 'authority.pem') }
      await writeFile(paths.signer, signer)
      await writeFile(paths.authority, authority)
      const { stdout } = await run('openssl', ['x509', '-in', paths.signer, '-noout', '-text'])
      expect(stdout).toContain('Digital Signature')
      expect(stdout).toContain('1.3.6.1.4.1.1847.2021.1.2')
      expect(stdout).toContain('NIST CURVE: P-256')
      const verified = await run('openssl', ['verify', '-x509_strict', '-CAfile', paths.authority, paths.signer])
      expect(verified.stdout).toContain('OK')
    },
  )
})
