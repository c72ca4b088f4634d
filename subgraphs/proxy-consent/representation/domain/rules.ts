import type { Area } from '../../../../schema/access.ts'
import { type LocalDate, localDate } from '../../../../schema/scalars/local-date.ts'
import type { FullmaktArea } from './fullmakt.ts'

/** What parents see of a child from one birthday until another. */
export type AgeBand = {
  readonly fromAge: number
  /** The day somebody becomes so old, the band has ended. */
  readonly untilAge: number
  readonly areas: readonly Area[]
}

/** The rules of one period. A new rule is a new row: what was decided under an old one can be explained for ever. */
export type RepresentationRules = {
  readonly validFrom: LocalDate
  readonly childBands: readonly AgeBand[]
  readonly fullmakt: {
    readonly giverAge: number
    readonly receiverAge: number
    /** What each area of a fullmakt opens in the registries. */
    readonly opens: Readonly<Record<FullmaktArea, readonly Area[]>>
    /** How long one may last that a doctor assigns: whether somebody can consent is to be looked at again. */
    readonly longestAssignedDays: number
  }
}

/**
 * Facts B3: parents see all of a child under 12, and less until 16, when somebody is of age in health matters
 * (pasient- og brukerrettighetsloven § 4-3). Of a certificate the facts can be read, so whoever may fetch one may see
 * what it is made of.
 */
export const representationRules: readonly RepresentationRules[] = [
  {
    validFrom: localDate('2018-01-01'),
    childBands: [
      {
        fromAge: 0,
        untilAge: 12,
        areas: ['identity', 'vaccinations', 'tests', 'recoveries', 'certificates', 'entries', 'insight', 'consents'],
      },
      { fromAge: 12, untilAge: 16, areas: ['identity', 'vaccinations'] },
    ],
    fullmakt: {
      giverAge: 16,
      receiverAge: 18,
      opens: {
        vaccinations: ['vaccinations'],
        tests: ['tests'],
        recoveries: ['recoveries'],
        certificates: ['certificates', 'vaccinations', 'tests', 'recoveries'],
        insight: ['insight'],
        consents: ['consents'],
      },
      longestAssignedDays: 2 * 366,
    },
  },
]

export function rulesOn(day: LocalDate): RepresentationRules | undefined {
  return representationRules.findLast(({ validFrom }) => validFrom <= day)
}
