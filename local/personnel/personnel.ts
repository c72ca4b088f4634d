import { type PersonIdentifier, parsePersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { Persona } from '../population/persona.ts'
import { type Organisation, organisations } from './organisations.ts'

/** Somebody who signs in at work. What they may do stands in the registries, never in their token. */
export type PersonnelPersona = Persona & {
  readonly organisation: Organisation
  /** Number in Helsepersonellregisteret; who has none is no health personnel. */
  readonly hprNumber?: string
  /** The client they sign in with unless another is chosen, by its id. */
  readonly client: string
}

const identifier = (text: string): PersonIdentifier => {
  const parsed = parsePersonIdentifier(text)
  if (!parsed?.isSynthetic) throw new RangeError(`the number ${text} does not hold`)
  return parsed.value
}

export const personnel: readonly PersonnelPersona[] = [
  {
    name: 'lege-bergen',
    fullName: 'Astrid Vik Mohn',
    identifier: identifier('12827190401'),
    organisation: organisations.bergen,
    hprNumber: '7100001',
    client: 'sporingsverktoyet',
    shows: {
      nb: 'Kommuneoverlege i Bergen (4601), i et sporingsverktøy fra en leverandør.',
      nn: 'Kommuneoverlege i Bergen (4601), i eit sporingsverktøy frå ein leverandør.',
      en: 'Chief municipal doctor of Bergen (4601), in a vendor’s contact tracing tool.',
    },
  },
  {
    name: 'karantene-bergen',
    fullName: 'Kjersti Aase',
    identifier: identifier('05898390286'),
    organisation: organisations.bergen,
    client: 'sporingsverktoyet',
    shows: {
      nb: 'Følger opp karantene i Bergen; ikke helsepersonell.',
      nn: 'Følgjer opp karantene i Bergen; ikkje helsepersonell.',
      en: 'Follows up quarantine in Bergen; not health personnel.',
    },
  },
  {
    name: 'sporer-bergen',
    fullName: 'Randi Toft',
    identifier: identifier('23849090275'),
    organisation: organisations.bergen,
    hprNumber: '7100002',
    client: 'sporingsverktoyet',
    shows: {
      nb: 'Sykepleier og smittesporer i Bergen.',
      nn: 'Sjukepleiar og smittesporar i Bergen.',
      en: 'A nurse who traces contacts in Bergen.',
    },
  },
  {
    name: 'lege-oslo',
    fullName: 'Trygve Holm',
    identifier: identifier('17916890362'),
    organisation: organisations.oslo,
    hprNumber: '7100003',
    client: 'smittelista',
    shows: {
      nb: 'Kommuneoverlege i Oslo (0301), i en annen leverandørs verktøy.',
      nn: 'Kommuneoverlege i Oslo (0301), i verktøyet til ein annan leverandør.',
      en: 'Chief municipal doctor of Oslo (0301), in another vendor’s tool.',
    },
  },
  {
    name: 'kontrollsenter',
    fullName: 'Stian Rød',
    identifier: identifier('30817990351'),
    organisation: organisations.kontrollsenteret,
    client: 'kontrollsenteret',
    shows: {
      nb: 'Operatør ved det nasjonale kontrollsenteret.',
      nn: 'Operatør ved det nasjonale kontrollsenteret.',
      en: 'An operator of the national control centre.',
    },
  },
  {
    name: 'arbeidstilsynet',
    fullName: 'Wenche Lie',
    identifier: identifier('08877590217'),
    organisation: organisations.arbeidstilsynet,
    client: 'tilsynsverktoyet',
    shows: {
      nb: 'Inspektør i Arbeidstilsynet.',
      nn: 'Inspektør i Arbeidstilsynet.',
      en: 'An inspector of Arbeidstilsynet.',
    },
  },
  {
    name: 'legevakt',
    fullName: 'Arild Nes',
    identifier: identifier('14858190135'),
    organisation: organisations.legevakten,
    hprNumber: '7100004',
    client: 'legevaktjournalen',
    shows: {
      nb: 'Lege på legevakten, der det haster.',
      nn: 'Lege på legevakta, der det hastar.',
      en: 'A doctor at the emergency ward, where minutes count.',
    },
  },
  {
    name: 'sykehuslege',
    fullName: 'Turid Berge',
    identifier: identifier('02927790222'),
    organisation: organisations.sykehuset,
    hprNumber: '7100005',
    client: 'pasientjournalen',
    shows: {
      nb: 'Lege på sykehus, som gir planlagt helsehjelp.',
      nn: 'Lege på sjukehus, som gir planlagd helsehjelp.',
      en: 'A hospital doctor who gives planned treatment.',
    },
  },
  {
    name: 'tverrsok',
    fullName: 'Berit Sande',
    identifier: identifier('12887694468'),
    organisation: organisations.dsb,
    client: 'innreiseportalen',
    shows: {
      nb: 'Saksbehandler som skal søke etter innreisende på tvers av kommuner.',
      nn: 'Saksbehandlar som skal søkje etter innreisande på tvers av kommunar.',
      en: 'A case officer whose task is to search for travellers across municipalities.',
    },
  },
  {
    name: 'tjenesteansvarlig',
    fullName: 'Mona Lund',
    identifier: identifier('19918194625'),
    organisation: organisations.helsedirektoratet,
    client: 'tjenesteoversikten',
    shows: {
      nb: 'Tjenesteansvarlig i Helsedirektoratet: leser rapporter uten personopplysninger.',
      nn: 'Tenesteansvarleg i Helsedirektoratet: les rapportar utan personopplysningar.',
      en: 'Service manager in Helsedirektoratet: reads reports without personal data.',
    },
  },
  {
    name: 'fhi-admin',
    fullName: 'Eirik Dahl',
    identifier: identifier('26908690167'),
    organisation: organisations.fhi,
    client: 'helsegraf-admin',
    shows: {
      nb: 'Administrator hos FHI, som eier registre.',
      nn: 'Administrator hos FHI, som eig register.',
      en: 'An administrator at FHI, who owns registries.',
    },
  },
]

/** A system that signs in as itself. */
export type Machine = {
  readonly name: string
  readonly login: 'helse-id' | 'maskinporten'
  readonly client: string
  /** On whose behalf; a supplier is the client's own organisation where it acts for another. */
  readonly organisation: Organisation
  readonly supplier?: Organisation
  readonly shows: Persona['shows']
}

export const machines: readonly Machine[] = [
  {
    name: 'sporingsverktoyet',
    login: 'helse-id',
    client: 'sporingsverktoyet',
    organisation: organisations.bergen,
    supplier: organisations.sporingsverktoyet,
    shows: {
      nb: 'Leverandørens system, for Bergen kommune (HelseID).',
      nn: 'Systemet til leverandøren, for Bergen kommune (HelseID).',
      en: 'The vendor’s system, for the municipality of Bergen (HelseID).',
    },
  },
  {
    name: 'sporingsverktoyet-maskin',
    login: 'maskinporten',
    client: 'sporingsverktoyet-maskin',
    organisation: organisations.bergen,
    supplier: organisations.sporingsverktoyet,
    shows: {
      nb: 'Det samme, ved delegering i Maskinporten.',
      nn: 'Det same, ved delegering i Maskinporten.',
      en: 'The same, by delegation in Maskinporten.',
    },
  },
  {
    name: 'kpr',
    login: 'maskinporten',
    client: 'hdir-kpr',
    organisation: organisations.helsedirektoratet,
    shows: {
      nb: 'Systemet til Helsedirektoratet for KPR, som spør PVK hva innbyggere har bestemt (Maskinporten).',
      nn: 'Systemet til Helsedirektoratet for KPR, som spør PVK kva innbyggjarar har bestemt (Maskinporten).',
      en: 'The system of Helsedirektoratet for KPR, which asks PVK what citizens have decided (Maskinporten).',
    },
  },
  {
    name: 'fhi',
    login: 'maskinporten',
    client: 'fhi-sysvak',
    organisation: organisations.fhi,
    shows: {
      nb: 'Systemet til FHI, som eier SYSVAK (Maskinporten).',
      nn: 'Systemet til FHI, som eig SYSVAK (Maskinporten).',
      en: 'The system of FHI, who owns SYSVAK (Maskinporten).',
    },
  },
]
