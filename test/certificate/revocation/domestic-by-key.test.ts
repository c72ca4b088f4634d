import { expect, test } from 'vitest'
import { createDomesticIssuer, type IssuedDomestic, trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { createIssueDomesticOnce } from '../../../subgraphs/certificate/issuance/issue-domestic-once.ts'
import { createRevocationRequests, createRevocations } from '../../../subgraphs/certificate/revocation/index.ts'
import { createMemoryCache, type SignedCertificates } from '../../../subgraphs/certificate/store/signed-certificates.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import { createRuleBook } from '../../../subgraphs/certificate/verification/rule-book.ts'
import { createVerify } from '../../../subgraphs/certificate/verification/verify.ts'
import type { TestDatabase } from '../../database.ts'
import { aSigner } from '../dcc/issuing.ts'
import { holder } from '../dcc/some-facts.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'

const secret = new Uint8Array(32).fill(9)

/** One who issues certificates for use in Norway, revokes keys, and verifies. */
async function anOffice(database: TestDatabase) {
  let at = new Date('2021-11-22T09:30:00Z')
  const clock = () => at
  const signer = aSigner()
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  const requests = createRevocationRequests({ kysely, epochs, markSecret: secret, clock })
  const issueOnce = createIssueDomesticOnce({
    issuer: createDomesticIssuer({ signerFor: () => signer, clock, country: 'NO' }),
    kysely,
    cache: createMemoryCache() as SignedCertificates<unknown> as SignedCertificates<IssuedDomestic>,
    revocations,
    issueKeySecret: secret,
  })
  const verify = createVerify({
    trust: () => [trustSigner(signer.certificate)],
    isRevoked: revocations.isRevoked,
    rules: createRuleBook([]),
  })
  const until = new Date('2021-11-23T09:00:00Z')
  const order = { holder, from: new Date('2021-11-22T09:00:00Z'), until, rulesVersion: '1', subject: 's' }
  return {
    issue: () => issueOnce(order, at),
    reasonAgainst: async (no1: string) => (await verify(no1, at)).reason,
    setClock: (instant: string) => {
      at = new Date(instant)
    },
    async revoke(from: string, end: string | null) {
      const target = {
        kind: 'key',
        keyId: Buffer.from(signer.keyId).toString('base64'),
        from: `2021-11-${from}Z`,
        until: end && `2021-11-${end}Z`,
      } as const
      await requests.approve(await requests.request(target, { reason: 'KEY_COMPROMISED', by: 'a' }), 'b')
    },
    [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose](),
  }
}

// It says 09:00 to 09:00 the next day, and was signed at some moment of it.
test.each<[string, string, string | null, string | undefined]>([
  ['before it begins', '22T08:00:00', '22T08:59:59', undefined],
  ['as it begins', '22T08:00:00', '22T09:00:00', 'REVOKED'],
  ['within it', '22T09:30:00', '22T09:30:00', 'REVOKED'],
  ['from then on', '22T12:00:00', null, 'REVOKED'],
  ['after it ends', '23T09:00:01', null, undefined],
])('a certificate for use in Norway, where its key is revoked %s', async (_, from, until, reason) => {
  await using database = await aCertificateDatabase()
  await using office = await anOffice(database)
  const { no1 } = await office.issue()
  expect(await office.reasonAgainst(no1)).toBeUndefined()
  await office.revoke(from, until)
  expect(await office.reasonAgainst(no1)).toBe(reason)
})

test('one that is signed after the time that was revoked does not seem to be of it', async () => {
  await using database = await aCertificateDatabase()
  await using office = await anOffice(database)
  const before = await office.issue()
  await office.revoke('22T09:10:00', '22T09:40:00')
  office.setClock('2021-11-22T09:45:00Z')
  const { no1, issuedAt, expiresAt } = await office.issue()
  expect(await office.reasonAgainst(before.no1)).toBe('REVOKED')
  expect(await office.reasonAgainst(no1)).toBeUndefined()
  expect(issuedAt).toEqual(new Date('2021-11-22T09:40:01Z'))
  expect(expiresAt).toEqual(before.expiresAt)
})
