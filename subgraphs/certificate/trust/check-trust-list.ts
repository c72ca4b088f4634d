import { createHash, X509Certificate } from 'node:crypto'
import type { CertificateRole } from '../store/tables.ts'
import { authorityFor, isOwnAuthority, isValidAt } from './chain.ts'
import { CmsInvalid, readSignedMessage } from './cms.ts'

/** One entry of a gateway's trust list, as JSON has it (dgc-gateway, GET /trustList). */
export type TrustListEntry = {
  /** Base64 of the first eight bytes of SHA-256 of the certificate. */
  readonly kid: string
  readonly timestamp: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly certificateType: CertificateRole
  /** SHA-256 of the certificate, hex. */
  readonly thumbprint: string
  /** CMS over the certificate, base64. */
  readonly signature: string
  /** The certificate, DER, base64. */
  readonly rawData: string
}

export const entryRefusals = [
  'ENTRY_MALFORMED',
  'CERTIFICATE_UNREADABLE',
  'THUMBPRINT_MISMATCH',
  'COUNTRY_MISMATCH',
  'SIGNATURE_INVALID',
  'SIGNER_NOT_TRUSTED',
  'NOT_YET_VALID',
  'EXPIRED',
  'NOT_AN_AUTHORITY',
  'AUTHORITY_UNKNOWN',
  'AUTHORITY_NOT_VALID',
] as const
export type EntryRefusal = (typeof entryRefusals)[number]

export type AcceptedCertificate = {
  readonly role: CertificateRole
  /** Base64. */
  readonly keyId: string
  readonly country: string
  readonly certificate: X509Certificate
  /** The earlier of its own end and its authority's. */
  readonly trustedUntil: Date
}

export type RefusedEntry = {
  readonly reason: EntryRefusal
  readonly keyId: string | null
  readonly country: string | null
  readonly role: string | null
  readonly thumbprint: string | null
}

export type CheckedTrustList = {
  readonly accepted: readonly AcceptedCertificate[]
  readonly refused: readonly RefusedEntry[]
}

class Refused extends Error {
  readonly reason: EntryRefusal
  constructor(reason: EntryRefusal, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

type Readable = { readonly entry: TrustListEntry; readonly certificate: X509Certificate }

/**
 * Believes an entry only when its certificate is the one that was named, when somebody trusted signed it in, and when a
 * document signer comes from a trusted authority of its own country: authorities and uploaders are signed in by a trust
 * anchor, document signers by an uploader of their country. Entry by entry: a bad one costs the others nothing.
 * @param anchors certificates of the gateway's trust anchor
 */
export async function checkTrustList(
  entries: readonly unknown[],
  { anchors, now }: { readonly anchors: readonly X509Certificate[]; readonly now: Date },
): Promise<CheckedTrustList> {
  const accepted = new Map<string, AcceptedCertificate>()
  const refused: RefusedEntry[] = []

  async function attempt(entry: unknown, check: () => Promise<AcceptedCertificate>): Promise<void> {
    try {
      const one = await check()
      accepted.set(one.certificate.fingerprint256, one)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refused.push(describeRefused(entry, error.reason))
    }
  }

  const isSigner = (entry: unknown) => (entry as Partial<TrustListEntry> | null)?.certificateType === 'DSC'
  for (const entry of entries) {
    if (!isSigner(entry)) await attempt(entry, () => checkRoot(entry, anchors, now))
  }
  const roots = [...accepted.values()]
  for (const entry of entries) {
    if (isSigner(entry)) await attempt(entry, () => checkSigner(entry, roots, now))
  }
  return { accepted: [...accepted.values()], refused }
}

/** An authority, an uploader or a client of the gateway: whoever the trust anchor signed in. */
async function checkRoot(raw: unknown, anchors: readonly X509Certificate[], now: Date): Promise<AcceptedCertificate> {
  const { entry, certificate } = readEntry(raw)
  await checkSignedInBy(entry, certificate, anchors)
  if (entry.certificateType === 'CSCA') {
    if (!isOwnAuthority(certificate)) throw new Refused('NOT_AN_AUTHORITY')
    checkValidity(certificate, now)
  }
  return accept(entry, certificate, certificate.validToDate)
}

async function checkSigner(
  raw: unknown,
  roots: readonly AcceptedCertificate[],
  now: Date,
): Promise<AcceptedCertificate> {
  const { entry, certificate } = readEntry(raw)
  const ofCountry = (role: CertificateRole) =>
    roots.filter(root => root.role === role && root.country === entry.country).map(root => root.certificate)
  // An uploader's own certificate may have ended since: what it signed in while it was valid stays signed in.
  await checkSignedInBy(entry, certificate, ofCountry('UPLOAD'))
  checkValidity(certificate, now)
  const authority = authorityFor(certificate, ofCountry('CSCA'))
  if (!authority) throw new Refused('AUTHORITY_UNKNOWN')
  if (!isValidAt(authority, now)) throw new Refused('AUTHORITY_NOT_VALID')
  return accept(entry, certificate, earlier(certificate.validToDate, authority.validToDate))
}

function accept(entry: TrustListEntry, certificate: X509Certificate, trustedUntil: Date): AcceptedCertificate {
  return { role: entry.certificateType, keyId: entry.kid, country: entry.country, certificate, trustedUntil }
}

const roles: ReadonlySet<string> = new Set<CertificateRole>(['AUTHENTICATION', 'UPLOAD', 'CSCA', 'DSC'])
/** Characters of base64. The largest official document signer certificate has about 2 500. */
const longestCertificate = 16_384
const longestSignature = 65_536

function readEntry(raw: unknown): Readable {
  if (!isEntry(raw)) throw new Refused('ENTRY_MALFORMED')
  const certificate = readCertificate(raw.rawData)
  const thumbprint = createHash('sha256').update(certificate.raw).digest('hex')
  if (raw.thumbprint.toLowerCase() !== thumbprint) throw new Refused('THUMBPRINT_MISMATCH')
  const stated = countryOf(certificate)
  if (stated !== undefined && stated !== raw.country) throw new Refused('COUNTRY_MISMATCH')
  return { entry: raw, certificate }
}

function isEntry(raw: unknown): raw is TrustListEntry {
  if (typeof raw !== 'object' || raw === null) return false
  const { kid, country, certificateType, thumbprint, signature, rawData } = raw as Record<string, unknown>
  return (
    isText(kid, 24) &&
    isText(country, 2) &&
    /^[A-Z]{2}$/.test(country) &&
    typeof certificateType === 'string' &&
    roles.has(certificateType) &&
    isText(thumbprint, 64) &&
    isText(signature, longestSignature) &&
    isText(rawData, longestCertificate)
  )
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest
}

function readCertificate(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'))
  } catch (cause) {
    throw new Refused('CERTIFICATE_UNREADABLE', cause)
  }
}

/** ISO 3166-1 alpha-2 of the subject, where it names one; on a line of its own, or one of several parts of a line. */
export function countryOf({ subject }: X509Certificate): string | undefined {
  return /(?:^|\+ )C=([A-Za-z]{2})(?=$| \+)/m.exec(subject ?? '')?.[1]?.toUpperCase()
}

async function checkSignedInBy(
  { signature }: TrustListEntry,
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
): Promise<void> {
  const message = await readSignedMessage(Buffer.from(signature, 'base64'), certificate.raw).catch(cause => {
    throw cause instanceof CmsInvalid ? new Refused('SIGNATURE_INVALID', cause) : cause
  })
  if (!trusted.some(one => one.raw.equals(message.signer.raw))) throw new Refused('SIGNER_NOT_TRUSTED')
}

function checkValidity(certificate: X509Certificate, now: Date): void {
  if (now < certificate.validFromDate) throw new Refused('NOT_YET_VALID')
  if (now > certificate.validToDate) throw new Refused('EXPIRED')
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

/** What of an unbelieved entry can be told: bounded texts only. */
function describeRefused(raw: unknown, reason: EntryRefusal): RefusedEntry {
  const entry = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  const text = (value: unknown, longest: number) => (isText(value, longest) ? value : null)
  return {
    reason,
    keyId: text(entry.kid, 24),
    country: text(entry.country, 2),
    role: text(entry.certificateType, 20),
    thumbprint: text(entry.thumbprint, 64),
  }
}
