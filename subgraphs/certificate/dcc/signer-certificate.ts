/** What of a document signer certificate matters to a verifier (RFC 5280 §4.1). */
export type SignerCertificate = {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** The curve's object identifier; undefined for a key that is not on one. */
  readonly curve: string | undefined
  /** Bits of an RSA modulus; 0 for another key. */
  readonly modulusBits: number
  readonly notBefore: number
  readonly notAfter: number
  /** Object identifiers of the extended key usages. */
  readonly usages: readonly string[]
}

/**
 * Reads X.509 where there is no Node to do it. The bytes come from a trust list, so they are trusted to be a certificate;
 * whatever is not makes this throw.
 * @throws RangeError
 */
export function readSignerCertificate(der: Uint8Array): SignerCertificate {
  const fields = fieldsOf(der)
  const [notBefore, notAfter] = childrenOf(expect(fields.validity, tag.sequence)).map(timeOf)
  const key = expect(fields.key, tag.sequence)
  const extensions = fields.others.find(field => field.tag === tag.extensions)
  if (notBefore === undefined || notAfter === undefined) throw malformed()
  return {
    publicKey: Uint8Array.from(key.whole),
    ...kindOfKey(key),
    notBefore,
    notAfter,
    usages: extensions ? usagesIn(extensions) : [],
  }
}

/**
 * ISO 3166-1 alpha-2 of the subject, where it names one. Of what cannot be read nothing is told here: who wants to verify
 * with it learns that.
 */
export function countryIn(der: Uint8Array): string | undefined {
  try {
    const fields = fieldsOf(der)
    // A name is a sequence of sets of attributes (RFC 5280 §4.1.2.4).
    for (const attribute of childrenOf(expect(fields.subject, tag.sequence)).flatMap(childrenOf)) {
      const [type, value] = childrenOf(attribute)
      const text = String.fromCharCode(...(value?.content ?? []))
      if (type?.tag === tag.oid && oidOf(type) === oids.country && /^[A-Za-z]{2}$/.test(text)) return text.toUpperCase()
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return undefined
}

function fieldsOf(der: Uint8Array) {
  const [toBeSigned] = childrenOf(only(der, tag.sequence))
  const fields = childrenOf(expect(toBeSigned, tag.sequence))
  // The version is there or not; then serial number, algorithm, issuer, validity, subject and key follow.
  const at = fields[0]?.tag === tag.version ? 1 : 0
  return { validity: fields[at + 3], subject: fields[at + 4], key: fields[at + 5], others: fields.slice(at + 6) }
}

const tag = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  version: 0xa0,
  extensions: 0xa3,
} as const
const oids = { curveKey: '1.2.840.10045.2.1', extendedKeyUsage: '2.5.29.37', country: '2.5.4.6' } as const

type Element = { readonly tag: number; readonly content: Uint8Array; readonly whole: Uint8Array }

const malformed = () => new RangeError('not a certificate')

function elementAt(bytes: Uint8Array, at: number): Element {
  const first = bytes[at + 1] ?? 0
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 3) throw malformed()
  let length = lengthBytes === 0 ? first : 0
  for (let index = 0; index < lengthBytes; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw malformed()
  return {
    tag: bytes[at] ?? 0,
    content: bytes.subarray(start, start + length),
    whole: bytes.subarray(at, start + length),
  }
}

function only(bytes: Uint8Array, wanted: number): Element {
  const element = expect(elementAt(bytes, 0), wanted)
  if (element.whole.length !== bytes.length) throw malformed()
  return element
}

function expect(element: Element | undefined, wanted: number): Element {
  if (element?.tag !== wanted) throw malformed()
  return element
}

function childrenOf({ content }: Element): readonly Element[] {
  const children: Element[] = []
  for (let at = 0; at < content.length; ) {
    const child = elementAt(content, at)
    children.push(child)
    at += child.whole.length
  }
  return children
}

function kindOfKey(key: Element): Pick<SignerCertificate, 'curve' | 'modulusBits'> {
  const [algorithm, bits] = childrenOf(key)
  const [name, parameters] = childrenOf(expect(algorithm, tag.sequence))
  if (oidOf(expect(name, tag.oid)) === oids.curveKey) {
    return { curve: parameters?.tag === tag.oid ? oidOf(parameters) : undefined, modulusBits: 0 }
  }
  // After the count of unused bits an RSA key is a sequence of modulus and exponent (RFC 8017 §A.1.1).
  const inside = expect(bits, tag.bits).content.subarray(1)
  const modulus = inside[0] === tag.sequence ? childrenOf(only(inside, tag.sequence))[0] : undefined
  return { curve: undefined, modulusBits: modulus?.tag === tag.integer ? bitLength(modulus.content) : 0 }
}

function bitLength(integer: Uint8Array): number {
  const start = integer.findIndex(byte => byte !== 0)
  return start < 0 ? 0 : (integer.length - start) * 8 - (Math.clz32(integer[start] ?? 0) - 24)
}

/** UTCTime has two digits for the year: from 50 on they are of the last century (RFC 5280 §4.1.2.5.1). */
function timeOf({ tag: kind, content }: Element): number {
  const text = String.fromCharCode(...content)
  const digits = kind === tag.utcTime ? `${text < '5' ? '20' : '19'}${text}` : text
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits)
  if (!parts || (kind !== tag.utcTime && kind !== tag.generalizedTime)) throw malformed()
  const [, year, month, day, hour, minute, second] = parts.map(Number)
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second)
}

function usagesIn(extensions: Element): readonly string[] {
  for (const extension of childrenOf(expect(childrenOf(extensions)[0], tag.sequence))) {
    const [name, ...rest] = childrenOf(extension)
    if (name?.tag !== tag.oid || oidOf(name) !== oids.extendedKeyUsage) continue
    // Whether it is critical may stand between name and value.
    const value = expect(rest.at(-1), tag.octets)
    return childrenOf(only(value.content, tag.sequence)).map(oidOf)
  }
  return []
}

function oidOf({ content }: Element): string {
  const parts: number[] = []
  let part = 0
  for (const byte of content) {
    part = part * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    parts.push(part)
    part = 0
  }
  const [first = 0, ...others] = parts
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...others].join('.')
}
