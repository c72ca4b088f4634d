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

/** Whom the municipal doctor lets in, for what and how long. */
export type DelegateFollowUpInput = {
  /** Only this bydel of Oslo, two digits. */
  district?: string | null | undefined;
  /** A UUID of the client’s: asked again with the same, it is the same authorisation. */
  id: string | number;
  /** Kommunenummer. */
  municipality: string;
  /** The pseudonym of who is let in. */
  pseudonym: string;
  /** For which purposes. */
  purposes: Array<FollowUpPurpose>;
  /** CONTACT_TRACER or QUARANTINE_TEAM. */
  role: FollowUpRole;
  /** Let somebody who is not health personnel see that an answer is negative. */
  showsNegative?: boolean;
  /** Until when; 180 days at most. */
  validTo: string;
};

/** That a list is demanded in the single case (smittevernloven § 3-6, covid-19-forskriften § 5b). */
export type DemandInput = {
  /** Why. Kept, with the provisions that were used. */
  reason: string;
};

/** The register that holds an entry. */
export type EntrySource =
  /** Innreiseregisteret (DSB): what travellers register before they cross the border. */
  | 'IRRS'
  /** Beredskapsregisteret (Helsedirektoratet): the same entries and what the control centre learns. */
  | 'PREPAREDNESS';

/** What a municipality wants a list for. Law says for each what may be used. */
export type FollowUpPurpose =
  /** To trace infection: those with a positive answer. */
  | 'CONTACT_TRACING'
  /** That quarantine and testing are kept: those with no positive answer. */
  | 'QUARANTINE';

/** In what capacity somebody follows up travellers. */
export type FollowUpRole =
  /** Health personnel who trace infection. */
  | 'CONTACT_TRACER'
  /** Operator in the national control centre. */
  | 'CONTROL_CENTRE'
  /** Searches in all kommuner. */
  | 'CROSS_MUNICIPALITY_SEARCH'
  /** FHI. */
  | 'INFECTION_CONTROL'
  /** Arbeidstilsynet. */
  | 'LABOUR_INSPECTION'
  /** Kommunelege: for both purposes, and lets others in. */
  | 'MUNICIPAL_DOCTOR'
  /** Who follows up quarantine; need not be health personnel. */
  | 'QUARANTINE_TEAM'
  /** Reads reports without personal data. */
  | 'SERVICE_MANAGER';

/** How an identity number came into an entry. */
export type IdentitySource =
  /** Written by the traveller. */
  | 'FREE_TEXT'
  /** Proven by a sign-in with ID-porten. */
  | 'ID_PORTEN'
  /** Entered by somebody at the call centre or the border. */
  | 'MANUAL';

/** What a list can be put together of; law, agreements and subscriptions open each apart. */
export type ListSource =
  /** What travellers told the control centre. */
  | 'CONVERSATION'
  /** Innreiseregisteret. */
  | 'IRRS'
  /** The laboratories’ results. */
  | 'MSIS_LAB'
  /** Beredskapsregisteret. */
  | 'PREPAREDNESS';

/** What to know before relying on a list. */
export type ListWarning =
  /** A copy has not been brought up to date for more than a day and a half, or never. */
  | 'COPY_STALE'
  /** More than fifty thousand travellers: narrow the filter. */
  | 'LIST_TRUNCATED'
  /** The laboratories’ register did not answer: nobody is left out for what it would have said. */
  | 'RESULTS_UNAVAILABLE';

/** What a municipality is to a traveller. Both see the entry. */
export type MunicipalityRole =
  /** The traveller stays there. */
  | 'ENTRY'
  /** The traveller is in quarantine there. */
  | 'QUARANTINE';

/** How settled a result is. */
export type ResultState =
  /** Replaces an earlier answer that was wrong. */
  | 'CORRECTED'
  /** The laboratory’s answer. */
  | 'FINAL'
  /** More will follow; nothing should be decided on it. */
  | 'PRELIMINARY';

/** What the laboratory found. */
export type TestOutcome =
  /** The laboratory could not tell. */
  | 'INCONCLUSIVE'
  /** Not detected. */
  | 'NEGATIVE'
  /** Detected. */
  | 'POSITIVE'
  /** The laboratory’s words cannot be read as a result. Read them; never take it as negative. */
  | 'UNKNOWN';

/** How a traveller stands by the tests since the arrival. */
export type TestStatus =
  /** The newest sample has a final negative answer. */
  | 'NEGATIVE'
  /** No sample since the arrival: the duty to be tested may not have been met. */
  | 'NONE'
  /** The newest sample has no more than a preliminary answer. It is not an answer yet. */
  | 'PENDING'
  /** A positive answer, final or corrected, in the last twenty days. */
  | 'POSITIVE'
  /** The laboratory could not tell, or its words cannot be read. Never taken as negative. */
  | 'UNCLEAR';

/** Which travellers. Conditions are added together. */
export type TravellerFilter = {
  /** Date of birth. */
  birthDate?: string | null | undefined;
  /** Bydel of Oslo, two digits. */
  district?: string | null | undefined;
  /** With a suspected breach. */
  hasSuspectedBreach?: boolean | null | undefined;
  /** How the identity number came in. */
  identitySources?: Array<IdentitySource> | null | undefined;
  /** These entries. */
  ids?: Array<string | number> | null | undefined;
  /** Languages for follow-up, ISO 639-1. */
  languages?: Array<string> | null | undefined;
  /** What the municipality is to them. */
  municipalityRole?: MunicipalityRole | null | undefined;
  /** The beginning of a name. */
  name?: string | null | undefined;
  /** For those who may see results. */
  testStatuses?: Array<TestStatus> | null | undefined;
  /** To be followed up, or not; says nothing of why. */
  toFollowUp?: boolean | null | undefined;
  /** Arrived on this day or later. */
  travelledFrom?: string | null | undefined;
  /** Arrived on this day or earlier. */
  travelledTo?: string | null | undefined;
};

/** Why entries are joined to no result. Nobody is joined by name or date of birth. */
export type UnmatchedReason =
  /** What was written is no number. */
  | 'ID_INVALID'
  /** No number was given. */
  | 'ID_MISSING'
  /** A number that holds, and that nobody has. */
  | 'NUMBER_UNKNOWN'
  /** Only a passport or a foreign identity document. */
  | 'OTHER_ID_ONLY';

export type QuarantineListQueryVariables = Exact<{
  municipality: string;
  filter?: TravellerFilter | null | undefined;
  sources?: Array<EntrySource> | EntrySource | null | undefined;
  first?: number | null | undefined;
}>;


export type QuarantineListQuery = { municipality: { name: string | null, travellers: { totalCount: number | null, copyUpdatedAt: string | null, warnings: Array<ListWarning> | null, alertResponsibility: string | null, sources: Array<{ source: ListSource, isOpen: boolean, code: string | null, paragraph: string | null }> | null, unmatched: Array<{ reason: UnmatchedReason, count: number }> | null, edges: Array<{ node: { id: string, toFollowUp: boolean, testStatus: TestStatus | null, hasNegativeResult: boolean | null, municipalityRoles: Array<MunicipalityRole>, entry: { name: string, phone: string | null, language: string | null, identitySource: IdentitySource, quarantine: { place: number | null } }, person: { testResults: Array<{ outcome: TestOutcome, state: ResultState, resultText: string, sampledAt: string | null }> | null } | null } }> | null } | null } | null };

export type TracingListQueryVariables = Exact<{
  municipality: string;
  demand?: DemandInput | null | undefined;
  sources?: Array<EntrySource> | EntrySource | null | undefined;
}>;


export type TracingListQuery = { municipality: { travellers: { totalCount: number | null, edges: Array<{ node: { id: string, testStatus: TestStatus | null, entry: { name: string } } }> | null } | null } | null };

export type OwnAccessQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnAccessQuery = { followUpAccess: { pseudonym: string, authorisations: Array<{ role: FollowUpRole, municipality: string | null, showsNegative: boolean }> } | null };

export type LetInMutationVariables = Exact<{
  input: DelegateFollowUpInput;
}>;


export type LetInMutation = { delegateFollowUp: { authorisations: Array<{ id: string, role: FollowUpRole }> } | null };

export type NationalListsQueryVariables = Exact<{
  filter?: TravellerFilter | null | undefined;
  sources?: Array<EntrySource> | EntrySource | null | undefined;
}>;


export type NationalListsQuery = { controlCentre: { hasResults: boolean, travellers: { edges: Array<{ node: { testStatus: TestStatus | null, entry: { name: string } } }> | null } | null, unknownMunicipality: { edges: Array<{ node: { entry: { name: string, postalCode: string | null } } }> | null } | null } | null };

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
export const QuarantineListDocument = new TypedDocumentString(`
    query QuarantineList($municipality: String!, $filter: TravellerFilter, $sources: [EntrySource!], $first: Int) {
  municipality(number: $municipality) {
    name
    travellers(
      purpose: QUARANTINE
      filter: $filter
      sources: $sources
      first: $first
    ) {
      totalCount
      copyUpdatedAt
      warnings
      alertResponsibility
      sources {
        source
        isOpen
        code
        paragraph
      }
      unmatched {
        reason
        count
      }
      edges {
        node {
          id
          toFollowUp
          testStatus
          hasNegativeResult
          municipalityRoles
          entry {
            name
            phone
            language
            identitySource
            quarantine {
              place
            }
          }
          person {
            testResults {
              outcome
              state
              resultText
              sampledAt
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<QuarantineListQuery, QuarantineListQueryVariables>;
export const TracingListDocument = new TypedDocumentString(`
    query TracingList($municipality: String!, $demand: DemandInput, $sources: [EntrySource!]) {
  municipality(number: $municipality) {
    travellers(
      purpose: CONTACT_TRACING
      demand: $demand
      sources: $sources
      first: 100
    ) {
      totalCount
      edges {
        node {
          id
          testStatus
          entry {
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TracingListQuery, TracingListQueryVariables>;
export const OwnAccessDocument = new TypedDocumentString(`
    query OwnAccess {
  followUpAccess {
    pseudonym
    authorisations {
      role
      municipality
      showsNegative
    }
  }
}
    `) as unknown as TypedDocumentString<OwnAccessQuery, OwnAccessQueryVariables>;
export const LetInDocument = new TypedDocumentString(`
    mutation LetIn($input: DelegateFollowUpInput!) {
  delegateFollowUp(input: $input) {
    authorisations {
      id
      role
    }
  }
}
    `) as unknown as TypedDocumentString<LetInMutation, LetInMutationVariables>;
export const NationalListsDocument = new TypedDocumentString(`
    query NationalLists($filter: TravellerFilter, $sources: [EntrySource!]) {
  controlCentre {
    hasResults
    travellers(filter: $filter, sources: $sources, first: 100) {
      edges {
        node {
          testStatus
          entry {
            name
          }
        }
      }
    }
    unknownMunicipality(first: 100) {
      edges {
        node {
          entry {
            name
            postalCode
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NationalListsQuery, NationalListsQueryVariables>;
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
}`) as unknown as TypedDocumentString<MyCertificatesQuery, MyCertificatesQueryVariables>;