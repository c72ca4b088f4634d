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
    "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}": typeof types.MyCertificatesDocument,
};
const documents: Documents = {
    "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}": types.MyCertificatesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyCertificates {\n  me {\n    name {\n      full\n    }\n    birthDate\n    vaccinationCertificate {\n      ...Answer\n    }\n    testCertificates {\n      ...Answer\n    }\n    recoveryCertificate {\n      ...Answer\n    }\n  }\n}\n\nfragment Answer on CertificateAnswer {\n  __typename\n  ... on Certificate {\n    kind\n    uvci\n    issuedAt\n    expiresAt\n    keyId\n    hc1\n    holder {\n      familyName\n      givenName\n      familyNameTransliterated\n      givenNameTransliterated\n      birthDate\n    }\n    content {\n      __typename\n      ... on VaccinationContent {\n        dose\n        doses\n        product {\n          code\n          display\n        }\n        givenOn\n        country\n      }\n      ... on TestContent {\n        type {\n          code\n          display\n        }\n        result {\n          code\n          display\n        }\n        sampledAt\n      }\n      ... on RecoveryContent {\n        firstPositiveOn\n        validFrom\n        validUntil\n      }\n    }\n  }\n  ... on CertificateRefusal {\n    reason\n    text\n    language\n    availableOn\n  }\n}"): typeof import('./graphql.ts').MyCertificatesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
