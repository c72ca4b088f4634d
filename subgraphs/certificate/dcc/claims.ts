import type { CborMap, CborValue } from './cbor-reader.ts'
import type { CertificateKind } from './facts.ts'
import type { Dcc, DomesticPayload, ReceivedDcc } from './payload.ts'
import { CertificateRefusal } from './refusal.ts'

/** Labels of CWT claims (RFC 8392 §4) and of the health certificate, whose version 1 is the DCC (hcert-spec §3.3.1). */
const claim = { issuer: 1, expires: 4, issuedAt: 6, hcert: -260 } as const
const dccVersion = 1

/** Seconds since 1970. Issued as whole numbers; some others issue fractions. */
export type Times = { readonly issuedAt: number; readonly expiresAt: number }
export type Claims = Times & { readonly issuer: string; readonly payload: Dcc | DomesticPayload }
export type ReceivedClaims = Times & {
  readonly issuer: string | undefined
  readonly kind: CertificateKind
  readonly payload: ReceivedDcc
}

/** In the order Norway has written them since 2021: 1, 4, 6, -260. */
export function toClaims({ issuer, expiresAt, issuedAt, payload }: Claims): ReadonlyMap<number, unknown> {
  return new Map<number, unknown>([
    [claim.issuer, issuer],
    [claim.expires, expiresAt],
    [claim.issuedAt, issuedAt],
    [claim.hcert, new Map([[dccVersion, payload]])],
  ])
}

/** @throws CertificateRefusal CLAIMS_INVALID, PAYLOAD_INVALID */
export function readClaims(value: CborValue): ReceivedClaims {
  const { payload, ...frame } = readFrame(value)
  return { ...frame, ...readPayload(payload) }
}

export type ReceivedDomesticClaims = Pick<ReceivedClaims, 'issuer' | 'issuedAt' | 'expiresAt'> & {
  readonly payload: DomesticPayload
}

/** A certificate for use in Norway holds whose it is, and nothing else. @throws CertificateRefusal */
export function readDomesticClaims(value: CborValue): ReceivedDomesticClaims {
  const { payload, ...frame } = readFrame(value)
  if (!isObject(payload) || !isDomestic(payload)) throw new CertificateRefusal('PAYLOAD_INVALID')
  return { ...frame, payload }
}

function readFrame(value: CborValue): Times & { readonly issuer: string | undefined; readonly payload: Json } {
  if (!(value instanceof Map)) throw new CertificateRefusal('CLAIMS_INVALID')
  const claims: CborMap = value
  const issuer = claims.get(claim.issuer)
  const expiresAt = claims.get(claim.expires)
  const issuedAt = claims.get(claim.issuedAt)
  const hcert = claims.get(claim.hcert)
  if (!isInstant(expiresAt) || !isInstant(issuedAt) || !(hcert instanceof Map))
    throw new CertificateRefusal('CLAIMS_INVALID')
  return {
    issuer: typeof issuer === 'string' ? issuer : undefined,
    expiresAt,
    issuedAt,
    payload: toJson(hcert.get(dccVersion)),
  }
}

/** The range of dates JavaScript can tell. */
function isInstant(value: CborValue): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A payload is JSON in CBOR: keys are text, and there are no bytes and no tags but those of dates. */
function toJson(value: CborValue): Json {
  if (value instanceof Map) {
    const object: Record<string, Json> = {}
    for (const [key, item] of value) {
      if (typeof key !== 'string' || key === '__proto__') throw new CertificateRefusal('PAYLOAD_INVALID')
      if (item !== undefined) object[key] = toJson(item)
    }
    return object
  }
  if (Array.isArray(value)) return value.map(toJson)
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw new CertificateRefusal('PAYLOAD_INVALID')
}

const groups = [
  ['v', 'vaccination'],
  ['t', 'test'],
  ['r', 'recovery'],
] as const

/** Checks the frame: an object with entries of exactly one kind, text where text belongs. Meaning is the verifier's. */
function readPayload(payload: Json): {
  kind: CertificateKind
  payload: ReceivedDcc
} {
  if (!isObject(payload)) throw new CertificateRefusal('PAYLOAD_INVALID')
  const present = groups.filter(([group]) => payload[group] !== undefined && payload[group] !== null)
  const [only] = present
  if (!only || present.length > 1) throw new CertificateRefusal('PAYLOAD_INVALID')
  const entries = payload[only[0]]
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isEntry) || !isFrame(payload))
    throw new CertificateRefusal('PAYLOAD_INVALID')
  return { kind: only[1], payload }
}

type JsonObject = { readonly [key: string]: Json }

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** All fields of an entry are text but the counts of doses. */
function isEntry(entry: Json): boolean {
  if (!isObject(entry)) return false
  for (const name in entry) {
    if (!isNullOr(name === 'dn' || name === 'sd' ? 'number' : 'string', entry[name])) return false
  }
  return true
}

function isNullOr(type: 'number' | 'string', value: Json | undefined): boolean {
  return value === null || value === undefined || typeof value === type
}

function isFrame(payload: JsonObject): boolean {
  const { nam, dob, ver } = payload
  return (
    isNullOr('string', dob) &&
    isNullOr('string', ver) &&
    (nam === null || nam === undefined || (isObject(nam) && Object.values(nam).every(part => isNullOr('string', part))))
  )
}

const domesticFields: ReadonlySet<string> = new Set(['dob', 'nam', 'ver'])
const nameFields: ReadonlySet<string> = new Set(['fn', 'gn', 'fnt', 'gnt'])

function isDomestic(payload: JsonObject): payload is JsonObject & DomesticPayload {
  const { nam, dob, ver } = payload
  return (
    Object.keys(payload).every(field => domesticFields.has(field)) &&
    typeof dob === 'string' &&
    typeof ver === 'string' &&
    isObject(nam) &&
    Object.entries(nam).every(([part, text]) => nameFields.has(part) && typeof text === 'string')
  )
}
