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
  /** A copy has not been brought up to date for more than a day and a half. */
  | 'COPY_STALE'
  /** More than fifty thousand travellers: narrow the filter. */
  | 'LIST_TRUNCATED';

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

/** How a sample was examined. */
export type TestMethod =
  /** A test for antibodies: says something about the past, not about being infected now. */
  | 'ANTIBODY'
  /** A PCR test, or another test that finds the virus’s genes. */
  | 'NAAT'
  /** A rapid antigen test. */
  | 'RAT';

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

type EuAnswer_Certificate_Fragment = { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
    | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
    | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
    | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
  , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } };

type EuAnswer_CertificateRefusal_Fragment = { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } };

export type EuAnswerFragment =
  | EuAnswer_Certificate_Fragment
  | EuAnswer_CertificateRefusal_Fragment
;

type DomesticAnswer_DomesticCertificate_Fragment = { __typename: 'DomesticCertificate', expiresAt: string, fetchedAt: string, qr: string, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } };

type DomesticAnswer_DomesticCertificateRefusal_Fragment = { __typename: 'DomesticCertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } };

export type DomesticAnswerFragment =
  | DomesticAnswer_DomesticCertificate_Fragment
  | DomesticAnswer_DomesticCertificateRefusal_Fragment
;

export type CertificatePdfQueryVariables = Exact<{
  vaccination: boolean;
  test: boolean;
  recovery: boolean;
}>;


export type CertificatePdfQuery = { me: { vaccinationCertificate?:
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
     | null, testCertificates?: Array<
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
    > | null, recoveryCertificate?:
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
     | null } | null };

export type PdfLinkFragment = { uvci: string, pdf: { url: string } | null };

export type ReasonsFragment = { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } };

export type RefusedFragment = { text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } };

export type NotGreenFragment = { text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } };

type Stated_RecoveryContent_Fragment = { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string };

type Stated_TestContent_Fragment = { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } };

type Stated_VaccinationContent_Fragment = { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } };

export type StatedFragment =
  | Stated_RecoveryContent_Fragment
  | Stated_TestContent_Fragment
  | Stated_VaccinationContent_Fragment
;

export type CertificatesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type CertificatesPageQuery = { me: { birthDate: string | null, name: { full: string } | null, domesticCertificate:
      | { __typename: 'DomesticCertificate', expiresAt: string, fetchedAt: string, qr: string, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
      | { __typename: 'DomesticCertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, vaccinationCertificate:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, recoveryCertificate:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, testCertificates: Array<
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
    > | null } | null };

export type OverviewPageQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewPageQuery = { me: { name: { full: string } | null } | null };

export type TestResultsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TestResultsPageQuery = { me: { name: { full: string } | null, testResults: Array<{ id: string, method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> }> | null } | null };

export type SampleResultFragment = { method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> };

export type VaccinationsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type VaccinationsPageQuery = { me: { name: { full: string } | null, vaccinations: Array<{ id: string, givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null }> | null } | null };

export type DoseFragment = { givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null };

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
export const StatedFragmentDoc = new TypedDocumentString(`
    fragment Stated on CertificateContent {
  __typename
  ... on VaccinationContent {
    dose
    doses
    product {
      display
    }
    manufacturer {
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
    testName
    sampledAt
    testingCentre
    country
  }
  ... on RecoveryContent {
    firstPositiveOn
    validFrom
    validUntil
    country
  }
}
    `, {"fragmentName":"Stated"}) as unknown as TypedDocumentString<StatedFragment, unknown>;
export const ReasonsFragmentDoc = new TypedDocumentString(`
    fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}
    `, {"fragmentName":"Reasons"}) as unknown as TypedDocumentString<ReasonsFragment, unknown>;
export const RefusedFragmentDoc = new TypedDocumentString(`
    fragment Refused on CertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}
    fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}`, {"fragmentName":"Refused"}) as unknown as TypedDocumentString<RefusedFragment, unknown>;
export const EuAnswerFragmentDoc = new TypedDocumentString(`
    fragment EuAnswer on CertificateAnswer {
  __typename
  ... on Certificate {
    kind
    uvci
    issuedAt
    expiresAt
    qr
    content {
      ...Stated
    }
    explanation {
      ...Reasons
    }
    help {
      text
      url
      language
    }
  }
  ...Refused
}
    fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}
fragment Refused on CertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}
fragment Stated on CertificateContent {
  __typename
  ... on VaccinationContent {
    dose
    doses
    product {
      display
    }
    manufacturer {
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
    testName
    sampledAt
    testingCentre
    country
  }
  ... on RecoveryContent {
    firstPositiveOn
    validFrom
    validUntil
    country
  }
}`, {"fragmentName":"EuAnswer"}) as unknown as TypedDocumentString<EuAnswerFragment, unknown>;
export const NotGreenFragmentDoc = new TypedDocumentString(`
    fragment NotGreen on DomesticCertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}
    fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}`, {"fragmentName":"NotGreen"}) as unknown as TypedDocumentString<NotGreenFragment, unknown>;
export const DomesticAnswerFragmentDoc = new TypedDocumentString(`
    fragment DomesticAnswer on DomesticCertificateAnswer {
  __typename
  ... on DomesticCertificate {
    expiresAt
    fetchedAt
    qr
    explanation {
      ...Reasons
    }
  }
  ...NotGreen
}
    fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}
fragment NotGreen on DomesticCertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}`, {"fragmentName":"DomesticAnswer"}) as unknown as TypedDocumentString<DomesticAnswerFragment, unknown>;
export const PdfLinkFragmentDoc = new TypedDocumentString(`
    fragment PdfLink on CertificateAnswer {
  ... on Certificate {
    uvci
    pdf {
      url
    }
  }
}
    `, {"fragmentName":"PdfLink"}) as unknown as TypedDocumentString<PdfLinkFragment, unknown>;
export const SampleResultFragmentDoc = new TypedDocumentString(`
    fragment SampleResult on TestResult {
  method
  outcome
  state
  sampledAt
  receivedAt
  testName
  resultText
  laboratory {
    name
  }
  performer {
    name
  }
  versions {
    state
    outcome
    resultText
    receivedAt
  }
}
    `, {"fragmentName":"SampleResult"}) as unknown as TypedDocumentString<SampleResultFragment, unknown>;
export const DoseFragmentDoc = new TypedDocumentString(`
    fragment Dose on Vaccination {
  givenOn
  code
  doseNumber
  country
  isForeign
  isUnknownCode
  isAfterRegistered
  batchNumber
  performer {
    name
  }
  vaccine {
    name
    targetDisease
  }
}
    `, {"fragmentName":"Dose"}) as unknown as TypedDocumentString<DoseFragment, unknown>;
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
export const CertificatePdfDocument = new TypedDocumentString(`
    query CertificatePdf($vaccination: Boolean!, $test: Boolean!, $recovery: Boolean!) {
  me {
    vaccinationCertificate @include(if: $vaccination) {
      ...PdfLink
    }
    testCertificates @include(if: $test) {
      ...PdfLink
    }
    recoveryCertificate @include(if: $recovery) {
      ...PdfLink
    }
  }
}
    fragment PdfLink on CertificateAnswer {
  ... on Certificate {
    uvci
    pdf {
      url
    }
  }
}`, {"hash":"sha256:419932450c62c404973abcdcfe0a43aa226a43da4b1606e1fbebd99dad13ecba"}) as unknown as TypedDocumentString<CertificatePdfQuery, CertificatePdfQueryVariables>;
export const CertificatesPageDocument = new TypedDocumentString(`
    query CertificatesPage {
  me {
    name {
      full
    }
    birthDate
    domesticCertificate {
      ...DomesticAnswer
    }
    vaccinationCertificate {
      ...EuAnswer
    }
    recoveryCertificate {
      ...EuAnswer
    }
    testCertificates {
      ...EuAnswer
    }
  }
}
    fragment EuAnswer on CertificateAnswer {
  __typename
  ... on Certificate {
    kind
    uvci
    issuedAt
    expiresAt
    qr
    content {
      ...Stated
    }
    explanation {
      ...Reasons
    }
    help {
      text
      url
      language
    }
  }
  ...Refused
}
fragment DomesticAnswer on DomesticCertificateAnswer {
  __typename
  ... on DomesticCertificate {
    expiresAt
    fetchedAt
    qr
    explanation {
      ...Reasons
    }
  }
  ...NotGreen
}
fragment Reasons on Explanation {
  text
  language
  facts {
    registerName
    on
    what
    counted
    why
  }
  rule {
    validFrom
    sources {
      document
      date
    }
  }
}
fragment Refused on CertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}
fragment NotGreen on DomesticCertificateRefusal {
  text
  language
  availableOn
  explanation {
    ...Reasons
  }
}
fragment Stated on CertificateContent {
  __typename
  ... on VaccinationContent {
    dose
    doses
    product {
      display
    }
    manufacturer {
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
    testName
    sampledAt
    testingCentre
    country
  }
  ... on RecoveryContent {
    firstPositiveOn
    validFrom
    validUntil
    country
  }
}`, {"hash":"sha256:236acfe7672ac6cb1cbe9dc58803d2d433a4461b74dd09505168f22a594e8495"}) as unknown as TypedDocumentString<CertificatesPageQuery, CertificatesPageQueryVariables>;
export const OverviewPageDocument = new TypedDocumentString(`
    query OverviewPage {
  me {
    name {
      full
    }
  }
}
    `, {"hash":"sha256:fc75c4a95c8f4390665509c83397fe77a6a9da95967131c6eb6381d8bd104954"}) as unknown as TypedDocumentString<OverviewPageQuery, OverviewPageQueryVariables>;
export const TestResultsPageDocument = new TypedDocumentString(`
    query TestResultsPage {
  me {
    name {
      full
    }
    testResults {
      id
      ...SampleResult
    }
  }
}
    fragment SampleResult on TestResult {
  method
  outcome
  state
  sampledAt
  receivedAt
  testName
  resultText
  laboratory {
    name
  }
  performer {
    name
  }
  versions {
    state
    outcome
    resultText
    receivedAt
  }
}`, {"hash":"sha256:8383f54ce94e58894ca59f13ef76a890219707410c1822c93b1ba7fcebb04af2"}) as unknown as TypedDocumentString<TestResultsPageQuery, TestResultsPageQueryVariables>;
export const VaccinationsPageDocument = new TypedDocumentString(`
    query VaccinationsPage {
  me {
    name {
      full
    }
    vaccinations {
      id
      ...Dose
    }
  }
}
    fragment Dose on Vaccination {
  givenOn
  code
  doseNumber
  country
  isForeign
  isUnknownCode
  isAfterRegistered
  batchNumber
  performer {
    name
  }
  vaccine {
    name
    targetDisease
  }
}`, {"hash":"sha256:d99ac2bfca4d0af06879a331e734d5974d8f3a5378c6ad463cf9501e97cc9be9"}) as unknown as TypedDocumentString<VaccinationsPageQuery, VaccinationsPageQueryVariables>;
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
    `, {"hash":"sha256:3560e4632fd96b80a72bbd8ccde31e1573e5ab9a98522f03fe098fd30df2d863"}) as unknown as TypedDocumentString<QuarantineListQuery, QuarantineListQueryVariables>;
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
    `, {"hash":"sha256:f522f4dcd777989176ad92a9fc6fdbad41b64033b36b59bb4d9cc85c4a84286a"}) as unknown as TypedDocumentString<TracingListQuery, TracingListQueryVariables>;
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
    `, {"hash":"sha256:6a1a76d8ba3b879234e177e4d86e706644a7cf524f707315562968576bfc5ba2"}) as unknown as TypedDocumentString<OwnAccessQuery, OwnAccessQueryVariables>;
export const LetInDocument = new TypedDocumentString(`
    mutation LetIn($input: DelegateFollowUpInput!) {
  delegateFollowUp(input: $input) {
    authorisations {
      id
      role
    }
  }
}
    `, {"hash":"sha256:cb1e5824cc0e0b07317d2f6ae083f9587bb95eeaa3af9a491ab63209dcfc57c3"}) as unknown as TypedDocumentString<LetInMutation, LetInMutationVariables>;
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
    `, {"hash":"sha256:0f5bce3bd0330830231fe5b38ad24787991f6431d65400a8af4eb74facc4cfb7"}) as unknown as TypedDocumentString<NationalListsQuery, NationalListsQueryVariables>;
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