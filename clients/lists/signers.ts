import { type TrustedSigner, trustSigner } from '../../subgraphs/certificate/dcc/browser.ts'
import { ask, askJson, ListsUnavailable, textOf } from './ask.ts'

/** Whose signatures count, as they are kept: the list's key ids and certificates in base64, and how far it has been read. */
export type HeldSigners = {
  readonly resumeToken: string
  readonly signers: readonly { readonly keyId: string; readonly certificate: string }[]
}

export const noSigners: HeldSigners = { resumeToken: '0', signers: [] }
/** All of Europe has some hundreds. */
const mostSigners = 5_000

/**
 * Reads on from where the list was left, one certificate an answer, and drops what no longer holds. A list that names
 * what was never read is another list than before: it is read from its beginning.
 */
export async function readSigners(held: HeldSigners): Promise<HeldSigners> {
  const read = await readOn(held)
  const holding = new Set((await askJson('signercertificateStatus')) as readonly string[])
  const known = new Set(read.signers.map(({ keyId }) => keyId))
  if (held !== noSigners && [...holding].some(keyId => !known.has(keyId))) return readSigners(noSigners)
  return { ...read, signers: read.signers.filter(({ keyId }) => holding.has(keyId)) }
}

async function readOn(held: HeldSigners): Promise<HeldSigners> {
  let { resumeToken } = held
  const signers = [...held.signers]
  while (signers.length < mostSigners) {
    const { status, headers, body } = await ask('signercertificateUpdate', { 'x-resume-token': resumeToken })
    if (status === 204) return { resumeToken, signers }
    resumeToken = headers.get('x-resume-token') ?? ''
    signers.push({ keyId: headers.get('x-kid') ?? '', certificate: textOf(body) })
  }
  throw new ListsUnavailable('a list of signers without an end')
}

export function toTrust({ signers }: HeldSigners): Promise<readonly TrustedSigner[]> {
  return Promise.all(
    signers.map(({ keyId, certificate }) =>
      trustSigner(fromBase64(certificate), keyId === '' ? undefined : fromBase64(keyId)),
    ),
  )
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
}
