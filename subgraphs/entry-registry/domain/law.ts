import type { Basis, Caller, Purpose } from '../../../schema/access.ts'
import { type LocalDate, osloDay } from '../../../schema/scalars/local-date.ts'
import type { Part, Refusal } from './view.ts'

/** In what capacity somebody asks. */
export const actors = [
  'MUNICIPAL_DOCTOR',
  'CONTACT_TRACER',
  'QUARANTINE_TEAM',
  'CONTROL_CENTRE',
  'LABOUR_INSPECTION',
  'INFECTION_CONTROL',
  'CROSS_MUNICIPALITY_SEARCH',
  'SERVICE_MANAGER',
] as const
export type Actor = (typeof actors)[number]

/** What law speaks of apart: the two registers, what travellers told the control centre, and laboratories' results. */
export const lawSources = ['IRRS', 'PREPAREDNESS', 'CONVERSATION', 'MSIS_LAB'] as const
export type LawSource = (typeof lawSources)[number]

/** One line of law: who may use what for which purpose, from when to when, and where it is written. */
export type LegalBasis = {
  readonly actor: Actor
  readonly source: LawSource
  readonly purpose: Purpose
  /** Only where it is demanded in the single case, with a reason that is kept. */
  readonly onDemand: boolean
  readonly basis: Basis
  readonly paragraph: string
  /** Null: it has been proposed, and no day has been decided. */
  readonly validFrom: LocalDate | null
  readonly validTo: LocalDate | null
}

export type Authorisation = {
  readonly id: string
  /** Null: for the whole country. */
  readonly kommune: string | null
  readonly role: Actor
  readonly purposes: readonly Purpose[]
  /** That somebody who is not health personnel may see that a result is negative, and no more. */
  readonly showsNegative: boolean
  readonly district: string | null
  readonly validFrom: Date
  readonly validTo: Date | null
}

type Dated = { readonly validFrom: LocalDate; readonly validTo: LocalDate | null }

/** All that decides what a caller may see, as the registers have it now. */
export type Register = {
  /** The kommuner of the organisation the caller is signed in for. */
  readonly ownKommuner: readonly string[]
  /** Those given to the caller in that organisation, and not revoked. */
  readonly authorisations: readonly Authorisation[]
  readonly agreements: readonly (Dated & { readonly kommune: string })[]
  readonly subscriptions: readonly (Dated & { readonly kommune: string; readonly source: LawSource })[]
  readonly legalBases: readonly LegalBasis[]
  /** Switches that are on now. */
  readonly features: ReadonlySet<string>
}

/** A source that is open, and by which line of law. */
export type Opened = { readonly basis: Basis; readonly paragraph: string; readonly onDemand: boolean }
export type SourceState = Opened | Refusal
export const isOpen = (state: SourceState): state is Opened => 'basis' in state

export type Permission = {
  readonly actor: Actor
  readonly district: string | null
  readonly sources: Readonly<Record<LawSource, SourceState>>
  /** Whether results may be shown, not only used to choose. */
  readonly results: Part
  readonly negatives: Part
}

export type Asked = {
  readonly caller: Caller
  readonly now: Date
  readonly purpose: Purpose
  readonly roles: readonly Actor[]
  /** Undefined: the whole country. */
  readonly kommune?: string
  /** Demanded in the single case. */
  readonly onDemand: boolean
}

/** Roles that are health personnel's by their nature. */
const healthRoles: readonly Actor[] = ['MUNICIPAL_DOCTOR', 'CONTACT_TRACER']

/** Roles that are off until somebody switches them on. */
const roleFeatures: Readonly<Partial<Record<Actor, string>>> = { INFECTION_CONTROL: 'infection-control' }
/** The third phase: the control centre gets results. */
export const resultsForControlCentre = 'control-centre-results'

export const isHealthPersonnel = (caller: Caller) =>
  caller.kind === 'health-personnel' && caller.hprNumber !== undefined

const isInForce = ({ validFrom, validTo }: { validFrom: Date; validTo: Date | null }, now: Date) =>
  validFrom <= now && (validTo === null || now < validTo)

const isValid = (
  { validFrom, validTo }: { validFrom: LocalDate | null; validTo: LocalDate | null },
  today: LocalDate,
) => validFrom !== null && validFrom <= today && (validTo === null || today <= validTo)

/** Authorisations that hold now, in the caller's kommune or nationally. */
export function authorisationsInForce(register: Register, now: Date): readonly Authorisation[] {
  return register.authorisations.filter(
    authorisation =>
      isInForce(authorisation, now) &&
      (authorisation.kommune === null || register.ownKommuner.includes(authorisation.kommune)),
  )
}

/** Of two for the same role, the one that opens more goes first. */
const limitsOf = ({ district, showsNegative }: Authorisation) => (district === null ? 0 : 2) + (showsNegative ? 0 : 1)

/** What a caller may see for a purpose on this day; or why nothing. */
export function decide(register: Register, asked: Asked): Permission | Refusal {
  const { caller, kommune, purpose, roles, now } = asked
  if (kommune !== undefined && !register.ownKommuner.includes(kommune)) return refusal('WRONG_MUNICIPALITY')
  const held = authorisationsInForce(register, now)
    .filter(({ kommune: of, role }) => of === (kommune ?? null) && roles.includes(role))
    .toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || limitsOf(a) - limitsOf(b))
  const authorisation = held.find(({ purposes }) => purposes.includes(purpose))
  if (!authorisation) return refusal('AUTHORISATION_MISSING')
  const { role: actor, district } = authorisation
  const feature = roleFeatures[actor]
  if (feature && !register.features.has(feature)) return refusal('FEATURE_NOT_ACTIVE', { feature })
  if (healthRoles.includes(actor) && !isHealthPersonnel(caller)) return refusal('HEALTH_ROLE_REQUIRED')
  const state = (source: LawSource) => stateOf(source, actor, register, asked)
  const sources = {
    IRRS: state('IRRS'),
    PREPAREDNESS: state('PREPAREDNESS'),
    CONVERSATION: state('CONVERSATION'),
    MSIS_LAB: state('MSIS_LAB'),
  }
  const results = resultsPart(actor, caller, sources.MSIS_LAB)
  const mayKnowNegative = authorisation.showsNegative && isOpen(sources.MSIS_LAB)
  return { actor, district, sources, results, negatives: mayKnowNegative ? 'open' : results }
}

function resultsPart(actor: Actor, caller: Caller, lab: SourceState): Part {
  if (!isOpen(lab)) return lab
  return actor === 'CONTROL_CENTRE' || isHealthPersonnel(caller) ? 'open' : refusal('HEALTH_ROLE_REQUIRED')
}

function stateOf(source: LawSource, actor: Actor, register: Register, asked: Asked): SourceState {
  const today = osloDay(asked.now)
  const named = sourceNames[source]
  if (asked.kommune !== undefined) {
    const ofKommune = ({ kommune }: { kommune: string }) => kommune === asked.kommune
    if (!register.agreements.some(agreement => ofKommune(agreement) && isValid(agreement, today)))
      return refusal('DATA_PROCESSING_AGREEMENT_MISSING', { source: named })
    // What travellers told the control centre comes with Beredskapsregisteret.
    const subscribed = source === 'CONVERSATION' ? 'PREPAREDNESS' : source
    if (!register.subscriptions.some(one => ofKommune(one) && one.source === subscribed && isValid(one, today)))
      return refusal('MUNICIPALITY_NOT_SUBSCRIBED', { source: named })
  }
  const lines = register.legalBases.filter(
    line => line.actor === actor && line.source === source && line.purpose === asked.purpose,
  )
  const usable = lines.filter(line => isValid(line, today) && (!line.onDemand || asked.onDemand))
  // A basis that holds by itself goes before one that has to be demanded.
  const line = usable.find(({ onDemand }) => !onDemand) ?? usable[0]
  if (!line) return missingBasis(lines, today)
  if (source === 'MSIS_LAB' && actor === 'CONTROL_CENTRE' && !register.features.has(resultsForControlCentre))
    return refusal('FEATURE_NOT_ACTIVE', { feature: resultsForControlCentre })
  const { basis, paragraph, onDemand } = line
  return { basis, paragraph, onDemand }
}

/** Names the provision that will or would allow it, and from which day. */
function missingBasis(lines: readonly LegalBasis[], today: LocalDate): Refusal {
  const awaited =
    lines.find(({ onDemand, validFrom }) => !onDemand && (validFrom === null || validFrom > today)) ?? lines[0]
  return refusal('LEGAL_BASIS_MISSING', {
    paragraph: awaited?.paragraph ?? '–',
    validFrom: awaited?.validFrom ?? '–',
  })
}

export const sourceNames: Readonly<Record<LawSource, string>> = {
  IRRS: 'Innreiseregisteret',
  PREPAREDNESS: 'Beredskapsregisteret',
  CONVERSATION: 'Beredskapsregisteret (samtaler)',
  MSIS_LAB: 'MSIS-labdatabasen',
}

function refusal(code: Refusal['code'], details: Refusal['details'] = {}): Refusal {
  return { code, details }
}
