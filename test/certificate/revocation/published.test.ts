import { expect, test } from 'vitest'
import { type Issued, type Signer, signatureOf } from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueOnce } from '../../../subgraphs/certificate/issuance/issue-once.ts'
import { signatureHash, uciHash } from '../../../subgraphs/certificate/revocation/hashes.ts'
import {
  createRevocationRequests,
  createRevocations,
  guardIssuing,
  ownEntries,
} from '../../../subgraphs/certificate/revocation/index.ts'
import { createLedger, createSignatureOpener } from '../../../subgraphs/certificate/store/ledger.ts'
import { createMemoryCache } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import { createTrustStore } from '../../../subgraphs/certificate/trust/index.ts'
import type { TestDatabase } from '../../database.ts'
import { anIssuer, aSigner, until } from '../dcc/issuing.ts'
import { aVaccination } from '../dcc/some-facts.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'

const secret = new Uint8Array(32).fill(9)

/** One who issues, revokes keys, and tells others. */
async function aReplica(database: TestDatabase, signer: Signer) {
  let at = new Date('2021-11-22T09:30:00Z')
  const clock = () => at
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  const requests = createRevocationRequests({ kysely, epochs, markSecret: secret, clock })
  const issuer = anIssuer(signer, clock)
  const issueOnce = createIssueOnce({
    issuer,
    ledger: createLedger(kysely, secret),
    cache: createMemoryCache(),
    issueKeySecret: secret,
  })
  const issue = guardIssuing({ issueOnce, issuer, revocations, kysely, markSecret: secret })
  const keyId = Buffer.from(signer.keyId).toString('base64')
  return {
    kysely,
    keyId,
    trustStore: await createTrustStore({ kysely, epochs, clock }),
    setClock: (instant: string) => {
      at = new Date(instant)
    },
    issue: (event: string) =>
      issue({ facts: aVaccination({ event }), until, rulesVersion: '2021-11-01', subject: 'subject' }, at),
    async revoke(from: string, end: string | null) {
      const target = { kind: 'key', keyId, from, until: end } as const
      await requests.approve(await requests.request(target, { reason: 'KEY_COMPROMISED', by: 'a' }), 'b')
    },
    told: () => ownEntries({ kysely, country: 'NO', openSignature: createSignatureOpener(secret) }, at),
    [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose](),
  }
}

const bySignature = ({ hc1 }: Issued) => signatureHash(signatureOf(hc1)).toString('base64')

test('what a key signed in a time that was revoked is told by its signature, and what it signed before and after is not', async () => {
  await using database = await aCertificateDatabase()
  await using replica = await aReplica(database, aSigner())
  await replica.issue('before')
  replica.setClock('2021-11-22T10:30:00Z')
  const within = await replica.issue('within')
  replica.setClock('2021-11-22T11:30:00Z')
  const revokedAt = new Date('2021-11-22T11:30:00Z')
  await replica.revoke('2021-11-22T10:00:00Z', '2021-11-22T11:00:00Z')
  const anew = await replica.issue('within')
  expect(anew.uvci).toBe(within.uvci)
  expect(await replica.told()).toEqual([
    { keyId: replica.keyId, type: 'SIGNATURE', hash: bySignature(within), revokedAt, expiresAt: until },
  ])
})

test('it is told of until it expires', async () => {
  await using database = await aCertificateDatabase()
  await using replica = await aReplica(database, aSigner())
  await replica.issue('within')
  await replica.revoke('2021-11-22T09:00:00Z', '2021-11-22T09:30:00Z')
  expect(await replica.told()).toHaveLength(1)
  replica.setClock(until.toISOString())
  expect(await replica.told()).toEqual([])
})

test('one whose signature is not kept is told by its id, if its key signs nothing more', async () => {
  await using database = await aCertificateDatabase()
  await using replica = await aReplica(database, aSigner())
  const { uvci } = await replica.issue('within')
  await replica.kysely.deleteFrom('certificate.signature').execute()
  await replica.revoke('2021-11-22T09:00:00Z', '2021-11-22T09:45:00Z')
  expect(await replica.told()).toEqual([])
  await replica.revoke('2021-11-22T09:00:00Z', null)
  expect(await replica.told()).toMatchObject([{ type: 'UCI', hash: uciHash(uvci).toString('base64') }])
})

test('of a signer that left the trust list nothing more has to be told', async () => {
  await using database = await aCertificateDatabase()
  const signer = aSigner()
  await using replica = await aReplica(database, signer)
  await replica.trustStore.addOwn([signer.certificate], 'NO')
  await replica.issue('within')
  await replica.revoke('2021-06-01T00:00:00Z', null)
  expect(replica.trustStore.trust()).toMatchObject([{ isRevoked: true }])
  expect(await replica.told()).toEqual([])
})
