import { GraphQLError } from 'graphql'
import type { TrapSubgraphs } from '../kit.ts'

type Facts = {
  readonly grant: string
  readonly name: string
  readonly vaccinations: string[]
  readonly tests: string[]
}

const people: Record<string, Facts> = {
  g1: { grant: 'g1', name: 'Kari', vaccinations: ['C19', 'C19'], tests: ['NAAT'] },
  g2: { grant: 'g2', name: 'Ola', vaccinations: [], tests: ['NAAT', 'RAT'] },
}

const parts = (parts: unknown, key: string) =>
  parts === null ? 'unknown' : (parts as Record<string, string>[]).map(part => part[key]).join('+') || 'none'

const certificate = (text: string) => ({ __typename: 'Certificate', text })

/** The shape of the graph this gateway is made for: facts of three registries, certificates that need them. */
export const certificateSubgraphs: TrapSubgraphs = {
  person: {
    sdl: `type Query { me: Person }
      type Person @key(fields: "grant") { grant: String! @inaccessible name: String children: [Person!]! }`,
    resolvers: { Query: { me: () => people.g1 }, Person: { children: () => [people.g2] } },
  },
  vaccine: {
    sdl: `type Person @key(fields: "grant") { grant: String! vaccinations: [Vaccination!] }
      type Vaccination { product: String dose: Int }`,
    resolvers: {
      Person: {
        vaccinations: ({ grant }) =>
          people[grant]?.vaccinations.map((product, index) => ({ product, dose: index + 1 })),
      },
    },
  },
  test: {
    sdl: `type Person @key(fields: "grant") { grant: String! testResults: [TestResult!] }
      type TestResult { kind: String }`,
    resolvers: { Person: { testResults: ({ grant }) => people[grant]?.tests.map(kind => ({ kind })) } },
  },
  recovery: {
    sdl: `type Person @key(fields: "grant") { grant: String! recoveries: [Recovery!] }
      type Recovery { on: String }`,
    resolvers: { Person: { recoveries: () => [{ on: '2021-02-03' }] } },
  },
  certificate: {
    sdl: `type Person @key(fields: "grant") {
        grant: String! name: String @external vaccinations: [Vaccination!] @external
        testResults: [TestResult!] @external recoveries: [Recovery!] @external
        vaccinationCertificate: CertificateAnswer @requires(fields: "name vaccinations { product dose }")
        testCertificate: CertificateAnswer @requires(fields: "name testResults { kind }")
        recoveryCertificate: CertificateAnswer @requires(fields: "name recoveries { on }")
        issued: Int
      }
      type Vaccination { product: String @external dose: Int @external }
      type TestResult { kind: String @external }
      type Recovery { on: String @external }
      union CertificateAnswer = Certificate | NotEligible
      type Certificate { text: String }
      type NotEligible { reason: String }`,
    resolvers: {
      CertificateAnswer: { __resolveType: ({ __typename }) => __typename },
      Person: {
        issued: () => null,
        vaccinationCertificate: ({ name, vaccinations }) =>
          vaccinations?.length === 0
            ? { __typename: 'NotEligible', reason: 'no doses' }
            : certificate(`${name}: ${parts(vaccinations, 'product')}`),
        // Says itself what it cannot do without.
        testCertificate: ({ name, testResults }) => {
          if (testResults === null) throw new GraphQLError('no facts', { extensions: { code: 'FACTS_MISSING' } })
          return certificate(`${name}: ${parts(testResults, 'kind')}`)
        },
        // Says nothing: null, as if it were known that there is none.
        recoveryCertificate: ({ name, recoveries }) =>
          recoveries === null ? null : certificate(`${name}: ${parts(recoveries, 'on')}`),
      },
    },
  },
}
