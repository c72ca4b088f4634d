/** What the certificate page asks. The only place that knows the graph's field names: query, types and examples. */
export const certificatesQuery = /* GraphQL */ `query StartPageCertificates {
  me {
    name { full }
    birthDate
    vaccinationCertificate { ...Answer }
    testCertificates { ...Answer }
    recoveryCertificate { ...Answer }
  }
}

fragment Answer on CertificateAnswer {
  __typename
  ... on Certificate {
    kind
    uvci
    issuedAt
    expiresAt
    hc1
    qr
    content {
      __typename
      ... on VaccinationContent { dose doses product { code display } manufacturer { code display } givenOn country }
      ... on TestContent { type { code display } result { code display } sampledAt testingCentre country }
      ... on RecoveryContent { firstPositiveOn validFrom validUntil country }
    }
  }
  ... on CertificateRefusal { reason text language }
}
`

/** The fields of `me` that hold certificates, in the order they are shown. */
export const sections = ['vaccinationCertificate', 'testCertificates', 'recoveryCertificate'] as const
export type Section = (typeof sections)[number]

type Coded = { readonly code: string; readonly display: string | null }

/** Days are `YYYY-MM-DD`, moments RFC 3339. */
export type Content =
  | {
      readonly __typename: 'VaccinationContent'
      readonly dose: number
      readonly doses: number
      readonly product: Coded | null
      readonly manufacturer: Coded | null
      readonly givenOn: string
      readonly country: string
    }
  | {
      readonly __typename: 'TestContent'
      readonly type: Coded | null
      readonly result: Coded | null
      readonly sampledAt: string
      readonly testingCentre: string | null
      readonly country: string
    }
  | {
      readonly __typename: 'RecoveryContent'
      readonly firstPositiveOn: string
      readonly validFrom: string
      readonly validUntil: string
      readonly country: string
    }

export type Certificate = {
  readonly __typename: 'Certificate'
  readonly uvci: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly hc1: string
  /** An SVG document. */
  readonly qr: string
  readonly content: Content
}

export type Refusal = {
  readonly __typename: 'CertificateRefusal'
  readonly reason: string
  readonly text: string
  readonly language: string
}

export type CertificateAnswer = Certificate | Refusal

type Me = {
  readonly name: { readonly full: string } | null
  readonly birthDate: string | null
  readonly vaccinationCertificate: CertificateAnswer | null
  readonly testCertificates: readonly (CertificateAnswer | null)[] | null
  readonly recoveryCertificate: CertificateAnswer | null
}

/** The message is in the language that `extensions.language` names. */
export type AnswerError = {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string; readonly language?: string }
}

/** One register that was asked, from `extensions.sources`. */
export type Source = {
  readonly register: string
  readonly name: string
  readonly owner: string
  readonly status: string
  readonly updatedAt: string | null
}

export type CertificatesAnswer = {
  readonly data?: { readonly me: Me | null } | null
  readonly errors?: readonly AnswerError[]
  readonly extensions?: { readonly sources?: readonly Source[] }
}

/** Whether a body is a GraphQL answer at all. What is inside `data` has the operation's types: the graph promises that. */
export function isAnswer(body: unknown): body is CertificatesAnswer {
  return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body)
}

/** Certificates and refusals of one section; a list and a single one alike. */
export function answersOf(me: Me | null | undefined, section: Section): readonly CertificateAnswer[] {
  const value = me?.[section] ?? []
  return (Array.isArray(value) ? value : [value]).filter(each => each !== null)
}

/** Errors that explain why a section lacks something. */
export function errorsOf({ errors = [] }: CertificatesAnswer, section: Section): readonly AnswerError[] {
  return errors.filter(({ path }) => path?.[0] === 'me' && path[1] === section)
}

/** Errors about anything else: the whole answer, the person, the name. */
export function otherErrors({ errors = [] }: CertificatesAnswer): readonly AnswerError[] {
  return errors.filter(({ path }) => !sections.some(section => path?.[0] === 'me' && path[1] === section))
}

/** The sign-in no longer holds, whatever the rest of the answer says. */
export function wantsSignIn({ errors = [] }: CertificatesAnswer): boolean {
  return errors.some(({ extensions }) => signInCodes.has(extensions?.code ?? ''))
}

export function wantsHigherLevel({ errors = [] }: CertificatesAnswer): boolean {
  return errors.some(({ extensions }) => extensions?.code === 'STEP_UP_REQUIRED')
}

const signInCodes = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'TOKEN_INVALID'])

/** What GraphiQL opens with, a tab each. */
export const exampleQueries: readonly string[] = [
  `# Who am I, and which certificates can I have now?
# Four registers answer at once: extensions.sources says which, and how fresh their copies are.
query MyCertificates {
  me {
    name { full }
    birthDate
    vaccinationCertificate { ...Answer }
    testCertificates { ...Answer }
    recoveryCertificate { ...Answer }
  }
}

fragment Answer on CertificateAnswer {
  ... on Certificate { kind uvci issuedAt expiresAt }
  ... on CertificateRefusal { reason text }
}
`,
  `# Vaccinations alone: the test registers are not asked. Compare extensions.sources.
query VaccinationOnly {
  me {
    vaccinationCertificate {
      ... on Certificate {
        expiresAt
        content { ... on VaccinationContent { dose doses givenOn product { display } } }
      }
      ... on CertificateRefusal { reason text }
    }
  }
}
`,
  `# The signed text, and its QR code as SVG. A verifier needs nothing else.
query SignedText {
  me {
    recoveryCertificate {
      ... on Certificate { hc1 qr }
      ... on CertificateRefusal { reason text }
    }
  }
}
`,
]
