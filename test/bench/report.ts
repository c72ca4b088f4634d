/** What a benchmark found: rows for people, ratios to compare between machines. */
export type Report = {
  readonly name: string
  readonly rows: readonly Readonly<Record<string, string | number>>[]
  readonly ratios: Readonly<Record<string, number>>
}

export function printTable({ name, rows, ratios }: Report): void {
  console.log(`\n${name}`)
  console.table(rows)
  console.table(ratios)
}

export const progress = (text: string) => console.error(`  ${text}`)

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Three significant figures: more is noise. */
export const rounded = (value: number) => Number(value.toPrecision(3))
