import { type LocalDate, localDate } from '../scalars/local-date.ts'
import type { LocalText } from '../scalars/locale.ts'
import list from './sysvak.json' with { type: 'json' }

/** A vaccine as SYSVAK codes it. The EU codes are those of Annex A; vaccines other than against COVID-19 have none. */
export type SysvakVaccine = {
  readonly code: string
  readonly name: string
  readonly atcCode: string
  readonly targetDisease: LocalText
  readonly euProduct: string | null
  readonly euManufacturer: string | null
  readonly euProphylaxis: string | null
  readonly dosesInSeries: number | null
  /** First and last day Norway offered or accepted it; null: no bound known. A code keeps its meaning afterwards. */
  readonly validFrom: LocalDate | null
  readonly validTo: LocalDate | null
}

const day = (text: string | null) => (text === null ? null : localDate(text))

export const sysvakVaccines: readonly SysvakVaccine[] = list.vaccines.map(
  ({ code, name, atcCode, targetDisease, euProduct, euManufacturer, euProphylaxis, dosesInSeries, ...period }) => ({
    code,
    name,
    atcCode,
    targetDisease,
    euProduct,
    euManufacturer,
    euProphylaxis,
    dosesInSeries,
    validFrom: day(period.validFrom),
    validTo: day(period.validTo),
  }),
)

const byCode = new Map(sysvakVaccines.map(vaccine => [vaccine.code, vaccine]))

/** What a code means, whether or not the vaccine is still in use (requirements D8); undefined for a code not listed. */
export function findSysvakVaccine(code: string): SysvakVaccine | undefined {
  return byCode.get(code)
}

/** The vaccines Norway offered or accepted on a day. */
export function sysvakVaccinesOn(on: LocalDate): readonly SysvakVaccine[] {
  return sysvakVaccines.filter(
    ({ validFrom, validTo }) => (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo),
  )
}
