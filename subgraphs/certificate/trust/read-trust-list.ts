import { X509Certificate } from 'node:crypto'
import { type Dispatcher, request } from 'undici'
import { keyIdOf } from '../dcc/index.ts'
import { type AcceptedCertificate, type CheckedTrustList, countryOf } from './check-trust-list.ts'

export type ReadOptions = {
  /** For the whole list. */
  readonly deadlineMs?: number
  /** Pinned keys, a proxy, a mock; undici's own when not given. */
  readonly dispatcher?: Dispatcher
}

/** Why a list could not be read. What had been read is not used: half a list is none. */
export class TrustListFailure extends Error {
  override name = 'TrustListFailure'
  readonly reason: 'UNREACHABLE' | 'TIMEOUT' | 'TOO_LARGE' | 'ANSWER_INVALID'
  constructor(reason: TrustListFailure['reason'], cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

const defaultDeadlineMs = 60_000
/** Europe had some 3 000 document signers at the most. */
const mostCertificates = 20_000
const largestCertificateBytes = 16 * 1024
const largestStatusBytes = 1024 * 1024

/**
 * Follows another verifier service's list: certificate by certificate, then those whose key id it still holds. The
 * service itself is what vouches for them: read it over TLS, from somebody whose list you would take as your own.
 * @param url the service's address, over the paths `/signercertificateUpdate` and `/signercertificateStatus`
 * @throws TrustListFailure
 */
export async function readTrustList(url: string, options: ReadOptions = {}): Promise<CheckedTrustList> {
  const { deadlineMs = defaultDeadlineMs, dispatcher } = options
  const signal = AbortSignal.timeout(deadlineMs)
  const base = url.replace(/\/$/, '')
  const ask = (path: string, headers: Record<string, string>, largest: number) =>
    get(`${base}${path}`, { headers, signal, ...(dispatcher && { dispatcher }) }, largest)

  const found: Listed[] = []
  let token: string | undefined
  for (;;) {
    const answer = await ask(
      '/signercertificateUpdate',
      token === undefined ? {} : { 'x-resume-token': token },
      largestCertificateBytes,
    )
    if (answer.status === 204) break
    const next = readListed(answer)
    // A token that does not move would be read for ever.
    if (next.token === token) throw new TrustListFailure('ANSWER_INVALID')
    token = next.token
    found.push(next)
    if (found.length > mostCertificates) throw new TrustListFailure('TOO_LARGE')
  }
  const holds = readStatus(await ask('/signercertificateStatus', {}, largestStatusBytes))
  return { accepted: found.filter(({ keyId }) => holds.has(keyId)).map(toAccepted), refused: [] }
}

type Answer = { readonly status: number; readonly text: string; readonly header: (name: string) => string | undefined }
type Listed = { readonly token: string; readonly keyId: string; readonly certificate: X509Certificate }

async function get(
  url: string,
  options: { headers: Record<string, string>; signal: AbortSignal; dispatcher?: Dispatcher },
  largest: number,
): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await request(url, options)
    const parts: Buffer[] = []
    let bytes = 0
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > largest) throw new TrustListFailure('TOO_LARGE')
      parts.push(part)
    }
    if (statusCode !== 200 && statusCode !== 204) throw new TrustListFailure('ANSWER_INVALID')
    const header = (name: string) => {
      const value = headers[name]
      return typeof value === 'string' ? value : undefined
    }
    return { status: statusCode, text: Buffer.concat(parts).toString('utf8'), header }
  } catch (cause) {
    if (cause instanceof TrustListFailure) throw cause
    throw new TrustListFailure(options.signal.aborted ? 'TIMEOUT' : 'UNREACHABLE', cause)
  }
}

function readListed({ text, header }: Answer): Listed {
  const token = header('x-resume-token')
  if (token === undefined) throw new TrustListFailure('ANSWER_INVALID')
  try {
    const certificate = new X509Certificate(Buffer.from(text, 'base64'))
    return { token, certificate, keyId: header('x-kid') ?? Buffer.from(keyIdOf(certificate)).toString('base64') }
  } catch (cause) {
    throw new TrustListFailure('ANSWER_INVALID', cause)
  }
}

function readStatus({ text }: Answer): ReadonlySet<string> {
  try {
    const keyIds: unknown = JSON.parse(text)
    if (Array.isArray(keyIds) && keyIds.every(keyId => typeof keyId === 'string')) return new Set(keyIds)
  } catch (cause) {
    throw new TrustListFailure('ANSWER_INVALID', cause)
  }
  throw new TrustListFailure('ANSWER_INVALID')
}

/** The protocol names no country: the certificate's own is all there is. `ZZ`, which is no country, fits no issuer. */
function toAccepted({ keyId, certificate }: Listed): AcceptedCertificate {
  return {
    role: 'DSC',
    keyId,
    country: countryOf(certificate) ?? 'ZZ',
    certificate,
    trustedUntil: certificate.validToDate,
  }
}
