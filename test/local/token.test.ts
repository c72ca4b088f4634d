import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { fetchToken } from '../../local/token.ts'
import { aProvider } from './identity-provider/a-provider.ts'

type Run = { readonly code: number; readonly out: string; readonly err: string }

const script = fileURLToPath(new URL('../../local/token.ts', import.meta.url))

const proofScript = fileURLToPath(new URL('../../local/dpop.ts', import.meta.url))

const run = (...args: readonly string[]): Promise<Run> => runScript(script, args)

function runScript(file: string, args: readonly string[]): Promise<Run> {
  return new Promise(resolve => {
    execFile(process.execPath, [file, ...args], { env: { ...process.env, PORT: '1' } }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

test('the command prints a token and nothing else', async () => {
  await using provider = await aProvider()
  const { code, out, err } = await run('kari', '--level', 'substantial', '--issuer', provider.issuer)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  expect(decodeJwt(out)).toMatchObject({
    acr: 'idporten-loa-substantial',
    client_id: 'helsegraf-cli',
    iss: provider.issuer,
  })
})

test('an unknown name lists the names there are', async () => {
  await using provider = await aProvider()
  const { code, out, err } = await run('nobody', '--issuer', provider.issuer)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^There is no persona "nobody". There are:\n {2}kari\n {2}odd\n {2}lege-bergen\n.* {2}fhi\n$/s)
})

test('a provider that does not run is said to need starting', async () => {
  const { code, out, err } = await run('kari')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toBe('The identity provider does not answer at http://localhost:2. Start it first: npm start\n')
})

test.each([
  ['no name', [], 'Name one persona.'],
  ['two names', ['kari', 'odd'], 'Name one persona.'],
  ['an unknown level', ['kari', '--level', 'low'], '--level is one of high, substantial.'],
  ['an unknown option', ['kari', '--fast'], "Unknown option '--fast'"],
  ['an unknown way to break', ['kari', '--broken', 'badly'], '--broken is one of expired, early, issuer'],
  ['an unknown network', ['lege-bergen', '--network', 'wifi'], '--network is one of helsenett, internett.'],
  ['a key file that is none', ['lege-bergen', '--dpop-key', 'package.json'], 'is not a private key'],
  ['an issuer that is no URL', ['kari', '--issuer', 'here'], '--issuer is a URL.'],
  ['a wish for help', ['--help'], 'Usage: npm run token -- NAME'],
])('%s is answered with what to type, on standard error', async (_, args, text) => {
  const { code, out, err } = await run(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(text)
  expect(err).toContain('Usage: npm run token -- NAME')
})

test('somebody at work gets a token of HelseID that is bound, and a proof for it from the other command', async () => {
  await using provider = await aProvider()
  const keys = ['--keys', provider.keysDirectory]
  const got = await run('lege-bergen', '--network', 'internett', '--issuer', provider.issuer, ...keys)
  expect(got).toMatchObject({ code: 0, err: '' })
  const token = got.out.trim()
  const claims = decodeJwt<{ cnf: { jkt: string } }>(token)
  expect(claims).toMatchObject({ iss: `${provider.issuer}/helseid`, 'helseid://claims/identity/network': 'internett' })
  const proof = await runScript(proofScript, ['post', 'http://localhost:4000/graphql', token, ...keys])
  expect(proof).toMatchObject({ code: 0, err: '' })
  const { payload, protectedHeader } = await jwtVerify(proof.out.trim(), EmbeddedJWK, { typ: 'dpop+jwt' })
  expect(payload).toMatchObject({ htm: 'POST', htu: 'http://localhost:4000/graphql' })
  expect(await calculateJwkThumbprint(protectedHeader.jwk as JWK)).toBe(claims.cnf.jkt)
})

test('a refusal of the provider is told, and nothing is printed', async () => {
  await using provider = await aProvider()
  const asked = ['fhi', '--scope', 'other:scope', '--issuer', provider.issuer, '--keys', provider.keysDirectory]
  const { code, out, err } = await run(...asked)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^The identity provider refuses: invalid_scope/)
})

test('a proof needs a method, an address and a token', async () => {
  const { code, out, err } = await runScript(proofScript, ['POST', 'http://localhost:4000/graphql'])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain('Usage: npm run dpop')
})

test('tokens for many at once do not mix', async () => {
  await using provider = await aProvider()
  const plan = Array.from({ length: 20 }, (_, index) => ({
    persona: index % 2 ? 'odd' : 'kari',
    level: index % 3 ? ('high' as const) : ('substantial' as const),
    language: index % 5 ? ('nn' as const) : ('en' as const),
  }))
  const tokens = await Promise.all(plan.map(one => fetchToken({ issuer: provider.issuer, ...one })))
  expect(tokens.map(decodeJwt).map(({ pid, acr, locale }) => [pid, acr, locale])).toEqual(
    plan.map(({ persona, level, language }) => [
      persona === 'odd' ? '50846202355' : '10915596784',
      `idporten-loa-${level}`,
      language,
    ]),
  )
})
