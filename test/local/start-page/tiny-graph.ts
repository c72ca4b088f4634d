import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, graphql } from 'graphql'
import { createRemoteJWKSet, jwtVerify } from 'jose'

/** As much of a graph as these pages need to see that they reach one. */
const schema = buildSchema(/* GraphQL */ `
  type Query { me: Person }
  type Person {
    name: PersonName
    birthDate: String
    vaccinationCertificate: CertificateAnswer
    testCertificates: [CertificateAnswer!]
    recoveryCertificate: CertificateAnswer
  }
  union CertificateAnswer = Certificate | CertificateRefusal
  type Certificate { kind: String uvci: String issuedAt: String expiresAt: String }
  type CertificateRefusal { reason: String text: String }
  type PersonName { full: String }
`)

type Answer = { data?: unknown; errors?: unknown; extensions?: unknown }

export type Question = {
  readonly token: string
  readonly language: string | undefined
  readonly query: string
  readonly documentId: string | undefined
}

/** What every document id stands for here. */
const anyQuery = '{ me { birthDate } }'

export type TinyGraph = {
  readonly url: string
  /** What the graph was asked, newest last. */
  readonly asked: readonly Question[]
  /** What `me` holds from now on, or a whole answer. */
  answer(next: { me: object } | { status: number; body: Answer | string }): void
  close(): Promise<void>
}

/** A graph that really parses, validates and executes, really checks the token, and answers what the test says. */
export async function startTinyGraph(issuer: string, audience: string): Promise<TinyGraph> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const asked: Question[] = []
  let next: Parameters<TinyGraph['answer']>[0] = { me: {} }

  const server = createServer(async (request, response) => {
    const { documentId, query = anyQuery } = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'))
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    asked.push({ token, language: request.headers['accept-language'], query, documentId })
    const send = (status: number, body: unknown): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body))
    await jwtVerify(token, keys, { issuer, audience, typ: 'at+jwt' })
    if ('status' in next) {
      send(next.status, next.body)
      return
    }
    const answer = await graphql({ schema, source: query, rootValue: { me: next.me } })
    send(200, answer)
  })
  server.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    answer(value) {
      next = value
    },
    close: () => new Promise(resolve => server.close(() => resolve()).closeAllConnections()),
  }
}
