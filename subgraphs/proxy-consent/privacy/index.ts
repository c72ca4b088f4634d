/**
 * What has each person decided about the use of her data, and who is told when it changes? Judges no representation:
 * by what right somebody decides stands in the grant.
 */
import { OwnedSettingFields, PrivacyAdministration, SentRequestFields } from './resolvers/administration.ts'
import { PrivacyDecisions } from './resolvers/decisions.ts'
import { DefinitionFields } from './resolvers/definition.ts'
import {
  ConsentRequestFields,
  PersonPrivacy,
  PrivacyChangeFields,
  PrivacyEvidenceFields,
  PrivacyOverview,
  PrivacySettingFields,
} from './resolvers/overview.ts'
import { PrivacyChangeEventFields, PrivacySubscriptions } from './resolvers/subscribers.ts'

export { createPrivacyLoaders, type PrivacyLoaders } from './loaders.ts'
export { type PrivacyNeeds, type PrivacyRoom, startPrivacy } from './services.ts'

export const privacyResolvers = [
  DefinitionFields,
  PersonPrivacy,
  PrivacyOverview,
  PrivacySettingFields,
  PrivacyChangeFields,
  PrivacyEvidenceFields,
  ConsentRequestFields,
  PrivacyDecisions,
  PrivacyAdministration,
  PrivacySubscriptions,
  OwnedSettingFields,
  SentRequestFields,
  PrivacyChangeEventFields,
] as const
