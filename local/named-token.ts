import { breakToken } from './identity-provider/break-token.ts'
import { fetchToken, UnknownPersona } from './identity-provider/fetch-token.ts'
import { fetchMachineToken, fetchStaffToken, type WorkKeys } from './identity-provider/fetch-work-token.ts'
import { readOrMakeKey } from './identity-provider/keys.ts'
import type { Level } from './identity-provider/levels.ts'
import { type Network, workKeys } from './identity-provider/work-names.ts'
import { helseIdClients, maskinportenClients, scopesOf } from './personnel/clients.ts'
import { machines, personnel } from './personnel/personnel.ts'

export type NamedTokenRequest = {
  readonly issuer: string
  /** A citizen, somebody at work, or a system. */
  readonly name: string
  /** Where the keys of a local run are. */
  readonly keysDirectory: string
  readonly client?: string | undefined
  /** `substantial` is level 3 of those at work. */
  readonly level?: Level
  readonly network?: Network | undefined
  readonly scope?: string | undefined
  readonly broken?: string | undefined
  /** The key a token is bound to where tokens are; the one of this command's own unless given. */
  readonly dpopKey?: WorkKeys['dpop'] | undefined
}

/** The name of the key that tokens of the command line are bound to, and proofs are signed with. */
export const cliDpopKey = 'cli-dpop'

/**
 * A token for anybody here, by name.
 * @throws UnknownPersona, ProviderUnreachable, TokenRefused
 */
export async function fetchNamedToken(request: NamedTokenRequest): Promise<string> {
  const { name, keysDirectory, broken } = request
  const persona = personnel.find(one => one.name === name)
  const machine = machines.find(one => one.name === name)
  const login = persona ? 'helse-id' : machine?.login
  const token = login ? await fetchWorkToken(request) : await fetchCitizenToken(request)
  if (broken === undefined) return token
  const issuerKey = await readOrMakeKey(keysDirectory, login ? workKeys[login] : 'identity-provider')
  return breakToken(token, broken, issuerKey)
}

async function fetchCitizenToken({ issuer, name, client, level = 'high' }: NamedTokenRequest): Promise<string> {
  try {
    return await fetchToken({ issuer, persona: name, level, ...(client !== undefined && { client }) })
  } catch (error) {
    if (!(error instanceof UnknownPersona)) throw error
    throw new UnknownPersona([...error.known, ...[...personnel, ...machines].map(one => one.name)])
  }
}

async function fetchWorkToken(request: NamedTokenRequest): Promise<string> {
  const { issuer, name, keysDirectory, client, level, network } = request
  const keys = {
    client: await readOrMakeKey(keysDirectory, workKeys.clients),
    dpop: request.dpopKey ?? (await readOrMakeKey(keysDirectory, cliDpopKey)),
  }
  const persona = personnel.find(one => one.name === name)
  const machine = machines.find(one => one.name === name)
  const asking = client ?? persona?.client ?? machine?.client
  const clients = machine?.login === 'maskinporten' ? maskinportenClients : helseIdClients
  const scope = request.scope ?? scopesOf(clients.find(one => one.id === asking) ?? {})
  const common = { issuer, keys, client, scope }
  if (persona) {
    const how = { level: level === 'substantial' ? '3' : '4', network: network ?? 'helsenett' } as const
    return fetchStaffToken({ ...common, persona, ...how })
  }
  if (!machine) throw new UnknownPersona([...personnel, ...machines].map(one => one.name))
  return fetchMachineToken({ ...common, machine })
}
