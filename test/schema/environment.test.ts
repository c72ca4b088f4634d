import { bool, str } from 'envalid'
import { expect, test } from 'vitest'
import { addresses, jwk, listenPort, readEnvironment, sealKeys, secretBytes } from '../../schema/environment.ts'

const secret = Buffer.alloc(32, 7).toString('base64')

test('all that is missing or not usable is told at once, by name and never with its value', () => {
  const env = { PORT: 'seventy', SECRET: 'hunter2', ADDRESSES: 'vaccine=nowhere' }
  const read = () =>
    readEnvironment(env, {
      PORT: listenPort(),
      SECRET: secretBytes(),
      ADDRESSES: addresses(),
      NAME: str(),
      ON: bool({ default: false }),
    })
  expect(read).toThrow(/PORT, SECRET, ADDRESSES, NAME\b/)
  expect(read).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/seventy|hunter2|nowhere/) }))
})

test('what is right is read', () => {
  const env = {
    PORT: '0',
    SECRET: secret,
    KEYS: `2:${secret},1:${secret}`,
    ADDRESSES: 'vaccine=http://a:1/x,test=http://b/?q=1',
  }
  expect(
    readEnvironment(env, { PORT: listenPort(), SECRET: secretBytes(), KEYS: sealKeys(), ADDRESSES: addresses() }),
  ).toMatchObject({
    PORT: 0,
    ADDRESSES: { vaccine: 'http://a:1/x', test: 'http://b/?q=1' },
    KEYS: [{ id: '2' }, { id: '1' }],
  })
})

test.each(['-1', '65536', '1.5', 'http', ''])('the port %j is none', value => {
  expect(() => readEnvironment({ PORT: value }, { PORT: listenPort() })).toThrow(/PORT/)
})

test.each(['{}', '[]', 'x', '{"kty":"RSA"}', '{"kty":"EC","crv":"P-384"}'])('the key %s is no key on P-256', value => {
  expect(() => readEnvironment({ KEY: value }, { KEY: jwk() })).toThrow(/KEY/)
})
