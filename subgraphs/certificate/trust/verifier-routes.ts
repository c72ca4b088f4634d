import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer, answerJson, headerOf, isAllowed, nothingMore, type Routes, refuse } from '../public-routes/answer.ts'
import type { PublishedSigner, TrustStore } from './trust-store.ts'

export type TrustListRouteParts = {
  readonly trustStore: Pick<TrustStore, 'published'>
  readonly clock: () => Date
}

/**
 * The trust list as verifier apps read it (dgca-verifier-service): certificate by certificate with a resume token, then
 * which key ids hold. The protocol was made for apps that keep what they have read and drop what no longer holds.
 */
export function createTrustListRoutes({ trustStore, clock }: TrustListRouteParts): Routes {
  return async (request, response) => {
    const path = request.url?.split('?')[0]
    switch (path) {
      case '/signercertificateUpdate':
        if (isAllowed(request, response, 'GET', 'HEAD')) nextCertificate(request, response, held(trustStore, clock()))
        return true
      case '/signercertificateStatus':
        if (isAllowed(request, response, 'GET', 'HEAD'))
          answerJson(request, response, keyIds(held(trustStore, clock())))
        return true
      case '/signercertificateStatus/delta':
        if (isAllowed(request, response, 'GET', 'HEAD')) delta(request, response, trustStore.published(), clock())
        return true
      default:
        return false
    }
  }
}

/** What may be relied on at this moment. */
function held(trustStore: TrustListRouteParts['trustStore'], now: Date): readonly PublishedSigner[] {
  return trustStore.published().filter(signer => isHeldAt(signer, now))
}

function isHeldAt({ addedAt, until }: PublishedSigner, now: Date): boolean {
  return addedAt <= now && now < until
}

function keyIds(signers: readonly PublishedSigner[]): readonly string[] {
  return [...new Set(signers.map(({ keyId }) => keyId))]
}

const resumeToken = 'x-resume-token'

/** The first certificate after the resume token; 204 when there is none. */
function nextCertificate(
  request: IncomingMessage,
  response: ServerResponse,
  signers: readonly PublishedSigner[],
): void {
  const token = headerOf(request, resumeToken) ?? '0'
  if (!/^\d{1,15}$/.test(token)) {
    refuse(response, 'BAD_REQUEST')
    return
  }
  const vary = { vary: resumeToken }
  const next = signers.find(({ position }) => position > Number(token))
  if (!next) {
    nothingMore(response, vary)
    return
  }
  answer(request, response, {
    contentType: 'text/plain; charset=utf-8',
    body: next.certificate,
    headers: { [resumeToken]: String(next.position), 'x-kid': next.keyId, ...vary },
  })
}

/** What has come and what has gone since a moment; everything, where none is given. */
function delta(
  request: IncomingMessage,
  response: ServerResponse,
  signers: readonly PublishedSigner[],
  now: Date,
): void {
  const since = sinceOf(request)
  if (since === undefined) {
    refuse(response, 'BAD_REQUEST')
    return
  }
  const holds = keyIds(signers.filter(signer => isHeldAt(signer, now)))
  const changes = signers.flatMap(({ addedAt, until }) => [addedAt, until]).filter(at => at <= now)
  const lastChange = new Date(Math.max(0, ...changes.map(at => at.getTime())))
  const headers = { vary: 'if-modified-since', 'last-modified': lastChange.toUTCString() }
  const gone = signers.filter(({ until }) => since < until && until <= now)
  const come = signers.filter(signer => since < signer.addedAt && isHeldAt(signer, now))
  const still = new Set(holds)
  answerJson(
    request,
    response,
    { updated: keyIds(come), deleted: keyIds(gone).filter(keyId => !still.has(keyId)) },
    { headers },
  )
}

/** An HTTP date, or the ISO date-time the gateway's own services send. */
function sinceOf(request: IncomingMessage): Date | undefined {
  const header = headerOf(request, 'if-modified-since')
  const since = new Date(header ?? 0)
  return Number.isNaN(since.getTime()) ? undefined : since
}
