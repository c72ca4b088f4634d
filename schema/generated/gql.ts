/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "fragment EuAnswer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    qr\n    content {\n      ...Stated\n    }\n    explanation {\n      ...Reasons\n    }\n    help {\n      text\n      url\n      language\n    }\n  }\n  ...Refused\n}": typeof types.EuAnswerFragmentDoc,
    "fragment DomesticAnswer on DomesticCertificateAnswer {\n  __typename\n  ... on DomesticCertificate {\n    expiresAt\n    fetchedAt\n    qr\n    explanation {\n      ...Reasons\n    }\n  }\n  ...NotGreen\n}": typeof types.DomesticAnswerFragmentDoc,
    "query CertificatePdf($vaccination: Boolean!, $test: Boolean!, $recovery: Boolean!) {\n  me {\n    vaccinationCertificate @include(if: $vaccination) {\n      ...PdfLink\n    }\n    testCertificates @include(if: $test) {\n      ...PdfLink\n    }\n    recoveryCertificate @include(if: $recovery) {\n      ...PdfLink\n    }\n  }\n}\n\nfragment PdfLink on CertificateAnswer {\n  ... on Certificate {\n    uvci\n    pdf {\n      url\n    }\n  }\n}": typeof types.CertificatePdfDocument,
    "fragment Reasons on Explanation {\n  text\n  language\n  facts {\n    registerName\n    on\n    what\n    counted\n    why\n  }\n  rule {\n    validFrom\n    sources {\n      document\n      date\n    }\n  }\n}": typeof types.ReasonsFragmentDoc,
    "fragment Refused on CertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}\n\nfragment NotGreen on DomesticCertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}": typeof types.RefusedFragmentDoc,
    "fragment Stated on CertificateContent {\n  __typename\n  ... on VaccinationContent {\n    dose\n    doses\n    product {\n      display\n    }\n    manufacturer {\n      display\n    }\n    givenOn\n    country\n  }\n  ... on TestContent {\n    type {\n      code\n      display\n    }\n    result {\n      code\n      display\n    }\n    testName\n    sampledAt\n    testingCentre\n    country\n  }\n  ... on RecoveryContent {\n    firstPositiveOn\n    validFrom\n    validUntil\n    country\n  }\n}": typeof types.StatedFragmentDoc,
    "query CertificatesPage {\n  me {\n    name {\n      full\n    }\n    birthDate\n    domesticCertificate {\n      ...DomesticAnswer\n    }\n    vaccinationCertificate {\n      ...EuAnswer\n    }\n    recoveryCertificate {\n      ...EuAnswer\n    }\n    testCertificates {\n      ...EuAnswer\n    }\n  }\n}": typeof types.CertificatesPageDocument,
    "query OverviewPage {\n  me {\n    name {\n      full\n    }\n  }\n}": typeof types.OverviewPageDocument,
    "query TestResultsPage {\n  me {\n    name {\n      full\n    }\n    testResults {\n      id\n      ...SampleResult\n    }\n  }\n}\n\nfragment SampleResult on TestResult {\n  method\n  outcome\n  state\n  sampledAt\n  receivedAt\n  testName\n  resultText\n  laboratory {\n    name\n  }\n  performer {\n    name\n  }\n  versions {\n    state\n    outcome\n    resultText\n    receivedAt\n  }\n}": typeof types.TestResultsPageDocument,
    "query VaccinationsPage {\n  me {\n    name {\n      full\n    }\n    vaccinations {\n      id\n      ...Dose\n    }\n  }\n}\n\nfragment Dose on Vaccination {\n  givenOn\n  code\n  doseNumber\n  country\n  isForeign\n  isUnknownCode\n  isAfterRegistered\n  batchNumber\n  performer {\n    name\n  }\n  vaccine {\n    name\n    targetDisease\n  }\n}": typeof types.VaccinationsPageDocument,
    "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}": typeof types.MyCertificatesDocument,
};
const documents: Documents = {
    "fragment EuAnswer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    qr\n    content {\n      ...Stated\n    }\n    explanation {\n      ...Reasons\n    }\n    help {\n      text\n      url\n      language\n    }\n  }\n  ...Refused\n}": types.EuAnswerFragmentDoc,
    "fragment DomesticAnswer on DomesticCertificateAnswer {\n  __typename\n  ... on DomesticCertificate {\n    expiresAt\n    fetchedAt\n    qr\n    explanation {\n      ...Reasons\n    }\n  }\n  ...NotGreen\n}": types.DomesticAnswerFragmentDoc,
    "query CertificatePdf($vaccination: Boolean!, $test: Boolean!, $recovery: Boolean!) {\n  me {\n    vaccinationCertificate @include(if: $vaccination) {\n      ...PdfLink\n    }\n    testCertificates @include(if: $test) {\n      ...PdfLink\n    }\n    recoveryCertificate @include(if: $recovery) {\n      ...PdfLink\n    }\n  }\n}\n\nfragment PdfLink on CertificateAnswer {\n  ... on Certificate {\n    uvci\n    pdf {\n      url\n    }\n  }\n}": types.CertificatePdfDocument,
    "fragment Reasons on Explanation {\n  text\n  language\n  facts {\n    registerName\n    on\n    what\n    counted\n    why\n  }\n  rule {\n    validFrom\n    sources {\n      document\n      date\n    }\n  }\n}": types.ReasonsFragmentDoc,
    "fragment Refused on CertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}\n\nfragment NotGreen on DomesticCertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}": types.RefusedFragmentDoc,
    "fragment Stated on CertificateContent {\n  __typename\n  ... on VaccinationContent {\n    dose\n    doses\n    product {\n      display\n    }\n    manufacturer {\n      display\n    }\n    givenOn\n    country\n  }\n  ... on TestContent {\n    type {\n      code\n      display\n    }\n    result {\n      code\n      display\n    }\n    testName\n    sampledAt\n    testingCentre\n    country\n  }\n  ... on RecoveryContent {\n    firstPositiveOn\n    validFrom\n    validUntil\n    country\n  }\n}": types.StatedFragmentDoc,
    "query CertificatesPage {\n  me {\n    name {\n      full\n    }\n    birthDate\n    domesticCertificate {\n      ...DomesticAnswer\n    }\n    vaccinationCertificate {\n      ...EuAnswer\n    }\n    recoveryCertificate {\n      ...EuAnswer\n    }\n    testCertificates {\n      ...EuAnswer\n    }\n  }\n}": types.CertificatesPageDocument,
    "query OverviewPage {\n  me {\n    name {\n      full\n    }\n  }\n}": types.OverviewPageDocument,
    "query TestResultsPage {\n  me {\n    name {\n      full\n    }\n    testResults {\n      id\n      ...SampleResult\n    }\n  }\n}\n\nfragment SampleResult on TestResult {\n  method\n  outcome\n  state\n  sampledAt\n  receivedAt\n  testName\n  resultText\n  laboratory {\n    name\n  }\n  performer {\n    name\n  }\n  versions {\n    state\n    outcome\n    resultText\n    receivedAt\n  }\n}": types.TestResultsPageDocument,
    "query VaccinationsPage {\n  me {\n    name {\n      full\n    }\n    vaccinations {\n      id\n      ...Dose\n    }\n  }\n}\n\nfragment Dose on Vaccination {\n  givenOn\n  code\n  doseNumber\n  country\n  isForeign\n  isUnknownCode\n  isAfterRegistered\n  batchNumber\n  performer {\n    name\n  }\n  vaccine {\n    name\n    targetDisease\n  }\n}": types.VaccinationsPageDocument,
    "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}": types.MyCertificatesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment EuAnswer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    qr\n    content {\n      ...Stated\n    }\n    explanation {\n      ...Reasons\n    }\n    help {\n      text\n      url\n      language\n    }\n  }\n  ...Refused\n}"): typeof import('./graphql.ts').EuAnswerFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment DomesticAnswer on DomesticCertificateAnswer {\n  __typename\n  ... on DomesticCertificate {\n    expiresAt\n    fetchedAt\n    qr\n    explanation {\n      ...Reasons\n    }\n  }\n  ...NotGreen\n}"): typeof import('./graphql.ts').DomesticAnswerFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CertificatePdf($vaccination: Boolean!, $test: Boolean!, $recovery: Boolean!) {\n  me {\n    vaccinationCertificate @include(if: $vaccination) {\n      ...PdfLink\n    }\n    testCertificates @include(if: $test) {\n      ...PdfLink\n    }\n    recoveryCertificate @include(if: $recovery) {\n      ...PdfLink\n    }\n  }\n}\n\nfragment PdfLink on CertificateAnswer {\n  ... on Certificate {\n    uvci\n    pdf {\n      url\n    }\n  }\n}"): typeof import('./graphql.ts').CertificatePdfDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Reasons on Explanation {\n  text\n  language\n  facts {\n    registerName\n    on\n    what\n    counted\n    why\n  }\n  rule {\n    validFrom\n    sources {\n      document\n      date\n    }\n  }\n}"): typeof import('./graphql.ts').ReasonsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Refused on CertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}\n\nfragment NotGreen on DomesticCertificateRefusal {\n  text\n  language\n  availableOn\n  explanation {\n    ...Reasons\n  }\n}"): typeof import('./graphql.ts').RefusedFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Stated on CertificateContent {\n  __typename\n  ... on VaccinationContent {\n    dose\n    doses\n    product {\n      display\n    }\n    manufacturer {\n      display\n    }\n    givenOn\n    country\n  }\n  ... on TestContent {\n    type {\n      code\n      display\n    }\n    result {\n      code\n      display\n    }\n    testName\n    sampledAt\n    testingCentre\n    country\n  }\n  ... on RecoveryContent {\n    firstPositiveOn\n    validFrom\n    validUntil\n    country\n  }\n}"): typeof import('./graphql.ts').StatedFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CertificatesPage {\n  me {\n    name {\n      full\n    }\n    birthDate\n    domesticCertificate {\n      ...DomesticAnswer\n    }\n    vaccinationCertificate {\n      ...EuAnswer\n    }\n    recoveryCertificate {\n      ...EuAnswer\n    }\n    testCertificates {\n      ...EuAnswer\n    }\n  }\n}"): typeof import('./graphql.ts').CertificatesPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OverviewPage {\n  me {\n    name {\n      full\n    }\n  }\n}"): typeof import('./graphql.ts').OverviewPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TestResultsPage {\n  me {\n    name {\n      full\n    }\n    testResults {\n      id\n      ...SampleResult\n    }\n  }\n}\n\nfragment SampleResult on TestResult {\n  method\n  outcome\n  state\n  sampledAt\n  receivedAt\n  testName\n  resultText\n  laboratory {\n    name\n  }\n  performer {\n    name\n  }\n  versions {\n    state\n    outcome\n    resultText\n    receivedAt\n  }\n}"): typeof import('./graphql.ts').TestResultsPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query VaccinationsPage {\n  me {\n    name {\n      full\n    }\n    vaccinations {\n      id\n      ...Dose\n    }\n  }\n}\n\nfragment Dose on Vaccination {\n  givenOn\n  code\n  doseNumber\n  country\n  isForeign\n  isUnknownCode\n  isAfterRegistered\n  batchNumber\n  performer {\n    name\n  }\n  vaccine {\n    name\n    targetDisease\n  }\n}"): typeof import('./graphql.ts').VaccinationsPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}"): typeof import('./graphql.ts').MyCertificatesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
