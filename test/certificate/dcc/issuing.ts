import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { createIssuer, type Issuer, type Signer } from '../../../subgraphs/certificate/dcc/index.ts'
import { makeCertificate } from '../../../subgraphs/certificate/signers/certificate.ts'
import { createFileSigner } from '../../../subgraphs/certificate/signers/file-signer.ts'

export const now = new Date('2021-11-22T09:30:00.750Z')
export const until = new Date('2022-02-20T23:00:00Z')
export const allUsages = [1, 2, 3].map(kind => `1.3.6.1.4.1.1847.2021.1.${kind}`)

export type SignerPlan = {
  readonly usages?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

/** A document signer with a key nobody else has, valid 2021-06-01 to 2023-06-01, for all kinds. */
export function aKeyedSigner(plan: SignerPlan = {}): { readonly signer: Signer; readonly key: KeyPair } {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = { country: 'NO', organisation: 'Test', commonName: 'DSC test' }
  const certificate = makeCertificate({
    subject: name,
    subjectKey: key.publicKey,
    issuer: name,
    issuerKey: key,
    notBefore: plan.notBefore ?? new Date('2021-06-01T00:00:00Z'),
    notAfter: plan.notAfter ?? new Date('2023-06-01T00:00:00Z'),
    usage: plan.usages ?? allUsages,
  })
  const privateKey = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { key, signer: createFileSigner({ privateKey, certificate: certificate.toString() }) }
}

export const aSigner = (plan?: SignerPlan): Signer => aKeyedSigner(plan).signer

/** Norway's issuer, with one signer and the clock standing still. */
export function anIssuer(signer: Signer | undefined, clock: () => Date = () => now): Issuer {
  return createIssuer({
    signerFor: () => signer,
    clock,
    country: 'NO',
    issuerName: 'Norwegian Institute of Public Health',
    uvciKey: new Uint8Array(32).fill(7),
  })
}

export const certificateOf = (base64: string): X509Certificate => new X509Certificate(Buffer.from(base64, 'base64'))
