import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPopulation } from '../../local/population/load.ts'
import { personas } from '../../local/population/personas.ts'
import { projectFolder } from '../../local/schema-files.ts'
import { subgraphNames } from '../../schema/registers.ts'
import { openDevelopmentSigner } from '../../subgraphs/certificate/signers/development-keys.ts'
import { aServerDatabase } from '../database.ts'
import { guidOf, organisationOf } from '../subgraphs/proxy-consent/a-machine.ts'
import { organisationClaim } from '../work-logins.ts'
import { drainQueue, dumpPlumbing, dumpRedis, leaksOf, type Sink, secretTexts, startReceiver } from './plumbing.ts'

/*
 * As in production: every subgraph and the gateway are processes of their own, configured by their environment, on a
 * real PostgreSQL and, where there is one, Redis.
 */
const server = process.env.TEST_DATABASE_URL
const broker = process.env.TEST_AMQP_URL
const run = promisify(execFile)

type Process = {
  readonly line: Record<string, unknown>
  /** Everything on standard output and standard error so far. */
  printed(): string
  stop(): Promise<number | null>
}

/** Starts a compiled program and waits for the first line of its log that has an address. */
function start(program: string, parameters: readonly string[], environment: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, [join(projectFolder, 'dist', program), ...parameters], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<number | null>(resolve => child.once('exit', resolve))
  const stop = () => {
    child.kill('SIGTERM')
    return gone
  }
  return new Promise((resolve, reject) => {
    let [printed, complained] = ['', '']
    child.stderr.on('data', data => {
      complained += data
    })
    child.stdout.on('data', data => {
      printed += data
      for (const text of printed.split('\n').slice(0, -1)) {
        const line = JSON.parse(text)
        if (line.url ?? line.graphql) resolve({ line, stop, printed: () => printed + complained })
      }
    })
    gone.then(code => reject(new Error(`${program} ended with ${code}: ${printed}${complained}`)))
  })
}

async function freshKeys(): Promise<Record<string, string>> {
  const { stdout } = await run(process.execPath, [join(projectFolder, 'dist/local/print-keys.js')])
  return Object.fromEntries([...stdout.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]))
}

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: projectFolder })
}, 120_000)

const audience = 'https://helsegraf.example/graphql'
const theClients = [
  { login: 'id-porten', id: 'web', name: 'Helsenorge', view: 'web', status: 'approved' },
  { login: 'maskinporten', id: 'kpr', name: 'KPR', view: 'admin', status: 'approved' },
]
const numberOf = (name: string): string => personas.find(one => one.name === name)?.identifier ?? ''

describe.skipIf(!server)(`as processes of their own${server ? '' : ' (skipped: TEST_DATABASE_URL is not set)'}`, () => {
  let database: Awaited<ReturnType<typeof aServerDatabase>>
  let folder: string
  let keys: Record<string, string>
  let token: string
  let issuer: ReturnType<typeof createServer>
  const processes: Process[] = []
  let gateway: Process
  let collector: Awaited<ReturnType<typeof startReceiver>>
  let tokenOf: (pid: string) => Promise<string>
  let kpr: string
  let url: string

  beforeAll(async () => {
    database = await aServerDatabase(server ?? '')
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-processes-'))
    keys = await freshKeys()
    await openDevelopmentSigner(folder, new Date())
    const signer = join(folder, 'development-signer.pem')
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] })
    issuer = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks))
    await new Promise<void>(resolve => issuer.listen(0, '127.0.0.1', resolve))
    const issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
    const machines = {
      MASKINPORTEN_ISSUER: `${issuerUrl}/maskinporten`,
      MASKINPORTEN_AUDIENCE: audience,
      MASKINPORTEN_JWKS_URL: `${issuerUrl}/maskinporten/jwks`,
    }
    const clients = join(folder, 'clients.json')
    await writeFile(clients, JSON.stringify({ clients: theClients }))
    const subgraphs = await Promise.all(
      subgraphNames.map(name =>
        start('subgraphs/main.js', [name], {
          ...keys,
          PORT: '0',
          DATABASE_URL: database.url,
          ACCESS_LOG_SPOOL_DIR: join(folder, 'access-log-spool'),
          SIGNER_KEY_FILE: signer,
          SIGNER_CERTIFICATE_FILE: signer,
          ...(name === 'proxy-consent' && machines),
          ...(process.env.TEST_REDIS_URL && { REDIS_URL: process.env.TEST_REDIS_URL }),
          ...(broker && { AMQP_URL: broker }),
        }),
      ),
    )
    processes.push(...subgraphs)
    await loadPopulation(database, { seed: 1, size: 0, on: new Date() })

    collector = await startReceiver()
    gateway = await start('gateway/main.js', [], {
      ...keys,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      PORT: '0',
      METRICS_PORT: '0',
      SUBGRAPH_URLS: subgraphs.map(({ line }) => `${line.subgraph}=${line.url}`).join(','),
      IDPORTEN_ISSUER: issuerUrl,
      IDPORTEN_AUDIENCE: audience,
      IDPORTEN_JWKS_URL: `${issuerUrl}/jwks`,
      ...machines,
      CLIENTS_FILE: clients,
    })
    processes.push(gateway)
    url = String(gateway.line.graphql)
    const signed = (issuedBy: string, claims: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
        .setIssuer(issuedBy)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey)
    tokenOf = pid => signed(issuerUrl, { pid, acr: 'idporten-loa-high', client_id: 'web' })
    kpr = await signed(machines.MASKINPORTEN_ISSUER, {
      client_id: 'kpr',
      scope: 'nhn:helsegraf/graph nhn:pvk.les nhn:pvk.skriv',
      consumer: organisationClaim(organisationOf('HDIR_KPR')),
    })
    token = await tokenOf(numberOf('kari'))
  }, 120_000)

  afterAll(async () => {
    await Promise.all(processes.map(one => one.stop()))
    issuer?.close()
    collector?.close()
    await database?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function ask(query: string, variables: object = {}, as = token) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as {
      // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find in an answer
      data: any
      errors?: { extensions: { code: string } }[]
    }
  }

  test('they answer together as one graph', async () => {
    const { data, errors } = await ask(`{ me { vaccinationCertificate { ... on Certificate { hc1 } }
      testCertificates { ... on Certificate { hc1 } } recoveryCertificate { ... on Certificate { hc1 } } } }`)
    expect(errors).toBeUndefined()
    expect(JSON.stringify(data).match(/HC1:/g)).toHaveLength(3)
  })

  /** KPR asks PVK, in its own shapes, whether kari has reserved herself. */
  async function isReserved(): Promise<unknown> {
    const pvk = processes.find(({ line }) => line.subgraph === 'proxy-consent')?.line.url
    const response = await fetch(`${pvk}personvern/Personverninnstillinger/SjekkInnbyggersPiStatus/v2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${kpr}` },
      body: JSON.stringify({
        innbyggerFnr: numberOf('kari'),
        definisjonGuid: guidOf('KPR_UTLEVERING_FNR'),
        partKode: 'HDIR_KPR',
      }),
    })
    return response.json()
  }

  /** Kari reserves herself, and lifts it. */
  async function decideTwice(): Promise<void> {
    const page = '{ me { privacy { settings { id definition { id } } } } }'
    for (const [decision, isActive] of [
      ['setReservation', true],
      ['liftReservation', false],
    ] as const) {
      const { data } = await ask(page)
      const { id } = data.me.privacy.settings.find(
        (one: { definition: { id: string } }) => one.definition.id === guidOf('KPR_UTLEVERING_FNR'),
      )
      const { errors } = await ask(`mutation ($id: ID!) { ${decision}(setting: $id) { state } }`, { id })
      expect(errors).toBeUndefined()
      expect(await isReserved()).toMatchObject({ aktiv: isActive })
    }
  }

  test('PVK’s own interface takes the tokens of the login it is configured with', async () => {
    expect(await isReserved()).toEqual({ aktiv: false })
  })

  test('one that is stopped finishes cleanly, and costs only its own fields', async () => {
    const vaccine = processes.find(({ line }) => line.subgraph === 'vaccine')
    expect(await vaccine?.stop()).toBe(0)
    const { data, errors } = await ask('{ me { birthDate vaccinations { id } testResults { id } } }')
    expect(data.me).toMatchObject({ birthDate: expect.any(String), vaccinations: null, testResults: expect.any(Array) })
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['REGISTRY_UNAVAILABLE'])
  })

  /** All that people do, right and wrong, with a registry down. What they were told that failed. */
  async function everything(): Promise<string> {
    const kari = numberOf('kari')
    const guro = await tokenOf(numberOf('guro'))
    const page = 'nodes { at areaName purpose legalBasis actor { isYou name } representedBy { name { full } } }'
    const answers = [
      await ask('{ me { name { full } identities { kind } parents { name { full } } children { birthDate } } }'),
      await ask(`{ me { vaccinations { id } testResults { id } recoveries { id }
        testCertificates { ... on Certificate { hc1 holder { familyName } pdf { url } } } } }`),
      await ask(
        '{ me { representations { basis person { name { full } vaccinations { code } testResults { id } } } } }',
        {},
        guro,
      ),
      await ask(`{ me { accessLog(first: 50) { ${page} pageInfo { endCursor } } } }`),
      await ask(`query Me($text: String!) { verifyCertificate(text: $text) { __typename } }`, { text: 'HC1:NCFOXN' }),
      // Wrong: a number where none belongs, in a literal, a variable, a name, a header and an address.
      await ask(`{ me(identifier: "${kari}") { name { full } } }`),
      await ask(`query Kari_${kari} { me { name { full } } }`),
      await ask('query ($first: Int!) { me { accessLog(first: $first) { nodes { id } } } }', { first: kari }),
      await ask('query ($after: String!) { me { accessLog(after: $after) { nodes { id } } } }', { after: kari }),
      await ask('{ me { name { full } } }', {}, kari),
    ]
    const pdf = answers[1]?.data.me.testCertificates.find((one: { pdf?: { url: string } }) => one.pdf)?.pdf.url ?? ''
    await fetch(`${url}?query=${encodeURIComponent(`{ me { name } } # ${kari}`)}`, {
      headers: { 'nhn-event-id': kari },
    })
    return JSON.stringify([pdf, ...answers.map(({ errors }) => errors)])
  }

  /** What a subscriber is told through RabbitMQ of decisions that are made meanwhile. */
  async function toldByBroker(decide: () => Promise<void>): Promise<string> {
    const { data } = await ask(
      'mutation ($input: SubscriberInput!) { subscribeToPrivacyChanges(input: $input) { subscriber { id } } }',
      { input: { partKode: 'HDIR_KPR', kind: 'AMQP' } },
      kpr,
    )
    const { id } = data.subscribeToPrivacyChanges.subscriber
    await decide()
    return drainQueue(broker ?? '', `pvk.${id}`, 2)
  }

  test('neither a number nor a name is in logs, traces, metrics, error texts, addresses, Redis, RabbitMQ or tables that are not a register’s own', async () => {
    const told = await everything()
    const messages = broker ? await toldByBroker(decideTwice) : await decideTwice()
    const metrics = await fetch(String(gateway.line.metrics)).then(response => response.text())
    // Stopping sends what has not been sent.
    await Promise.all(processes.map(one => one.stop()))
    const redisUrl = process.env.TEST_REDIS_URL
    const sinks: Sink[] = [
      { name: 'errors and addresses', read: () => told },
      ...processes.map(one => ({ name: `log of ${one.line.subgraph ?? 'the gateway'}`, read: one.printed })),
      { name: 'traces', read: collector.text },
      { name: 'metrics', read: () => metrics },
      { name: 'database', read: () => dumpPlumbing(database) },
      ...(messages ? [{ name: 'RabbitMQ', read: () => messages }] : []),
      ...(redisUrl ? [{ name: 'Redis', read: () => dumpRedis(redisUrl) }] : []),
    ]
    // A sink that nothing reached would prove nothing.
    for (const { name, read } of sinks) expect((await read()).length, name).toBeGreaterThan(100)
    expect(await leaksOf(sinks, secretTexts())).toEqual([])
  }, 120_000)
})

describe('a process that is not configured does not start, and names what is missing', () => {
  const program = (path: string, ...parameters: string[]) => [join(projectFolder, 'dist', path), ...parameters]
  const attempt = (parameters: string[], env: Record<string, string>) =>
    run(process.execPath, parameters, { env: { PATH: process.env.PATH ?? '', ...env }, timeout: 100_000 }).catch(
      error => error,
    )
  let keys: Record<string, string>
  beforeAll(async () => {
    keys = await freshKeys()
  })

  test.each<[string, string[], () => Record<string, string>, RegExp]>([
    [
      'a subgraph without keys',
      program('subgraphs/main.js', 'vaccine'),
      () => ({}),
      /GRANT_KEYS, ACCESS_TOKEN_PUBLIC_JWKS/,
    ],
    [
      'no subgraph of that name',
      program('subgraphs/main.js', 'dental'),
      () => keys,
      /person, vaccine, test, recovery, certificate/,
    ],
    [
      'an embedded database in production',
      program('subgraphs/main.js', 'vaccine'),
      () => ({ ...keys, NODE_ENV: 'production' }),
      /DATABASE_URL is not set/,
    ],
    [
      'a gateway without an identity provider',
      program('gateway/main.js'),
      () => ({}),
      /IDPORTEN_ISSUER, IDPORTEN_AUDIENCE, IDPORTEN_JWKS_URL/,
    ],
    [
      'a key that is too short',
      program('subgraphs/main.js', 'vaccine'),
      () => ({ ...keys, GRANT_KEYS: '1:c2hvcnQ=' }),
      /GRANT_KEYS/,
    ],
  ])('%s', async (_, parameters, env, says) => {
    const refusal = await attempt(parameters, env())
    expect(refusal.code).toBe(1)
    expect(refusal.stdout).toMatch(says)
    expect(refusal.stdout).not.toContain('c2hvcnQ=')
  })

  test('the issuer of certificates without a signer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'helsegraf-unsigned-'))
    const refusal = await attempt(program('subgraphs/main.js', 'certificate'), { ...keys, DATA_DIR: folder })
    expect(refusal.code).toBe(1)
    expect(refusal.stdout).toMatch(/SIGNER_/)
    await rm(folder, { recursive: true, force: true })
  })
})
