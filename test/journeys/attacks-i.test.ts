import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { publicHalf } from '../../local/secrets.ts'
import type { Signer } from '../../subgraphs/certificate/dcc/signer.ts'
import { createHeadCheck } from '../../subgraphs/kernel/access-log/heads.ts'
import { verifyAccessLog } from '../../subgraphs/kernel/access-log/verify.ts'
import { aKeyedSigner } from '../certificate/dcc/issuing.ts'
import { startWorld, type World } from '../world.ts'
import { dumpPlumbing, dumpRedis, leaksOf, type Sink, secretTexts } from './plumbing.ts'

/*
 * Attacks on integrity and operations, against the whole graph. Two replicas, kills, a token that hangs and a store that
 * goes down need processes of their own: certificate/issuance/durability, signers/pkcs11, kernel/access-log.
 */

const aDay = 86_400_000
const signing = aKeyedSigner({
  notBefore: new Date(Date.now() - aDay),
  notAfter: new Date(Date.now() + 2 * 365 * aDay),
})
/** Who signs now: somebody honest unless a test says otherwise. */
let signBytes: Signer['sign'] = signing.signer.sign

let world: World
const printed: string[] = []
const spies = [process.stdout, process.stderr].map(stream =>
  vi.spyOn(stream, 'write').mockImplementation(chunk => {
    printed.push(String(chunk))
    return true
  }),
)
beforeAll(async () => {
  world = await startWorld({ size: 50, signer: { ...signing.signer, sign: bytes => signBytes(bytes) } })
})
beforeEach(() => {
  signBytes = signing.signer.sign
})
afterAll(async () => {
  for (const spy of spies) spy.mockRestore()
  await world[Symbol.asyncDispose]()
})

const certificate = '{ me { vaccinationCertificate { ... on Certificate { hc1 uvci } } } }'
const certificateOf = async (as: string) => world.ask(certificate, { as })
const kysely = () => world.database.as<unknown>()

async function rowsOf<Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await statement.execute(kysely())).rows
}
const signatures = () =>
  rowsOf(sql<{ uvci: string }>`select i.uvci from certificate.issuance i
  join certificate.signature s using (issue_key) where i.kind = 'vaccination' order by i.uvci`)

describe('what is signed', () => {
  test('I01 the same certificate, a hundred times at once: one id, one text, one row, one signature', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => certificateOf('kari')))
    const given = answers.map(({ data }) => data.me.vaccinationCertificate)
    expect(new Set(given.map(({ hc1 }) => hc1)).size).toBe(1)
    expect(await signatures()).toEqual([{ uvci: given[0].uvci }])
    expect(await rowsOf(sql`select 1 from certificate.issuance where kind = 'vaccination'`)).toHaveLength(1)
  })

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const garbage: readonly (readonly [what: string, sign: Signer['sign']])[] = [
    ['fails', () => Promise.reject(new Error('CKR_DEVICE_ERROR'))],
    ['answers with random bytes', async () => randomBytes(64)],
    ['answers with zeros', async () => new Uint8Array(64)],
    ['answers with nothing', async () => new Uint8Array()],
    ['answers with a byte too few', async bytes => (await signing.signer.sign(bytes)).subarray(1)],
    ['signs in DER', async bytes => sign('sha256', bytes, signing.key.privateKey)],
    ['signs something else', async () => signing.signer.sign(Buffer.from('something else'))],
    [
      'signs with another key',
      async bytes => sign('sha256', bytes, { key: other.privateKey, dsaEncoding: 'ieee-p1363' }),
    ],
  ]
  test.each(garbage)(
    'I03 a signer that %s: new ones are refused, those that are signed are given',
    async (_, broken) => {
      const before = (await certificateOf('kari')).data.me.vaccinationCertificate
      signBytes = broken
      const { data, errors } = await certificateOf('ola')
      expect(data.me.vaccinationCertificate).toBeNull()
      expect(errors).toMatchObject([
        { path: ['me', 'vaccinationCertificate'], extensions: { code: 'SIGNER_UNAVAILABLE', retry: true } },
      ])
      expect(JSON.stringify(errors)).not.toMatch(/CKR|signature|key/i)
      expect((await certificateOf('kari')).data.me.vaccinationCertificate).toEqual(before)
      expect(await signatures()).toEqual([{ uvci: before.uvci }])
    },
  )

  test('I04 a ledger that cannot be written: nothing new leaves, and it comes as soon as it can', async () => {
    await sql`alter table certificate.issuance rename to gone`.execute(kysely())
    const { data, errors } = await certificateOf('ola')
    expect(data.me.vaccinationCertificate).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'SIGNER_UNAVAILABLE', retry: true } }])
    await sql`alter table certificate.gone rename to issuance`.execute(kysely())
    expect((await certificateOf('ola')).data.me.vaccinationCertificate.hc1).toMatch(/^HC1:/)
  })
})

describe('what is written of who saw what', () => {
  const set = (what: string) => `update access_log.entry set ${what}`
  const tampering: readonly (readonly [what: string, kind: string, statement: string])[] = [
    ['edited', 'changed', `${set(`area = 'tests'`)} where sequence = 3`],
    ['re-dated', 'changed', `${set(`at = at - interval '1 day'`)} where sequence = 3`],
    ['deleted', 'missing', 'delete from access_log.entry where sequence = 3'],
    [
      'swapped with the next',
      'changed',
      `${set('sequence = case sequence when 3 then -4 when 4 then -3 end')} where sequence in (3, 4);
       ${set('sequence = -sequence')} where sequence < 0`,
    ],
  ]
  const verify = async () =>
    verifyAccessLog(world.database, { checkHead: createHeadCheck([publicHalf(world.secrets.accessLogKey)]) })

  test.each(tampering)(
    'I05 a line is %s: the log cannot be changed by the graph; a change by its owner is named',
    async (_, kind, statement) => {
      await expect(sql.raw(statement).execute(kysely())).rejects.toThrow(/append-only|multiple commands/)
      expect((await verify()).faults).toEqual([])
      const kept = await rowsOf(sql`select * from access_log.entry`)
      expect(kept.length).toBeGreaterThan(4)
      await sql`alter table access_log.entry disable trigger user`.execute(kysely())
      await sql`create table access_log.kept as select * from access_log.entry`.execute(kysely())
      for (const one of statement.split(';')) await sql.raw(one).execute(kysely())
      const { faults } = await verify()
      await sql`delete from access_log.entry`.execute(kysely())
      await sql`insert into access_log.entry select * from access_log.kept`.execute(kysely())
      await sql`drop table access_log.kept`.execute(kysely())
      await sql`alter table access_log.entry enable trigger user`.execute(kysely())
      expect(faults[0]).toMatchObject({ sequence: 3, kind })
      expect((await verify()).faults).toEqual([])
    },
  )
})

describe('what nobody reads by the way', () => {
  const number = '13815112345'
  /** A real line break, and one as a log would be fooled by it. */
  const forged = `x\r\n{"level":50,"msg":"forged line"}`
  const headers = (name: string, value: string) => ({ headers: { [name]: value } })
  const trials: readonly (readonly [what: string, query: string, how: Parameters<World['ask']>[1]])[] = [
    ['in a variable', 'query ($id: String) { me { birthDate } }', { variables: { id: number } }],
    ['in an unknown variable', '{ me { birthDate } }', { variables: { [number]: forged } }],
    ['in a variable of another type', 'query ($n: Int) { vaccines { code } }', { variables: { n: number } }],
    ['as an alias', `{ f${number}: me { birthDate } }`, {}],
    ['as a name', `query F${number} { me { birthDate } }`, {}],
    ['in the text', `{ patient(identifier: "${number}", purpose: TREATMENT) { basis } }`, {}],
    ['in a comment', `# ${number} \n{ me { birthDate } }`, {}],
    [
      'in a text to verify',
      'query ($t: String!) { verifyCertificate(text: $t) { __typename } }',
      { variables: { t: `HC1:${number}` } },
    ],
    ['in the event id', '{ me { birthDate } }', headers('nhn-event-id', number)],
    ['in the trace', '{ me { birthDate } }', headers('traceparent', `00-${number}-${number}-01`)],
    ['in the user agent', '{ me { birthDate } }', headers('user-agent', `${number} forged line`)],
    ['in the language', '{ me { birthDate } }', headers('accept-language', number)],
    ['as a client’s name', '{ me { birthDate } }', headers('apollographql-client-name', number)],
    ['as a token', '{ me { birthDate } }', headers('authorization', `Bearer ${number}`)],
  ]

  test.each(trials)('I07 a number %s is told back to nobody', async (_, query, how) => {
    for (const as of ['kari', 'lege-bergen']) {
      const { errors, headers } = await world.ask(query, { as, ...how })
      expect(JSON.stringify(errors)).not.toMatch(new RegExp(`${number}|forged`))
      expect(headers.get('nhn-event-id')).not.toContain(number)
    }
  })

  test('I07 nor is it, or any other, in a log, a metric, a cache or a table that is no register’s', async () => {
    const server = await world.metrics.serve('127.0.0.1', 0)
    const redis = process.env.TEST_REDIS_URL
    const sinks: Sink[] = [
      { name: 'log', read: () => printed.join('') },
      { name: 'bugs', read: () => JSON.stringify(world.bugs.map(String)) },
      { name: 'metrics', read: async () => (await fetch(server.url)).text() },
      { name: 'tables', read: () => dumpPlumbing(world.database) },
      ...(redis ? [{ name: 'redis', read: () => dumpRedis(redis) }] : []),
    ]
    expect(await leaksOf(sinks, [number, 'forged line', ...secretTexts()])).toEqual([])
    await server.close()
  })
})

describe('who asks too much', () => {
  const patient = `query ($identifier: PersonIdentifier!) { patient(identifier: $identifier, purpose: TREATMENT) { basis } }`
  /** Well-formed numbers of nobody: a scan finds few. */
  const guesses = Array.from({ length: 1_000 }, (_, index) => String(10_000_000_000 + index * 1_234_567))

  test('I09 a thousand persons by one doctor’s tool: 300 are looked up, then 429, when to come back, and an alarm', async () => {
    const answers = []
    for (let at = 0; at < guesses.length; at += 50) {
      const some = guesses.slice(at, at + 50)
      const asked = some.map(identifier => world.ask(patient, { as: 'lege-oslo', variables: { identifier } }))
      answers.push(...(await Promise.all(asked)))
    }
    const refused = answers.filter(({ status }) => status === 429)
    // One comes back every twelve seconds.
    expect(refused.length).toBeGreaterThan(690)
    expect(refused.length).toBeLessThanOrEqual(700)
    for (const { headers, errors, data } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(12)
      expect(headers.get('nhn-event-id')).toBeTruthy()
      expect(data).toBeUndefined()
      // So many at once are more than its requests a minute too.
      const quota = expect.stringMatching(/^(personsPerHour|requestsPerMinute)$/)
      expect(errors).toMatchObject([{ extensions: { code: 'QUOTA_EXCEEDED', quota, retry: true } }])
    }
    expect(world.alarms[0]).toMatchObject({ quota: 'personsPerHour', view: 'health-personnel' })
    expect((await world.ask('{ me { birthDate } }', { as: 'kari' })).status).toBe(200)
    const nurse = await world.ask(patient, { as: 'sporer-bergen', variables: { identifier: guesses[0] } })
    expect(nurse.status).toBe(200)
  })
})
