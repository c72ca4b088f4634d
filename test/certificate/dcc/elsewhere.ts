import type { X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { Sign1 } from '@auth0/cose'
import base45 from 'base45'
import { decode, type TagDecoder } from 'cborg'
import dccLibrary from 'digital-covid-certificate-lib'

/** The library’s types know what RSA needs; what it passes on to WebCrypto may be any algorithm. */
const ecdsa: { name: string; hash: string; saltLength: number } = { name: 'ECDSA', hash: 'SHA-256', saltLength: 0 }

/** What two readers of others see in a certificate: names as the one has them, the DCC as the other does. */
export type ReadElsewhere = { readonly familyName: string; readonly id: string; readonly dcc: Record<string, unknown> }

/**
 * Verifies with two implementations that are not ours: a DCC library with its own base45, zlib, CBOR and WebCrypto, and
 * Auth0's COSE with cborg in strict mode. Throws where either refuses.
 */
export async function verifyElsewhere(hc1: string, signer: X509Certificate): Promise<ReadElsewhere> {
  const spki = new Uint8Array(signer.publicKey.export({ type: 'spki', format: 'der' }))
  const publicKey = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'verify',
  ])
  const { Base45Decoder, CborDecoder, CoseDecoder, DccBase45, Verifier, ZlibDecoder } = dccLibrary
  const cose = CborDecoder.decode(ZlibDecoder.decode(Base45Decoder.decode(new DccBase45(hc1))))
  if (!(await Verifier.verify(publicKey, ecdsa, cose))) throw new Error('the DCC library does not verify it')
  const envelope = inflateSync(base45.decode(hc1.slice(4)))
  await Sign1.decode(envelope).verify(signer.publicKey)
  const read = CoseDecoder.decode(cose)
  if (!read) throw new Error('the DCC library does not read it')
  // The name is misspelt there.
  return {
    familyName: read.person.familyName,
    id: read.infromation.uniqueCertificateIdentifier,
    dcc: readDcc(envelope),
  }
}

const strict = { useMaps: true, strict: true, rejectDuplicateMapKeys: true } as const
const untagged: TagDecoder = decodeInner => decodeInner()

function readDcc(envelope: Uint8Array): Record<string, unknown> {
  const [, , payload] = decode(envelope, { ...strict, tags: { 18: untagged } }) as [
    Uint8Array,
    Map<number, unknown>,
    Uint8Array,
  ]
  const claims = decode(payload, strict) as Map<number, Map<number, unknown>>
  return toPlain(claims.get(-260)?.get(1)) as Record<string, unknown>
}

function toPlain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, toPlain(inner)]))
  return Array.isArray(value) ? value.map(toPlain) : value
}
