import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { followClients } from '../../../gateway/follow-clients.ts'
import { type Client, createClients, readClients } from '../../../gateway/identity/clients.ts'
import { localClientList } from '../../../local/clients.ts'
import { anIssuer, type TestIssuer } from '../../id-porten.ts'
import { anIdentify, credentials } from './an-identify.ts'

const dagbok: Client = {
  login: 'id-porten',
  id: 'min-helsedagbok',
  name: 'Min helsedagbok',
  view: 'vendor',
  status: 'approved',
}
const textOf = (...clients: unknown[]) => JSON.stringify({ clients })

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await anIssuer()
})
const tokenWith = (client: string) => issuer.token({ pid: '10915596784', client_id: client })

test.each(localClientList.filter(({ login, status }) => login === 'id-porten' && status === 'approved'))(
  'the client $id gets the view $view',
  async ({ id, view }) => {
    const identify = await anIdentify({ citizens: issuer.trust }, { clients: createClients(localClientList) })
    expect((await identify(credentials(`Bearer ${await tokenWith(id)}`))).view).toBe(view)
  },
)

test.each([
  ['that has applied', 'raskere-frisk', 'pending'],
  ['that was withdrawn', 'pusteboka', 'withdrawn'],
  ['that nobody knows', 'another', 'unknown'],
  ['of another login', 'sporingsverktoyet', 'unknown'],
])('a client %s is refused, and told how it stands', async (_, id, reason) => {
  const identify = await anIdentify({ citizens: issuer.trust }, { clients: createClients(localClientList) })
  const refused = identify(credentials(`Bearer ${await tokenWith(id)}`))
  await expect(refused).rejects.toMatchObject({ code: 'APP_NOT_APPROVED', details: { reason } })
})

test('two vendors of one class get the same', () => {
  const views = localClientList.filter(({ id }) => ['sporingsverktoyet', 'smittelista'].includes(id))
  expect(new Set(views.map(({ view }) => view)).size).toBe(1)
})

describe('a register is refused', () => {
  test.each<[string, string, RegExp]>([
    ['that is no JSON', '{', /JSON/],
    ['without a list', '{}', /list/],
    ['with an entry that is none', textOf(null), /client 1/],
    ['with a class there is not', textOf(dagbok, { ...dagbok, view: 'root' }), /client 2: view is one of web, app/],
    ['with a status there is not', textOf({ ...dagbok, status: 'maybe' }), /client 1: status is one of approved/],
    ['with a login there is not', textOf({ ...dagbok, login: 'google' }), /client 1: login is one of id-porten/],
    ['without a name', textOf({ ...dagbok, name: '' }), /client 1: no name/],
    ['with a client twice', textOf(dagbok, dagbok), /twice/],
  ])('%s', (_, text, message) => {
    expect(() => readClients(text)).toThrow(message)
  })
})

describe('the file of the register', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helsegraf-clients-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('is followed: who is withdrawn is refused with the next request, a faulty text changes nothing', async () => {
    const path = join(folder, 'clients.json')
    const write = async (text: string) => {
      await writeFile(`${path}.new`, text)
      await rename(`${path}.new`, path)
    }
    await write(textOf(dagbok))
    const log = { info: vi.fn(), error: vi.fn() }
    const register = await followClients(path, log)
    const identify = await anIdentify({ citizens: issuer.trust }, { clients: register.clients })
    const header = `Bearer ${await tokenWith(dagbok.id)}`
    expect((await identify(credentials(header))).view).toBe('vendor')

    await write('{ "clients": [ {} ] }')
    register.readAgain()
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), 10_000)
    expect((await identify(credentials(header))).view).toBe('vendor')

    await write(textOf({ ...dagbok, status: 'withdrawn' }))
    register.readAgain()
    await vi.waitFor(() => expect(log.info).toHaveBeenCalled(), 10_000)
    await expect(identify(credentials(header))).rejects.toMatchObject({ code: 'APP_NOT_APPROVED' })

    await write(textOf({ ...dagbok, view: 'app' }))
    register.readAgain()
    await vi.waitFor(async () => expect((await identify(credentials(header))).view).toBe('app'), 10_000)
    register.close()
  })

  test('must be usable at the start', async () => {
    const path = join(folder, 'bad.json')
    await writeFile(path, '{}')
    await expect(followClients(path, { info() {}, error() {} })).rejects.toThrow('list')
  })
})
