import { expect, test } from 'vitest'
import { createMemoryAdapter } from '../../../local/identity-provider/memory-adapter.ts'

function adapters() {
  const create = createMemoryAdapter()
  return { codes: create('AuthorizationCode'), tokens: create('AccessToken'), sessions: create('Session') }
}

test('what one kind keeps, another does not find', async () => {
  const { codes, tokens } = adapters()
  await codes.upsert('a', { jti: 'a' }, 60)
  expect(await codes.find('a')).toEqual({ jti: 'a' })
  expect(await tokens.find('a')).toBeUndefined()
})

test('a code that is used is marked so', async () => {
  const { codes } = adapters()
  await codes.upsert('a', { jti: 'a' }, 60)
  await codes.consume('a')
  expect(await codes.find('a')).toMatchObject({ consumed: expect.any(Number) })
  await codes.consume('nothing')
})

test('a grant that is revoked takes all that came of it, and nothing else', async () => {
  const { codes, tokens } = adapters()
  await codes.upsert('a', { jti: 'a', grantId: 'g' }, 60)
  await tokens.upsert('b', { jti: 'b', grantId: 'g' }, 60)
  await tokens.upsert('c', { jti: 'c', grantId: 'h' }, 60)
  await codes.revokeByGrantId('g')
  expect([await codes.find('a'), await tokens.find('b')]).toEqual([undefined, undefined])
  expect(await tokens.find('c')).toBeDefined()
})

test('a session is found by its other name too, until it is destroyed', async () => {
  const { sessions } = adapters()
  await sessions.upsert('a', { jti: 'a', uid: 'u' }, 60)
  expect(await sessions.findByUid('u')).toMatchObject({ jti: 'a' })
  await sessions.destroy('a')
  expect([await sessions.find('a'), await sessions.findByUid('u')]).toEqual([undefined, undefined])
})

test('two providers share nothing', async () => {
  const [one, other] = [adapters(), adapters()]
  await one.codes.upsert('a', { jti: 'a' }, 60)
  expect(await other.codes.find('a')).toBeUndefined()
})
