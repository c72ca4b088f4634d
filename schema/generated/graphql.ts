/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a certificate is about. */
export type CertificateKind =
  | 'RECOVERY'
  | 'TEST'
  | 'VACCINATION';

/** Why there is no certificate of this kind now. `text` says it in words. */
export type CertificateRefusalReason =
  | 'DATE_IMPOSSIBLE'
  | 'MISSING_DEVICE'
  | 'NOT_CERTIFIABLE'
  | 'NOT_CONFIRMED_BY_NAAT'
  | 'NO_CASE'
  | 'NO_DOSE'
  | 'NO_TEST'
  | 'POSITIVE_RESULT'
  | 'PRELIMINARY'
  | 'RESULT_UNCLEAR'
  | 'REVOKED'
  | 'SAMPLE_TIME_UNKNOWN'
  | 'SCHEME_NOT_STARTED'
  | 'TOO_EARLY'
  | 'TOO_OLD'
  | 'VACCINE_NOT_RECOGNISED'
  | 'VACCINE_UNKNOWN';

export type MyCertificatesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyCertificatesQuery = { me: { birthDate: string | null, name: { full: string } | null, vaccinationCertificate:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, keyId: string, hc1: string, holder: { familyName: string, givenName: string, familyNameTransliterated: string, givenNameTransliterated: string, birthDate: string }, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string }
          | { __typename: 'TestContent', sampledAt: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { code: string, display: string } }
         }
      | { __typename: 'CertificateRefusal', reason: CertificateRefusalReason, text: string, language: string, availableOn: string | null }
     | null, testCertificates: Array<
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, keyId: string, hc1: string, holder: { familyName: string, givenName: string, familyNameTransliterated: string, givenNameTransliterated: string, birthDate: string }, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string }
          | { __typename: 'TestContent', sampledAt: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { code: string, display: string } }
         }
      | { __typename: 'CertificateRefusal', reason: CertificateRefusalReason, text: string, language: string, availableOn: string | null }
    > | null, recoveryCertificate:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, keyId: string, hc1: string, holder: { familyName: string, givenName: string, familyNameTransliterated: string, givenNameTransliterated: string, birthDate: string }, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string }
          | { __typename: 'TestContent', sampledAt: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { code: string, display: string } }
         }
      | { __typename: 'CertificateRefusal', reason: CertificateRefusalReason, text: string, language: string, availableOn: string | null }
     | null } | null };

type Answer_Certificate_Fragment = { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, keyId: string, hc1: string, holder: { familyName: string, givenName: string, familyNameTransliterated: string, givenNameTransliterated: string, birthDate: string }, content:
    | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string }
    | { __typename: 'TestContent', sampledAt: string, type: { code: string, display: string }, result: { code: string, display: string } }
    | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { code: string, display: string } }
   };

type Answer_CertificateRefusal_Fragment = { __typename: 'CertificateRefusal', reason: CertificateRefusalReason, text: string, language: string, availableOn: string | null };

export type AnswerFragment =
  | Answer_Certificate_Fragment
  | Answer_CertificateRefusal_Fragment
;

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AnswerFragmentDoc = new TypedDocumentString(`
    fragment Answer on CertificateAnswer {
  __typename
  ... on Certificate {
    kind
    uvci
    issuedAt
    expiresAt
    keyId
    hc1
    holder {
      familyName
      givenName
      familyNameTransliterated
      givenNameTransliterated
      birthDate
    }
    content {
      __typename
      ... on VaccinationContent {
        dose
        doses
        product {
          code
          display
        }
        givenOn
        country
      }
      ... on TestContent {
        type {
          code
          display
        }
        result {
          code
          display
        }
        sampledAt
      }
      ... on RecoveryContent {
        firstPositiveOn
        validFrom
        validUntil
      }
    }
  }
  ... on CertificateRefusal {
    reason
    text
    language
    availableOn
  }
}
    `, {"fragmentName":"Answer"}) as unknown as TypedDocumentString<AnswerFragment, unknown>;
export const MyCertificatesDocument = new TypedDocumentString(`
    query MyCertificates {
  me {
    name {
      full
    }
    birthDate
    vaccinationCertificate {
      ...Answer
    }
    testCertificates {
      ...Answer
    }
    recoveryCertificate {
      ...Answer
    }
  }
}
    fragment Answer on CertificateAnswer {
  __typename
  ... on Certificate {
    kind
    uvci
    issuedAt
    expiresAt
    keyId
    hc1
    holder {
      familyName
      givenName
      familyNameTransliterated
      givenNameTransliterated
      birthDate
    }
    content {
      __typename
      ... on VaccinationContent {
        dose
        doses
        product {
          code
          display
        }
        givenOn
        country
      }
      ... on TestContent {
        type {
          code
          display
        }
        result {
          code
          display
        }
        sampledAt
      }
      ... on RecoveryContent {
        firstPositiveOn
        validFrom
        validUntil
      }
    }
  }
  ... on CertificateRefusal {
    reason
    text
    language
    availableOn
  }
}`, {"hash":"sha256:3d4edd7a2c2ce2ecd891fdcad6de2c479e0e539276efd98330ae27c5f61c3069"}) as unknown as TypedDocumentString<MyCertificatesQuery, MyCertificatesQueryVariables>;