import { createHash } from 'node:crypto'
import { Null, ObjectIdentifier, OctetString, Sequence, Set as SetOf } from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { PdfSeal } from './seal.ts'

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

/**
 * A detached CAdES signature (PAdES-B-B, ETSI EN 319 142-1 §6.3): content type, digest and the signing certificate are
 * signed with it, and nothing else. The time stands in the PDF; as a signed attribute it is forbidden.
 */
export async function signDetached(content: Uint8Array, seal: PdfSeal): Promise<Uint8Array> {
  const certificates = [seal.certificate, ...seal.chain].map(({ raw }) => Certificate.fromBER(new Uint8Array(raw)))
  const [own] = certificates
  if (!own) throw new Error('a seal has a certificate')
  const attributes = signedAttributes(content, seal.certificate.raw)
  const signed = new SetOf({ value: attributes.map(attribute => attribute.toSchema()) }).toBER()
  const signature = await seal.sign(new Uint8Array(signed))
  const digestAlgorithm = new AlgorithmIdentifier({ algorithmId: oid.sha256, algorithmParams: new Null() })
  const message = new SignedData({
    version: 1,
    digestAlgorithms: [digestAlgorithm],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates,
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
        digestAlgorithm,
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 }),
        signature: new OctetString({ valueHex: signature }),
      }),
    ],
  })
  const info = new ContentInfo({ contentType: oid.signedData, content: message.toSchema(true) })
  return new Uint8Array(info.toSchema().toBER())
}

/** In the order of DER: a SET OF is sorted by its encodings (X.690 §11.6), and what is signed is this encoding. */
function signedAttributes(content: Uint8Array, certificate: Uint8Array): Attribute[] {
  // ESSCertIDv2 (RFC 5035): SHA-256 is the default algorithm, and defaults are left out.
  const certificateId = new Sequence({ value: [new OctetString({ valueHex: sha256(certificate) })] })
  const attributes = [
    new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
    new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: sha256(content) })] }),
    new Attribute({
      type: oid.signingCertificateV2,
      values: [new Sequence({ value: [new Sequence({ value: [certificateId] })] })],
    }),
  ]
  const encoded = (attribute: Attribute) => Buffer.from(attribute.toSchema().toBER())
  return attributes.toSorted((a, b) => Buffer.compare(encoded(a), encoded(b)))
}
