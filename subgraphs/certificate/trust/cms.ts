import { type KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { Integer, ObjectIdentifier, OctetString } from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  id_ContentType_Data,
  id_ContentType_SignedData,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

/*
 * Signed messages between countries and their gateway: CMS SignedData (RFC 5652 §5), DER, one signer whose certificate
 * comes along. Who the signer may be is the caller's question.
 */

export type SignedMessage = { readonly content: Uint8Array; readonly signer: X509Certificate }

/** Not a signed message, or not signed with the certificate in it. */
export class CmsInvalid extends Error {
  override name = 'CmsInvalid'
}

const attribute = { contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4' } as const
const sha256 = '2.16.840.1.101.3.4.2.1'
/** SHA-256, -384, -512. */
const digests = new Set([sha256, '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'])

/**
 * @param detached what was signed, where the message does not carry it; where it does, the two must be the same
 * @throws CmsInvalid
 */
export async function readSignedMessage(der: Uint8Array, detached?: Uint8Array): Promise<SignedMessage> {
  try {
    const message = parse(der)
    const content = contentOf(message, detached)
    const certificate = onlyOne(message.certificates)
    if (!(certificate instanceof Certificate)) throw new CmsInvalid('not an X.509 certificate')
    checkSignerInfo(onlyOne(message.signerInfos))
    const isVerified = await message.verify({ signer: 0, checkChain: false, data: toArrayBuffer(content) })
    if (!isVerified) throw new CmsInvalid('the signature does not hold')
    return { content, signer: new X509Certificate(new Uint8Array(certificate.toSchema(false).toBER(false))) }
  } catch (cause) {
    if (cause instanceof CmsInvalid) throw cause
    throw new CmsInvalid('cannot be read or verified', { cause })
  }
}

function parse(der: Uint8Array): SignedData {
  const info = ContentInfo.fromBER(toArrayBuffer(der))
  if (info.contentType !== id_ContentType_SignedData) throw new CmsInvalid('not SignedData')
  return new SignedData({ schema: info.content })
}

function onlyOne<Item>(items: readonly Item[] | undefined): Item {
  const [first, ...others] = items ?? []
  if (first === undefined || others.length > 0) throw new CmsInvalid('not exactly one signer')
  return first
}

/**
 * pkijs verifies the content inside and forgets the one it was given: a message about another certificate would pass.
 */
function contentOf({ encapContentInfo }: SignedData, detached: Uint8Array | undefined): Uint8Array {
  if (encapContentInfo.eContentType !== id_ContentType_Data) throw new CmsInvalid('the content is not data')
  const inside = encapContentInfo.eContent && new Uint8Array(encapContentInfo.eContent.getValue())
  const content = inside ?? detached
  if (!content) throw new CmsInvalid('there is no content')
  if (inside && detached && !Buffer.from(inside).equals(detached)) throw new CmsInvalid('signed something else')
  return content
}

/** Without signed attributes, the attributes of another message could pass as a content (RFC 5652 §5.3, RFC 6211). */
function checkSignerInfo({ digestAlgorithm, signedAttrs }: SignerInfo): void {
  if (!digests.has(digestAlgorithm.algorithmId)) throw new CmsInvalid('the digest is not of the SHA-2 family')
  if (!signedAttrs) throw new CmsInvalid('there are no signed attributes')
}

/** Who signs messages: an upload certificate and its key on P-256. */
export type MessageSigner = { readonly certificate: X509Certificate; readonly privateKey: KeyObject }

/** The upload form: the content inside. */
export const signMessage = (content: Uint8Array, signer: MessageSigner): Promise<Uint8Array> =>
  sign(content, signer, new OctetString({ valueHex: toArrayBuffer(content) }))

/** A signature beside its content, as trust lists carry it. */
export const signDetached = (content: Uint8Array, signer: MessageSigner): Promise<Uint8Array> =>
  sign(content, signer, undefined)

async function sign(content: Uint8Array, signer: MessageSigner, eContent: OctetString | undefined) {
  const certificate = Certificate.fromBER(toArrayBuffer(signer.certificate.raw))
  const digest = await webcrypto.subtle.digest('SHA-256', toArrayBuffer(content))
  const message = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: sha256 })],
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: id_ContentType_Data,
      ...(eContent && { eContent }),
    }),
    certificates: [certificate],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: new Integer({ valueHex: certificate.serialNumber.valueBlock.valueHexView.slice().buffer }),
        }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            new Attribute({
              type: attribute.contentType,
              values: [new ObjectIdentifier({ value: id_ContentType_Data })],
            }),
            new Attribute({ type: attribute.messageDigest, values: [new OctetString({ valueHex: digest })] }),
          ],
        }),
      }),
    ],
  })
  const key = signer.privateKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  await message.sign(key, 0, 'SHA-256', toArrayBuffer(content))
  const info = new ContentInfo({ contentType: id_ContentType_SignedData, content: message.toSchema(true) })
  return new Uint8Array(info.toSchema().toBER(false))
}

/** A copy: a Buffer is a view into a pool, and pkijs reads whole buffers. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
