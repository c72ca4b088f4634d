import { join } from 'node:path'
import type { Settings } from './settings.ts'

type Sandbox = { readonly keys: string; readonly port: number; readonly login: Settings['login'] }

/** Invented numbers, as all of the sandbox’s are. */
const bergen = { number: '310023604', unit: '320000106' } as const

/** The contact tracing tool of the sandbox, for the municipality of Bergen: its clients share one key, kept on this machine. */
export function sandboxSettings({ keys, port, login }: Sandbox): Settings {
  const provider = `http://localhost:${port + 1}`
  const isHelseId = login === 'helse-id'
  return {
    graph: `http://localhost:${port}/graphql`,
    login,
    issuer: isHelseId ? `${provider}/helseid` : `${provider}/maskinporten`,
    clientId: isHelseId ? 'sporingsverktoyet' : 'sporingsverktoyet-maskin',
    clientKeyFile: join(keys, 'work-clients.jwk.json'),
    ...(isHelseId && { proofKeyFile: join(keys, 'cli-dpop.jwk.json') }),
    scope: 'nhn:helsegraf/graph',
    organisation: { number: bergen.number, ...(isHelseId && { unit: bergen.unit }) },
  }
}
