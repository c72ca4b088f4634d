import { beforeAll, expect, test } from 'vitest'
import { openCertificate } from '../../../subgraphs/certificate/dcc/index.ts'
import { createRevocationRequests } from '../../../subgraphs/certificate/revocation/index.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import {
  checkTrustList,
  createTrustStore,
  TrustListEmpty,
  type TrustStore,
} from '../../../subgraphs/certificate/trust/index.ts'
import type { TestDatabase } from '../../database.ts'
import { anIssuer, aSigner, now as issuedAt, until as validUntil } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'
import { aCertificateDatabase, someEpochs, until } from '../lists.ts'
import { aCountry, aHolder, type Country, entriesOf, type Holder, keyIdOf, now } from './pki.ts'

let anchor: Holder
let sweden: Country
let signers: readonly Holder[]
beforeAll(async () => {
  anchor = await aHolder({ country: 'EU' })
  sweden = await aCountry('SE')
  signers = await Promise.all([1, 2, 3].map(() => sweden.aSigner()))
})

const list = async (holders: readonly Holder[], country: Country = sweden) =>
  checkTrustList(await entriesOf(country, holders, anchor), { anchors: [anchor.certificate], now })

async function aStore(database: TestDatabase, clock = () => now) {
  const epochs = await someEpochs(database)
  const store = await createTrustStore({ kysely: database.as<CertificateTables>(), epochs, clock })
  return { store, [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose]() }
}

const standing = (store: TrustStore) =>
  store
    .trust()
    .filter(({ isRevoked }) => !isRevoked)
    .map(({ certificate }) => keyIdOf(certificate))
    .sort()
const keyIds = (holders: readonly Holder[]) => holders.map(({ certificate }) => keyIdOf(certificate)).sort()

test('a list is taken whole, and the next takes its place; what is gone is revoked, not forgotten', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  await one.store.replace('eu', await list(signers.slice(0, 2)))
  expect(standing(one.store)).toEqual(keyIds(signers.slice(0, 2)))
  expect(await one.store.replace('eu', await list(signers.slice(1)))).toEqual({ isChanged: true })
  expect(standing(one.store)).toEqual(keyIds(signers.slice(1)))
  expect(one.store.trust()).toHaveLength(3)
})

test('the same list again changes nothing', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const same = await list(signers)
  await one.store.replace('eu', same)
  const [trust, version] = [one.store.trust(), one.store.version()]
  expect(await one.store.replace('eu', await list([...signers].reverse()))).toEqual({ isChanged: false })
  expect(one.store.version()).toBe(version)
  expect(one.store.trust()).toBe(trust)
})

test('a signer that comes back counts again, and stands last in the order of arrival', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  for (const part of [signers, signers.slice(1), signers]) await one.store.replace('eu', await list(part))
  expect(standing(one.store)).toEqual(keyIds(signers))
  expect(one.store.published().at(-1)?.keyId).toBe(keyIds(signers.slice(0, 1))[0])
})

test('a list with no document signer is refused: one that was cut short must not end all trust', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  await one.store.replace('eu', await list(signers))
  await expect(one.store.replace('eu', await list([]))).rejects.toBeInstanceOf(TrustListEmpty)
  expect(standing(one.store)).toEqual(keyIds(signers))
})

test('two lists of one source at once leave one of them whole', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  await using other = await aStore(database)
  const halves = [signers.slice(0, 2), signers.slice(2)]
  const lists = await Promise.all(halves.map(half => list(half)))
  await Promise.all(lists.map((half, index) => [one, other][index]?.store.replace('eu', half)))
  expect(halves.map(keyIds)).toContainEqual(standing(one.store))
  await until(() => standing(other.store).join() === standing(one.store).join(), 5_000)
})

test('a source touches no other, and a signer that two lists have is trusted until both have dropped it', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const [shared, other] = signers
  if (!shared || !other) throw new Error('two signers')
  await one.store.replace('eu', await list([shared, other]))
  await one.store.replace('switzerland', await list([shared, other]))
  await one.store.replace('eu', await list([other]))
  expect(standing(one.store)).toEqual(keyIds([shared, other]))
  await one.store.replace('switzerland', await list([other]))
  expect(standing(one.store)).toEqual(keyIds([other]))
})

test('a replica hears of another’s list by itself', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  await using other = await aStore(database)
  await one.store.replace('eu', await list(signers))
  await until(() => standing(other.store).length === signers.length, 5_000)
})

test('a signer is not trusted a moment longer than its authority', async () => {
  await using database = await aCertificateDatabase()
  const brief = await aCountry('FI', { notAfter: '2022-01-01T00:00:00Z' })
  let at = now
  await using one = await aStore(database, () => at)
  await one.store.replace('eu', await list([await brief.aSigner()], brief))
  at = new Date('2021-12-31T23:59:59Z')
  expect(one.store.trust()).toHaveLength(1)
  at = new Date('2022-01-01T00:00:01Z')
  expect(one.store.trust()).toHaveLength(0)
})

test('what was not believed is kept aside with its reason, until the next list', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const entries = await entriesOf(sweden, signers, anchor)
  const bad = { ...entries[2], thumbprint: 'f'.repeat(64) }
  const checked = await checkTrustList([...entries.slice(0, 2), bad, ...entries.slice(3)], {
    anchors: [anchor.certificate],
    now,
  })
  await one.store.replace('eu', checked)
  expect(await one.store.refusedOf('eu')).toMatchObject([{ reason: 'THUMBPRINT_MISMATCH', country: 'SE', role: 'DSC' }])
  await one.store.replace('eu', await list(signers))
  expect(await one.store.refusedOf('eu')).toEqual([])
})

test('a certificate opens with the store’s signers, and is refused by name when its signer was dropped', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database, () => issuedAt)
  const [signer, next] = [aSigner(), aSigner()]
  const { hc1 } = await anIssuer(signer).issue(aVaccination(), validUntil, signer)
  const accepted = [signer, next].map(({ certificate }) => ({
    role: 'DSC' as const,
    keyId: keyIdOf(certificate),
    country: 'NO',
    certificate,
    trustedUntil: certificate.validToDate,
  }))
  await one.store.replace('eu', { accepted, refused: [] })
  const open = () => openCertificate(hc1, one.store.trust(), () => new Date(issuedAt.getTime() + 1_000))
  expect(await open()).toMatchObject({ kind: 'vaccination', signer: { country: 'NO' } })
  await one.store.replace('eu', { accepted: accepted.slice(1), refused: [] })
  await expect(open()).rejects.toMatchObject({ reason: 'SIGNER_REVOKED' })
})

test('own signers are trusted and published, and stay after they have left the ring', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const [first, second] = [aSigner(), aSigner()]
  await one.store.addOwn([first.certificate], 'NO')
  await one.store.addOwn([second.certificate], 'NO')
  await one.store.addOwn([second.certificate], 'NO')
  expect(one.store.published().map(({ keyId, country }) => [keyId, country])).toEqual([
    [keyIdOf(first.certificate), 'NO'],
    [keyIdOf(second.certificate), 'NO'],
  ])
})

test('what was revoked here stays so, though other lists have it', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const { certificate } = aSigner()
  const keyId = keyIdOf(certificate)
  const listed = { role: 'DSC' as const, keyId, country: 'NO', certificate, trustedUntil: certificate.validToDate }
  await one.store.addOwn([certificate], 'NO')
  await one.store.replace('eu', { accepted: [listed], refused: [] })
  await revokeForGood(database, keyId)
  await one.store.addOwn([aSigner().certificate], 'NO')
  expect(one.store.trust().find(signer => signer.certificate.raw.equals(certificate.raw))).toMatchObject({
    isRevoked: true,
  })
  expect(one.store.published().find(signer => signer.keyId === keyId)?.until).toEqual(now)
})

test('a key that was revoked for good is not trusted when its certificate is added afterwards', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  const { certificate } = aSigner()
  await revokeForGood(database, keyIdOf(certificate))
  await one.store.addOwn([certificate], 'NO')
  expect(one.store.trust()).toMatchObject([{ isRevoked: true }])
})

async function revokeForGood(database: TestDatabase, keyId: string): Promise<void> {
  await using epochs = await someEpochs(database)
  const kysely = database.as<CertificateTables>()
  const requests = createRevocationRequests({ kysely, epochs, markSecret: new Uint8Array(32), clock: () => now })
  const target = { kind: 'key', keyId, from: '2021-01-01T00:00:00Z', until: null } as const
  await requests.approve(await requests.request(target, { reason: 'KEY_COMPROMISED', by: 'a' }), 'b')
}

test('uploaders are known by their country, for as long as their certificates last', async () => {
  await using database = await aCertificateDatabase()
  await using one = await aStore(database)
  await one.store.replace('eu', await list(signers))
  expect(one.store.uploadersOf('SE').map(({ raw }) => raw)).toEqual([sweden.uploader.certificate.raw])
  expect(one.store.uploadersOf('DK')).toEqual([])
  const { validFromDate, validToDate } = sweden.uploader.certificate
  const at = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1_000)
  expect(one.store.uploadersOf('SE', at(validToDate, 1))).toEqual([])
  expect(one.store.uploadersOf('SE', at(validFromDate, -1))).toEqual([])
})
