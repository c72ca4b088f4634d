import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { deskBehind, openDoor, socketIn } from '../../../local/revocation/door.ts'
import { openDesk } from '../../../local/revocation/open-desk.ts'
import { aCertificateDatabase } from '../../certificate/lists.ts'

const uvci = 'URN:UVCI:01:NO:VAK/EM6L3DZUL3XDB9J78'
const target = { kind: 'certificates', uvcis: [uvci] } as const

async function aSocket(): Promise<string> {
  const socket = socketIn(await mkdtemp(join(tmpdir(), 'hg-')))
  await mkdir(dirname(socket), { mode: 0o700 })
  return socket
}

async function anOpenDoor(socket: string) {
  const database = await aCertificateDatabase()
  const secrets = { issueKeySecret: new Uint8Array(32).fill(1), pseudonymKey: new Uint8Array(32).fill(2) }
  const { desk, close } = await openDesk({ database, redisUrl: undefined, secrets, clock: () => new Date() })
  const door = await openDoor(desk, socket)
  return {
    async [Symbol.asyncDispose]() {
      await door.close()
      await close()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('two people of this machine revoke through it, and neither name is kept', async () => {
  const socket = await aSocket()
  await using _door = await anOpenDoor(socket)
  const desk = await deskBehind(socket)
  const id = (await desk?.request(target, 'ISSUED_IN_ERROR', 'Kari Nordmann')) ?? ''
  await expect(desk?.approve(id, ' kari nordmann ')).rejects.toThrow(/another person/)
  expect(await desk?.approve(id, 'Ola Nordmann')).toEqual({ certificates: 1 })
  const [request] = (await desk?.list()) ?? []
  expect(request).toMatchObject({ id, target, state: 'effective', requestedAt: expect.any(Date) })
  expect(JSON.stringify(request)).not.toMatch(/nordmann/i)
  expect(request?.requestedBy).not.toBe(request?.approvedBy)
})

test.each<[string, RegExp, (id: string) => { id: string; uvcis: readonly string[] }]>([
  ['a request nobody made', /no such request/, () => ({ id: 'x', uvcis: [uvci] })],
  ['what is no certificate id', /cannot be revoked/, id => ({ id, uvcis: ['kari'] })],
])('%s is refused in words', async (_, words, but) => {
  const socket = await aSocket()
  await using _door = await anOpenDoor(socket)
  const desk = await deskBehind(socket)
  const { id, uvcis } = but('y')
  const asked =
    uvcis[0] === uvci ? desk?.approve(id, 'ola') : desk?.request({ ...target, uvcis }, 'ISSUED_IN_ERROR', 'a')
  await expect(asked).rejects.toThrow(words)
})

test('only this user may use the socket', async () => {
  const socket = await aSocket()
  await using _door = await anOpenDoor(socket)
  expect((await stat(socket)).mode & 0o777).toBe(0o600)
})

test('nobody is behind a socket that is not there, or that a crash has left', async () => {
  const socket = await aSocket()
  expect(await deskBehind(socket)).toBeUndefined()
  const crashed = createServer()
  await new Promise<void>(resolve => crashed.listen(socket, resolve))
  crashed.close()
  await writeFile(socket, '')
  expect(await deskBehind(socket)).toBeUndefined()
  await using _door = await anOpenDoor(socket)
  expect(await (await deskBehind(socket))?.list()).toEqual([])
})
