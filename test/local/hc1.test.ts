import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Desk } from '../../local/hc1/commands.ts'
import { run } from '../../local/hc1.ts'
import { openCertificate, trustSigner } from '../../subgraphs/certificate/dcc/index.ts'
import { makeCertificate } from '../../subgraphs/certificate/signers/certificate.ts'
import { claimsWith, dcc, forge, forger, withDcc } from '../certificate/dcc/forgery.ts'
import { allUsages, now } from '../certificate/dcc/issuing.ts'
import { aRecovery, aTest, aVaccination } from '../certificate/dcc/some-facts.ts'
import { areVectorsHere, readVectors, whereAbsent } from '../vectors/shared-vectors.ts'

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const name = { country: 'NO', organisation: 'Test', commonName: 'DSC test' }
const own = makeCertificate({
  subject: name,
  subjectKey: key.publicKey,
  issuer: name,
  issuerKey: key,
  notBefore: new Date('2021-06-01T00:00:00Z'),
  notAfter: new Date('2023-06-01T00:00:00Z'),
  usage: allUsages,
})

const forgerId = Buffer.from(forger.trusted.keyId).toString('base64')
const forgerDer = forger.trusted.certificate.raw.toString('base64')
const text = forge()

type Run = { readonly code: number; readonly printed: string[]; readonly remarked: string[] }

let files: Map<string, string>
beforeEach(() => {
  files = new Map([
    ['trust.json', JSON.stringify({ [forgerId]: forgerDer })],
    ['trust.pem', `${own}${forger.trusted.certificate}`],
    ['others.pem', own.toString()],
    ['hc1.txt', `${text}\n`],
    ['windows.txt', `${text}\r\n`],
    ['changed.txt', `${text.slice(0, -3)}000`],
    ['expired.txt', forge({ claims: claimsWith({ 4: 1_637_573_000, 6: 1_637_500_000 }) })],
    ['empty.txt', ''],
    ['domestic.txt', forge({ prefix: 'NO1:', claims: withDcc({ dob: dcc.dob, nam: dcc.nam, ver: '1.0.0' }) })],
    ['key.pem', key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['certificate.pem', own.toString()],
    ['facts.json', JSON.stringify(aVaccination())],
  ])
})

async function hc1(args: readonly string[], input = ''): Promise<Run> {
  const printed: string[] = []
  const remarked: string[] = []
  const desk: Desk = {
    async read(file) {
      const content = file === undefined || file === '-' ? input : files.get(file)
      if (content === undefined) throw new Error(`the test has no file ${file}`)
      return content
    },
    write: async (file, content) => void files.set(file, content),
    print: line => printed.push(line),
    remark: line => remarked.push(line),
    now: () => now,
  }
  return { code: await run(args, desk), printed, remarked }
}

describe('hc1 decode', () => {
  test('prints header, claims and payload as one JSON, and says that nothing was verified', async () => {
    const { code, printed, remarked } = await hc1(['decode', 'hc1.txt'])
    expect(code).toBe(0)
    expect(printed).toHaveLength(1)
    expect(JSON.parse(printed[0] ?? '')).toEqual({
      verified: false,
      header: { alg: 'ES256', kid: forgerId },
      claims: { iss: 'NO', exp: 1_637_659_800, iat: 1_637_573_400 },
      payload: dcc,
    })
    expect(remarked.join()).toContain('Nothing was verified')
  })

  test('reads a certificate with a signature nobody made, and claims nobody registered', async () => {
    const odd = forge({
      sign: () => new Uint8Array(3),
      algorithm: -8,
      claims: claimsWith({ 4: 1.5, 99: Uint8Array.of(1) }),
    })
    const { code, printed } = await hc1(['decode'], odd)
    expect(code).toBe(0)
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ header: { alg: -8 }, claims: { exp: 1.5, 99: 'AQ==' } })
  })

  test('reads a certificate for use in Norway', async () => {
    const { printed } = await hc1(['decode', 'domestic.txt'])
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ payload: { dob: dcc.dob, nam: dcc.nam } })
  })

  test.each([
    ['BAD_PREFIX', 'HC2:ABC'],
    ['BASE45_INVALID', 'HC1:abc'],
    ['ZLIB_INVALID', 'HC1:ABC'],
  ])('refuses what it cannot read: %s', async (reason, input) => {
    expect(await hc1(['decode', '-'], input)).toEqual({
      code: 1,
      printed: [],
      remarked: [`This cannot be decoded: ${reason}`],
    })
  })
})

describe('hc1 verify', () => {
  test.each<[string, readonly string[], number, string]>([
    ['with JSON of signers', ['hc1.txt', '--trust', 'trust.json'], 0, 'valid'],
    ['for use in Norway', ['domestic.txt', '--trust', 'trust.json'], 0, 'valid'],
    ['with PEM of signers', ['hc1.txt', '--trust', 'trust.pem'], 0, 'valid'],
    ['with several lists', ['hc1.txt', '--trust', 'others.pem', '--trust', 'trust.json'], 0, 'valid'],
    ['from a file with Windows line ends', ['windows.txt', '--trust', 'trust.json'], 0, 'valid'],
    ['with other signers', ['hc1.txt', '--trust', 'others.pem'], 1, 'refused UNKNOWN_SIGNER'],
    ['changed', ['changed.txt', '--trust', 'trust.json'], 1, 'refused'],
    ['expired', ['expired.txt', '--trust', 'trust.json'], 1, 'refused EXPIRED'],
    [
      'expired, at a moment when it was not',
      ['expired.txt', '--trust', 'trust.json', '--at', '2021-11-21T20:00:00Z'],
      0,
      'valid',
    ],
    ['empty', ['empty.txt', '--trust', 'trust.json'], 1, 'refused BAD_PREFIX'],
  ])('a certificate %s', async (_, args, code, said) => {
    const found = await hc1(['verify', ...args])
    expect([found.code, found.remarked]).toEqual([code, []])
    expect(found.printed).toEqual([expect.stringContaining(said)])
  })

  test('reads standard input', async () => {
    expect(await hc1(['verify', '--trust', 'trust.json'], text)).toMatchObject({ code: 0, printed: ['valid'] })
  })
})

describe('hc1 issue', () => {
  const signing = ['--key', 'key.pem', '--certificate', 'certificate.pem']
  const trust = [trustSigner(own)]

  test.each([
    ['vaccination', aVaccination(), '2022-02-20T09:30:00.000Z'],
    ['test', aTest(), '2021-11-24T08:00:00.000Z'],
    ['recovery', aRecovery(), '2022-02-28T23:00:00.000Z'],
  ])('prints a %s certificate that opens, until its usual end', async (kind, facts, end) => {
    const { code, printed, remarked } = await hc1(['issue', ...signing], JSON.stringify(facts))
    expect([code, remarked, printed.length]).toEqual([0, [], 1])
    const opened = await openCertificate(printed[0] ?? '', trust, () => now)
    expect([opened.kind, opened.expiresAt.toISOString()]).toEqual([kind, end])
  })

  test('gives the same event the same certificate id, and a wanted end', async () => {
    const [first, second] = [
      await hc1(['issue', 'facts.json', ...signing]),
      await hc1(['issue', 'facts.json', ...signing, '--until', '2021-12-24T12:00:00Z']),
    ]
    const open = ({ printed }: Run) => openCertificate(printed[0] ?? '', trust, () => now)
    const [one, two] = [await open(first), await open(second)]
    expect(one.payload.v?.[0]?.ci).toBe(two.payload.v?.[0]?.ci)
    expect(two.expiresAt.toISOString()).toBe('2021-12-24T12:00:00.000Z')
  })

  test('writes the QR code where it is told to', async () => {
    const { printed } = await hc1(['issue', 'facts.json', ...signing, '--qr', 'qr.svg'])
    expect(printed).toHaveLength(1)
    expect(files.get('qr.svg')).toMatch(/^<svg /)
  })

  test.each([
    ['a dose before birth', { givenOn: '1960-01-01' }, 'gate «meaning»'],
    ['a vaccine nobody knows', { product: 'XYZ' }, 'gate «value-sets»'],
  ])('refuses %s, by the rule that stops it', async (_, but, said) => {
    const { code, printed, remarked } = await hc1(['issue', ...signing], JSON.stringify({ ...aVaccination(), ...but }))
    expect([code, printed]).toEqual([1, []])
    expect(remarked.join()).toContain(said)
  })

  test.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '[]', 'not an object'],
    ['no holder', { ...aVaccination(), holder: undefined }, 'holder is not an object'],
    ['no name', { ...aVaccination(), holder: { familyName: 7 } }, 'holder.familyName is not a text'],
    ['another kind', { ...aVaccination(), kind: 'antibody' }, 'kind is vaccination, test or recovery'],
    ['a day that does not exist', { ...aVaccination(), givenOn: '2021-02-30' }, 'givenOn is not a day'],
    ['doses as text', { ...aVaccination(), doses: '2' }, 'doses is not a number'],
  ])('cannot use facts with %s, and says where', async (_, facts, said) => {
    const input = typeof facts === 'string' ? facts : JSON.stringify(facts)
    const { code, printed, remarked } = await hc1(['issue', ...signing], input)
    expect([code, printed]).toEqual([2, []])
    expect(remarked.join()).toContain(said)
  })
})

describe('hc1 used wrongly says how it is used, on standard error alone', () => {
  test.each([
    ['with no command', [], 'Usage:'],
    ['with another command', ['sign'], 'Usage:'],
    ['with an unknown option', ['verify', '--yes'], 'Usage:'],
    ['with two files', ['decode', 'a', 'b'], 'One file at a time'],
    ['without a trust list', ['verify', 'hc1.txt'], '--trust FILE'],
    [
      'with a trust list that is none',
      ['verify', 'hc1.txt', '--trust', 'facts.json'],
      'facts.json is no list of document signers',
    ],
    ['with a moment that is none', ['verify', 'hc1.txt', '--trust', 'trust.json', '--at', 'today'], '--at is a moment'],
    ['without a key', ['issue', 'facts.json'], '--key FILE'],
    [
      'with a key of another certificate',
      ['issue', 'facts.json', '--key', 'key.pem', '--certificate', 'trust.json'],
      'cannot sign',
    ],
  ])('%s', async (_, args, said) => {
    const { code, printed, remarked } = await hc1(args)
    expect([code, printed]).toEqual([2, []])
    expect(remarked.join()).toContain(said)
  })

  test('and prints its help when asked', async () => {
    expect(await hc1(['--help'])).toMatchObject({ code: 0, remarked: [], printed: [expect.stringContaining('Usage:')] })
  })
})

const command = (args: readonly string[], input: string) =>
  spawnSync('npm', ['run', '--silent', 'hc1', '--', ...args], { input, encoding: 'utf8', timeout: 120_000 })

test('npm run hc1 leaves only the answer on standard output, and its verdict in the exit status', {
  timeout: 120_000,
}, () => {
  const decoded = command(['decode'], text)
  expect([decoded.status, JSON.parse(decoded.stdout).payload]).toEqual([0, dcc])
  const missing = command(['decode', '/nowhere/at.all'], '')
  expect([missing.status, missing.stdout, missing.stderr.trim()]).toEqual([2, '', '/nowhere/at.all: ENOENT.'])
})

type Sample = {
  readonly PREFIX: string
  readonly TESTCTX: { readonly CERTIFICATE: string; readonly VALIDATIONCLOCK: string }
}

describe.skipIf(!areVectorsHere)(`hc1 on official samples${whereAbsent}`, () => {
  const samples = ['DE/2DCode/raw/1.json', 'FR/2DCode/raw/DCC_Test_0001.json']

  test.each(samples)('decodes and verifies %s', async path => {
    const { PREFIX, TESTCTX } = readVectors<Sample>(`testdata/${path}`)
    files.set('dsc.pem', `-----BEGIN CERTIFICATE-----\n${TESTCTX.CERTIFICATE}\n-----END CERTIFICATE-----\n`)
    const at = new Date(TESTCTX.VALIDATIONCLOCK).toISOString()
    expect(await hc1(['decode'], PREFIX)).toMatchObject({ code: 0 })
    expect(await hc1(['verify', '--trust', 'dsc.pem', '--at', at], PREFIX)).toMatchObject({ printed: ['valid'] })
  })

  test('verifies Norway’s test certificates with the list of signers by key id', async () => {
    const certificates = readVectors<readonly { prefix: string; kid?: string }[]>('no-certificates.json')
    const trust = readVectors<Record<string, string>>('dsc-by-kid.json')
    files.set('all.json', JSON.stringify(trust))
    const said = await Promise.all(
      certificates.map(({ prefix }) => hc1(['verify', '--trust', 'all.json', '--at', '2021-11-01T12:00:00Z'], prefix)),
    )
    const verdicts = said.map(({ printed }) => printed[0])
    expect(verdicts.every(verdict => /^(valid|refused [A-Z_]+)$/.test(verdict ?? ''))).toBe(true)
    expect(verdicts.filter(verdict => verdict !== 'refused UNKNOWN_SIGNER').length).toBeGreaterThanOrEqual(10)
  })
})
