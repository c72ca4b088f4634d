import { createHash, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import {
  bits,
  type Der,
  explicit,
  implicit,
  integer,
  isTrue,
  octets,
  oid,
  printable,
  sequence,
  setOf,
  utcTime,
  utf8,
} from './der.ts'

export type Name = { readonly country: string; readonly organisation: string; readonly commonName: string }

export type CertificateRequest = {
  readonly subject: Name
  readonly subjectKey: KeyObject
  readonly issuer: Name
  readonly issuerKey: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
  readonly notBefore: Date
  readonly notAfter: Date
  /** What it is for: to sign other certificates, or to sign statements with these extended key usages. */
  readonly usage: 'certificates' | readonly string[]
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

/** Makes an X.509 v3 certificate (RFC 5280 §4.1) with EC keys. For development keys; real ones come from an authority. */
export function makeCertificate(request: CertificateRequest): X509Certificate {
  const { subject, subjectKey, issuer, issuerKey, notBefore, notAfter } = request
  const toBeSigned = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    // 20 bytes at most, positive, not zero.
    integer(Uint8Array.of(0x40, ...randomBytes(15))),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    nameOf(subject),
    subjectPublicKeyInfo(subjectKey),
    explicit(3, sequence(...extensionsOf(request))),
  )
  const signature = sign('sha256', toBeSigned, issuerKey.privateKey)
  return new X509Certificate(sequence(toBeSigned, ecdsaWithSha256, bits(signature)))
}

function nameOf({ country, organisation, commonName }: Name): Der {
  const part = (type: string, value: Der) => setOf(sequence(oid(type), value))
  return sequence(
    part('2.5.4.6', printable(country)),
    part('2.5.4.10', utf8(organisation)),
    part('2.5.4.3', utf8(commonName)),
  )
}

function subjectPublicKeyInfo(key: KeyObject): Der {
  return key.export({ type: 'spki', format: 'der' })
}

function extensionsOf({ usage, subjectKey, issuerKey }: CertificateRequest): readonly Der[] {
  const extension = (id: string, value: Der) => sequence(oid(id), octets(value))
  const critical = (id: string, value: Der) => sequence(oid(id), isTrue, octets(value))
  const keyIdentifiers = [
    extension('2.5.29.14', octets(keyIdentifier(subjectKey))),
    extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuerKey.publicKey)))),
  ]
  if (usage === 'certificates') {
    // An authority whose certificates sign no further ones; keyCertSign and cRLSign.
    const authority = sequence(isTrue, integer(Uint8Array.of(0)))
    return [critical('2.5.29.19', authority), critical('2.5.29.15', bits(Uint8Array.of(0x06), 1)), ...keyIdentifiers]
  }
  return [
    // digitalSignature
    critical('2.5.29.15', bits(Uint8Array.of(0x80), 7)),
    extension('2.5.29.37', sequence(...usage.map(oid))),
    ...keyIdentifiers,
  ]
}

/** RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256 of the public key's bits, which end its SPKI. */
function keyIdentifier(key: KeyObject): Uint8Array {
  const uncompressedPointBytes = 65
  return createHash('sha256')
    .update(subjectPublicKeyInfo(key).subarray(-uncompressedPointBytes))
    .digest()
    .subarray(0, 20)
}
