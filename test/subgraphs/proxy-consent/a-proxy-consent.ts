import { randomBytes } from 'node:crypto'
import { PublicError } from '../../../schema/errors.ts'
import type { PrivacyNeeds } from '../../../subgraphs/proxy-consent/privacy/index.ts'
import { proxyConsentSubgraph } from '../../../subgraphs/proxy-consent/subgraph.ts'
import { grantKeys, mandateKeys, startSubgraph } from '../../subgraph.ts'
import { identityKeys, pseudonymKey as pseudonymKeyOfAll } from '../registries.ts'

const privacyKeys = [{ id: 'p1', key: randomBytes(32) }]
const pseudonymKey = randomBytes(32)

/** PVK alone: `person` is not there to be asked. */
export const startProxyConsent = (but: Partial<PrivacyNeeds> = {}) =>
  startSubgraph(proxyConsentSubgraph, {
    identityKeys,
    mandateKeys,
    askPerson: () => Promise.reject(new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'person' } })),
    privacy: {
      grantKeys,
      keys: privacyKeys,
      pseudonymKey,
      subjectKey: pseudonymKeyOfAll,
      identifierProfile: 'only-synthetic',
      ...but,
    },
  })
