import type { LocalText } from './scalars/locale.ts'

/** The subgraphs of the supergraph, by the name they have in it. */
export const subgraphNames = [
  'person',
  'vaccine',
  'test',
  'recovery',
  'certificate',
  'proxy-consent',
  'insight',
  'entry-registry',
] as const
export type SubgraphName = (typeof subgraphNames)[number]

export type Register = {
  /** The name people know it by. */
  readonly name: LocalText
  /** Who answers for the data. */
  readonly owner: string
}

/** What stands behind each subgraph, in the words a citizen meets in `extensions.sources` and in errors. */
export const registers: Readonly<Record<SubgraphName, Register>> = {
  person: {
    name: { nb: 'Folkeregisteret', nn: 'Folkeregisteret', en: 'National Population Register' },
    owner: 'Skatteetaten',
  },
  vaccine: {
    name: {
      nb: 'Vaksinasjonsregisteret SYSVAK',
      nn: 'Vaksinasjonsregisteret SYSVAK',
      en: 'Immunisation Registry SYSVAK',
    },
    owner: 'FHI',
  },
  test: {
    name: { nb: 'MSIS-labdatabasen', nn: 'MSIS-labdatabasen', en: 'MSIS Laboratory Database' },
    owner: 'FHI',
  },
  recovery: {
    name: {
      nb: 'Meldingssystem for smittsomme sykdommer (MSIS)',
      nn: 'Meldingssystem for smittsame sjukdomar (MSIS)',
      en: 'Surveillance System for Communicable Diseases (MSIS)',
    },
    owner: 'FHI',
  },
  certificate: {
    name: { nb: 'Koronasertifikat', nn: 'Koronasertifikat', en: 'COVID certificate' },
    owner: 'Helsedirektoratet',
  },
  'proxy-consent': {
    name: { nb: 'Personvernkomponenten (PVK)', nn: 'Personvernkomponenten (PVK)', en: 'Privacy component (PVK)' },
    owner: 'Norsk helsenett',
  },
  insight: {
    name: { nb: 'Innsynsloggen', nn: 'Innsynsloggen', en: 'Access log' },
    owner: 'Norsk helsenett',
  },
  'entry-registry': {
    name: {
      nb: 'Innreiseregisteret og Beredskapsregisteret',
      nn: 'Innreiseregisteret og Beredskapsregisteret',
      en: 'Entry Registry and Preparedness Registry',
    },
    owner: 'DSB og Helsedirektoratet',
  },
}

export function isSubgraphName(name: string): name is SubgraphName {
  return (subgraphNames as readonly string[]).includes(name)
}
