import { sign } from 'node:crypto'
import { constants, deflateSync, gzipSync, inflateSync } from 'node:zlib'
import base45 from 'base45'
import { encode } from 'cborg'
import { itemAt, type Random } from '../../../local/population/random.ts'
import { claimsWith, dcc, forge, forger, tagged, withDcc } from '../../certificate/dcc/forgery.ts'
import { aKeyedSigner, now } from '../../certificate/dcc/issuing.ts'

/**
 * What somebody may hold before a scanner: certificates with one layer made wrong, and things that never were any.
 * `mayPass` tells whether a trusted signer has signed what it says: then being valid is no forgery.
 */
export type Hostile = { readonly text: string; readonly mayPass: boolean }

type Maker = (random: Random) => Hostile

const stranger = aKeyedSigner().key
const byStranger = (bytes: Uint8Array) => sign('sha256', bytes, { key: stranger.privateKey, dsaEncoding: 'ieee-p1363' })
const seconds = Math.floor(now.getTime() / 1000)

const test = {
  tg: '840539006',
  tt: 'LP6464-4',
  tr: '260415000',
  sc: '2021-11-21T08:00:00Z',
  co: 'NO',
  is: 'FHI',
  ci: 'X',
}
const recovered = {
  tg: '840539006',
  fr: '2021-09-01',
  df: '2021-09-12',
  du: '2022-02-28',
  co: 'NO',
  is: 'FHI',
  ci: 'X',
}
const payloads = [dcc, { ...dcc, v: undefined, t: [test] }, { ...dcc, v: undefined, r: [recovered] }].map(
  payload => JSON.parse(JSON.stringify(payload)) as Record<string, unknown>,
)

/** Genuine ones, of every kind and in every form that is read. */
export const genuine: readonly string[] = payloads.flatMap(payload => [
  forge({ claims: withDcc(payload) }),
  forge({ claims: withDcc(payload), envelope: parts => tagged('d83dd2', parts) }),
  forge({ claims: withDcc(payload), envelope: parts => encode(parts) }),
  forge({ claims: withDcc(payload), compress: bytes => deflateSync(bytes, { level: 0 }) }),
])
const envelopes = genuine.map(text => inflateSync(base45.decode(text.slice(4))))
/** Some three thousand characters that would be two megabytes. */
const bomb = `HC1:${base45.encode(deflateSync(Buffer.alloc(2_000_000)))}`

const wrap = (compressed: Uint8Array) => `HC1:${base45.encode(Buffer.from(compressed))}`
const anyBytes = (random: Random, most: number) =>
  Buffer.from(Uint8Array.from({ length: random.below(most + 1) }, () => random.below(256)))

/** Some bytes changed, cut out, doubled or put in, or a bit turned. */
function damaged(random: Random, original: Uint8Array): Buffer {
  const bytes = Buffer.from(original)
  const at = random.below(bytes.length)
  const length = random.between(1, 12)
  switch (random.below(6)) {
    case 0:
      bytes[at] = random.below(256)
      return bytes
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 2:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), anyBytes(random, 12), bytes.subarray(at)])
    case 4:
      return bytes.subarray(0, at)
    default:
      bytes[at] = itemAt(bytes, at) ^ (1 << random.below(8))
      return bytes
  }
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const anywhere = ['a', 'Å', '\n', '\0', '\ud800', '\u202e', 'Ａ', '😀', '::', 'GGW', 'HC1:']
const prefixes = ['HC1:', 'HC1:', 'NO1:', 'hc1:', 'HC2:', 'HC1', ':', 'HC1:HC1:', ' HC1:', '\ufeffHC1:', '']

function anyText(random: Random): string {
  const length = random.chance(0.02) ? random.below(9_000) : random.below(600)
  let text = ''
  while (text.length < length) text += itemAt(alphabet, random.below(45))
  return text
}

/** The head of a CBOR item with a length or value that need not be true. */
function head(random: Random, major: number): Buffer {
  const sizes = [random.below(24), 24, 25, 26, 27, random.between(28, 31)]
  const low = random.pick(sizes)
  const following = low < 24 || low > 27 ? 0 : 1 << (low - 24)
  const bytes = random.chance(0.3)
    ? Buffer.alloc(following, 0xff)
    : Buffer.from(Uint8Array.from({ length: following }, (_, index) => (index < following - 1 ? 0 : random.below(256))))
  return Buffer.concat([Buffer.of((major << 5) | low), bytes])
}

/** A CBOR item that may nest deep, break its promises, repeat its keys, or be no CBOR at all. */
function anyCbor(random: Random, depth = 0): Buffer {
  if (random.chance(0.03))
    return Buffer.concat([Buffer.alloc(random.below(3_000), random.pick([0x81, 0x9f, 0xbf, 0xd2, 0xc2])), Buffer.of(0)])
  const major = depth > 6 ? random.pick([0, 1, 3, 7]) : random.below(8)
  const few = random.below(4)
  const inner = (count: number) => Array.from({ length: count }, () => anyCbor(random, depth + 1))
  switch (major) {
    case 2:
    case 3: {
      const content = anyBytes(random, 20)
      return Buffer.concat([
        random.chance(0.8) ? Buffer.of((major << 5) | content.length) : head(random, major),
        content,
      ])
    }
    case 4:
      return Buffer.concat([random.chance(0.8) ? Buffer.of(0x80 | few) : head(random, 4), ...inner(few)])
    case 5:
      return Buffer.concat([random.chance(0.8) ? Buffer.of(0xa0 | few) : head(random, 5), ...inner(few * 2)])
    case 6:
      return Buffer.concat([head(random, 6), ...inner(1)])
    default:
      return head(random, major)
  }
}

const odd: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  'x'.repeat(300),
  '2021-02-30',
  '2021-13-01T99:99:99Z',
  '0001-01-01',
  '9999-12-31',
  '2021',
  '2021-06-17T23:30:00+99:99',
  '\0',
  '\u202e',
  '__proto__',
  'constructor',
  '260373001',
  'EU/1/20/1528',
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { a: { b: { c: [] } } },
  'URN:UVCI:01:NO:X#Y',
  ['2021-06-17'],
]

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A certificate by a trusted signer that says whatever comes to mind. */
function oddClaims(random: Random): Map<unknown, unknown> {
  const payload: Record<string, unknown> = structuredClone(random.pick(payloads))
  const group = random.pick(['v', 't', 'r'])
  for (let change = random.between(1, 4); change > 0; change--) {
    const entries = payload[group]
    const entry = Array.isArray(entries) ? entries[0] : undefined
    const target = [payload, entry, payload.nam][random.below(3)]
    if (!isRecord(target)) continue
    const field = random.chance(0.9) ? random.pick(Object.keys(target).concat('dn', 'dt', 'dob')) : 'extra'
    target[field] = structuredClone(random.pick(odd))
  }
  const times = random.chance(0.3)
    ? { 4: random.pick([...odd, seconds - 1, seconds + 1e9]), 6: random.pick([...odd, seconds]) }
    : {}
  return claimsWith({ [-260]: new Map([[1, payload]]), ...times })
}

const makers: readonly Maker[] = [
  random => ({ text: random.pick(prefixes) + anyText(random), mayPass: false }),
  random => {
    const text = random.pick(genuine)
    const at = random.below(text.length)
    const put = random.chance(0.8) ? itemAt(alphabet, random.below(45)) : random.pick(anywhere)
    return { text: text.slice(0, at) + put + text.slice(at + random.below(3)), mayPass: false }
  },
  random => ({ text: random.pick(prefixes) + random.pick(genuine).slice(random.below(8)), mayPass: false }),
  random => ({ text: wrap(damaged(random, base45.decode(random.pick(genuine).slice(4)))), mayPass: false }),
  random => ({ text: wrap(deflateSync(damaged(random, random.pick(envelopes)))), mayPass: false }),
  random => {
    // One bit of the whole message, signature included.
    const bytes = Buffer.from(random.pick(envelopes))
    const at = random.below(bytes.length)
    bytes[at] = itemAt(bytes, at) ^ (1 << random.below(8))
    return { text: wrap(deflateSync(bytes)), mayPass: false }
  },
  random => {
    const strategy = random.pick([
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_DEFAULT_STRATEGY,
    ])
    const packed = deflateSync(random.pick(envelopes), { level: random.below(10), strategy })
    return random.chance(0.5)
      ? { text: wrap(packed), mayPass: true }
      : {
          text: wrap(
            random.pick([gzipSync(packed), damaged(random, packed), Buffer.concat([packed, anyBytes(random, 9)])]),
          ),
          mayPass: false,
        }
  },
  () => ({ text: bomb, mayPass: false }),
  random => ({ text: wrap(deflateSync(anyCbor(random))), mayPass: false }),
  random => ({ text: forge({ claims: anyCbor(random) }), mayPass: true }),
  random => ({ text: forge({ protectedHeader: anyCbor(random) }), mayPass: true }),
  random => ({
    text: forge({
      envelope: () => tagged('d2', [anyBytes(random, 40), new Map(), anyBytes(random, 400), anyBytes(random, 70)]),
    }),
    mayPass: false,
  }),
  random => ({ text: forge({ claims: oddClaims(random) }), mayPass: true }),
  random => ({ text: forge({ claims: oddClaims(random), prefix: random.pick(['HC1:', 'NO1:']) }), mayPass: true }),
  // Somebody who is not trusted, under the key id of somebody who is.
  random => ({ text: forge({ claims: oddClaims(random), sign: byStranger }), mayPass: false }),
  random => ({ text: forge({ sign: () => anyBytes(random, 100) }), mayPass: false }),
  random => ({
    text: forge({
      algorithm: random.pick([-8, -37, -36, 0, 5, '-7', null, 2 ** 40]),
      keyId: random.chance(0.5) ? anyBytes(random, 12) : forger.trusted.keyId,
    }),
    mayPass: false,
  }),
]

/** The header of one, what another says, the signature of a third. */
function crossbred(random: Random): Hostile {
  const parts = Array.from({ length: 3 }, () => random.pick(envelopes))
  const cut = random.below(60)
  return {
    text: wrap(
      deflateSync(
        Buffer.concat([
          itemAt(parts, 0).subarray(0, cut),
          itemAt(parts, 1).subarray(cut, -64),
          itemAt(parts, 2).subarray(-64),
        ]),
      ),
    ),
    mayPass: false,
  }
}

export const aHostileInput: Maker = random => random.pick([...makers, crossbred])(random)
