import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
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
import { dumpPlumbing, dumpRedis, leaksOf, type Sink, secretTexts, startReceiver } from './plumbing.ts'

/*
 * As in production: every subgraph and the gateway are processes of their own, configured by their environment, on a
 * real PostgreSQL and, where there is one, Redis.
 */
const server = process.env.TEST_DATABASE_URL
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
  let url: string

  beforeAll(async () => {
    database = await aServerDatabase(server ?? '')
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-processes-'))
    keys = await freshKeys()
    await openDevelopmentSigner(folder, new Date())
    const signer = join(folder, 'development-signer.pem')
    const subgraphs = await Promise.all(
      subgraphNames.map(name =>
        start('subgraphs/main.js', [name], {
          ...keys,
          PORT: '0',
          DATABASE_URL: database.url,
          ACCESS_LOG_SPOOL_DIR: join(folder, 'access-log-spool'),
          SIGNER_KEY_FILE: signer,
          SIGNER_CERTIFICATE_FILE: signer,
          ...(process.env.TEST_REDIS_URL && { REDIS_URL: process.env.TEST_REDIS_URL }),
        }),
      ),
    )
    processes.push(...subgraphs)
    await loadPopulation(database, { seed: 1, size: 0, on: new Date() })

    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] })
    issuer = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks))
    await new Promise<void>(resolve => issuer.listen(0, '127.0.0.1', resolve))
    const issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
    collector = await startReceiver()
    gateway = await start('gateway/main.js', [], {
      ...keys,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      PORT: '0',
      METRICS_PORT: '0',
      SUBGRAPH_URLS: subgraphs.map(({ line }) => `${line.subgraph}=${line.url}`).join(','),
      IDPORTEN_ISSUER: issuerUrl,
      IDPORTEN_AUDIENCE: 'https://helsegraf.example/graphql',
      IDPORTEN_JWKS_URL: `${issuerUrl}/jwks`,
    })
    processes.push(gateway)
    url = String(gateway.line.graphql)
    tokenOf = pid =>
      new SignJWT({ pid, acr: 'idporten-loa-high', client_id: 'web' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
        .setIssuer(issuerUrl)
        .setAudience('https://helsegraf.example/graphql')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey)
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

  test('neither a number nor a name is in logs, traces, metrics, error texts, addresses, Redis or tables that are not a register’s own', async () => {
    const told = await everything()
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
