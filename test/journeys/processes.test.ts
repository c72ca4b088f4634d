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

/*
 * As in production: every subgraph and the gateway are processes of their own, configured by their environment, on a
 * real PostgreSQL and, where there is one, Redis.
 */
const server = process.env.TEST_DATABASE_URL
const run = promisify(execFile)

type Process = { readonly line: Record<string, unknown>; stop(): Promise<number | null> }

/** Starts a compiled program and waits for the first line of its log that has an address. */
function start(program: string, parameters: readonly string[], environment: Record<string, string>): Promise<Process> {
  const child = spawn(process.execPath, [join(projectFolder, 'dist', program), ...parameters], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<number | null>(resolve => child.once('exit', resolve))
  const stop = () => {
    child.kill('SIGTERM')
    return gone
  }
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', data => {
      printed += data
      for (const text of printed.split('\n').slice(0, -1)) {
        const line = JSON.parse(text)
        if (line.url ?? line.graphql) resolve({ line, stop })
      }
    })
    gone.then(code => reject(new Error(`${program} ended with ${code}: ${printed}`)))
  })
}

async function freshKeys(): Promise<Record<string, string>> {
  const { stdout } = await run(process.execPath, [join(projectFolder, 'dist/local/print-keys.js')])
  return Object.fromEntries([...stdout.matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]))
}

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build'], { cwd: projectFolder })
}, 120_000)

describe.skipIf(!server)(`as processes of their own${server ? '' : ' (skipped: TEST_DATABASE_URL is not set)'}`, () => {
  let database: Awaited<ReturnType<typeof aServerDatabase>>
  let folder: string
  let keys: Record<string, string>
  let token: string
  let issuer: ReturnType<typeof createServer>
  const processes: Process[] = []
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
    const gateway = await start('gateway/main.js', [], {
      ...keys,
      PORT: '0',
      METRICS_PORT: '0',
      SUBGRAPH_URLS: subgraphs.map(({ line }) => `${line.subgraph}=${line.url}`).join(','),
      IDPORTEN_ISSUER: issuerUrl,
      IDPORTEN_AUDIENCE: 'https://helsegraf.example/graphql',
      IDPORTEN_JWKS_URL: `${issuerUrl}/jwks`,
    })
    processes.push(gateway)
    url = String(gateway.line.graphql)
    token = await new SignJWT({ pid: personas[0]?.identifier, acr: 'idporten-loa-high', client_id: 'web' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
      .setIssuer(issuerUrl)
      .setAudience('https://helsegraf.example/graphql')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  }, 120_000)

  afterAll(async () => {
    await Promise.all(processes.map(one => one.stop()))
    issuer?.close()
    await database?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function ask(query: string) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    })
    return (await response.json()) as {
      data: { me: Record<string, unknown> }
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
