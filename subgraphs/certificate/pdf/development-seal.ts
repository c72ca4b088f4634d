import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeCertificate } from '../signers/certificate.ts'
import { createFileSeal, type PdfSeal } from './seal.ts'

const fileName = 'development-pdf-seal.pem'
const years = 2
/** id-kp-documentSigning (RFC 9336). */
const documentSigning = '1.3.6.1.5.5.7.3.36'

/**
 * A seal for this machine alone, made at the first start and when it has expired. Nobody trusts it: a reader says that
 * the signature is valid and that it does not know the signer.
 */
export async function openDevelopmentSeal(directory: string, now: Date): Promise<PdfSeal> {
  const file = join(directory, fileName)
  const found = await readSeal(file)
  if (found && found.certificate.validFromDate <= now && now <= found.certificate.validToDate) return found
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeFile(file, makePem(now), { mode: 0o600 })
  const made = await readSeal(file)
  if (!made) throw new Error('the development seal disappeared while it was made')
  return made
}

async function readSeal(file: string): Promise<PdfSeal | undefined> {
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return pem === undefined ? undefined : createFileSeal({ privateKey: pem, certificates: pem })
}

function makePem(now: Date): string {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = { country: 'NO', organisation: 'Helsegraf development', commonName: 'PDF seal development' }
  const day = (more: number) => new Date(Date.UTC(now.getUTCFullYear() + more, now.getUTCMonth(), now.getUTCDate()))
  const certificate = makeCertificate({
    subject: name,
    subjectKey: key.publicKey,
    issuer: name,
    issuerKey: key,
    notBefore: day(0),
    notAfter: day(years),
    usage: [documentSigning],
  })
  return `${key.privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate}`
}
