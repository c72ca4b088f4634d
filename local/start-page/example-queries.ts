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
