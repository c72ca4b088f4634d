import type { Area } from '../../../../schema/access.ts'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { LocalText } from '../../../../schema/scalars/locale.ts'

/** What an active setting means: somebody has consented, is reserved, or has restricted who may look. */
export const settingKinds = ['CONSENT', 'RESERVATION', 'ACCESS_RESTRICTION'] as const
export type SettingKind = (typeof settingKinds)[number]

/** Where a citizen looks for it (requirements M6). */
export const settingGroups = ['RESEARCH', 'SCREENING', 'HEALTH_REGISTER', 'HELSENORGE'] as const
export type SettingGroup = (typeof settingGroups)[number]

/** What a secondary use is for, where a setting tells purposes apart. */
export const disclosurePurposes = [
  'RESEARCH',
  'HEALTH_ANALYSIS',
  'QUALITY_IMPROVEMENT',
  'ADMINISTRATION',
  'HEALTH_CARE',
] as const
export type DisclosurePurpose = (typeof disclosurePurposes)[number]

/** One use of data that a setting decides about. What an effect does not name, it does not tell apart. */
export type Effect =
  | {
      readonly use: 'disclosure'
      readonly register: string
      /** Only disclosure together with the identity number; pseudonymised disclosure is not touched. */
      readonly onlyIdentified?: boolean
      readonly purposes?: readonly DisclosurePurpose[]
    }
  | { readonly use: 'storage'; readonly register: string; readonly contents?: readonly string[] }
  /** Health personnel's access: to a whole register, or to areas of the graph. */
  | { readonly use: 'personnel-access'; readonly register?: string; readonly areas?: readonly Area[] }

/** A piece of the machine-readable scope, in PVK's own words (`omfangElementer`). */
export type ScopeElement = { readonly code: string; readonly logical: 'OG' | 'ELLER'; readonly detail: string }

/** A setting that citizens can take a stand on. Generic: an owner gets a new one by data, not by code (requirements K9). */
export type Definition = {
  /** PVK's `definisjonGuid`. */
  readonly guid: string
  /** A short name for people who configure and read logs. */
  readonly code: string
  readonly name: LocalText
  readonly description: LocalText
  readonly kind: SettingKind
  readonly group: SettingGroup
  readonly party: Party
  /** The first day it can be set. */
  readonly validFrom: LocalDate
  /** The last day it can be set; what is set then stays. */
  readonly validTo: LocalDate | null
  /** Whether the citizen may choose for how long. */
  readonly allowsPeriod: boolean
  /** Whether a withdrawal is not done until its owner has confirmed it, as when biological material is destroyed. */
  readonly withdrawalIsConfirmed: boolean
  readonly scope: readonly ScopeElement[]
  readonly effects: readonly Effect[]
}

/** Who answers for definitions (PVK's part). */
export type Party = {
  readonly partKode: string
  readonly name: string
  /** Organisation number of the controller. */
  readonly organisation: string
  /** Those who may act for it: only the controller's own processors («streng tilgangsstyring»). */
  readonly processors: readonly string[]
}
