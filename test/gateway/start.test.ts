import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'graphql'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { subgraphAddresses, unknownSubgraphs } from '../../gateway/transport/addresses.ts'
import { compose } from '../federation/kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'helsegraf-start-'))
afterAll(() => rmSync(folder, { recursive: true }))

const supergraph = compose({ only: { sdl: 'type Query { x: Int }' } })
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function start(env: Record<string, string>) {
  const gateway = spawn(process.execPath, [join(import.meta.dirname, '../../gateway/main.ts')], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed, [code]] = await Promise.all([text(gateway.stdout), once(gateway, 'exit')])
  return { code, told: (JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as { msg: string }).msg }
}

const open = { OPEN_ACCESS: 'true' }
test.concurrent.each<[string, Record<string, string>, RegExp]>([
  [
    'a file that is not there',
    { ...open, SUPERGRAPH: join(folder, 'none') },
    /^SUPERGRAPH: the file \S+none cannot be/,
  ],
  [
    'GraphQL that ends too soon',
    { ...open, SUPERGRAPH: file('half', '\ntype Query {') },
    /half, line 2\): Syntax Error/,
  ],
  ['subgraphs without an address', { ...open, SUPERGRAPH: file('lost', supergraph) }, /the subgraph only, neither in/],
  ['no identity provider', { SUPERGRAPH: file('whole', supergraph) }, /IDPORTEN_ISSUER.*OPEN_ACCESS=true/],
])(
  'a gateway with %s does not start, and says what is wrong',
  async (_, env, told) => {
    expect(await start(env)).toEqual({ code: 1, told: expect.stringMatching(told) })
  },
  60_000,
)

/** Whether a process has a handler for SIGUSR2 (Linux, proc_pid_status(5), `SigCgt`). */
function hearsReadAgain(pid = 0): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (BigInt(`0x${caught}`) & (1n << BigInt(constants.signals.SIGUSR2 - 1))) !== 0n
}

test.runIf(platform() === 'linux')(
  'SIGUSR2 does not end a gateway that is starting, and it reads again what it was told of then',
  async () => {
    const graph = compose({ only: { sdl: 'type Query { x: Int }' } }).replace('url: ""', 'url: "http://127.0.0.1:9/"')
    const gateway = spawn(process.execPath, [join(import.meta.dirname, '../../gateway/main.ts')], {
      env: { PATH: process.env.PATH ?? '', PORT: '0', METRICS_PORT: '0', ...open, SUPERGRAPH: file('early', graph) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    gateway.stdout.on('data', bytes => {
      printed += bytes
    })
    const until = async (message: string) => {
      while (gateway.exitCode === null && gateway.signalCode === null && !printed.includes(message)) {
        await pause(10)
      }
      expect(printed).toContain(message)
    }
    onTestFinished(() => void gateway.kill('SIGKILL'))
    // Before Node itself runs nobody can listen.
    while (!hearsReadAgain(gateway.pid)) await pause(1)
    const heardAt = Date.now()
    gateway.kill('SIGUSR2')
    await until('the gateway is listening')
    const [listening] = printed.split('\n').filter(line => line.includes('the gateway is listening'))
    expect(JSON.parse(listening ?? '{}').time).toBeGreaterThan(heardAt + 50)
    await until('a new supergraph is in force')
    gateway.kill('SIGINT')
    await once(gateway, 'exit')
    expect(gateway.signalCode).toBeNull()
  },
  60_000,
)

const withUrl = (url: string) => parse(supergraph.replace('url: ""', `url: "${url}"`))

test('addresses are those of the supergraph, unless others take their place', () => {
  const there = 'http://there:1/graphql'
  expect(subgraphAddresses(withUrl(there), {})).toEqual({ only: there })
  expect(subgraphAddresses(withUrl(''), { only: there })).toEqual({ only: there })
  expect(unknownSubgraphs(withUrl(there), { only: there, onyl: there })).toEqual(['onyl'])
})

test.each(['', 'only:4001', '/graphql', 'file:///etc/passwd'])('%j is no address of a subgraph', url => {
  expect(() => subgraphAddresses(withUrl(url), {})).toThrow('no address (http://…) of the subgraph only')
})
