import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JWK } from 'jose'
import { cliClient, pagesClient } from '../../../local/identity-provider/clients.ts'
import { createIdentityProvider, type IdentityProvider } from '../../../local/identity-provider/identity-provider.ts'
import { readOrMakeKey } from '../../../local/identity-provider/keys.ts'
import { localWork } from '../../../local/logins.ts'
import type { Persona } from '../../../local/population/persona.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'

export const audience = 'https://helsegraf.example/graphql'
export const startPageUrl = 'http://localhost:4999'

export const kari: Persona = {
  name: 'kari',
  fullName: 'Kari Nordmann',
  identifier: '10915596784' as PersonIdentifier,
  shows: { nb: 'To doser', nn: 'To dosar', en: 'Two doses' },
}
/** A name that is an attack on the page. */
export const odd: Persona = {
  ...kari,
  name: 'odd',
  fullName: '<b onclick="x">Odd</b>',
  identifier: '50846202355' as PersonIdentifier,
}

export async function aKeysDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'helsegraf-keys-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

export type TestProvider = IdentityProvider &
  AsyncDisposable & { readonly clientKey: JWK; readonly keysDirectory: string }

export async function aProvider({ keysDirectory }: { keysDirectory?: string } = {}): Promise<TestProvider> {
  const own = await aKeysDirectory()
  const directory = keysDirectory ?? own.path
  const clientKey = await readOrMakeKey(directory, 'start-page')
  const provider = await createIdentityProvider({
    host: '127.0.0.1',
    port: 0,
    personas: [kari, odd],
    keysDirectory: directory,
    audience,
    clients: [pagesClient('web', startPageUrl, clientKey), cliClient],
    work: localWork,
  })
  return {
    ...provider,
    clientKey,
    keysDirectory: directory,
    async [Symbol.asyncDispose]() {
      await provider.close()
      await own[Symbol.asyncDispose]()
    },
  }
}
