import type { Area } from '../../../../schema/access.ts'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { Definition, DisclosurePurpose, Effect } from '../catalogue/definition.ts'
import { isInForce, type Restriction, type Setting } from './setting.ts'

/** What somebody wants to do with data about one citizen. */
export type Use =
  | {
      readonly kind: 'disclosure'
      readonly register: string
      /** With the identity number, or so that nobody sees whom the data are about. */
      readonly isIdentified: boolean
      readonly purpose: DisclosurePurpose
    }
  | { readonly kind: 'storage'; readonly register: string; readonly content?: string }
  | {
      readonly kind: 'personnel-access'
      /** A register as a whole, or an area of the graph. */
      readonly register?: string
      readonly area?: Area
      readonly organisation?: { readonly number: string; readonly parent?: string }
      readonly hprNumber?: string
    }

/**
 * Why not, in the words NILAR has for it (facts B4): the citizen is reserved and there are no data, access is closed to
 * all health personnel, or to this caller; and where a consent is needed, that there is none.
 */
export type Refusal = 'RESERVED' | 'RESTRICTED_FOR_ALL' | 'RESTRICTED_FOR_CALLER' | 'NO_CONSENT'
export type Judgement =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly refusal: Refusal; readonly definition: Definition }

const allowed: Judgement = { isAllowed: true }

/**
 * The one place that says what settings mean for a use. An active consent permits, and its absence refuses; an active
 * reservation or restriction refuses, and its absence permits: who reads `isActive` without asking here gets one of
 * them the wrong way round.
 */
export function judgeUse(
  use: Use,
  {
    definitions,
    settings,
    day,
  }: { readonly definitions: readonly Definition[]; readonly settings: readonly Setting[]; readonly day: LocalDate },
): Judgement {
  const byDefinition = new Map(settings.map(setting => [setting.definition, setting]))
  for (const definition of definitions) {
    if (!definition.effects.some(effect => concerns(effect, use))) continue
    const refusal = refusalOf(definition, byDefinition.get(definition.guid), { use, day })
    if (refusal) return { isAllowed: false, refusal, definition }
  }
  return allowed
}

function refusalOf(
  { kind, validFrom, validTo }: Definition,
  setting: Setting | undefined,
  { use, day }: { use: Use; day: LocalDate },
): Refusal | undefined {
  // Nothing is decided by what has not begun (requirements M9).
  if (day < validFrom) return undefined
  const holds = setting !== undefined && isInForce(setting, day)
  switch (kind) {
    case 'CONSENT':
      // A consent ends with what it was given for. What a citizen has said no to stays no.
      return holds && (validTo === null || day <= validTo) ? undefined : 'NO_CONSENT'
    case 'RESERVATION':
      return holds ? 'RESERVED' : undefined
    case 'ACCESS_RESTRICTION':
      return holds ? restrictionRefusal(setting.restrictions, { use, day }) : undefined
    default:
      return kind satisfies never
  }
}

function concerns(effect: Effect, use: Use): boolean {
  if (effect.use !== use.kind) return false
  if (effect.use === 'personnel-access' && use.kind === 'personnel-access') {
    if (effect.register !== undefined) return effect.register === use.register
    return use.area !== undefined && (effect.areas ?? []).includes(use.area)
  }
  if (!('register' in use) || effect.register !== use.register) return false
  if (effect.use === 'storage' && use.kind === 'storage') {
    // Who does not say what is to be kept may be keeping just that.
    return effect.contents === undefined || use.content === undefined || effect.contents.includes(use.content)
  }
  if (effect.use === 'disclosure' && use.kind === 'disclosure') {
    return (!effect.onlyIdentified || use.isIdentified) && (effect.purposes?.includes(use.purpose) ?? true)
  }
  return false
}

function restrictionRefusal(
  restrictions: readonly Restriction[],
  { use, day }: { use: Use; day: LocalDate },
): Refusal | undefined {
  if (use.kind !== 'personnel-access') return undefined
  const fitting = restrictions.filter(restriction => fits(restriction, use, day))
  if (fitting.length === 0) return undefined
  const isForAll = fitting.some(({ organisation, hprNumber }) => organisation === undefined && hprNumber === undefined)
  return isForAll ? 'RESTRICTED_FOR_ALL' : 'RESTRICTED_FOR_CALLER'
}

function fits(
  { organisation, hprNumber, areas, from, until }: Restriction,
  use: Extract<Use, { kind: 'personnel-access' }>,
  day: LocalDate,
): boolean {
  if ((from !== undefined && day < from) || (until !== undefined && day > until)) return false
  if (areas !== undefined && !areas.some(area => area === use.area)) return false
  // Whoever does not say who asks is taken for the one it is closed to.
  const { organisation: own } = use
  if (organisation !== undefined && own !== undefined && organisation !== own.number && organisation !== own.parent) {
    return false
  }
  return hprNumber === undefined || use.hprNumber === undefined || hprNumber === use.hprNumber
}
