import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { localDate } from '../../../schema/scalars/local-date.ts'
import { decideRecovery, decideTests, decideVaccination } from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, aTest, holder } from './situations.ts'

/* What Norway really issued, as test certificates published for other states: do the rules give the same? */

const file = new URL('../../../../shared/data/dcc/no-certificates.json', import.meta.url)
const isHere = existsSync(file)

type Issued = {
  readonly iat: string
  readonly exp: string
  readonly dcc: {
    readonly v?: readonly { mp: string; ma: string; vp: string; dn: number; sd: number; dt: string }[]
    readonly t?: readonly { tt: string; sc: string; ma?: string }[]
    readonly r?: readonly { fr: string; df: string; du: string }[]
  }
}
const all = (): readonly Issued[] => (isHere ? (JSON.parse(readFileSync(file, 'utf8')) as Issued[]) : [])
/** Those that had ended before they were issued were mistakes of the first days (June 2021). */
const issued = all().filter(({ iat, exp }) => exp > iat)

describe.skipIf(!isHere)('Norwegian certificates (skipped where the DCC data folder is absent)', () => {
  test('of each kind are compared', () => {
    const count = (kind: 'v' | 't' | 'r') => issued.filter(({ dcc }) => dcc[kind]).length
    expect([count('v'), count('t'), count('r')]).toEqual([3, 2, 8])
  })

  test('of vaccination have our numbers and end when ours do', () => {
    for (const { iat, exp, dcc } of issued) {
      const [entry] = dcc.v ?? []
      if (!entry) continue
      const vaccine = {
        euProduct: entry.mp,
        euManufacturer: entry.ma,
        euProphylaxis: entry.vp,
        dosesInSeries: entry.sd,
      }
      const dose = aDose(`Comirnaty ${entry.dt}`, { doseNumber: entry.dn, vaccine })
      expect(decideVaccination({ holder, vaccinations: [dose], cases: [] }, new Date(iat)), iat).toMatchObject({
        facts: { doseNumber: entry.dn, doses: entry.sd },
        until: new Date(exp),
      })
    }
  })

  test('of tests end when ours do', () => {
    for (const { iat, exp, dcc } of issued) {
      const [entry] = dcc.t ?? []
      if (!entry) continue
      const sample = aTest(entry.sc, entry.ma ? { method: 'RAT', deviceId: entry.ma } : {})
      const { certificates } = decideTests({ holder, testResults: [sample] }, new Date(iat))
      expect(certificates, iat).toMatchObject([{ until: new Date(exp) }])
    }
  })

  test('of recovery hold on the days that ours do from 2022; in 2021 they began at once, against the Regulation', () => {
    for (const { iat, dcc } of issued) {
      const [entry] = dcc.r ?? []
      // Of 8 and 9 June 2021: `fr` is no day (0001-01-01), or later than `df`.
      if (!entry || entry.fr < '2000' || entry.fr > entry.df) continue
      const facts = { holder, cases: [aCase(`NAAT ${entry.fr}`)] }
      const decision = decideRecovery(facts, new Date(iat))
      if (decision.outcome !== 'eligible') throw new Error(`${iat}: not eligible`)
      const { firstPositiveOn, validFrom, validUntil } = decision.facts
      expect(firstPositiveOn).toBe(entry.fr)
      if (iat >= '2022') expect([validFrom, validUntil], iat).toEqual([entry.df, entry.du])
      else expect(entry.df < validFrom && validUntil <= entry.du, iat).toBe(true)
    }
  })

  test('of recovery end when ours do from 2022; in 2021 within a day of it, or after six months', () => {
    for (const { iat, exp, dcc } of issued) {
      const [entry] = dcc.r ?? []
      if (!entry || entry.fr < '2000' || entry.fr > entry.df) continue
      const decision = decideRecovery({ holder, cases: [aCase(`NAAT ${localDate(entry.fr)}`)] }, new Date(iat))
      const until = decision.outcome === 'eligible' ? decision.until.getTime() : Number.NaN
      const hours = (until - Date.parse(exp)) / 3_600_000
      if (iat >= '2022') expect(hours, iat).toBe(0)
      else expect(hours >= -3 * 24 && hours <= 25, iat).toBe(true)
    }
  })
})
