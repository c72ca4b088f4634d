import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Signer } from '../dcc/index.ts'
import { makeCertificate } from './certificate.ts'
import { createFileSigner } from './file-signer.ts'

/** Test, vaccination, recovery (hcert-spec §A.5). */
const usages = [1, 2, 3].map(kind => `1.3.6.1.4.1.1847.2021.1.${kind}`)
const signerYears = 2
const authorityYears = 4
const fileName = 'development-signer.pem'

/**
 * A signing key for this machine alone: made at the first start, read back at the next, made anew when it has
 * expired. Nobody outside trusts it. One file, mode 0600, with the signer's key, its certificate and the authority's;
 * the authority signs once, and its key is not kept.
 */
export async function openDevelopmentSigner(directory: string, now: Date): Promise<Signer> {
  const file = join(directory, fileName)
  const found = await readSigner(file)
  if (found && isValid(found, now)) return found
  if (found) await rm(file, { force: true })
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeOnce(file, makePem(now))
  const made = await readSigner(file)
  if (!made) throw new Error('the development keys disappeared while they were made')
  return made
}

function isValid({ certificate }: Signer, now: Date): boolean {
  return certificate.validFromDate <= now && now <= certificate.validToDate
}

async function readSigner(file: string): Promise<Signer | undefined> {
  const pem = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (pem === undefined) return undefined
  const [privateKey = '', certificate = ''] = pem.split(/(?<=-----END [A-Z ]+-----\n)/)
  return createFileSigner({ privateKey, certificate })
}

/** Two processes that start at once must end with the same keys: a link is made by one of them, whole or not at all. */
async function writeOnce(file: string, content: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, content, { mode: 0o600 })
  await link(draft, file).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft, { force: true })
}

function makePem(now: Date): string {
  const authorityKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = (commonName: string) => ({ country: 'NO', organisation: 'Helsegraf development', commonName })
  const made = (usage: 'certificates' | readonly string[], subjectKey: KeyObject, commonName: string, years: number) =>
    makeCertificate({
      subject: name(commonName),
      subjectKey,
      issuer: name('CSCA development'),
      issuerKey: authorityKey,
      notBefore: wholeDay(now, 0),
      notAfter: wholeDay(now, years),
      usage,
    })
  const authority = made('certificates', authorityKey.publicKey, 'CSCA development', authorityYears)
  const signer = made(usages, signerKey.publicKey, 'DSC development EC 01', signerYears)
  const privateKey = signerKey.privateKey.export({ type: 'pkcs8', format: 'pem' })
  return `${privateKey}${signer}${authority}`
}

/** Midnight UTC of the day, so many years on: a certificate issued in the first second is not before its signer. */
function wholeDay(now: Date, years: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth(), now.getUTCDate()))
}
