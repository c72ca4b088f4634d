import { type Login, logins } from '../../schema/logins/proven.ts'
import { type AudienceView, audienceViews } from '../policy/audiences.ts'

export const approvals = ['approved', 'pending', 'withdrawn'] as const
/** Whether a client may be used: whoever decides it is outside the gateway, which only obeys. */
export type Approval = (typeof approvals)[number]

/** An application that people or machines sign in with. Its class decides its part of the graph, never its name. */
export type Client = {
  /** The same client id at another login is another client. */
  readonly login: Login
  /** As `client_id` in tokens of that login. */
  readonly id: string
  /** For people who read logs and lists. */
  readonly name: string
  /** Its class: all clients of a class get the same schema and the same limits. */
  readonly view: AudienceView
  readonly status: Approval
}

/** The register of clients, as it is now. */
export type Clients = { find(login: Login, id: string): Client | undefined }

/** @throws where two entries are the same client */
export function createClients(list: readonly Client[]): Clients {
  const byKey = new Map(list.map(client => [keyOf(client.login, client.id), client]))
  if (byKey.size !== list.length) throw new Error('the register has the same client twice')
  return { find: (login, id) => byKey.get(keyOf(login, id)) }
}

const keyOf = (login: Login, id: string) => `${login} ${id}`

const viewOfLogin: Readonly<Record<Login, AudienceView>> = {
  'id-porten': 'web',
  'helse-id': 'health-personnel',
  maskinporten: 'vendor',
}

/** No register: every client a login knows is approved, as the class that login is mostly for. Not for production. */
export const everyClient: Clients = {
  find: (login, id) => ({ login, id, name: id, view: viewOfLogin[login], status: 'approved' }),
}

/**
 * Reads a register: `{ "clients": [{ "login", "id", "name", "view", "status" }] }`.
 * @throws naming the entry and the field that cannot be used
 */
export function readClients(text: string): Clients {
  const { clients } = JSON.parse(text) as { clients?: unknown }
  if (!Array.isArray(clients)) throw new Error('the register of clients has no list «clients»')
  return createClients(clients.map((entry, index) => readClient(entry, index + 1)))
}

function readClient(entry: unknown, number: number): Client {
  const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>
  const one = <Name extends string>(field: string, names: readonly Name[]): Name => {
    const found = names.find(name => name === fields[field])
    if (found === undefined) throw new Error(`client ${number}: ${field} is one of ${names.join(', ')}`)
    return found
  }
  const text = (field: string): string => {
    const value = fields[field]
    if (typeof value !== 'string' || value === '' || value.length > 256)
      throw new Error(`client ${number}: no ${field}`)
    return value
  }
  return {
    login: one('login', logins),
    id: text('id'),
    name: text('name'),
    view: one('view', audienceViews),
    status: one('status', approvals),
  }
}
