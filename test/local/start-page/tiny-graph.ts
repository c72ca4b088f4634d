import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, graphql } from 'graphql'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { toQrSvg } from '../../../subgraphs/certificate/dcc/index.ts'

/** The part of the graph that the certificate page asks, as the real schema has it. */
const schema = buildSchema(/* GraphQL */ `
  scalar LocalDate
  scalar Instant
  type Query { me: Person }
  type PersonName { full: String }
  type Person {
    name: PersonName
    birthDate: LocalDate
    vaccinationCertificate: CertificateAnswer
    testCertificates: [CertificateAnswer!]
    recoveryCertificate: CertificateAnswer
  }
  union CertificateAnswer = Certificate | CertificateRefusal
  type Certificate {
    kind: String!
    uvci: String!
    issuedAt: Instant!
    expiresAt: Instant!
    hc1: String!
    qr: String!
    content: CertificateContent!
  }
  type CertificateRefusal { reason: String! text: String! language: String! }
  union CertificateContent = VaccinationContent | TestContent | RecoveryContent
  type CertificateCode { code: String! display: String! }
  type VaccinationContent {
    dose: Int! doses: Int! product: CertificateCode! manufacturer: CertificateCode! givenOn: LocalDate! country: String!
  }
  type TestContent {
    type: CertificateCode! result: CertificateCode! sampledAt: Instant! testingCentre: String country: String!
  }
  type RecoveryContent { firstPositiveOn: LocalDate! validFrom: LocalDate! validUntil: LocalDate! country: String! }
`)

export const hc1 = `HC1:${'6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTLRR+%3.ZH9M9ESIGUBA KWML'.repeat(8)}`

const certificate = (kind: string, content: object) => ({
  __typename: 'Certificate',
  kind,
  uvci: 'URN:UVCI:01:NO:1A2B3C4D5E6F7G8H9I0J#K',
  issuedAt: '2021-11-22T09:30:00Z',
  expiresAt: '2022-02-20T09:30:00Z',
  hc1,
  qr: toQrSvg(hc1),
  content,
})

export const aVaccination = (product = 'Comirnaty') =>
  certificate('VACCINATION', {
    __typename: 'VaccinationContent',
    dose: 2,
    doses: 2,
    product: { code: 'EU/1/20/1528', display: product },
    manufacturer: { code: 'ORG-100030215', display: 'Biontech Manufacturing GmbH' },
    givenOn: '2021-07-04',
    country: 'NO',
  })

export const aTest = () =>
  certificate('TEST', {
    __typename: 'TestContent',
    type: { code: 'LP6464-4', display: 'Nucleic acid amplification with probe detection' },
    result: { code: '260415000', display: 'Not detected' },
    sampledAt: '2021-11-21T23:15:00Z',
    testingCentre: 'Bydel Sagene',
    country: 'NO',
  })

export const aRecovery = () =>
  certificate('RECOVERY', {
    __typename: 'RecoveryContent',
    firstPositiveOn: '2021-09-01',
    validFrom: '2021-09-12',
    validUntil: '2022-02-28',
    country: 'NO',
  })

export const aRefusal = (text: string) => ({
  __typename: 'CertificateRefusal',
  reason: 'TOO_FEW_DOSES',
  text,
  language: 'nn',
})

type Answer = { data?: unknown; errors?: unknown; extensions?: unknown }

export type TinyGraph = {
  readonly url: string
  /** What the graph was asked, newest last. */
  readonly asked: { readonly token: string; readonly language: string | undefined; readonly query: string }[]
  /** What `me` holds from now on, or a whole answer. */
  answer(next: { me: object } | { status: number; body: Answer | string }): void
  close(): Promise<void>
}

/** A graph that really parses, validates and executes, really checks the token, and answers what the test says. */
export async function startTinyGraph(issuer: string, audience: string): Promise<TinyGraph> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const asked: { token: string; language: string | undefined; query: string }[] = []
  let next: Parameters<TinyGraph['answer']>[0] = { me: {} }

  const server = createServer(async (request, response) => {
    const { query } = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'))
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    asked.push({ token, language: request.headers['accept-language'], query })
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
    send(200, {
      ...answer,
      extensions: {
        sources: [
          {
            register: 'person',
            name: 'Folkeregisteret',
            owner: 'Skatteetaten',
            status: 'OK',
            updatedAt: '2021-11-22T05:00:00Z',
          },
          { register: 'vaccine', name: 'SYSVAK', owner: 'FHI', status: 'TIMEOUT', updatedAt: null },
        ],
      },
    })
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
