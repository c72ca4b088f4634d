import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { decodeJwt } from 'jose'
import { readBody } from '../../../clients/web/server/body.ts'
import { jwtBearer } from '../work-names.ts'

const largestBodyBytes = 16_384

/**
 * A token request as oidc-provider reads it. Maskinporten's clients send the grant alone, and its `iss` says who they
 * are; oidc-provider wants to be told by `client_id`, and then checks that the grant says and proves the same.
 */
export async function nameClient(request: IncomingMessage): Promise<IncomingMessage> {
  const form = new URLSearchParams((await readBody(request, largestBodyBytes))?.toString('utf8'))
  const client = form.get('grant_type') === jwtBearer ? issuerOf(form.get('assertion') ?? '') : undefined
  if (client !== undefined && !form.has('client_id')) form.set('client_id', client)
  const body = Buffer.from(form.toString())
  const { method, url, socket, httpVersion, headers } = request
  const named = { method, url, socket, httpVersion, headers: { ...headers, 'content-length': String(body.length) } }
  return Object.assign(Readable.from([body], { objectMode: false }), named) as unknown as IncomingMessage
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss
  } catch {
    return undefined
  }
}
