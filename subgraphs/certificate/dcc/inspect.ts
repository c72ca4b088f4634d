import { type CborMap, CborTagged, type CborValue, readCbor } from './cbor-reader.ts'
import { decompress } from './compress.ts'
import { type Algorithm, algorithms, readCose } from './envelope.ts'
import { unwrap } from './proof.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The layers of a text as they are. Nothing of it is proven: anybody may have written it. */
export type Layers = {
  readonly header: {
    /** A name we know, or the value that stands there. */
    readonly alg: Algorithm | Json
    /** Base64. */
    readonly kid: string | null
  }
  /** By their registered names, others by their label; times as they stand there. */
  readonly claims: Json
  /** The health certificate, where there is one. */
  readonly payload: Json
}

const claimNames: Readonly<Record<string, string>> = { 1: 'iss', 2: 'sub', 4: 'exp', 5: 'nbf', 6: 'iat', 7: 'cti' }
const hcert = -260
const dcc = 1

/**
 * Reads every layer and verifies nothing: for people who look for what is wrong with a certificate. Whoever relies on
 * what it says must open it instead.
 * @throws CertificateRefusal for a layer that cannot be read
 */
export function inspectUnverified(text: string): Layers {
  const { algorithm, keyId, payload } = readCose(decompress(unwrap(text, text.startsWith('NO1:') ? 'NO1:' : 'HC1:')))
  const claims = readCbor(payload)
  const isMap = claims instanceof Map
  const health = isMap ? claims.get(hcert) : undefined
  return {
    header: {
      alg: Object.entries(algorithms).find(([, label]) => label === algorithm)?.[0] ?? toJson(algorithm),
      kid: keyId ? toBase64(keyId) : null,
    },
    claims: isMap ? namedClaims(claims) : toJson(claims),
    payload: health instanceof Map ? toJson(health.get(dcc)) : null,
  }
}

function namedClaims(claims: CborMap): Json {
  const others = [...claims].filter(([label]) => label !== hcert)
  return Object.fromEntries(others.map(([label, value]) => [claimNames[String(label)] ?? String(label), toJson(value)]))
}

/** What JSON has no word for is written as text: bytes in base64, and a tag before its value. */
function toJson(value: CborValue): Json {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), toJson(item)]))
  if (value instanceof Uint8Array) return toBase64(value)
  if (value instanceof CborTagged) return [`tag ${value.tag}`, toJson(value.value)]
  if (Array.isArray(value)) return value.map(toJson)
  // The other objects have been told apart above; TypeScript does not narrow a readonly array.
  return (value ?? null) as Json
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
