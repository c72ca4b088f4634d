import { createHash, generateKeyPairSync, type KeyObject, type webcrypto, X509Certificate } from 'node:crypto'
import { Integer, PrintableString, Utf8String } from 'asn1js'
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  type RelativeDistinguishedNames,
} from 'pkijs'
import type { CertificateRole } from '../../../subgraphs/certificate/store/tables.ts'
import { signDetached, type TrustListEntry } from '../../../subgraphs/certificate/trust/index.ts'

/*
 * A country's keys as another library writes them (pkijs): authority, uploader and document signers, and the trust
 * anchor of a gateway that has signed the first two in.
 */

export const now = new Date('2021-11-22T09:30:00Z')

export type Holder = { readonly certificate: X509Certificate; readonly privateKey: KeyObject }
export type CertificatePlan = {
  readonly country?: string
  readonly commonName?: string
  readonly notBefore?: string
  readonly notAfter?: string
  readonly isAuthority?: boolean
  readonly usages?: readonly string[]
}

let serial = 1

/** A certificate of a fresh P-256 key, signed by its issuer, or by itself. */
export async function aHolder(plan: CertificatePlan = {}, issuer?: Holder): Promise<Holder> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ value: serial++ })
  writeName(certificate.subject, plan.country ?? 'SE', plan.commonName ?? `Holder ${serial}`)
  if (issuer) certificate.issuer = Certificate.fromBER(new Uint8Array(issuer.certificate.raw).buffer).subject
  else writeName(certificate.issuer, plan.country ?? 'SE', plan.commonName ?? `Holder ${serial}`)
  certificate.notBefore.value = new Date(plan.notBefore ?? '2021-06-01T00:00:00Z')
  certificate.notAfter.value = new Date(plan.notAfter ?? '2023-06-01T00:00:00Z')
  await certificate.subjectPublicKeyInfo.importKey(toCryptoKey(publicKey, 'verify'))
  certificate.extensions = extensionsOf(plan)
  await certificate.sign(toCryptoKey(issuer?.privateKey ?? privateKey, 'sign'), 'SHA-256')
  return { certificate: new X509Certificate(new Uint8Array(certificate.toSchema(true).toBER(false))), privateKey }
}

function writeName({ typesAndValues }: RelativeDistinguishedNames, country: string, commonName: string): void {
  if (country !== '')
    typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.6', value: new PrintableString({ value: country }) }))
  typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: commonName }) }))
}

function extensionsOf({ isAuthority, usages }: CertificatePlan): Extension[] {
  const extension = (extnID: string, value: { toSchema(): { toBER(sizeOnly?: boolean): ArrayBuffer } }) =>
    new Extension({ extnID, critical: false, extnValue: value.toSchema().toBER(false) })
  return [
    ...(isAuthority ? [extension('2.5.29.19', new BasicConstraints({ cA: true, pathLenConstraint: 0 }))] : []),
    ...(usages ? [extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: [...usages] }))] : []),
  ]
}

function toCryptoKey(key: KeyObject, use: 'sign' | 'verify'): webcrypto.CryptoKey {
  return key.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [use])
}

export type Country = {
  readonly country: string
  readonly authority: Holder
  readonly uploader: Holder
  /** A document signer of its authority. */
  aSigner(plan?: CertificatePlan): Promise<Holder>
}

export async function aCountry(country: string, plan: CertificatePlan = {}): Promise<Country> {
  const authority = await aHolder({
    country,
    commonName: `CSCA ${country}`,
    notAfter: '2025-06-01T00:00:00Z',
    isAuthority: true,
    ...plan,
  })
  const uploader = await aHolder({ country, commonName: `NB_UP ${country}` })
  return {
    country,
    authority,
    uploader,
    aSigner: signer => aHolder({ country, ...signer }, authority),
  }
}

export const thumbprintOf = ({ raw }: X509Certificate): string => createHash('sha256').update(raw).digest('hex')

export const keyIdOf = ({ raw }: X509Certificate): string =>
  createHash('sha256').update(raw).digest().subarray(0, 8).toString('base64')

/** An entry as a gateway lists it: signed in by somebody, beside the certificate. */
export async function anEntry(
  certificateType: CertificateRole,
  country: string,
  { certificate }: Holder,
  signedInBy: Holder,
): Promise<TrustListEntry> {
  return {
    kid: keyIdOf(certificate),
    timestamp: '2021-06-02T10:00:00+02:00',
    country,
    certificateType,
    thumbprint: thumbprintOf(certificate),
    signature: Buffer.from(await signDetached(certificate.raw, signedInBy)).toString('base64'),
    rawData: certificate.raw.toString('base64'),
  }
}

/** Everything a gateway lists for a country. */
export async function entriesOf(
  { country, authority, uploader }: Country,
  signers: readonly Holder[],
  anchor: Holder,
): Promise<TrustListEntry[]> {
  return [
    await anEntry('CSCA', country, authority, anchor),
    await anEntry('UPLOAD', country, uploader, anchor),
    ...(await Promise.all(signers.map(signer => anEntry('DSC', country, signer, uploader)))),
  ]
}
