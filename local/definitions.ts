import { certificateSubgraph } from '../subgraphs/certificate/subgraph.ts'
import { entryRegistrySubgraph } from '../subgraphs/entry-registry/subgraph.ts'
import { insightSubgraph } from '../subgraphs/insight/subgraph.ts'
import type { SubgraphDefinition } from '../subgraphs/kernel/define-subgraph.ts'
import { personSubgraph } from '../subgraphs/person/subgraph.ts'
import { proxyConsentSubgraph } from '../subgraphs/proxy-consent/subgraph.ts'
import { recoverySubgraph } from '../subgraphs/recovery/subgraph.ts'
import { testSubgraph } from '../subgraphs/test/subgraph.ts'
import { vaccineSubgraph } from '../subgraphs/vaccine/subgraph.ts'

/** Every registry, in the order the supergraph lists them. */
export const definitions = [
  personSubgraph,
  vaccineSubgraph,
  testSubgraph,
  recoverySubgraph,
  certificateSubgraph,
  proxyConsentSubgraph,
  insightSubgraph,
  entryRegistrySubgraph,
] as readonly SubgraphDefinition[]
