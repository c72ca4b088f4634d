import country from './eu/country-2-codes.json' with { type: 'json' }
import disease from './eu/disease-agent-targeted.json' with { type: 'json' }
import testDevice from './eu/test-manf.json' with { type: 'json' }
import testResult from './eu/test-result.json' with { type: 'json' }
import testType from './eu/test-type.json' with { type: 'json' }
import encodings from './eu/vaccine-encoding-instructions.json' with { type: 'json' }
import manufacturer from './eu/vaccine-mah-manf.json' with { type: 'json' }
import product from './eu/vaccine-medicinal-product.json' with { type: 'json' }
import prophylaxis from './eu/vaccine-prophylaxis.json' with { type: 'json' }

/** A code of an EU value set. Retired codes stay: old certificates refer to them. */
export type ValueSetEntry = {
  /** English, as published. */
  readonly display: string
  /** False for a code that may no longer be issued. */
  readonly active: boolean
  readonly system: string
  readonly version: string
}

/** By the part of a certificate that the codes stand in. */
const sets = {
  disease: toMap(disease),
  prophylaxis: toMap(prophylaxis),
  product: toMap(product),
  manufacturer: toMap(manufacturer),
  testType: toMap(testType),
  testResult: toMap(testResult),
  testDevice: toMap(testDevice),
  country: toMap(country),
} as const

export type ValueSetName = keyof typeof sets

function toMap(file: {
  readonly valueSetValues: Readonly<Record<string, ValueSetEntry>>
}): ReadonlyMap<string, ValueSetEntry> {
  return new Map(Object.entries(file.valueSetValues))
}

/** What a code stands for, in English, retired or not; undefined when the set does not have it. */
export function displayOf(set: ValueSetName, code: string): string | undefined {
  return sets[set].get(code)?.display
}

/** Whether a code may be issued today. */
export function isActive(set: ValueSetName, code: string): boolean {
  return sets[set].get(code)?.active === true
}

export function codesOf(set: ValueSetName): readonly string[] {
  return [...sets[set].keys()]
}

/** How a vaccine is to be encoded: a row of Annex A of the value-set guideline. */
export type VaccineEncoding = {
  readonly brand: string
  readonly product: string
  readonly manufacturer: string
  readonly prophylaxes: readonly string[]
}

const annexA: readonly VaccineEncoding[] = Object.entries(encodings.valueSetValues).map(([brand, row]) => ({
  brand,
  product: row['vaccine-code'],
  manufacturer: row['vaccine-manufacturer'],
  prophylaxes: row['sct-codes'],
}))
const annexAOfProduct = Map.groupBy(annexA, row => row.product)

/** The rows of Annex A for a product code; none when Annex A does not know it. */
export function vaccineEncodingsOf(product: string): readonly VaccineEncoding[] {
  return annexAOfProduct.get(product) ?? []
}

/** Whether product, manufacturer and prophylaxis belong together by Annex A. */
export function isVaccine(product: string, manufacturer: string, prophylaxis: string): boolean {
  return vaccineEncodingsOf(product).some(
    row => row.manufacturer === manufacturer && row.prophylaxes.includes(prophylaxis),
  )
}
