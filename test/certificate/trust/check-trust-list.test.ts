import { beforeAll, describe, expect, test } from 'vitest'
import {
  checkTrustList,
  type EntryRefusal,
  entryRefusals,
  signMessage,
  type TrustListEntry,
} from '../../../subgraphs/certificate/trust/index.ts'
import { aCountry, aHolder, anEntry, type Country, entriesOf, type Holder, keyIdOf, now } from './pki.ts'

let anchor: Holder
let sweden: Country
let denmark: Country
let signer: Holder
beforeAll(async () => {
  anchor = await aHolder({ country: 'EU', commonName: 'DCC Trust Anchor' })
  sweden = await aCountry('SE')
  denmark = await aCountry('DK')
  signer = await sweden.aSigner()
})

const check = (entries: readonly unknown[], at = now) =>
  checkTrustList(entries, { anchors: [anchor.certificate], now: at })

test('a list of two countries is believed, whatever its order', async () => {
  const danish = await denmark.aSigner()
  const entries = [...(await entriesOf(sweden, [signer], anchor)), ...(await entriesOf(denmark, [danish], anchor))]
  const { accepted, refused } = await check(entries.reverse())
  expect(refused).toEqual([])
  const signers = accepted.filter(({ role }) => role === 'DSC')
  expect(signers.map(({ country, keyId }) => [country, keyId]).sort()).toEqual([
    ['DK', keyIdOf(danish.certificate)],
    ['SE', keyIdOf(signer.certificate)],
  ])
  expect(accepted.filter(({ role }) => role === 'CSCA')).toHaveLength(2)
})

test('a signer counts no longer than its authority', async () => {
  const brief = await aCountry('FI', { notAfter: '2022-01-01T00:00:00Z' })
  const { accepted } = await check(await entriesOf(brief, [await brief.aSigner()], anchor))
  const [found] = accepted.filter(({ role }) => role === 'DSC')
  expect(found?.trustedUntil).toEqual(new Date('2022-01-01T00:00:00Z'))
})

test('an uploader whose own certificate has ended still vouches for what it signed in', async () => {
  const uploader = await aHolder({ commonName: 'NB_UP old', notAfter: '2021-08-01T00:00:00Z' })
  const { accepted } = await check(await entriesOf({ ...sweden, uploader }, [signer], anchor))
  expect(accepted.some(({ role }) => role === 'DSC')).toBe(true)
})

test('a signature with the certificate inside it is as good as one beside', async () => {
  const entries = await entriesOf(sweden, [signer], anchor)
  const inside = Buffer.from(await signMessage(signer.certificate.raw, sweden.uploader)).toString('base64')
  const { refused } = await check(
    entries.map(entry => (entry.certificateType === 'DSC' ? { ...entry, signature: inside } : entry)),
  )
  expect(refused).toEqual([])
})

describe('one bad entry is kept aside by name, and the others are believed', () => {
  type Damage = () => Promise<unknown>
  const ofSweden = (holder: Holder) => anEntry('DSC', 'SE', holder, sweden.uploader)

  const damages: readonly [string, EntryRefusal, Damage][] = [
    ['nothing', 'ENTRY_MALFORMED', async () => null],
    ['a text', 'ENTRY_MALFORMED', async () => 'DSC'],
    ['no certificate', 'ENTRY_MALFORMED', async () => ({ ...(await ofSweden(signer)), rawData: undefined })],
    ['a type nobody knows', 'ENTRY_MALFORMED', async () => ({ ...(await ofSweden(signer)), certificateType: 'ROOT' })],
    ['a country that is none', 'ENTRY_MALFORMED', async () => ({ ...(await ofSweden(signer)), country: 'se' })],
    ['a megabyte', 'ENTRY_MALFORMED', async () => ({ ...(await ofSweden(signer)), rawData: 'A'.repeat(1_000_000) })],
    ['no DER', 'CERTIFICATE_UNREADABLE', async () => ({ ...(await ofSweden(signer)), rawData: 'AAAA' })],
    [
      'the thumbprint of another',
      'THUMBPRINT_MISMATCH',
      async () => ({ ...(await ofSweden(signer)), thumbprint: 'a'.repeat(64) }),
    ],
    [
      'the certificate of another country',
      'COUNTRY_MISMATCH',
      async () => anEntry('DSC', 'SE', await denmark.aSigner(), sweden.uploader),
    ],
    [
      'a signature over another certificate',
      'SIGNATURE_INVALID',
      async () => {
        const other = await ofSweden(await sweden.aSigner())
        return { ...other, signature: (await ofSweden(signer)).signature }
      },
    ],
    ['a signature that is none', 'SIGNATURE_INVALID', async () => ({ ...(await ofSweden(signer)), signature: 'AAAA' })],
    [
      'the uploader of another country',
      'SIGNER_NOT_TRUSTED',
      async () => anEntry('DSC', 'SE', await sweden.aSigner(), denmark.uploader),
    ],
    [
      'an uploader nobody has signed in',
      'SIGNER_NOT_TRUSTED',
      async () => anEntry('DSC', 'SE', await sweden.aSigner(), await aHolder()),
    ],
    [
      'an authority nobody has signed in',
      'SIGNER_NOT_TRUSTED',
      async () => anEntry('CSCA', 'SE', anchor2(), anchor2()),
    ],
    [
      'an authority that is not marked as one',
      'NOT_AN_AUTHORITY',
      async () => anEntry('CSCA', 'SE', await aHolder(), anchor),
    ],
    [
      'a signer that begins tomorrow',
      'NOT_YET_VALID',
      async () => ofSweden(await sweden.aSigner({ notBefore: '2021-11-23T00:00:00Z' })),
    ],
    [
      'a signer that ended yesterday',
      'EXPIRED',
      async () => ofSweden(await sweden.aSigner({ notAfter: '2021-11-21T00:00:00Z' })),
    ],
    ['a signer that signed itself', 'AUTHORITY_UNKNOWN', async () => ofSweden(await aHolder())],
    [
      // Its name is right, its key is not.
      'a signer of an authority of the same name',
      'AUTHORITY_UNKNOWN',
      async () => ofSweden(await (await aCountry('SE')).aSigner()),
    ],
    [
      'a signer of another country’s authority',
      'AUTHORITY_UNKNOWN',
      async () => ofSweden(await aHolder({ country: 'SE' }, denmark.authority)),
    ],
    ['a signer of another signer', 'AUTHORITY_UNKNOWN', async () => ofSweden(await aHolder({ country: 'SE' }, signer))],
  ]
  let someAuthority: Holder
  beforeAll(async () => {
    someAuthority = await aHolder({ isAuthority: true })
  })
  const anchor2 = () => someAuthority

  test.each(damages)('%s: %s', async (_, reason, damage) => {
    const entries = [await damage(), ...(await entriesOf(sweden, [signer], anchor))]
    const { accepted, refused } = await check(entries)
    expect(refused.map(entry => entry.reason)).toEqual([reason])
    expect(accepted.map(({ role }) => role).sort()).toEqual(['CSCA', 'DSC', 'UPLOAD'])
  })

  test('an authority that has ended takes its signers with it (shell model)', async () => {
    const ended = await aCountry('FI', { notAfter: '2021-10-01T00:00:00Z' })
    const entries = await entriesOf(ended, [await ended.aSigner()], anchor)
    expect((await check(entries)).refused.map(({ reason }) => reason)).toEqual(['EXPIRED', 'AUTHORITY_UNKNOWN'])
  })

  test('every reason but one that only a race can show is in these tables', () => {
    const shown = new Set(damages.map(([, reason]) => reason))
    expect(entryRefusals.filter(reason => !shown.has(reason))).toEqual(['AUTHORITY_NOT_VALID'])
  })
})

test('a stranger’s trust anchor makes nothing believed', async () => {
  const entries = await entriesOf(sweden, [signer], await aHolder({ country: 'EU' }))
  const { accepted, refused } = await check(entries)
  expect(accepted).toEqual([])
  expect(refused.map(({ reason }) => reason)).toEqual([
    'SIGNER_NOT_TRUSTED',
    'SIGNER_NOT_TRUSTED',
    'SIGNER_NOT_TRUSTED',
  ])
})

test('what is told of a refused entry is bounded, and holds no certificate', async () => {
  const entry: TrustListEntry = { ...(await anEntry('DSC', 'SE', signer, sweden.uploader)), kid: 'x'.repeat(500) }
  const { refused } = await check([entry])
  expect(refused).toEqual([
    { reason: 'ENTRY_MALFORMED', keyId: null, country: 'SE', role: 'DSC', thumbprint: entry.thumbprint },
  ])
})
