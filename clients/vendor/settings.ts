import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, resolve } from 'node:path'
import { type HelseIdOptions, type SignIn, signInToHelseId, systemOfHelseId } from './login/helse-id.ts'
import { systemOfMaskinporten } from './login/maskinporten.ts'
import { readPrivateKey } from './login/proof.ts'
import { signInAtSandbox } from './login/sandbox.ts'
import { LoginRefused, type TokenSource } from './login/token-source.ts'

/** What the commands read from `helsegraf.json`. Paths of keys are relative to it. */
export type Settings = {
  readonly graph: string
  readonly login: 'helse-id' | 'maskinporten'
  readonly issuer: string
  readonly clientId: string
  readonly clientKeyFile: string
  readonly proofKeyFile?: string
  readonly scope: string
  readonly resource?: string
  readonly organisation: { readonly number: string; readonly unit?: string }
}

/** @throws TypeError naming what is missing or wrong */
export async function readSettings(path: string): Promise<Settings> {
  const settings = JSON.parse(await readFile(path, 'utf8')) as Settings
  const fail = (name: string): never => {
    throw new TypeError(`${path}: ${name} is missing or wrong`)
  }
  for (const name of ['graph', 'issuer', 'clientId', 'clientKeyFile', 'scope'] as const)
    if (typeof settings[name] !== 'string') fail(name)
  if (settings.login !== 'helse-id' && settings.login !== 'maskinporten') fail('login')
  if (settings.login === 'helse-id' && settings.proofKeyFile === undefined) fail('proofKeyFile')
  if (!/^\d{9}$/.test(settings.organisation?.number)) fail('organisation.number')
  const beside = (file: string) => resolve(dirname(path), file)
  return {
    ...settings,
    clientKeyFile: beside(settings.clientKeyFile),
    ...(settings.proofKeyFile !== undefined && { proofKeyFile: beside(settings.proofKeyFile) }),
  }
}

/**
 * A login as the settings say: the system’s own, or with `as` a person’s. `browser` lets her sign in herself; another
 * name is somebody of the sandbox.
 */
export async function openLogin(settings: Settings, as?: string): Promise<TokenSource> {
  const { issuer, clientId, scope, organisation, proofKeyFile } = settings
  const clientKey = await readPrivateKey(settings.clientKeyFile)
  if (settings.login === 'maskinporten' || proofKeyFile === undefined) {
    const { resource } = settings
    return systemOfMaskinporten({ issuer, clientId, clientKey, scope, resource, organisation: organisation.number })
  }
  const proofKey = await readPrivateKey(proofKeyFile)
  const options: HelseIdOptions = { issuer, clientId, clientKey, proofKey, scope, organisation }
  if (as === undefined) return systemOfHelseId(options)
  if (as === 'browser') return signInInBrowser(options)
  const redirectUri = 'http://127.0.0.1/callback'
  const signIn = await signInToHelseId(options, redirectUri)
  return signIn.finish(await signInAtSandbox(signIn.url, redirectUri, as))
}

const patienceMs = 5 * 60_000

/** Waits at this machine’s loopback address for the browser to come back (RFC 8252 §7.3). */
async function signInInBrowser(options: HelseIdOptions): Promise<TokenSource> {
  const server = createServer()
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const signIn: SignIn = await signInToHelseId(options, `${origin}/callback`)
    console.error(`Sign in with a browser:\n  ${signIn.url.href}`)
    const callback = await new Promise<URL>((found, failed) => {
      const timer = setTimeout(() => failed(new LoginRefused('nobody signed in')), patienceMs)
      server.on('request', (request, response) => {
        const url = new URL(request.url ?? '/', origin)
        response.writeHead(url.pathname === '/callback' ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' })
        response.end(url.pathname === '/callback' ? 'You may close this page.' : '')
        if (url.pathname !== '/callback') return
        clearTimeout(timer)
        found(url)
      })
    })
    return await signIn.finish(callback)
  } finally {
    server.close().closeAllConnections()
  }
}
