/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A kind of information about a person. */
export type AccessArea =
  /** COVID certificates. */
  | 'CERTIFICATES'
  /** Privacy settings. */
  | 'CONSENTS'
  /** Entries into Norway. */
  | 'ENTRIES'
  /** Name and other details in Folkeregisteret. */
  | 'IDENTITY'
  /** This overview. */
  | 'INSIGHT'
  /** Past infections. */
  | 'RECOVERIES'
  /** Test results. */
  | 'TESTS'
  /** Vaccinations in SYSVAK. */
  | 'VACCINATIONS';

/** How somebody came to know the data. */
export type AccessKind =
  /** A copy was given, and who has it answers for it from then on. */
  | 'DISCLOSURE'
  /** They were looked at. */
  | 'READ';

/** Who a part of the data is to be closed to, and when. What is left out is not limited. */
export type AccessRestrictionInput = {
  /** The data; all of them when left out. */
  areas?: Array<RestrictableArea> | null | undefined;
  /** The first day. */
  from?: string | null | undefined;
  /** HPR number of a person; everybody when left out. */
  hprNumber?: string | null | undefined;
  /** Organisation number; everybody’s when left out. */
  organisation?: string | null | undefined;
  /** The last day. */
  until?: string | null | undefined;
};

/** What a suspected breach of the quarantine rules is about. */
export type BreachKind =
  /** Has gone to work. */
  | 'AT_WORK'
  /** Not where the traveller said. */
  | 'NOT_AT_ADDRESS'
  /** Has not let herself be tested. */
  | 'NOT_TESTED'
  /** Something else. */
  | 'OTHER';

/** What a certificate is about. */
export type CertificateKind =
  | 'RECOVERY'
  | 'TEST'
  | 'VACCINATION';

/** The answer to a consent request. */
export type ConsentAnswer =
  /** I do not consent. */
  | 'NO'
  /** I consent. */
  | 'YES';

/** How far a consent request has come. */
export type ConsentRequestState =
  /** Answered: the citizen does not consent. */
  | 'ANSWERED_NO'
  /** Answered: the citizen consents. */
  | 'ANSWERED_YES'
  /** Not answered in time. */
  | 'EXPIRED'
  /** Not answered yet. */
  | 'SENT'
  /** Taken back by whoever asked. */
  | 'WITHDRAWN';

/** What came of a call. */
export type ContactOutcome =
  /** The traveller answered. */
  | 'ANSWERED'
  /** No language in common. */
  | 'LANGUAGE_BARRIER'
  /** Nobody answered. */
  | 'NO_ANSWER'
  /** The number is not the traveller’s. */
  | 'WRONG_NUMBER';

/** The register that holds an entry. */
export type EntrySource =
  /** Innreiseregisteret (DSB): what travellers register before they cross the border. */
  | 'IRRS'
  /** Beredskapsregisteret (Helsedirektoratet): the same entries and what the control centre learns. */
  | 'PREPAREDNESS';

/** What follow-up of a traveller has come to. */
export type FollowUp =
  /** Not in order. */
  | 'NOT_OK'
  /** Nobody has followed up yet. */
  | 'NOT_SET'
  /** Did not answer. */
  | 'NO_ANSWER'
  /** In order. */
  | 'OK';

/** How a citizen is in a register or programme. */
export type InclusionKind =
  /** Included («inkludert»). */
  | 'INCLUDED'
  /** Stands in a register («oppført»). */
  | 'LISTED'
  /** Takes part in a programme («deltager»). */
  | 'PARTICIPANT';

/** Who made a change. */
export type PrivacyActor =
  /** An organisation, on behalf of the citizen, as from a consent on paper. */
  | 'ACTOR'
  /** The citizen. */
  | 'CITIZEN'
  /** A parent. */
  | 'PARENT'
  /** Somebody with a tildelt fullmakt, for one who cannot decide herself. */
  | 'TILDELT_FULLMAKT';

/** Where a citizen looks for a setting. */
export type PrivacySettingGroup =
  /** Health registries. */
  | 'HEALTH_REGISTER'
  /** Helsenorge and what health personnel see. */
  | 'HELSENORGE'
  /** Research. */
  | 'RESEARCH'
  /** Screening programmes. */
  | 'SCREENING';

/** What it means that a setting is active. */
export type PrivacySettingKind =
  /** Active: the citizen has closed data to some or all health personnel. */
  | 'ACCESS_RESTRICTION'
  /** Active: the citizen has said yes to a use of her data. Without it the use is not allowed. */
  | 'CONSENT'
  /** Active: the citizen has said no to a use of her data. Without it the use is allowed. */
  | 'RESERVATION';

/** What a citizen has decided about a setting. */
export type PrivacySettingState =
  /** Consented, reserved or restricted. */
  | 'ACTIVE'
  /** Withdrawn or lifted, or the time chosen for it is over. */
  | 'ENDED'
  /** Nothing has been decided. */
  | 'NOT_SET'
  /** Withdrawn. The owner has not yet confirmed that it is done, for example that a sample is destroyed. */
  | 'WITHDRAWN_AWAITS_CONFIRMATION';

/** What the traveller registered about quarantine (Fiks innreise, level 1). */
export type QuarantineChoice =
  /** Says to be exempt (1002). */
  | 'EXEMPT'
  /** Goes into quarantine (1001). */
  | 'QUARANTINE';

/** By what right one person acts for another. */
export type RepresentationBasis =
  /** A power of attorney that the person has given. */
  | 'FULLMAKT'
  /** A parent with parental responsibility (foreldreansvar), for a child under 16. */
  | 'PARENT'
  /** A power of attorney assigned by a doctor, for somebody who cannot consent. */
  | 'TILDELT_FULLMAKT';

/** Kinds of information that one person may see for another. */
export type RepresentedArea =
  /** COVID certificates, and with them the facts they are made of. */
  | 'CERTIFICATES'
  /** Consents, reservations and access restrictions. */
  | 'CONSENTS'
  /** Entries to Norway. */
  | 'ENTRIES'
  /** Name, date of birth and the like. */
  | 'IDENTITY'
  /** Who has seen the person’s data. */
  | 'INSIGHT'
  /** Confirmed cases of disease. */
  | 'RECOVERIES'
  /** Test results. */
  | 'TESTS'
  /** Vaccinations. */
  | 'VACCINATIONS';

/** Data that can be closed to health personnel. */
export type RestrictableArea =
  /** Confirmed cases. */
  | 'RECOVERIES'
  /** Test results. */
  | 'TESTS'
  /** Vaccinations. */
  | 'VACCINATIONS';

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

export type DeviceCertificatesQueryVariables = Exact<{ [key: string]: never; }>;


export type DeviceCertificatesQuery = { me: { birthDate: string | null, name: { full: string } | null, domesticCertificate:
      | { __typename: 'DomesticCertificate', no1: string, qr: string, expiresAt: string, fetchedAt: string }
      | { __typename: 'DomesticCertificateRefusal', text: string, language: string }
     | null, vaccinationCertificate:
      | { __typename: 'Certificate', hc1: string, kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
         }
      | { __typename: 'CertificateRefusal', text: string, language: string }
     | null, recoveryCertificate:
      | { __typename: 'Certificate', hc1: string, kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
         }
      | { __typename: 'CertificateRefusal', text: string, language: string }
     | null, testCertificates: Array<
      | { __typename: 'Certificate', hc1: string, kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
         }
      | { __typename: 'CertificateRefusal', text: string, language: string }
    > | null } | null };

type HeldAnswer_Certificate_Fragment = { __typename: 'Certificate', hc1: string, kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
    | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
    | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
    | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
   };

type HeldAnswer_CertificateRefusal_Fragment = { __typename: 'CertificateRefusal', text: string, language: string };

export type HeldAnswerFragment =
  | HeldAnswer_Certificate_Fragment
  | HeldAnswer_CertificateRefusal_Fragment
;

export type HeldEuFragment = { kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
    | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
    | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
    | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
   };

export type HeldDomesticFragment = { qr: string, expiresAt: string, fetchedAt: string };

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
  for?: string | number | null | undefined;
  isForAnother: boolean;
  vaccination: boolean;
  test: boolean;
  recovery: boolean;
}>;


export type CertificatePdfQuery = { me: { representations?: Array<{ person: { vaccinationCertificate?:
          | { uvci: string, pdf: { url: string } | null }
          | Record<PropertyKey, never>
         | null, testCertificates?: Array<
          | { uvci: string, pdf: { url: string } | null }
          | Record<PropertyKey, never>
        > | null, recoveryCertificate?:
          | { uvci: string, pdf: { url: string } | null }
          | Record<PropertyKey, never>
         | null } | null }> | null } & { vaccinationCertificate?:
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
     | null, testCertificates?: Array<
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
    > | null, recoveryCertificate?:
      | { uvci: string, pdf: { url: string } | null }
      | Record<PropertyKey, never>
     | null } | null };

export type PdfLinksFragment = { vaccinationCertificate?:
    | { uvci: string, pdf: { url: string } | null }
    | Record<PropertyKey, never>
   | null, testCertificates?: Array<
    | { uvci: string, pdf: { url: string } | null }
    | Record<PropertyKey, never>
  > | null, recoveryCertificate?:
    | { uvci: string, pdf: { url: string } | null }
    | Record<PropertyKey, never>
   | null };

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

export type AccessLogPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
  area?: AccessArea | null | undefined;
  from?: string | null | undefined;
}>;


export type AccessLogPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { reads: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, disclosures: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, name: { full: string } | null } | null }> | null } & { reads?: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, disclosures?: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, name: { full: string } | null } | null };

export type PersonAccessLogFragment = { reads: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, disclosures: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, name: { full: string } | null };

export type LineFragment = { at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null };

export type LogPageFragment = { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type OlderLinesQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
  kind: AccessKind;
  area?: AccessArea | null | undefined;
  from?: string | null | undefined;
  after: string;
}>;


export type OlderLinesQuery = { me: { representations?: Array<{ person: { accessLog: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null }> | null } & { accessLog?: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null };

export type PersonOlderLinesFragment = { accessLog: { nodes: Array<{ id: string, at: string, areaName: string, registerName: string, purpose: string, legalBasis: string, reference: string, actor: { isYou: boolean, name: string | null, roleName: string, hprNumber: string | null, application: string, organisation: { name: string } | null, parentOrganisation: { name: string } | null }, representedBy: { name: { full: string } | null } | null, recipient: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CertificatesPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type CertificatesPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { birthDate: string | null, name: { full: string } | null, domesticCertificate:
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
        > | null } | null }> | null } & { birthDate?: string | null, name?: { full: string } | null, domesticCertificate?:
      | { __typename: 'DomesticCertificate', expiresAt: string, fetchedAt: string, qr: string, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
      | { __typename: 'DomesticCertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, vaccinationCertificate?:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, recoveryCertificate?:
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
     | null, testCertificates?: Array<
      | { __typename: 'Certificate', kind: CertificateKind, uvci: string, issuedAt: string, expiresAt: string, qr: string, content:
          | { __typename: 'RecoveryContent', firstPositiveOn: string, validFrom: string, validUntil: string, country: string }
          | { __typename: 'TestContent', testName: string | null, sampledAt: string, testingCentre: string | null, country: string, type: { code: string, display: string }, result: { code: string, display: string } }
          | { __typename: 'VaccinationContent', dose: number, doses: number, givenOn: string, country: string, product: { display: string }, manufacturer: { display: string } }
        , explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } }, help: { text: string, url: string, language: string } }
      | { __typename: 'CertificateRefusal', text: string, language: string, availableOn: string | null, explanation: { text: string, language: string, facts: Array<{ registerName: string, on: string | null, what: string, counted: boolean, why: string }>, rule: { validFrom: string | null, sources: Array<{ document: string, date: string | null }> } } }
    > | null } | null };

export type PersonCertificatesFragment = { birthDate: string | null, name: { full: string } | null, domesticCertificate:
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
  > | null };

export type CrossingFragment = { source: EntrySource, travelledOn: string, registeredAt: string, fromCountry: string | null, borderCrossing: string | null, stayAddress: string | null, postalCode: string | null, partySize: number, phone: string | null, email: string | null, followUp: FollowUp, entryMunicipality: { name: string | null } | null, quarantine: { choice: QuarantineChoice | null, hotel: { name: string, arrivalOn: string | null, departureOn: string | null } | null }, employer: { name: string | null } | null, contacts: Array<{ contactedAt: string, outcome: ContactOutcome, answer: string | null, healthNote: string | null }> | null, suspectedBreaches: Array<{ suspectedAt: string, kind: BreachKind, description: string | null }> | null };

export type EntriesPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type EntriesPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { entries: Array<{ id: string, source: EntrySource, travelledOn: string, registeredAt: string, fromCountry: string | null, borderCrossing: string | null, stayAddress: string | null, postalCode: string | null, partySize: number, phone: string | null, email: string | null, followUp: FollowUp, entryMunicipality: { name: string | null } | null, quarantine: { choice: QuarantineChoice | null, hotel: { name: string, arrivalOn: string | null, departureOn: string | null } | null }, employer: { name: string | null } | null, contacts: Array<{ contactedAt: string, outcome: ContactOutcome, answer: string | null, healthNote: string | null }> | null, suspectedBreaches: Array<{ suspectedAt: string, kind: BreachKind, description: string | null }> | null }> | null, name: { full: string } | null } | null }> | null } & { entries?: Array<{ id: string, source: EntrySource, travelledOn: string, registeredAt: string, fromCountry: string | null, borderCrossing: string | null, stayAddress: string | null, postalCode: string | null, partySize: number, phone: string | null, email: string | null, followUp: FollowUp, entryMunicipality: { name: string | null } | null, quarantine: { choice: QuarantineChoice | null, hotel: { name: string, arrivalOn: string | null, departureOn: string | null } | null }, employer: { name: string | null } | null, contacts: Array<{ contactedAt: string, outcome: ContactOutcome, answer: string | null, healthNote: string | null }> | null, suspectedBreaches: Array<{ suspectedAt: string, kind: BreachKind, description: string | null }> | null }> | null, name: { full: string } | null } | null };

export type PersonEntriesFragment = { entries: Array<{ id: string, source: EntrySource, travelledOn: string, registeredAt: string, fromCountry: string | null, borderCrossing: string | null, stayAddress: string | null, postalCode: string | null, partySize: number, phone: string | null, email: string | null, followUp: FollowUp, entryMunicipality: { name: string | null } | null, quarantine: { choice: QuarantineChoice | null, hotel: { name: string, arrivalOn: string | null, departureOn: string | null } | null }, employer: { name: string | null } | null, contacts: Array<{ contactedAt: string, outcome: ContactOutcome, answer: string | null, healthNote: string | null }> | null, suspectedBreaches: Array<{ suspectedAt: string, kind: BreachKind, description: string | null }> | null }> | null, name: { full: string } | null };

export type OverviewPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type OverviewPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { name: { full: string } | null } | null }> | null } & { name: { full: string } | null } | null };

export type PersonOverviewFragment = { name: { full: string } | null };

export type PersonsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PersonsPageQuery = { me: { name: { full: string } | null, representations: Array<{ id: string, basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { birthDate: string | null, name: { full: string } | null } | null }> | null } | null };

export type ChangeFragment = { isActive: boolean, decidedAt: string, registeredAt: string, madeBy: PrivacyActor, registeredBy: string | null, definition: { name: string, kind: PrivacySettingKind } | null, evidence: { mediaType: string } | null };

export type PrivacyPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type PrivacyPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { privacy: { requests: Array<{ id: string, state: ConsentRequestState, sentAt: string, expiresAt: string, closedAt: string | null, definition: { name: string, description: string, owner: { name: string } } }> | null, settings: Array<{ id: string, state: PrivacySettingState, since: string | null, until: string | null, definition: { group: PrivacySettingGroup, id: string, kind: PrivacySettingKind, name: string, description: string, isSelectable: boolean, allowsPeriod: boolean, owner: { name: string } }, restrictions: Array<{ areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null }> }> | null, history: Array<{ isActive: boolean, decidedAt: string, registeredAt: string, madeBy: PrivacyActor, registeredBy: string | null, definition: { name: string, kind: PrivacySettingKind } | null, evidence: { mediaType: string } | null }> | null, inclusions: Array<{ owner: string, kind: InclusionKind, since: string }> | null } | null, name: { full: string } | null } | null }> | null } & { privacy?: { requests: Array<{ id: string, state: ConsentRequestState, sentAt: string, expiresAt: string, closedAt: string | null, definition: { name: string, description: string, owner: { name: string } } }> | null, settings: Array<{ id: string, state: PrivacySettingState, since: string | null, until: string | null, definition: { group: PrivacySettingGroup, id: string, kind: PrivacySettingKind, name: string, description: string, isSelectable: boolean, allowsPeriod: boolean, owner: { name: string } }, restrictions: Array<{ areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null }> }> | null, history: Array<{ isActive: boolean, decidedAt: string, registeredAt: string, madeBy: PrivacyActor, registeredBy: string | null, definition: { name: string, kind: PrivacySettingKind } | null, evidence: { mediaType: string } | null }> | null, inclusions: Array<{ owner: string, kind: InclusionKind, since: string }> | null } | null, name: { full: string } | null } | null };

export type PersonPrivacyFragment = { privacy: { requests: Array<{ id: string, state: ConsentRequestState, sentAt: string, expiresAt: string, closedAt: string | null, definition: { name: string, description: string, owner: { name: string } } }> | null, settings: Array<{ id: string, state: PrivacySettingState, since: string | null, until: string | null, definition: { group: PrivacySettingGroup, id: string, kind: PrivacySettingKind, name: string, description: string, isSelectable: boolean, allowsPeriod: boolean, owner: { name: string } }, restrictions: Array<{ areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null }> }> | null, history: Array<{ isActive: boolean, decidedAt: string, registeredAt: string, madeBy: PrivacyActor, registeredBy: string | null, definition: { name: string, kind: PrivacySettingKind } | null, evidence: { mediaType: string } | null }> | null, inclusions: Array<{ owner: string, kind: InclusionKind, since: string }> | null } | null, name: { full: string } | null };

export type AskedFragment = { id: string, state: ConsentRequestState, sentAt: string, expiresAt: string, closedAt: string | null, definition: { name: string, description: string, owner: { name: string } } };

export type AnswerConsentRequestMutationVariables = Exact<{
  request: string | number;
  answer: ConsentAnswer;
}>;


export type AnswerConsentRequestMutation = { answerConsentRequest: { state: ConsentRequestState } | null };

export type RestrictedFragment = { restrictions: Array<{ areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null }> };

export type ClosedFragment = { areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null };

export type SetAccessRestrictionMutationVariables = Exact<{
  setting: string | number;
  restrictions: Array<AccessRestrictionInput> | AccessRestrictionInput;
}>;


export type SetAccessRestrictionMutation = { setAccessRestriction: { state: PrivacySettingState } | null };

export type LiftAccessRestrictionMutationVariables = Exact<{
  setting: string | number;
}>;


export type LiftAccessRestrictionMutation = { liftAccessRestriction: { state: PrivacySettingState } | null };

export type SettingFragment = { id: string, state: PrivacySettingState, since: string | null, until: string | null, definition: { id: string, kind: PrivacySettingKind, name: string, description: string, isSelectable: boolean, allowsPeriod: boolean, owner: { name: string } }, restrictions: Array<{ areas: Array<RestrictableArea> | null, organisation: string | null, hprNumber: string | null, from: string | null, until: string | null }> };

export type GiveConsentMutationVariables = Exact<{
  setting: string | number;
  until?: string | null | undefined;
}>;


export type GiveConsentMutation = { giveConsent: { state: PrivacySettingState } | null };

export type WithdrawConsentMutationVariables = Exact<{
  setting: string | number;
}>;


export type WithdrawConsentMutation = { withdrawConsent: { state: PrivacySettingState } | null };

export type SetReservationMutationVariables = Exact<{
  setting: string | number;
}>;


export type SetReservationMutation = { setReservation: { state: PrivacySettingState } | null };

export type LiftReservationMutationVariables = Exact<{
  setting: string | number;
}>;


export type LiftReservationMutation = { liftReservation: { state: PrivacySettingState } | null };

export type TestResultsPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type TestResultsPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { testResults: Array<{ id: string, method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> }> | null, name: { full: string } | null } | null }> | null } & { testResults?: Array<{ id: string, method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> }> | null, name: { full: string } | null } | null };

export type PersonTestResultsFragment = { testResults: Array<{ id: string, method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> }> | null, name: { full: string } | null };

export type SampleResultFragment = { method: TestMethod, outcome: TestOutcome, state: ResultState, sampledAt: string | null, receivedAt: string, testName: string | null, resultText: string, laboratory: { name: string | null } | null, performer: { name: string | null } | null, versions: Array<{ state: ResultState, outcome: TestOutcome, resultText: string, receivedAt: string }> };

export type VaccinationsPageQueryVariables = Exact<{
  for?: string | number | null | undefined;
  isForAnother: boolean;
}>;


export type VaccinationsPageQuery = { me: { representations?: Array<{ basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null, person: { vaccinations: Array<{ id: string, givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null }> | null, name: { full: string } | null } | null }> | null } & { vaccinations?: Array<{ id: string, givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null }> | null, name: { full: string } | null } | null };

export type PersonVaccinationsFragment = { vaccinations: Array<{ id: string, givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null }> | null, name: { full: string } | null };

export type DoseFragment = { givenOn: string, code: string, doseNumber: number | null, country: string, isForeign: boolean, isUnknownCode: boolean, isAfterRegistered: boolean, batchNumber: string | null, performer: { name: string | null } | null, vaccine: { name: string, targetDisease: string } | null };

export type RepresentedByFragment = { basis: RepresentationBasis, areas: Array<RepresentedArea>, validUntil: string | null };

export type NamedFragment = { name: { full: string } | null };

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
export const HeldEuFragmentDoc = new TypedDocumentString(`
    fragment HeldEu on Certificate {
  kind
  uvci
  issuedAt
  expiresAt
  qr
  content {
    ...Stated
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
}`, {"fragmentName":"HeldEu"}) as unknown as TypedDocumentString<HeldEuFragment, unknown>;
export const HeldAnswerFragmentDoc = new TypedDocumentString(`
    fragment HeldAnswer on CertificateAnswer {
  __typename
  ...HeldEu
  ... on Certificate {
    hc1
  }
  ... on CertificateRefusal {
    text
    language
  }
}
    fragment HeldEu on Certificate {
  kind
  uvci
  issuedAt
  expiresAt
  qr
  content {
    ...Stated
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
}`, {"fragmentName":"HeldAnswer"}) as unknown as TypedDocumentString<HeldAnswerFragment, unknown>;
export const HeldDomesticFragmentDoc = new TypedDocumentString(`
    fragment HeldDomestic on DomesticCertificate {
  qr
  expiresAt
  fetchedAt
}
    `, {"fragmentName":"HeldDomestic"}) as unknown as TypedDocumentString<HeldDomesticFragment, unknown>;
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
export const PdfLinksFragmentDoc = new TypedDocumentString(`
    fragment PdfLinks on Person {
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
    fragment PdfLink on CertificateAnswer {
  ... on Certificate {
    uvci
    pdf {
      url
    }
  }
}`, {"fragmentName":"PdfLinks"}) as unknown as TypedDocumentString<PdfLinksFragment, unknown>;
export const NamedFragmentDoc = new TypedDocumentString(`
    fragment Named on Person {
  name {
    full
  }
}
    `, {"fragmentName":"Named"}) as unknown as TypedDocumentString<NamedFragment, unknown>;
export const LineFragmentDoc = new TypedDocumentString(`
    fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}
    `, {"fragmentName":"Line"}) as unknown as TypedDocumentString<LineFragment, unknown>;
export const LogPageFragmentDoc = new TypedDocumentString(`
    fragment LogPage on AccessLogConnection {
  nodes {
    id
    ...Line
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}`, {"fragmentName":"LogPage"}) as unknown as TypedDocumentString<LogPageFragment, unknown>;
export const PersonAccessLogFragmentDoc = new TypedDocumentString(`
    fragment PersonAccessLog on Person {
  ...Named
  reads: accessLog(kind: READ, area: $area, from: $from, first: 20) {
    ...LogPage
  }
  disclosures: accessLog(kind: DISCLOSURE, area: $area, from: $from, first: 20) {
    ...LogPage
  }
}
    fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}
fragment LogPage on AccessLogConnection {
  nodes {
    id
    ...Line
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonAccessLog"}) as unknown as TypedDocumentString<PersonAccessLogFragment, unknown>;
export const PersonOlderLinesFragmentDoc = new TypedDocumentString(`
    fragment PersonOlderLines on Person {
  accessLog(kind: $kind, area: $area, from: $from, after: $after, first: 20) {
    ...LogPage
  }
}
    fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}
fragment LogPage on AccessLogConnection {
  nodes {
    id
    ...Line
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"fragmentName":"PersonOlderLines"}) as unknown as TypedDocumentString<PersonOlderLinesFragment, unknown>;
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
export const PersonCertificatesFragmentDoc = new TypedDocumentString(`
    fragment PersonCertificates on Person {
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
}`, {"fragmentName":"PersonCertificates"}) as unknown as TypedDocumentString<PersonCertificatesFragment, unknown>;
export const CrossingFragmentDoc = new TypedDocumentString(`
    fragment Crossing on Entry {
  source
  travelledOn
  registeredAt
  fromCountry
  borderCrossing
  stayAddress
  postalCode
  entryMunicipality {
    name
  }
  quarantine {
    choice
    hotel {
      name
      arrivalOn
      departureOn
    }
  }
  employer {
    name
  }
  partySize
  phone
  email
  followUp
  contacts {
    contactedAt
    outcome
    answer
    healthNote
  }
  suspectedBreaches {
    suspectedAt
    kind
    description
  }
}
    `, {"fragmentName":"Crossing"}) as unknown as TypedDocumentString<CrossingFragment, unknown>;
export const PersonEntriesFragmentDoc = new TypedDocumentString(`
    fragment PersonEntries on Person {
  ...Named
  entries {
    id
    ...Crossing
  }
}
    fragment Crossing on Entry {
  source
  travelledOn
  registeredAt
  fromCountry
  borderCrossing
  stayAddress
  postalCode
  entryMunicipality {
    name
  }
  quarantine {
    choice
    hotel {
      name
      arrivalOn
      departureOn
    }
  }
  employer {
    name
  }
  partySize
  phone
  email
  followUp
  contacts {
    contactedAt
    outcome
    answer
    healthNote
  }
  suspectedBreaches {
    suspectedAt
    kind
    description
  }
}
fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonEntries"}) as unknown as TypedDocumentString<PersonEntriesFragment, unknown>;
export const PersonOverviewFragmentDoc = new TypedDocumentString(`
    fragment PersonOverview on Person {
  ...Named
}
    fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonOverview"}) as unknown as TypedDocumentString<PersonOverviewFragment, unknown>;
export const AskedFragmentDoc = new TypedDocumentString(`
    fragment Asked on ConsentRequest {
  id
  state
  sentAt
  expiresAt
  closedAt
  definition {
    name
    description
    owner {
      name
    }
  }
}
    `, {"fragmentName":"Asked"}) as unknown as TypedDocumentString<AskedFragment, unknown>;
export const ClosedFragmentDoc = new TypedDocumentString(`
    fragment Closed on AccessRestriction {
  areas
  organisation
  hprNumber
  from
  until
}
    `, {"fragmentName":"Closed"}) as unknown as TypedDocumentString<ClosedFragment, unknown>;
export const RestrictedFragmentDoc = new TypedDocumentString(`
    fragment Restricted on PrivacySetting {
  restrictions {
    ...Closed
  }
}
    fragment Closed on AccessRestriction {
  areas
  organisation
  hprNumber
  from
  until
}`, {"fragmentName":"Restricted"}) as unknown as TypedDocumentString<RestrictedFragment, unknown>;
export const SettingFragmentDoc = new TypedDocumentString(`
    fragment Setting on PrivacySetting {
  id
  state
  since
  until
  ...Restricted
  definition {
    id
    kind
    name
    description
    owner {
      name
    }
    isSelectable
    allowsPeriod
  }
}
    fragment Restricted on PrivacySetting {
  restrictions {
    ...Closed
  }
}
fragment Closed on AccessRestriction {
  areas
  organisation
  hprNumber
  from
  until
}`, {"fragmentName":"Setting"}) as unknown as TypedDocumentString<SettingFragment, unknown>;
export const ChangeFragmentDoc = new TypedDocumentString(`
    fragment Change on PrivacyChange {
  definition {
    name
    kind
  }
  isActive
  decidedAt
  registeredAt
  madeBy
  registeredBy
  evidence {
    mediaType
  }
}
    `, {"fragmentName":"Change"}) as unknown as TypedDocumentString<ChangeFragment, unknown>;
export const PersonPrivacyFragmentDoc = new TypedDocumentString(`
    fragment PersonPrivacy on Person {
  ...Named
  privacy {
    requests {
      ...Asked
    }
    settings {
      definition {
        group
      }
      ...Setting
    }
    history {
      ...Change
    }
    inclusions {
      owner
      kind
      since
    }
  }
}
    fragment Change on PrivacyChange {
  definition {
    name
    kind
  }
  isActive
  decidedAt
  registeredAt
  madeBy
  registeredBy
  evidence {
    mediaType
  }
}
fragment Asked on ConsentRequest {
  id
  state
  sentAt
  expiresAt
  closedAt
  definition {
    name
    description
    owner {
      name
    }
  }
}
fragment Restricted on PrivacySetting {
  restrictions {
    ...Closed
  }
}
fragment Closed on AccessRestriction {
  areas
  organisation
  hprNumber
  from
  until
}
fragment Setting on PrivacySetting {
  id
  state
  since
  until
  ...Restricted
  definition {
    id
    kind
    name
    description
    owner {
      name
    }
    isSelectable
    allowsPeriod
  }
}
fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonPrivacy"}) as unknown as TypedDocumentString<PersonPrivacyFragment, unknown>;
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
export const PersonTestResultsFragmentDoc = new TypedDocumentString(`
    fragment PersonTestResults on Person {
  ...Named
  testResults {
    id
    ...SampleResult
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
}
fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonTestResults"}) as unknown as TypedDocumentString<PersonTestResultsFragment, unknown>;
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
export const PersonVaccinationsFragmentDoc = new TypedDocumentString(`
    fragment PersonVaccinations on Person {
  ...Named
  vaccinations {
    id
    ...Dose
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
}
fragment Named on Person {
  name {
    full
  }
}`, {"fragmentName":"PersonVaccinations"}) as unknown as TypedDocumentString<PersonVaccinationsFragment, unknown>;
export const RepresentedByFragmentDoc = new TypedDocumentString(`
    fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
    `, {"fragmentName":"RepresentedBy"}) as unknown as TypedDocumentString<RepresentedByFragment, unknown>;
export const DeviceCertificatesDocument = new TypedDocumentString(`
    query DeviceCertificates {
  me {
    name {
      full
    }
    birthDate
    domesticCertificate {
      __typename
      ...HeldDomestic
      ... on DomesticCertificate {
        no1
      }
      ... on DomesticCertificateRefusal {
        text
        language
      }
    }
    vaccinationCertificate {
      ...HeldAnswer
    }
    recoveryCertificate {
      ...HeldAnswer
    }
    testCertificates {
      ...HeldAnswer
    }
  }
}
    fragment HeldAnswer on CertificateAnswer {
  __typename
  ...HeldEu
  ... on Certificate {
    hc1
  }
  ... on CertificateRefusal {
    text
    language
  }
}
fragment HeldEu on Certificate {
  kind
  uvci
  issuedAt
  expiresAt
  qr
  content {
    ...Stated
  }
}
fragment HeldDomestic on DomesticCertificate {
  qr
  expiresAt
  fetchedAt
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
}`, {"hash":"sha256:9b650a1000db03ea22ce8a19d9b218aac97af9412d528b3c0eb80b47eacd7e5d"}) as unknown as TypedDocumentString<DeviceCertificatesQuery, DeviceCertificatesQueryVariables>;
export const CertificatePdfDocument = new TypedDocumentString(`
    query CertificatePdf($for: ID, $isForAnother: Boolean!, $vaccination: Boolean!, $test: Boolean!, $recovery: Boolean!) {
  me {
    ...PdfLinks @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      person {
        ...PdfLinks
      }
    }
  }
}
    fragment PdfLinks on Person {
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
fragment PdfLink on CertificateAnswer {
  ... on Certificate {
    uvci
    pdf {
      url
    }
  }
}`, {"hash":"sha256:b06e485494440c3f33b13a1745cd5042e9d568e6a06ddafb96a1e5a7cde489e0"}) as unknown as TypedDocumentString<CertificatePdfQuery, CertificatePdfQueryVariables>;
export const AccessLogPageDocument = new TypedDocumentString(`
    query AccessLogPage($for: ID, $isForAnother: Boolean!, $area: AccessArea, $from: Instant) {
  me {
    ...PersonAccessLog @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonAccessLog
      }
    }
  }
}
    fragment PersonAccessLog on Person {
  ...Named
  reads: accessLog(kind: READ, area: $area, from: $from, first: 20) {
    ...LogPage
  }
  disclosures: accessLog(kind: DISCLOSURE, area: $area, from: $from, first: 20) {
    ...LogPage
  }
}
fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}
fragment LogPage on AccessLogConnection {
  nodes {
    id
    ...Line
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:f207ddb0bdacbe4fd5802275ae8d2f89563e74f003394f99e7e255696e855afe"}) as unknown as TypedDocumentString<AccessLogPageQuery, AccessLogPageQueryVariables>;
export const OlderLinesDocument = new TypedDocumentString(`
    query OlderLines($for: ID, $isForAnother: Boolean!, $kind: AccessKind!, $area: AccessArea, $from: Instant, $after: String!) {
  me {
    ...PersonOlderLines @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      person {
        ...PersonOlderLines
      }
    }
  }
}
    fragment Line on AccessLogEntry {
  at
  areaName
  registerName
  purpose
  legalBasis
  actor {
    isYou
    name
    roleName
    hprNumber
    organisation {
      name
    }
    parentOrganisation {
      name
    }
    application
  }
  representedBy {
    name {
      full
    }
  }
  recipient {
    name
  }
  reference
}
fragment LogPage on AccessLogConnection {
  nodes {
    id
    ...Line
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment PersonOlderLines on Person {
  accessLog(kind: $kind, area: $area, from: $from, after: $after, first: 20) {
    ...LogPage
  }
}`, {"hash":"sha256:5084247547ba6d5c5d986f336f6f6870cd358614e96a35ac2be580362e71fa42"}) as unknown as TypedDocumentString<OlderLinesQuery, OlderLinesQueryVariables>;
export const CertificatesPageDocument = new TypedDocumentString(`
    query CertificatesPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonCertificates @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonCertificates
      }
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
}
fragment PersonCertificates on Person {
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
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}`, {"hash":"sha256:5feca185d6a6a5d7283caa8e354f0ca79d82cfafaa92cdb90a11c35c608600c1"}) as unknown as TypedDocumentString<CertificatesPageQuery, CertificatesPageQueryVariables>;
export const EntriesPageDocument = new TypedDocumentString(`
    query EntriesPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonEntries @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonEntries
      }
    }
  }
}
    fragment Crossing on Entry {
  source
  travelledOn
  registeredAt
  fromCountry
  borderCrossing
  stayAddress
  postalCode
  entryMunicipality {
    name
  }
  quarantine {
    choice
    hotel {
      name
      arrivalOn
      departureOn
    }
  }
  employer {
    name
  }
  partySize
  phone
  email
  followUp
  contacts {
    contactedAt
    outcome
    answer
    healthNote
  }
  suspectedBreaches {
    suspectedAt
    kind
    description
  }
}
fragment PersonEntries on Person {
  ...Named
  entries {
    id
    ...Crossing
  }
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:0718a53586ae517a7544dca896a41b2264e8a86b54d2c9819aa542a8eacc162d"}) as unknown as TypedDocumentString<EntriesPageQuery, EntriesPageQueryVariables>;
export const OverviewPageDocument = new TypedDocumentString(`
    query OverviewPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonOverview @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonOverview
      }
    }
  }
}
    fragment PersonOverview on Person {
  ...Named
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:b0424cf0bbd322dd864b511489fc8279e65e636cff23c178037956c19feaafae"}) as unknown as TypedDocumentString<OverviewPageQuery, OverviewPageQueryVariables>;
export const PersonsPageDocument = new TypedDocumentString(`
    query PersonsPage {
  me {
    name {
      full
    }
    representations {
      id
      ...RepresentedBy
      person {
        name {
          full
        }
        birthDate
      }
    }
  }
}
    fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}`, {"hash":"sha256:7b54c435ba2e4b5395417887262d79687c121c2f36ee7c2ac3069b2aa935a7d9"}) as unknown as TypedDocumentString<PersonsPageQuery, PersonsPageQueryVariables>;
export const PrivacyPageDocument = new TypedDocumentString(`
    query PrivacyPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonPrivacy @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonPrivacy
      }
    }
  }
}
    fragment Change on PrivacyChange {
  definition {
    name
    kind
  }
  isActive
  decidedAt
  registeredAt
  madeBy
  registeredBy
  evidence {
    mediaType
  }
}
fragment PersonPrivacy on Person {
  ...Named
  privacy {
    requests {
      ...Asked
    }
    settings {
      definition {
        group
      }
      ...Setting
    }
    history {
      ...Change
    }
    inclusions {
      owner
      kind
      since
    }
  }
}
fragment Asked on ConsentRequest {
  id
  state
  sentAt
  expiresAt
  closedAt
  definition {
    name
    description
    owner {
      name
    }
  }
}
fragment Restricted on PrivacySetting {
  restrictions {
    ...Closed
  }
}
fragment Closed on AccessRestriction {
  areas
  organisation
  hprNumber
  from
  until
}
fragment Setting on PrivacySetting {
  id
  state
  since
  until
  ...Restricted
  definition {
    id
    kind
    name
    description
    owner {
      name
    }
    isSelectable
    allowsPeriod
  }
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:3a7b78cc4f72cd80ceb63b17f8a811b738e3d2869e540349f854b3db84777d83"}) as unknown as TypedDocumentString<PrivacyPageQuery, PrivacyPageQueryVariables>;
export const AnswerConsentRequestDocument = new TypedDocumentString(`
    mutation AnswerConsentRequest($request: ID!, $answer: ConsentAnswer!) {
  answerConsentRequest(request: $request, answer: $answer) {
    state
  }
}
    `, {"hash":"sha256:0a0f305128d4d31747e0860e118ccaa186333f08120e209c945b2a6ccc973c7c"}) as unknown as TypedDocumentString<AnswerConsentRequestMutation, AnswerConsentRequestMutationVariables>;
export const SetAccessRestrictionDocument = new TypedDocumentString(`
    mutation SetAccessRestriction($setting: ID!, $restrictions: [AccessRestrictionInput!]!) {
  setAccessRestriction(setting: $setting, restrictions: $restrictions) {
    state
  }
}
    `, {"hash":"sha256:2975cbac67d60fbadae0b62ce990635f7e3bf286f01a787dcb13affeea38722a"}) as unknown as TypedDocumentString<SetAccessRestrictionMutation, SetAccessRestrictionMutationVariables>;
export const LiftAccessRestrictionDocument = new TypedDocumentString(`
    mutation LiftAccessRestriction($setting: ID!) {
  liftAccessRestriction(setting: $setting) {
    state
  }
}
    `, {"hash":"sha256:23f86bdcfb45844cff542b635a0a364041da268453304ca47576bc3cec81a9a6"}) as unknown as TypedDocumentString<LiftAccessRestrictionMutation, LiftAccessRestrictionMutationVariables>;
export const GiveConsentDocument = new TypedDocumentString(`
    mutation GiveConsent($setting: ID!, $until: LocalDate) {
  giveConsent(setting: $setting, until: $until) {
    state
  }
}
    `, {"hash":"sha256:7b44d9f29db170a0b915aff88af9161abbb82e8a13b635cd4bdade7546e48723"}) as unknown as TypedDocumentString<GiveConsentMutation, GiveConsentMutationVariables>;
export const WithdrawConsentDocument = new TypedDocumentString(`
    mutation WithdrawConsent($setting: ID!) {
  withdrawConsent(setting: $setting) {
    state
  }
}
    `, {"hash":"sha256:9e369eea948c4415ebce7cd22c1082a28f3bf6543d4cf644f8efb1f160fa46d5"}) as unknown as TypedDocumentString<WithdrawConsentMutation, WithdrawConsentMutationVariables>;
export const SetReservationDocument = new TypedDocumentString(`
    mutation SetReservation($setting: ID!) {
  setReservation(setting: $setting) {
    state
  }
}
    `, {"hash":"sha256:5f7abb4e1ce1edf4a5d141fcd376ebc52a68e01492623abfc49b7533ec3bdb73"}) as unknown as TypedDocumentString<SetReservationMutation, SetReservationMutationVariables>;
export const LiftReservationDocument = new TypedDocumentString(`
    mutation LiftReservation($setting: ID!) {
  liftReservation(setting: $setting) {
    state
  }
}
    `, {"hash":"sha256:0abcfbe665518ad616c0af495b204435ff2ba40601ae1c6e7dd4c24ef692f25f"}) as unknown as TypedDocumentString<LiftReservationMutation, LiftReservationMutationVariables>;
export const TestResultsPageDocument = new TypedDocumentString(`
    query TestResultsPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonTestResults @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonTestResults
      }
    }
  }
}
    fragment PersonTestResults on Person {
  ...Named
  testResults {
    id
    ...SampleResult
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
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:8a6d17cf9ab6dfa920f788af99425c0abe48543b0291486e1e4e6df9ec0a36f5"}) as unknown as TypedDocumentString<TestResultsPageQuery, TestResultsPageQueryVariables>;
export const VaccinationsPageDocument = new TypedDocumentString(`
    query VaccinationsPage($for: ID, $isForAnother: Boolean!) {
  me {
    ...PersonVaccinations @skip(if: $isForAnother)
    representations(id: $for) @include(if: $isForAnother) {
      ...RepresentedBy
      person {
        ...PersonVaccinations
      }
    }
  }
}
    fragment PersonVaccinations on Person {
  ...Named
  vaccinations {
    id
    ...Dose
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
}
fragment RepresentedBy on Representation {
  basis
  areas
  validUntil
}
fragment Named on Person {
  name {
    full
  }
}`, {"hash":"sha256:aed54f5eace9c1b4821c28e594aa1a7cb99b371bfb460d91b1acaed56f2a0f45"}) as unknown as TypedDocumentString<VaccinationsPageQuery, VaccinationsPageQueryVariables>;