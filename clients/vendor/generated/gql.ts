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
    "query TravellersToFollowUp($municipality: String!, $purpose: FollowUpPurpose!, $after: String) {\n  municipality(number: $municipality) {\n    name\n    travellers(purpose: $purpose, first: 50, after: $after) {\n      totalCount\n      copyUpdatedAt\n      changesUntil\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nsubscription TravellersChange($municipality: String!, $purpose: FollowUpPurpose!, $since: Instant) {\n  travellersChanged(municipality: $municipality, purpose: $purpose, since: $since) {\n    at\n    travellers {\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n    }\n  }\n}\n\nfragment TravellerRow on Traveller {\n  id\n  toFollowUp\n  testStatus\n  entry {\n    name\n    travelledOn\n    fromCountry\n    phone\n    language\n  }\n}": typeof types.TravellersToFollowUpDocument,
    "query WhoAmI {\n  followUpAccess {\n    __typename\n  }\n}": typeof types.WhoAmIDocument,
};
const documents: Documents = {
    "query TravellersToFollowUp($municipality: String!, $purpose: FollowUpPurpose!, $after: String) {\n  municipality(number: $municipality) {\n    name\n    travellers(purpose: $purpose, first: 50, after: $after) {\n      totalCount\n      copyUpdatedAt\n      changesUntil\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nsubscription TravellersChange($municipality: String!, $purpose: FollowUpPurpose!, $since: Instant) {\n  travellersChanged(municipality: $municipality, purpose: $purpose, since: $since) {\n    at\n    travellers {\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n    }\n  }\n}\n\nfragment TravellerRow on Traveller {\n  id\n  toFollowUp\n  testStatus\n  entry {\n    name\n    travelledOn\n    fromCountry\n    phone\n    language\n  }\n}": types.TravellersToFollowUpDocument,
    "query WhoAmI {\n  followUpAccess {\n    __typename\n  }\n}": types.WhoAmIDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TravellersToFollowUp($municipality: String!, $purpose: FollowUpPurpose!, $after: String) {\n  municipality(number: $municipality) {\n    name\n    travellers(purpose: $purpose, first: 50, after: $after) {\n      totalCount\n      copyUpdatedAt\n      changesUntil\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}\n\nsubscription TravellersChange($municipality: String!, $purpose: FollowUpPurpose!, $since: Instant) {\n  travellersChanged(municipality: $municipality, purpose: $purpose, since: $since) {\n    at\n    travellers {\n      edges {\n        node {\n          ...TravellerRow\n        }\n      }\n    }\n  }\n}\n\nfragment TravellerRow on Traveller {\n  id\n  toFollowUp\n  testStatus\n  entry {\n    name\n    travelledOn\n    fromCountry\n    phone\n    language\n  }\n}"): typeof import('./graphql.ts').TravellersToFollowUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI {\n  followUpAccess {\n    __typename\n  }\n}"): typeof import('./graphql.ts').WhoAmIDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
