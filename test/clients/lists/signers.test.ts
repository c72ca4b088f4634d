import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inProject } from '../../../local/schema-files.ts'
import { forger } from '../../certificate/dcc/forgery.ts'

// A browser's module: it is not compiled with what Node runs.
type Signers = {
  toTrust(held: {
    readonly resumeToken: string
    readonly signers: readonly { readonly keyId: string; readonly certificate: string }[]
  }): Promise<readonly { readonly keyId: Uint8Array; readonly country?: string }[]>
}
const { toTrust } = (await import(join(inProject('clients'), 'lists/signers.ts'))) as Signers

const certificate = forger.trusted.certificate.raw.toString('base64')

test('a signer has the key id that the list gives it, and the country of its own certificate', async () => {
  const signers = [
    { keyId: 'AQIDBAUGBwg=', certificate },
    { keyId: '', certificate },
  ]
  const [listed, unlisted] = await toTrust({ resumeToken: '1', signers })
  expect(listed).toMatchObject({ keyId: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), country: 'NO' })
  expect(unlisted?.keyId).toEqual(Uint8Array.from(forger.trusted.keyId))
})
