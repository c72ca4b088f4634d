import { afterAll, describe, expect, test, vi } from 'vitest'
import { createPkcs11Signer } from '../../subgraphs/certificate/signers/pkcs11/pkcs11-signer.ts'
import { startTokenProcess } from '../../subgraphs/certificate/signers/pkcs11/token-process.ts'
import { aTokenStore, hasSoftHsm, pin, withSoftHsm } from '../certificate/signers/pkcs11/a-token.ts'
import { startWorld, type World } from '../world.ts'

const query = '{ me { vaccinationCertificate { ... on Certificate { hc1 } } } }'
const dayMs = 86_400_000

/** A world that signs in a token which can be taken away: its process killed, and no PIN to start it with again. */
async function aWorldWithAToken() {
  const store = await aTokenStore()
  const now = Date.now()
  const { certificate } = await store.importKey('dsc', '01', {
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + 365 * dayMs),
  })
  let isAway = false
  const readPin = () => {
    if (isAway) throw new Error('the token was pulled out')
    return pin
  }
  const token = startTokenProcess({ ...store.place, readPin }, () => {})
  const signer = createPkcs11Signer({ token, key: { label: 'dsc', id: '01' }, certificate })
  const world = await startWorld({ signer })
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    await token.close()
    await store[Symbol.asyncDispose]()
  })
  return {
    world,
    async takeAway() {
      isAway = true
      if (token.pid !== undefined) process.kill(token.pid, 'SIGKILL')
      await vi.waitFor(() => expect(token.pid).toBeUndefined())
    },
    putBack() {
      isAway = false
    },
  }
}

const certificateOf = async (world: World, as: string) =>
  (await world.ask(query, { as })).data.me.vaccinationCertificate

describe.skipIf(!hasSoftHsm)(`while the token with the signing key is away${withSoftHsm}`, () => {
  test('signed certificates are given, new ones are promised for later, and it works again without a restart', async () => {
    const { world, takeAway, putBack } = await aWorldWithAToken()
    const before = await certificateOf(world, 'kari')
    expect(before.hc1).toMatch(/^HC1:/)

    await takeAway()
    expect(await certificateOf(world, 'kari')).toEqual(before)
    const refused = await world.ask(query, { as: 'ola', language: 'nn' })
    expect(refused.data.me.vaccinationCertificate).toBeNull()
    expect(refused.errors).toMatchObject([
      {
        message: 'Nye koronasertifikat kan ikkje signerast akkurat no. Prøv igjen om litt.',
        path: ['me', 'vaccinationCertificate'],
        extensions: { code: 'SIGNER_UNAVAILABLE', retry: true },
      },
    ])
    expect(JSON.stringify(refused.errors)).not.toMatch(/PIN|TOKEN|CKR/)

    putBack()
    await vi.waitFor(async () => expect((await certificateOf(world, 'ola'))?.hc1).toMatch(/^HC1:/), {
      timeout: 60_000,
      interval: 200,
    })
  })
})
