import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { CmsInvalid, readSignedMessage, signDetached, signMessage } from '../../../subgraphs/certificate/trust/index.ts'
import { aHolder, type Holder } from './pki.ts'

const run = promisify(execFile)
const hasOpenssl = await run('openssl', ['version']).then(
  () => true,
  () => false,
)
const content = Buffer.from('{"country":"SE"}')

let uploader: Holder
let stranger: Holder
beforeAll(async () => {
  uploader = await aHolder({ commonName: 'NB_UP' })
  stranger = await aHolder({ commonName: 'Somebody' })
})

test('a message carries what was signed and who signed it', async () => {
  const message = await readSignedMessage(await signMessage(content, uploader))
  expect(Buffer.from(message.content)).toEqual(content)
  expect(message.signer.raw).toEqual(uploader.certificate.raw)
})

test('a signature beside its content holds for that content', async () => {
  const message = await readSignedMessage(await signDetached(content, uploader), content)
  expect(Buffer.from(message.content)).toEqual(content)
})

/** The last occurrence of some bytes with one bit turned. */
function turned(message: Uint8Array, part: Uint8Array): Uint8Array {
  const bytes = Buffer.from(message)
  const at = bytes.lastIndexOf(part)
  expect(at).toBeGreaterThan(0)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes
}

test.each<[string, () => Promise<unknown>]>([
  ['another content beside it', async () => readSignedMessage(await signDetached(content, uploader), Buffer.from('x'))],
  ['no content at all', async () => readSignedMessage(await signDetached(content, uploader))],
  [
    // pkijs believes the content inside and forgets the other.
    'a content inside that is not the one it is about',
    async () => readSignedMessage(await signMessage(content, uploader), Buffer.from('something else')),
  ],
  ['a changed content', async () => readSignedMessage(turned(await signMessage(content, uploader), content))],
  [
    'a changed signature',
    async () => {
      const message = await signMessage(content, uploader)
      return readSignedMessage(turned(message, message.subarray(-8)))
    },
  ],
  [
    'the certificate of another key under the same name',
    async () => {
      const twin = await aHolder({ commonName: 'NB_UP' })
      return readSignedMessage(await signMessage(content, { ...twin, privateKey: stranger.privateKey }))
    },
  ],
  ['bytes that are nothing', async () => readSignedMessage(Buffer.from('30820000', 'hex'))],
  ['a certificate instead of a message', async () => readSignedMessage(uploader.certificate.raw)],
  ['nothing', async () => readSignedMessage(new Uint8Array())],
])('refuses %s', async (_, read) => {
  await expect(read()).rejects.toBeInstanceOf(CmsInvalid)
})

describe.skipIf(!hasOpenssl)(`with openssl${hasOpenssl ? '' : ' (skipped: there is none)'}`, () => {
  const aFolder = () => mkdtemp(join(tmpdir(), 'helsegraf-cms-'))

  test('what we sign is verified by openssl', async () => {
    const folder = await aFolder()
    await writeFile(join(folder, 'message'), await signMessage(content, uploader))
    const verified = await run('openssl', [
      'cms',
      '-verify',
      '-inform',
      'der',
      '-in',
      join(folder, 'message'),
      '-noverify',
    ])
    expect(verified.stdout).toBe(content.toString())
  })

  test.each([
    ['with the content inside', ['-nodetach'], undefined],
    ['beside the content', [], content],
  ])('what openssl signs %s is read', async (_, options, detached) => {
    const folder = await aFolder()
    const path = (name: string) => join(folder, name)
    await writeFile(path('content'), content)
    await writeFile(path('certificate'), uploader.certificate.toString())
    await writeFile(path('key'), uploader.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const command = ['cms', '-sign', '-binary', '-in', path('content'), '-signer', path('certificate')]
    const output = ['-inkey', path('key'), '-outform', 'der', '-md', 'sha256', '-out', path('message')]
    await run('openssl', [...command, ...output, ...options])
    const message = await readSignedMessage(await readFile(path('message')), detached)
    expect(Buffer.from(message.content)).toEqual(content)
    expect(message.signer.raw).toEqual(uploader.certificate.raw)
  })

  test.each([
    ['without signed attributes', ['-noattr', '-md', 'sha256']],
    ['with SHA-1', ['-md', 'sha1']],
    ['without the certificate', ['-nocerts', '-md', 'sha256']],
  ])('what openssl signs %s is refused', async (_, options) => {
    const folder = await aFolder()
    const path = (name: string) => join(folder, name)
    await writeFile(path('content'), content)
    await writeFile(path('certificate'), uploader.certificate.toString())
    await writeFile(path('key'), uploader.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const command = ['cms', '-sign', '-nodetach', '-binary', '-in', path('content'), '-signer', path('certificate')]
    await run('openssl', [...command, '-inkey', path('key'), '-outform', 'der', '-out', path('message'), ...options])
    await expect(readSignedMessage(await readFile(path('message')))).rejects.toBeInstanceOf(CmsInvalid)
  })
})
