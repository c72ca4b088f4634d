/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a municipality wants a list for. Law says for each what may be used. */
export type FollowUpPurpose =
  /** To trace infection: those with a positive answer. */
  | 'CONTACT_TRACING'
  /** That quarantine and testing are kept: those with no positive answer. */
  | 'QUARANTINE';

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

export type TravellersToFollowUpQueryVariables = Exact<{
  municipality: string;
  purpose: FollowUpPurpose;
  after?: string | null | undefined;
}>;


export type TravellersToFollowUpQuery = { municipality: { name: string | null, travellers: { totalCount: number | null, copyUpdatedAt: string | null, changesUntil: string | null, edges: Array<{ node: { id: string, toFollowUp: boolean, testStatus: TestStatus | null, entry: { name: string, travelledOn: string, fromCountry: string | null, phone: string | null, language: string | null } } }> | null, pageInfo: { hasNextPage: boolean, endCursor: string | null } | null } | null } | null };

export type TravellersChangeSubscriptionVariables = Exact<{
  municipality: string;
  purpose: FollowUpPurpose;
  since?: string | null | undefined;
}>;


export type TravellersChangeSubscription = { travellersChanged: { at: string, travellers: { edges: Array<{ node: { id: string, toFollowUp: boolean, testStatus: TestStatus | null, entry: { name: string, travelledOn: string, fromCountry: string | null, phone: string | null, language: string | null } } }> | null } | null } | null };

export type TravellerRowFragment = { id: string, toFollowUp: boolean, testStatus: TestStatus | null, entry: { name: string, travelledOn: string, fromCountry: string | null, phone: string | null, language: string | null } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { followUpAccess: { __typename: 'FollowUpAccess' } | null };

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
export const TravellerRowFragmentDoc = new TypedDocumentString(`
    fragment TravellerRow on Traveller {
  id
  toFollowUp
  testStatus
  entry {
    name
    travelledOn
    fromCountry
    phone
    language
  }
}
    `, {"fragmentName":"TravellerRow"}) as unknown as TypedDocumentString<TravellerRowFragment, unknown>;
export const TravellersToFollowUpDocument = new TypedDocumentString(`
    query TravellersToFollowUp($municipality: String!, $purpose: FollowUpPurpose!, $after: String) {
  municipality(number: $municipality) {
    name
    travellers(purpose: $purpose, first: 50, after: $after) {
      totalCount
      copyUpdatedAt
      changesUntil
      edges {
        node {
          ...TravellerRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment TravellerRow on Traveller {
  id
  toFollowUp
  testStatus
  entry {
    name
    travelledOn
    fromCountry
    phone
    language
  }
}`) as unknown as TypedDocumentString<TravellersToFollowUpQuery, TravellersToFollowUpQueryVariables>;
export const TravellersChangeDocument = new TypedDocumentString(`
    subscription TravellersChange($municipality: String!, $purpose: FollowUpPurpose!, $since: Instant) {
  travellersChanged(municipality: $municipality, purpose: $purpose, since: $since) {
    at
    travellers {
      edges {
        node {
          ...TravellerRow
        }
      }
    }
  }
}
    fragment TravellerRow on Traveller {
  id
  toFollowUp
  testStatus
  entry {
    name
    travelledOn
    fromCountry
    phone
    language
  }
}`) as unknown as TypedDocumentString<TravellersChangeSubscription, TravellersChangeSubscriptionVariables>;
export const WhoAmIDocument = new TypedDocumentString(`
    query WhoAmI {
  followUpAccess {
    __typename
  }
}
    `) as unknown as TypedDocumentString<WhoAmIQuery, WhoAmIQueryVariables>;