import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '../../../subgraphs/certificate/pdf/cms.ts'
import { openDevelopmentSeal } from '../../../subgraphs/certificate/pdf/development-seal.ts'
import { draw } from '../../../subgraphs/certificate/pdf/draw.ts'
import { createFileSeal, type PdfSeal } from '../../../subgraphs/certificate/pdf/seal.ts'
import { toSheet } from '../../../subgraphs/certificate/pdf/sheet.ts'
import { signPdf } from '../../../subgraphs/certificate/pdf/sign-pdf.ts'
import { anOrder, now } from './an-order.ts'

let folder: string
let seal: PdfSeal
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helsegraf-seal-'))
  seal = await openDevelopmentSeal(folder, now)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
/** DER of object identifiers, as RFC 5652 and RFC 5035 have them. */
const signingTime = '2a864886f70d010905'
const signingCertificateV2 = '2a864886f70d010910022f'

test('what is signed with the content is its digest and the signing certificate, and not the time (PAdES-B-B)', async () => {
  const content = Buffer.from('some bytes')
  const cms = hex(await signDetached(content, seal))
  expect(cms).toContain(sha256(content))
  expect(cms).toContain(signingCertificateV2)
  expect(cms).toContain(sha256(seal.certificate.raw))
  expect(cms).not.toContain(signingTime)
  expect(cms).toContain(hex(seal.certificate.raw))
})

test('the whole file is signed but for the signature itself', async () => {
  const pdf = await signPdf(await draw(toSheet(anOrder(), now)), seal)
  const [, first, second, third, fourth] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1')) ?? []
  expect(Number(first)).toBe(0)
  expect(Number(third) + Number(fourth)).toBe(pdf.length)
  const gap = pdf.subarray(Number(second), Number(third)).toString('latin1')
  expect(gap).toMatch(/^<[0-9a-f]+>$/)
})

test('the development seal is made once, for this user alone', async () => {
  const again = await openDevelopmentSeal(folder, now)
  expect(again.certificate.fingerprint256).toBe(seal.certificate.fingerprint256)
  expect((await stat(join(folder, 'development-pdf-seal.pem'))).mode & 0o077).toBe(0)
})

test('an expired development seal is replaced', async () => {
  const later = new Date(now.getTime() + 3 * 365 * 86_400_000)
  const other = await mkdtemp(join(tmpdir(), 'helsegraf-seal-'))
  const old = await openDevelopmentSeal(other, now)
  const fresh = await openDevelopmentSeal(other, later)
  expect(fresh.certificate.fingerprint256).not.toBe(old.certificate.fingerprint256)
  await rm(other, { recursive: true })
})

test.each([
  ['no certificate', async (pem: string) => ({ privateKey: pem, certificates: '' })],
  ['the certificate of another key', async (pem: string) => ({ privateKey: anotherKey('P-256'), certificates: pem })],
  ['a key of another curve', async (pem: string) => ({ privateKey: anotherKey('P-384'), certificates: pem })],
])('a seal with %s is refused, without a word of the key', async (_, spoil) => {
  const pem = await readFile(join(folder, 'development-pdf-seal.pem'), 'utf8')
  const wrong = await spoil(pem)
  expect(() => createFileSeal(wrong)).toThrow(TypeError)
})

function anotherKey(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
