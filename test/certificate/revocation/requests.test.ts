import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  createRevocationRequests,
  createRevocations,
  marksOf,
  type RevocationTarget,
  TargetInvalid,
} from '../../../subgraphs/certificate/revocation/index.ts'
import type { CertificateTables } from '../../../subgraphs/certificate/store/tables.ts'
import { createTrustStore } from '../../../subgraphs/certificate/trust/index.ts'
import type { TestDatabase } from '../../database.ts'
import { aSigner } from '../dcc/issuing.ts'
import { aCertificateDatabase, someEpochs } from '../lists.ts'
import { keyIdOf } from '../trust/pki.ts'

const now = new Date('2021-11-22T09:30:00Z')
const markSecret = new Uint8Array(32).fill(3)
const uvci = 'URN:UVCI:01:NO:VAK/EM6L3DZUL3XDB9J78'
const another = 'URN:UVCI:01:NO:PRV/EM6L3DZUL3XDB9J79'
const oneCertificate: RevocationTarget = { kind: 'certificates', uvcis: [uvci] }
const why = { reason: 'ISSUED_IN_ERROR', by: 'pseudonym-of-kari' } as const

async function anOffice(database: TestDatabase, clock = () => now) {
  const kysely = database.as<CertificateTables>()
  const epochs = await someEpochs(database)
  const requests = createRevocationRequests({ kysely, epochs, markSecret, clock })
  const revocations = await createRevocations({ kysely, epochs, clock, country: 'NO' })
  return {
    ...requests,
    kysely,
    epochs,
    revocations,
    mark: (id: string, traits: Parameters<typeof marksOf>[0]) =>
      kysely
        .insertInto('certificate.issuance_mark')
        .values(marksOf(traits, markSecret).map(mark => ({ mark, uvci: id })))
        .onConflict(conflict => conflict.columns(['mark', 'uvci']).doNothing())
        .execute(),
    isRevoked: (id: string, traits = {}) => revocations.isRevokedEvent(id, marksOf(traits, markSecret)),
    [Symbol.asyncDispose]: () => epochs[Symbol.asyncDispose](),
  }
}

describe('four eyes', () => {
  test('one asks and another approves: then, and not before, it is revoked', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const id = await office.request(oneCertificate, why)
    expect(await office.isRevoked(uvci)).toBe(false)
    expect(await office.list()).toMatchObject([{ id, state: 'waiting', approvedBy: undefined }])
    expect(await office.approve(id, 'pseudonym-of-ola')).toEqual({ certificates: 1 })
    expect(await office.isRevoked(uvci)).toBe(true)
    expect(await office.isRevoked(another)).toBe(false)
  })

  test('both stay in the history, with the reason and the times', async () => {
    await using database = await aCertificateDatabase()
    let at = now
    await using office = await anOffice(database, () => at)
    const id = await office.request(oneCertificate, why)
    at = new Date(now.getTime() + 60_000)
    await office.approve(id, 'pseudonym-of-ola')
    expect(await office.list()).toEqual([
      {
        id,
        target: oneCertificate,
        reason: 'ISSUED_IN_ERROR',
        requestedBy: 'pseudonym-of-kari',
        requestedAt: now,
        approvedBy: 'pseudonym-of-ola',
        approvedAt: at,
        state: 'effective',
      },
    ])
  })

  test.each<[string, string, (id: string) => { id?: string; by?: string; days?: number }]>([
    ['the same person', 'SAME_PERSON', () => ({ by: why.by })],
    ['a request nobody made', 'REQUEST_UNKNOWN', () => ({ id: '00000000-0000-4000-8000-000000000000' })],
    ['something that is no id', 'REQUEST_UNKNOWN', id => ({ id: `${id}' or true --` })],
    ['a request that is a week old', 'REQUEST_LAPSED', () => ({ days: 7.1 })],
  ])('%s is refused: %s', async (_, reason, but) => {
    await using database = await aCertificateDatabase()
    let at = now
    await using office = await anOffice(database, () => at)
    const id = await office.request(oneCertificate, why)
    const { id: which = id, by = 'pseudonym-of-ola', days = 0 } = but(id)
    at = new Date(now.getTime() + days * 86_400_000)
    await expect(office.approve(which, by)).rejects.toMatchObject({ name: 'ApprovalRefused', reason })
    expect(await office.isRevoked(uvci)).toBe(false)
  })

  test('of two who approve at once one does, and the other hears that it was done', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const id = await office.request(oneCertificate, why)
    const answers = await Promise.allSettled(['pseudonym-of-ola', 'pseudonym-of-liv'].map(by => office.approve(id, by)))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { reason: 'ALREADY_APPROVED' },
    })
  })

  test.each<[string, (id: string) => ReturnType<typeof sql>]>([
    [
      'an approval by the one who asked',
      id => sql`insert into certificate.revocation_step
        select request, 'approved', at, actor, requested_by, reason, target from certificate.revocation_step
        where request = ${id}`,
    ],
    ['a change', id => sql`update certificate.revocation_step set actor = 'x' where request = ${id}`],
    ['a deletion', id => sql`delete from certificate.revocation_step where request = ${id}`],
    ['a clean table', () => sql`truncate certificate.revocation_step`],
  ])('the database itself refuses %s', async (_, statement) => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const id = await office.request(oneCertificate, why)
    await expect(statement(id).execute(office.kysely)).rejects.toThrow(/four_eyes|append-only/)
    expect(await office.list()).toHaveLength(1)
  })
})

describe('what is revoked', () => {
  test('a lot: what was issued of it, and what is asked for afterwards', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    await office.mark(uvci, { lot: 'EW 4109', organisation: '999999999' })
    await office.mark(another, { lot: 'EX 0001' })
    const id = await office.request({ kind: 'lot', lot: ' ew  4109' }, { ...why, reason: 'LOT_WITHDRAWN' })
    expect(await office.approve(id, 'pseudonym-of-ola')).toEqual({ certificates: 1 })
    expect(await office.isRevoked(uvci)).toBe(true)
    expect(await office.isRevoked(another, { lot: 'EX 0001' })).toBe(false)
    expect(await office.isRevoked('URN:UVCI:01:NO:VAK/LATER', { lot: 'EW 4109' })).toBe(true)
  })

  test('an organisation', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    await office.mark(uvci, { organisation: '999999999' })
    await office.mark(another, { organisation: '888888888' })
    const id = await office.request({ kind: 'organisation', organisation: '999 999 999' }, why)
    expect(await office.approve(id, 'pseudonym-of-ola')).toEqual({ certificates: 1 })
    expect([await office.isRevoked(uvci), await office.isRevoked(another)]).toEqual([true, false])
  })

  test('a certificate of a revoked lot that a replica who had not heard of it writes down, is revoked as it is written', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const id = await office.request({ kind: 'lot', lot: 'EW4109' }, why)
    await office.approve(id, 'pseudonym-of-ola')
    await office.mark(uvci, { lot: 'EW4109' })
    await office.epochs.announce()
    expect(await office.isRevoked(uvci)).toBe(true)
  })

  test('lots and organisations that are approved while hundreds of certificates are written miss none', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const id = await office.request({ kind: 'lot', lot: 'EW4109' }, why)
    const uvcis = Array.from({ length: 200 }, (_, index) => `URN:UVCI:01:NO:VAK/${index}`)
    const writing = uvcis.map(each => office.mark(each, { lot: 'EW4109' }))
    await office.approve(id, 'pseudonym-of-ola')
    await Promise.all(writing)
    await office.epochs.announce()
    const found = await Promise.all(uvcis.map(each => office.isRevoked(each)))
    expect(found.filter(Boolean)).toHaveLength(uvcis.length)
  })

  test('a key within a stretch of time, whose certificates can be signed anew', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const keyId = 'AAAAAAAAAAA='
    const from = '2021-11-01T00:00:00Z'
    const target = { kind: 'key', keyId, from, until: '2021-11-10T00:00:00Z' } as const
    const before = await office.revocations.renewalOf(keyId)
    await office.approve(await office.request(target, why), 'pseudonym-of-ola')
    const at = (day: string) => office.revocations.isRevokedIssue({ keyId, issuedAt: new Date(day) })
    expect(await at('2021-10-31T23:59:59Z')).toBe(false)
    expect(await at('2021-11-01T00:00:00Z')).toBe(true)
    expect(await at('2021-11-10T00:00:00Z')).toBe(true)
    expect(await at('2021-11-10T00:00:01Z')).toBe(false)
    expect(await office.revocations.isRevokedIssue({ keyId: 'AQEBAQEBAQE=', issuedAt: new Date(from) })).toBe(false)
    expect(await office.revocations.renewalOf(keyId)).not.toBe(before)
  })

  test('a key, with the number of certificates the ledger has of it and that time', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const keyId = 'AAAAAAAAAAA='
    const row = (name: string, key: string, at: string) => ({
      issue_key: name,
      uvci: `URN:UVCI:01:NO:VAK/${name}`,
      kind: 'vaccination',
      subject: 's',
      key_id: key,
      rules_version: 'r',
      recorded_at: new Date(at),
      expires_at: new Date('2022-02-20T00:00:00Z'),
    })
    await office.kysely
      .insertInto('certificate.issuance')
      .values([
        row('A', keyId, '2021-11-01T00:00:00.900Z'),
        row('B', keyId, '2021-11-10T00:00:00.900Z'),
        row('C', keyId, '2021-11-10T00:00:01Z'),
        row('D', 'AQEBAQEBAQE=', '2021-11-05T00:00:00Z'),
      ])
      .execute()
    const revoke = async (from: string, until: string | null) =>
      office.approve(await office.request({ kind: 'key', keyId, from, until }, why), 'pseudonym-of-ola')
    expect(await revoke('2021-11-01T00:00:00Z', '2021-11-10T00:00:00Z')).toEqual({ certificates: 2 })
    expect(await revoke('2021-11-10T00:00:00Z', null)).toEqual({ certificates: 2 })
  })

  test('a key for good leaves the trust list, and a restart does not bring it back', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const trustStore = await createTrustStore({ ...office, clock: () => now })
    const { certificate } = aSigner()
    await trustStore.addOwn([certificate], 'NO')
    const target = { kind: 'key', keyId: keyIdOf(certificate), from: '2021-01-01T00:00:00Z', until: null } as const
    await office.approve(await office.request(target, { ...why, reason: 'KEY_COMPROMISED' }), 'pseudonym-of-ola')
    expect(trustStore.trust()).toMatchObject([{ isRevoked: true }])
    await trustStore.addOwn([certificate], 'NO')
    expect(trustStore.trust()).toMatchObject([{ isRevoked: true }])
  })

  test('an id however it is written, with a checksum or in small letters', async () => {
    await using database = await aCertificateDatabase()
    await using office = await anOffice(database)
    const written = { kind: 'certificates', uvcis: [`${uvci.toLowerCase()}#A`, uvci] } as const
    expect(await office.approve(await office.request(written, why), 'pseudonym-of-ola')).toEqual({ certificates: 1 })
    expect(await office.isRevoked(uvci)).toBe(true)
  })
})

test.each<[string, RevocationTarget]>([
  ['no certificate at all', { kind: 'certificates', uvcis: [] }],
  ['another country’s certificate', { kind: 'certificates', uvcis: ['URN:UVCI:01:SE:EHM/1'] }],
  ['something that is no id', { kind: 'certificates', uvcis: ['kari'] }],
  ['an empty lot', { kind: 'lot', lot: ' ' }],
  ['a lot that is an essay', { kind: 'lot', lot: 'A'.repeat(41) }],
  ['an organisation of eight digits', { kind: 'organisation', organisation: '12345678' }],
  ['a key of four bytes', { kind: 'key', keyId: 'AAAAAA==', from: '2021-11-01', until: null }],
  ['a time that is none', { kind: 'key', keyId: 'AAAAAAAAAAA=', from: 'yesterday', until: null }],
  ['an end before the beginning', { kind: 'key', keyId: 'AAAAAAAAAAA=', from: '2021-11-02', until: '2021-11-01' }],
])('nobody can ask for %s', async (_, target) => {
  await using database = await aCertificateDatabase()
  await using office = await anOffice(database)
  await expect(office.request(target, why)).rejects.toBeInstanceOf(TargetInvalid)
  expect(await office.list()).toEqual([])
})
