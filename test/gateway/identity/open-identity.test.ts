import { expect, test, vi } from 'vitest'
import { openIdentity } from '../../../gateway/open-identity.ts'
import { passingSecrets } from '../../../local/secrets.ts'

const issuer = 'https://idporten.test'
const citizens = { issuer, audience: 'https://graf.example', jwksUrl: new URL(`${issuer}/jwks`) }
const config = { citizens, staff: undefined, machines: undefined, clientsPath: undefined, publicUrls: [] }
const clock = () => new Date()

test.each([
  ['is warned of in production, where there may be replicas', true, [expect.stringContaining('REDIS_URL')]],
  ['is as it should be on one machine', false, []],
])('that used proofs are kept by each process %s', async (_, isProduction, told) => {
  const warn = vi.fn()
  const log = { info() {}, error() {}, warn }
  const opened = await openIdentity({ ...config, redisUrl: undefined }, await passingSecrets(), {
    clock,
    isProduction,
    log,
  })
  opened.close()
  expect(warn.mock.calls.flat()).toEqual(told)
})
