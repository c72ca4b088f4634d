import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inProject } from '../../../local/schema-files.ts'
import { type TrustedSigner, trustSigner } from '../../../subgraphs/certificate/dcc/browser.ts'
import { claimsWith, dcc, forge, forger } from '../../certificate/dcc/forgery.ts'
import { now } from '../../certificate/dcc/issuing.ts'

// A browser's module: it is not compiled with what Node runs.
type Lists = {
  revokedAmong(
    certificates: readonly string[],
    lists: { readonly trust: readonly TrustedSigner[]; readonly revocations: object },
    now: Date,
  ): Promise<ReadonlySet<string>>
}
const { revokedAmong } = (await import(join(inProject('clients'), 'lists/index.ts'))) as Lists

const european = forge()
const norwegian = forge({
  prefix: 'NO1:',
  claims: claimsWith({ [-260]: new Map([[1, { dob: dcc.dob, nam: dcc.nam, ver: '1.0.0' }]]) }),
})
const revocations = { etag: '', slices: [] }
const signer = await trustSigner(Uint8Array.from(forger.trusted.certificate.raw))
const among = (certificates: readonly string[], trust: readonly TrustedSigner[], at = now) =>
  revokedAmong(certificates, { trust, revocations }, at)

test('what a key has signed is revoked when it has left the list of signers, for Norway and for Europe', async () => {
  expect(await among([european, norwegian], [signer])).toEqual(new Set())
  expect(await among([european, norwegian], [])).toEqual(new Set([european, norwegian]))
  expect(await among([norwegian], [{ ...signer, isRevoked: true }])).toEqual(new Set([norwegian]))
})

test('what has expired, or cannot be read, is not revoked', async () => {
  const later = new Date(now.getTime() + 100 * 86_400_000)
  expect(await among([european, norwegian, 'HC1:???', 'x'], [signer], later)).toEqual(new Set())
})
