import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { fetchToken } from '../../local/token.ts'
import { aProvider } from './identity-provider/a-provider.ts'

type Run = { readonly code: number; readonly out: string; readonly err: string }

const script = fileURLToPath(new URL('../../local/token.ts', import.meta.url))

function run(...args: readonly string[]): Promise<Run> {
  return new Promise(resolve => {
    execFile(process.execPath, [script, ...args], { env: { ...process.env, PORT: '1' } }, (error, out, err) => {
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
  expect(err).toBe('There is no persona "nobody". There are:\n  kari\n  odd\n')
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
  ['an issuer that is no URL', ['kari', '--issuer', 'here'], '--issuer is a URL.'],
  ['a wish for help', ['--help'], 'Usage: npm run token -- NAME'],
])('%s is answered with what to type, on standard error', async (_, args, text) => {
  const { code, out, err } = await run(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(text)
  expect(err).toContain('Usage: npm run token -- NAME')
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
