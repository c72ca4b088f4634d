import { sign } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import base45 from 'base45'
import { encode } from 'cborg'
import { type TrustedSigner, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { aKeyedSigner, type KeyPair, now } from './issuing.ts'

/** Certificates made with other people's encoders, so that any one layer can be made wrong. */
export type Forgery = {
  readonly keyId: Uint8Array
  readonly algorithm: unknown
  readonly protectedHeader: Map<unknown, unknown> | Uint8Array
  readonly unprotected: unknown
  /** CWT claims, or bytes to sign in their place. */
  readonly claims: Map<unknown, unknown> | Uint8Array
  /** Of the bytes of a Sig_structure. */
  readonly sign: (bytes: Uint8Array) => Uint8Array
  /** The whole COSE message, from its four parts. */
  readonly envelope: (parts: readonly unknown[]) => Uint8Array
  readonly compress: (bytes: Uint8Array) => Uint8Array
  readonly prefix: string
}

const { signer, key } = aKeyedSigner()
export const forger: { readonly key: KeyPair; readonly trusted: TrustedSigner } = {
  key,
  trusted: trustSigner(signer.certificate),
}

export const dcc = {
  v: [
    {
      ci: 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP',
      co: 'NO',
      dn: 2,
      dt: '2021-06-17',
      is: 'Norwegian Institute of Public Health',
      ma: 'ORG-100030215',
      mp: 'EU/1/20/1528',
      sd: 2,
      tg: '840539006',
      vp: '1119349007',
    },
  ],
  dob: '1971-07-08',
  nam: { fn: 'Sørby', gn: 'Kåre', fnt: 'SOERBY', gnt: 'KAARE' },
  ver: '1.3.0',
}

const issuedAt = Math.floor(now.getTime() / 1000)

/** Claims as they should be, but for what is given; undefined leaves a claim out. */
export function claimsWith(but: Readonly<Record<number, unknown>> = {}): Map<unknown, unknown> {
  const claims: Record<number, unknown> = {
    1: 'NO',
    4: issuedAt + 86_400,
    6: issuedAt,
    [-260]: new Map([[1, dcc]]),
    ...but,
  }
  return new Map(
    Object.entries(claims).flatMap(([label, value]) => (value === undefined ? [] : [[Number(label), value]])),
  )
}

export const withDcc = (payload: unknown): Map<unknown, unknown> => claimsWith({ [-260]: new Map([[1, payload]]) })

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
export const tagged = (head: string, parts: readonly unknown[]): Uint8Array =>
  Buffer.concat([Buffer.from(head, 'hex'), encode(parts)])

export function forge(but: Partial<Forgery> = {}): string {
  const keyId = but.keyId ?? forger.trusted.keyId
  const header =
    but.protectedHeader ??
    new Map<unknown, unknown>([
      [1, but.algorithm ?? -7],
      [4, Uint8Array.from(keyId)],
    ])
  const protectedBytes = header instanceof Map ? encode(header) : header
  const claims = but.claims ?? claimsWith()
  const payload = claims instanceof Map ? encode(claims) : claims
  const signed = encode(['Signature1', protectedBytes, new Uint8Array(), payload])
  const signIt = but.sign ?? (bytes => sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }))
  const parts = [protectedBytes, but.unprotected ?? new Map(), payload, Uint8Array.from(signIt(signed))]
  const envelope = (but.envelope ?? (all => tagged('d2', all)))(parts)
  const compressed = (but.compress ?? deflateSync)(envelope)
  return `${but.prefix ?? 'HC1:'}${base45.encode(Buffer.from(compressed))}`
}
